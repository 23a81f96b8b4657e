"""What a camera sees, with the frame that a card is held into and the outline of a found code."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.services.camera_ports import PreviewFrame
from counter_app.ui.shared import icons, theme, tokens

_CARD: Final = 85.6 / 54.0
"""Width to height of a card (ISO/IEC 7810 ID-1)."""
_SHARE: Final = 0.72
"""How much of the picture the frame for the card takes."""
_CORNER: Final = 0.14
_GROUND: Final = QColor("#211d1a")
_SHADE: Final = QColor(0, 0, 0, 96)
_LINE: Final = QColor("#ffffff")
_SEEN: Final = QColor("#9cc5f2")
_QUIET: Final = QColor("#8d8378")
_ICON: Final = 36
_READ: Final = QColor("#7fd0a3")


class CameraPicture(QWidget):
    """Shows frames as they come; its colours do not follow the theme, for what is under them is a picture."""

    def __init__(self, says: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(says)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._frame: PreviewFrame | None = None
        self._image = QImage()

    def show_frame(self, frame: PreviewFrame | None) -> None:
        """The newest picture, or none."""
        self._frame = frame
        self._image = QImage()
        if frame is not None:
            row = 3 * frame.width
            self._image = QImage(frame.rgb, frame.width, frame.height, row, QImage.Format.Format_RGB888)
        self.update()

    @property
    def frame(self) -> PreviewFrame | None:
        """What is shown."""
        return self._frame

    def sizeHint(self) -> QSize:
        """The shape of most cameras' pictures, and small enough for a small screen with large text."""
        return QSize(640, 360)

    def minimumSizeHint(self) -> QSize:
        """Enough to aim, and to see why nothing is read."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture fills the room as far as it goes; then what helps to aim."""
        painter = QPainter(self)
        whole = QRectF(self.rect())
        painter.fillRect(whole, _GROUND)
        if self._frame is None or self._image.isNull():
            self._wait(painter, whole)
            return
        shown = self._room(whole, self._frame)
        painter.drawImage(shown, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = self._card(shown)
        self._shade(painter, shown, card)
        self._corners(painter, card)
        if self._frame.code:
            self._outline(painter, shown, self._frame)

    def _wait(self, painter: QPainter, whole: QRectF) -> None:
        side = theme.current().px(_ICON)
        box = QRectF(0, 0, side, side)
        box.moveCenter(whole.center())
        icons.paint(painter, box, "camera", _QUIET)

    def _room(self, whole: QRectF, frame: PreviewFrame) -> QRectF:
        scale = min(whole.width() / frame.width, whole.height() / frame.height)
        width, height = frame.width * scale, frame.height * scale
        left, top = (whole.width() - width) / 2, (whole.height() - height) / 2
        return QRectF(round(left), round(top), round(width), round(height))

    def _card(self, shown: QRectF) -> QRectF:
        height = min(shown.height() * _SHARE, shown.width() * _SHARE / _CARD)
        box = QRectF(0, 0, height * _CARD, height)
        box.moveCenter(shown.center())
        return box

    def _shade(self, painter: QPainter, shown: QRectF, card: QRectF) -> None:
        around = QPainterPath()
        around.addRect(shown)
        inside = QPainterPath()
        inside.addRoundedRect(card, 2 * tokens.RADIUS, 2 * tokens.RADIUS)
        painter.fillPath(around.subtracted(inside), _SHADE)

    def _corners(self, painter: QPainter, card: QRectF) -> None:
        painter.setPen(QPen(_LINE, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        arm = card.height() * _CORNER
        for x, right in ((card.left(), 1), (card.right(), -1)):
            for y, down in ((card.top(), 1), (card.bottom(), -1)):
                painter.drawPolyline(
                    QPolygonF([QPointF(x + right * arm, y), QPointF(x, y), QPointF(x, y + down * arm)])
                )

    def _outline(self, painter: QPainter, shown: QRectF, frame: PreviewFrame) -> None:
        scale = shown.width() / frame.width
        corners = [QPointF(shown.left() + x * scale, shown.top() + y * scale) for x, y in frame.code]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        dark = QPen(theme.current().color("shadow"), 6)
        for pen in (dark, QPen(_READ if frame.read else _SEEN, 3)):
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolygon(QPolygonF(corners))
