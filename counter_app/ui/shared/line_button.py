"""A line of words with an icon that leads somewhere when it is pressed; it wraps."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from counter_app.ui.shared import icons, theme, tokens

_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
_TEXT_LEFT = 24
_PAD = 3


class LineButton(QAbstractButton):
    """``place`` is the caller's: where the line leads."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = ""
        self._icon_name, self._icon_color = "circle", "ink2"
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_line(self, icon: str, text: str, *, color: str = "ink2") -> None:
        """Show other words; ``color`` is the icon's token."""
        if (icon, text, color) != (self._icon_name, self.text(), self._icon_color):
            self._icon_name, self._icon_color = icon, color
            self.setText(text)
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """A usual width."""
        width = theme.current().px(240)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(theme.current().px(80), self.heightForWidth(10_000))

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as the words need."""
        look = theme.current()
        room = QRect(0, 0, max(width - look.px(_TEXT_LEFT), 1), 10_000)
        metrics = QFontMetrics(look.font(tokens.TEXT_SMALL))
        return metrics.boundingRect(room, _FLAGS, self.text() or "x").height() + 2 * look.px(_PAD)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def enterEvent(self, _event: QEvent) -> None:
        """Underline."""
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """No underline."""
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon and words, underlined under the pointer, ringed with the focus."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.px(tokens.ICON_SMALL)
        mark = QRectF(0, look.px(_PAD) + 1, side, side)
        icons.paint(painter, mark, self._icon_name, look.color(self._icon_color))
        font = look.font(tokens.TEXT_SMALL)
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(look.color("ink"))
        left, top = look.px(_TEXT_LEFT), look.px(_PAD)
        painter.drawText(QRect(left, top, self.width() - left, self.height()), _FLAGS, self.text())
        if self.hasFocus():
            pen = painter.pen()
            pen.setColor(look.color("focus"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
