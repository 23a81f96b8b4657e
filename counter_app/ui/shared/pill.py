"""A state in a rounded chip: always icon and word."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from counter_app.ui.shared import icons, theme, tokens
from counter_app.ui.shared.tokens import Tone

_HEIGHT = 26


def _font() -> QFont:
    return theme.current().font(tokens.TEXT_SMALL, QFont.Weight.DemiBold)


def _size(text: str) -> QSize:
    look = theme.current()
    words = round(QFontMetricsF(_font()).horizontalAdvance(text)) + 1
    return QSize(words + look.px(10 + tokens.ICON_SMALL + 6 + 10), look.px(_HEIGHT))


def _paint(widget: QWidget, icon: str, text: str, tone: Tone) -> None:
    look = theme.current()
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    height = look.px(_HEIGHT)
    box = QRectF(0, (widget.height() - height) / 2, widget.width(), height)
    ink = look.color(look.tone_ink(tone))
    painter.setBrush(look.color(look.tone_wash(tone)))
    painter.setPen(ink if look.palette.outlined else Qt.PenStyle.NoPen)
    if widget.hasFocus():
        pen = painter.pen()
        pen.setStyle(Qt.PenStyle.SolidLine)
        pen.setColor(look.color("focus"))
        pen.setWidth(2)
        painter.setPen(pen)
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), height / 2 - 1, height / 2 - 1)
    side = look.px(tokens.ICON_SMALL)
    mark = QRectF(look.px(10), round(box.center().y() - side / 2), side, side)
    icons.paint(painter, mark, icon, ink)
    painter.setFont(_font())
    painter.setPen(ink)
    words = box.adjusted(mark.right() + look.px(6), 0, -look.px(8), 0)
    shown = QFontMetricsF(_font()).elidedText(text, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class Pill(QLabel):
    """A state that only tells."""

    def __init__(
        self, icon: str, text: str, tone: Tone = Tone.NEUTRAL, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(icon, text, tone)

    def set(self, icon: str, text: str, tone: Tone) -> None:
        """Tell another state."""
        self._icon, self._tone = icon, tone
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Icon, words and rounded ends."""
        return _size(self.text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        _paint(self, self._icon, self.text(), self._tone)


class PillButton(QAbstractButton):
    """A state that leads to where it is explained."""

    def __init__(
        self, icon: str, text: str, tone: Tone = Tone.NEUTRAL, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set(icon, text, tone)

    def set(self, icon: str, text: str, tone: Tone) -> None:
        """Tell another state."""
        self._icon, self._tone = icon, tone
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Icon, words and rounded ends."""
        return _size(self.text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        _paint(self, self._icon, self.text(), self._tone)
