"""A piece of thermal paper as one sees it: black on white in every theme, with the edge where it came off."""

from __future__ import annotations

import random
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from counter_app.ui.shared import theme, tokens
from counter_app.ui.simulators.paper_folder import Ending, PaperPiece

PER_DOT: Final = 0.5
"""Device-independent pixels for a dot of the printer, at 100 % text: exact, so that letters stay sharp."""
_MARGIN_DOTS: Final = 16
"""The roll is a little wider than the head prints."""
_HEAD_DOTS: Final = 32
"""Blank paper between knife and head comes first; 4 mm of it are drawn."""
_TOOTH: Final = 5
_DEPTH: Final = 3.0


class PaperSheet(QAbstractButton):
    """The paper itself; pressed it is looked at more closely. ``per_dot`` is its scale."""

    def __init__(
        self, piece: PaperPiece, says: str, *, per_dot: float = PER_DOT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._piece, self._per_dot = piece, per_dot
        self._print: QImage | None = None
        self.setAccessibleName(says)
        self.setToolTip(says)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The print with the blank margins of the roll, and room for the torn edges."""
        dots = self._piece.image.size()
        depth = round(_DEPTH)
        return QSize(
            self._px(dots.width() + 2 * _MARGIN_DOTS) + 2,
            self._px(dots.height() + _HEAD_DOTS) + 2 * depth + 2,
        )

    def minimumSizeHint(self) -> QSize:
        """Paper does not shrink."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._print = None
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """White paper with its edges, the print on it, and the ring of the focus."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = self._outline()
        line = look.color("focus" if self.hasFocus() else "field_border")
        painter.setPen(QPen(line, 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(tokens.LIGHT.paper))
        painter.drawPath(outline)
        top = 1 + round(_DEPTH) + self._px(_HEAD_DOTS)
        painter.drawImage(QPointF(1 + self._px(_MARGIN_DOTS), top), self._scaled())
        if self.underMouse():
            painter.setPen(QPen(look.color("focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(outline)

    def _px(self, dots: float) -> int:
        return theme.current().px(dots * self._per_dot)

    def _scaled(self) -> QImage:
        """The print at this scale, sharp at the screen's own pixel ratio."""
        ratio = self.devicePixelRatioF()
        if self._print is None or self._print.devicePixelRatio() != ratio:
            dots = self._piece.image
            size = QSize(round(self._px(dots.width()) * ratio), round(self._px(dots.height()) * ratio))
            gray = dots.convertToFormat(QImage.Format.Format_RGB32)
            scaled = gray.scaled(
                size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            scaled.setDevicePixelRatio(ratio)
            self._print = scaled
        return self._print

    def _outline(self) -> QPainterPath:
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        # The same piece always has the same teeth.
        chance = random.Random(self._piece.number)  # noqa: S311 - teeth of paper, nothing secret
        path = QPainterPath()
        top = _edge("partial", box.left(), box.right(), chance)
        bottom = _edge(self._piece.ending, box.left(), box.right(), chance)
        path.moveTo(box.left(), box.top() + top[0].y())
        for point in top:
            path.lineTo(point.x(), box.top() + point.y())
        for point in reversed(bottom):
            path.lineTo(point.x(), box.bottom() - point.y())
        path.closeSubpath()
        return path


def _edge(ending: Ending, left: float, right: float, chance: random.Random) -> list[QPointF]:
    """Points from left to right; ``y`` is how far the paper is gone there."""
    if ending == "full":
        return [QPointF(left, 0), QPointF(right, 0)]
    points = [QPointF(left, _DEPTH / 2)]
    x, gone = left, False
    while x + _TOOTH < right - 1:
        # The bar of the printer tears even teeth; paper that was not cut off ends as a hand tears it.
        x += _TOOTH * (chance.uniform(0.6, 2.4) if ending == "hanging" else 1)
        gone = not gone
        depth = (_DEPTH if gone else 0.0) * (chance.uniform(0.3, 1.0) if ending == "hanging" else 1)
        points.append(QPointF(min(x, right - 1), depth))
    points.append(QPointF(right, _DEPTH / 2))
    return points
