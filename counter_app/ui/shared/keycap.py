"""The little key that says which key does it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.ui.shared import theme, tokens

_HEIGHT = 19


def cap_font() -> QFont:
    """The font on key caps."""
    return theme.current().font(tokens.TEXT_SMALL, QFont.Weight.Medium)


def cap_size(text: str) -> QSize:
    """The room that a cap with ``text`` takes."""
    look = theme.current()
    width = QFontMetricsF(cap_font()).horizontalAdvance(text) + look.px(10)
    return QSize(max(round(width), look.px(22)), look.px(_HEIGHT))


def paint_cap(painter: QPainter, box: QRectF, text: str, ink: QColor, line: QColor) -> None:
    """Draw a cap into ``box``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.setPen(ink)
    painter.setFont(cap_font())
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class KeyCap(QWidget):
    """A cap by itself, beside what the key does; screen readers learn the key from the control."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """What stands on the cap."""
        return self._text

    def sizeHint(self) -> QSize:
        """The cap's size at the text scale."""
        return cap_size(self._text)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the cap."""
        look = theme.current()
        size = self.sizeHint()
        box = QRectF(0, (self.height() - size.height()) / 2, size.width(), size.height())
        paint_cap(QPainter(self), box, self._text, look.color("ink2"), look.color("field_border"))
