"""A combo box and a check box with our own marks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QWidget

from counter_app.ui.shared import icons, theme, tokens


class Combo(QComboBox):
    """A combo box; the wheel scrolls the page and does not change what was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, then the arrow."""
        super().paintEvent(event)
        look = theme.current()
        side = look.px(tokens.ICON_SMALL)
        box = QRectF(self.width() - side - look.px(10), round((self.height() - side) / 2), side, side)
        icons.paint(QPainter(self), box, "chevron-down", look.color("ink2" if self.isEnabled() else "ink3"))


class Check(QCheckBox):
    """A check box with a box that is easy to see and to hit; its text is its accessible name."""

    def __init__(self, text: str = "", *, says: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        if says:
            self.setAccessibleName(says)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Box, gap and text, at least 28 px high."""
        look = theme.current()
        words = QFontMetrics(look.font()).horizontalAdvance(self.text())
        return QSize(look.px(26) + (words + look.px(8) if words else 0), look.px(28))

    def minimumSizeHint(self) -> QSize:
        """The same: the text is not cut."""
        return self.sizeHint()

    def hitButton(self, _pos: object) -> bool:
        """All of it can be pressed."""
        return True

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box with a tick in green, hollow, or with a dash when partly checked."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.px(20)
        box = QRectF(look.px(3), round((self.height() - side) / 2), side, side)
        name, token = {
            Qt.CheckState.Checked: ("square-check-big", "green"),
            Qt.CheckState.PartiallyChecked: ("square-minus", "ink2"),
            Qt.CheckState.Unchecked: ("square", "ink2"),
        }[self.checkState()]
        ink = look.color(token if self.isEnabled() else "ink3")
        icons.paint(painter, box, name, ink)
        if self.text():
            painter.setFont(look.font())
            painter.setPen(look.color("ink" if self.isEnabled() else "ink3"))
            words = QRectF(box.right() + look.px(8), 0, self.width(), self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.hasFocus():
            pen = painter.pen()
            pen.setColor(look.color("focus"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(self.rect()) if self.text() else box.adjusted(-3, -3, 3, 3)
            painter.drawRoundedRect(ring.adjusted(1, 1, -1, -1), 4, 4)
