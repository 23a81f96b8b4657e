"""A camera and pictures as the pictures of the program want them; what the camera sees is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPolygonF, QTransform

from counter_app.domain.errors import DomainError
from counter_app.services.camera_ports import FrameHint, PreviewFrame
from counter_app.services.ports import Scan
from counter_app.services.reading_ports import CameraInfo, CameraStage
from counter_app.ui.counter.reading.picture_sources import rgb_of
from counter_app.ui.shared import tokens

_WIDE, _HIGH = 960, 540
_CARD = QRectF(-235, -148, 470, 296)
_CODE = QRectF(118, -132, 98, 98)
_MODULES = 33


@dataclass
class PosedCamera:
    """One look: always the same picture."""

    frame: PreviewFrame | None
    now: CameraStage
    number: int = 0

    def stage(self) -> CameraStage:
        """As posed."""
        return self.now

    def finding(self) -> str:
        """Nothing is broken."""
        return ""

    def latest(self, after: int = 0) -> PreviewFrame | None:
        """The picture, as new."""
        frame = self.frame
        if frame is None:
            return None
        return PreviewFrame(
            after + 1, frame.width, frame.height, frame.rgb, 30.0, frame.code, frame.read, frame.hint
        )

    def close(self) -> None:
        """Nothing to let go."""


@dataclass
class PosedCameras:
    """Cameras in one state."""

    frame: PreviewFrame | None = None
    stage: CameraStage = CameraStage.LIVE
    plugged: tuple[CameraInfo, ...] = (CameraInfo("0"),)
    on_scan: Callable[[Scan], None] | None = None

    def known(self) -> Sequence[CameraInfo]:
        """As posed."""
        return self.plugged

    def open(self, _camera: str, on_scan: Callable[[Scan], None]) -> PosedCamera:
        """As posed."""
        self.on_scan = on_scan
        return PosedCamera(self.frame, self.stage)

    def remember(self, _camera: str) -> None:
        """Not kept."""


@dataclass
class PosedPictures:
    """Every picture has these codes; ``wait`` is called first."""

    codes: Sequence[str] = ()
    refusal: DomainError | None = None
    wait: Callable[[], object] = bool

    def read_file(self, _path: Path) -> Sequence[str]:
        """As posed."""
        self.wait()
        if self.refusal is not None:
            raise self.refusal
        return self.codes

    def read_pixels(self, _rgb: bytes, _width: int, _height: int) -> Sequence[str]:
        """As posed."""
        return self.read_file(Path())


def seen(hint: FrameHint | None = None, *, code: bool = False, card: bool = True) -> PreviewFrame:
    """What a camera over the desk sees: an invented card held a little askew, or an empty desk."""
    small = 0.55 if hint is FrameHint.TOO_FAR else 1.0
    held = QTransform().translate(_WIDE / 2, _HIGH / 2).rotate(-3).scale(small, small)
    image = _drawn(hint, card, small)
    corners = QPolygonF(_CODE)
    outline = tuple((held.map(corners.at(at)).x(), held.map(corners.at(at)).y()) for at in range(4))
    return PreviewFrame(1, _WIDE, _HIGH, image, 30.0, outline if code else (), False, hint)


@cache
def _drawn(hint: FrameHint | None, card: bool, small: float) -> bytes:
    image = QImage(_WIDE, _HIGH, QImage.Format.Format_RGB888)
    image.fill(QColor("#8b7a66"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 430, _WIDE, 110), QColor("#6f604f"))
    if card:
        painter.setTransform(QTransform().translate(_WIDE / 2, _HIGH / 2).rotate(-3).scale(small, small))
        _paint_card(painter)
        painter.resetTransform()
    if hint is FrameHint.TOO_DARK:
        painter.fillRect(image.rect(), QColor(8, 6, 4, 205))
    elif hint is FrameHint.GLARE:
        painter.setPen(Qt.PenStyle.NoPen)
        for radius, alpha in ((120, 70), (85, 120), (52, 220)):
            painter.setBrush(QColor(255, 255, 255, alpha))
            painter.drawEllipse(QPointF(640, 185), radius, radius * 0.7)
    painter.end()
    return rgb_of(image)


def _paint_card(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#dfe9e4"))
    painter.drawRoundedRect(_CARD, 16, 16)
    painter.setBrush(QColor("#b9c9c2"))
    painter.drawRoundedRect(QRectF(-212, -40, 120, 150), 6, 6)
    painter.setPen(QColor("#8c2b2b"))
    font = QFont(tokens.FAMILY)
    font.setPixelSize(25)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.drawText(QPointF(-120, -88), "THẺ MẪU")
    font.setPixelSize(19)
    painter.setFont(font)
    painter.setPen(QColor("#2b2b2b"))
    for line, words in enumerate(("089 190 000 017", "NGUYỄN THỊ MẪU", "15/03/1990", "An Giang")):
        painter.drawText(QPointF(-72, -8 + line * 38), words)
    _paint_code(painter)


def _paint_code(painter: QPainter) -> None:
    """Something that looks like a QR code."""
    painter.fillRect(_CODE.adjusted(-6, -6, 6, 6), QColor("#f4f4f0"))
    side = _CODE.width() / _MODULES
    dice = Random(7)  # noqa: S311 - a drawing
    for row in range(_MODULES):
        for column in range(_MODULES):
            if _is_dark(row, column, dice):
                at = QPointF(_CODE.left() + column * side, _CODE.top() + row * side)
                painter.fillRect(QRectF(at.x(), at.y(), side + 0.3, side + 0.3), QColor("#1c1c1c"))


def _is_dark(row: int, column: int, dice: Random) -> bool:
    last = _MODULES - 1
    for top, left in ((0, 0), (0, last - 6), (last - 6, 0)):
        if top - 1 <= row <= top + 7 and left - 1 <= column <= left + 7:
            ring = max(abs(row - top - 3), abs(column - left - 3))
            return ring in (0, 1, 3)
    return dice.random() < 0.5
