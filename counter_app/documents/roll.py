"""A strip of receipt paper: text, rules and codes painted from the top down, then cut to length.

Qt paints text only when a ``QGuiApplication`` exists (its platform may be ``offscreen``); painting
itself may happen on any thread.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPainter,
    QPen,
    QTextLayout,
    QTextOption,
)

from counter_app.documents import qr
from counter_app.services.ports import MonoImage

FAMILY = "Be Vietnam Pro"
_FACES = ("Regular", "Medium", "SemiBold", "Bold")
_TABULAR = QFont.Tag("tnum")
BLACK = 0xFF000000
LEADING = 1.3
"""Line distance by font size: marks above and below Vietnamese letters must not touch."""
_LONGEST = 16_000
"""Dots of paper (2 m) that one document may take at most."""

LEFT = Qt.AlignmentFlag.AlignLeft
CENTER = Qt.AlignmentFlag.AlignHCenter
RIGHT = Qt.AlignmentFlag.AlignRight


@cache
def load_fonts(resources: Path) -> None:
    """Give Qt the fonts of the program, once.

    Raises ``RuntimeError`` without a ``QGuiApplication`` (Qt would end the process) and
    ``FileNotFoundError`` when a font cannot be read: text must not fall back to another face.
    """
    require_application()
    for face in _FACES:
        path = resources / "fonts" / f"BeVietnamPro-{face}.ttf"
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(f"cannot use the font {path}")


def require_application() -> None:
    """Raise ``RuntimeError`` unless there is a ``QGuiApplication``."""
    if QGuiApplication.instance() is None:
        raise RuntimeError("painting text needs a QGuiApplication: the window's, or start_headless()")


def start_headless() -> QGuiApplication:
    """A ``QGuiApplication`` without a display, for programs without windows; the present one if there is one.

    To be called on the main thread; the caller keeps the result as long as it paints.
    """
    present = QGuiApplication.instance()
    if isinstance(present, QGuiApplication):
        return present
    return QGuiApplication(["counter-app", "-platform", "offscreen"])


def font(size: float, weight: int = 400, *, figures: bool = False) -> QFont:
    """The family at a size in dots; ``figures`` makes all figures equally wide."""
    made = QFont(FAMILY)
    made.setPixelSize(round(size))
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferFullHinting)
    if figures:
        made.setFeature(_TABULAR, 1)
    return made


class Roll:
    """Paper of a width in dots; ``y`` is where the next thing is painted."""

    def __init__(self, width: int, margin: int) -> None:
        self.width, self.margin, self.y = width, margin, 0
        self._image = QImage(width, 1024, QImage.Format.Format_Grayscale8)
        self._image.fill(Qt.GlobalColor.white)
        self._painter = self._paint_on(self._image)

    @property
    def inner(self) -> int:
        """Dots between the margins."""
        return self.width - 2 * self.margin

    def gap(self, dots: float) -> None:
        """Leave white."""
        self.y += round(dots)

    def advance(self, text: str, face: QFont) -> float:
        """Width of the text on one line, in dots."""
        return QFontMetricsF(face).horizontalAdvance(text)

    def text(self, text: str, face: QFont, align: Qt.AlignmentFlag = LEFT, *, inset: int = 0) -> int:
        """Paint wrapped text from ``y`` without moving on; returns its height in dots."""
        layout = _laid_out(text, face, align, self.inner - 2 * inset)
        height = math.ceil(layout.boundingRect().height())
        self._reach(self.y + height)
        layout.draw(self._painter, QPointF(self.margin + inset, self.y))
        return height

    def line(self, text: str, face: QFont, align: Qt.AlignmentFlag = LEFT, *, inset: int = 0) -> None:
        """Paint wrapped text over the whole width and move below it."""
        self.y += self.text(text, face, align, inset=inset)

    def fitted(self, text: str, size: float, weight: int) -> None:
        """One centred line as large as the width allows, at most ``size`` dots."""
        natural = self.advance(text, font(size, weight))
        if natural > self.inner:
            size = max(10, math.floor(size * self.inner / natural))
        self.line(text, font(size, weight), CENTER)

    def rule(self, thickness: int = 2, *, dashed: bool = False) -> None:
        """A horizontal line from margin to margin."""
        self._reach(self.y + thickness)
        pen = QPen(QColor(Qt.GlobalColor.black), thickness)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dashed:
            pen.setDashPattern([4, 4])
        self._painter.setPen(pen)
        y = self.y + thickness / 2
        self._painter.drawLine(QPointF(self.margin, y), QPointF(self.margin + self.inner, y))
        self._painter.setPen(Qt.GlobalColor.black)
        self.y += thickness

    def banner(self, text: str, face: QFont) -> None:
        """White text on a black bar: what must not be overlooked."""
        padding = round(face.pixelSize() * 0.25)
        height = _laid_out(text, face, CENTER, self.inner - 2 * padding).boundingRect().height()
        bar = QRect(self.margin, self.y, self.inner, math.ceil(height) + 2 * padding)
        self._reach(bar.bottom() + 1)
        self._painter.fillRect(bar, Qt.GlobalColor.black)
        self._painter.setPen(Qt.GlobalColor.white)
        self.gap(padding)
        self.line(text, face, CENTER, inset=padding)
        self.gap(padding)
        self._painter.setPen(Qt.GlobalColor.black)

    def box(self, top: int, thickness: int = 3) -> None:
        """A frame from margin to margin, from ``top`` to the current ``y``."""
        half = thickness / 2
        self._reach(self.y + thickness)
        self._painter.setPen(QPen(QColor(Qt.GlobalColor.black), thickness))
        width, height = self.inner - thickness, self.y - top - thickness
        self._painter.drawRect(QRectF(self.margin + half, top + half, width, height))
        self._painter.setPen(Qt.GlobalColor.black)

    def code(self, text: str, side: int) -> None:
        """A QR code in the middle, at most ``side`` dots with its quiet zone; whole dots per module."""
        modules = qr.matrix(text)
        side_modules = len(modules)
        count = side_modules + 2 * qr.QUIET_ZONE
        unit = max(2, side // count)
        self._reach(self.y + unit * count)
        dots = b"".join(bytes(0 if dark else 255 for dark in row) for row in modules)
        image = QImage(dots, side_modules, side_modules, side_modules, QImage.Format.Format_Grayscale8)
        quiet = unit * qr.QUIET_ZONE
        left, edge = (self.width - unit * side_modules) // 2, unit * side_modules
        self._painter.drawImage(QRect(left, self.y + quiet, edge, edge), image)
        self.y += unit * count

    def cut(self) -> MonoImage:
        """End painting: the raster without the white rows below (and above) the content."""
        self._painter.end()
        image = self._image.copy(0, 0, self.width, max(1, min(self.y, self._image.height())))
        return _cropped(
            image.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)
        )

    def _reach(self, bottom: int) -> None:
        """Lengthen the paper if it is too short; raises ``ValueError`` past the longest."""
        if bottom <= self._image.height():
            return
        if bottom > _LONGEST:
            raise ValueError("the slip would be longer than two metres")
        self._painter.end()
        longer = QImage(self.width, max(bottom, 2 * self._image.height()), QImage.Format.Format_Grayscale8)
        longer.fill(Qt.GlobalColor.white)
        painter = self._paint_on(longer)
        painter.drawImage(0, 0, self._image)
        self._image, self._painter = longer, painter

    @staticmethod
    def _paint_on(image: QImage) -> QPainter:
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setPen(Qt.GlobalColor.black)
        return painter


def _laid_out(text: str, face: QFont, align: Qt.AlignmentFlag, width: float) -> QTextLayout:
    """Lines broken between words, inside a word only when it is longer than the line.

    Centred lines are made about equally long: the narrowest column that needs no further line.
    """
    option = QTextOption(align)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, face)
    layout.setTextOption(option)
    _break_lines(layout, face, width, width)
    lines = layout.lineCount()
    if align == CENTER and lines > 1:
        narrow = width
        while layout.lineCount() == lines and narrow > width / 2:
            narrow -= face.pixelSize() / 2
            _break_lines(layout, face, narrow, width)
        if layout.lineCount() != lines:
            _break_lines(layout, face, narrow + face.pixelSize() / 2, width)
    return layout


def _break_lines(layout: QTextLayout, face: QFont, column: float, width: float) -> None:
    """Set the lines in a column in the middle of the width."""
    distance, y = round(face.pixelSize() * LEADING), 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(column)
        line.setPosition(QPointF((width - column) / 2, y + (distance - line.height()) / 2))
        y += distance
    layout.endLayout()


def _cropped(image: QImage) -> MonoImage:
    """Rows as printers take them: set bits are black, no padding to 32 bits, no white at the ends."""
    if image.colorTable()[0] == BLACK:
        image.invertPixels()
    stride = (image.width() + 7) // 8
    line = image.bytesPerLine()
    data = bytes(image.constBits())
    rows = [data[start : start + stride] for start in range(0, line * image.height(), line)]
    blank = bytes(stride)
    while len(rows) > 1 and rows[-1] == blank:
        rows.pop()
    while len(rows) > 1 and rows[0] == blank:
        rows.pop(0)
    return MonoImage(image.width(), len(rows), b"".join(rows))
