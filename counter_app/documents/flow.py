"""Blocks that know their height and draw themselves from a top edge down; lengths in points.

Imports reportlab: only to be imported when a PDF is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Protocol
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from counter_app.documents.text import (
    LEADING,
    SERIF,
    SERIF_BOLD,
    SERIF_BOLD_ITALIC,
    SERIF_ITALIC,
    Text,
)

_FILES = {
    SERIF: "Tinos-Regular.ttf",
    SERIF_BOLD: "Tinos-Bold.ttf",
    SERIF_ITALIC: "Tinos-Italic.ttf",
    SERIF_BOLD_ITALIC: "Tinos-BoldItalic.ttf",
}
_registering = Lock()
_registered: set[Path] = set()

ROOM_TO_WRITE = 0.2
"""What a line to be filled by hand is higher than a printed one, by font size."""


def register_fonts(resources: Path) -> None:
    """Make the serif family known to reportlab, once per process."""
    with _registering:
        if resources in _registered:
            return
        for name, file in _FILES.items():
            registerFont(TTFont(name, str(resources / "fonts" / file)))
        registerFontFamily(
            SERIF, normal=SERIF, bold=SERIF_BOLD, italic=SERIF_ITALIC, boldItalic=SERIF_BOLD_ITALIC
        )
        _registered.add(resources)


class Block(Protocol):
    """A part of a page."""

    def height(self, width: float) -> float:
        """How much it needs when it is ``width`` wide."""
        ...

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw with the upper left corner at ``(x, top)``; the y axis points up."""
        ...


def bold(text: str) -> str:
    """Markup for bold text; the text itself is escaped."""
    return f"<b>{escape(text)}</b>"


def italic(text: str) -> str:
    """Markup for italic text; the text itself is escaped."""
    return f"<i>{escape(text)}</i>"


@dataclass(frozen=True)
class Balanced:
    """Centred text whose lines are about equally long, as names stand in a masthead."""

    markup: str
    size: float

    @cached_property
    def _text(self) -> Text:
        return Text(self.markup, self.size, align="center")

    def height(self, width: float) -> float:
        """Points needed for all lines."""
        return self._text.height(width)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """The lines in the narrowest column that needs no further line."""
        high, narrow = self.height(width), width
        while narrow > width / 2 and self._text.height(narrow - 4) <= high:
            narrow -= 4
        self._text.draw(canvas, x + (width - narrow) / 2, top, narrow)


@dataclass(frozen=True)
class Space:
    """Empty height."""

    points: float

    def height(self, width: float) -> float:  # noqa: ARG002 - the protocol's signature
        """The space itself."""
        return self.points

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Nothing is drawn."""


def dotted_line(canvas: Canvas, x: float, y: float, end: float) -> None:
    """A line of round dots to write on; drawn, so that it is no text to whoever reads the PDF."""
    if end <= x:
        return
    canvas.saveState()
    canvas.setLineWidth(0.7)
    canvas.setLineCap(1)
    canvas.setDash([0, 2.6], 0)
    canvas.line(x, y, end, y)
    canvas.restoreState()


@dataclass(frozen=True)
class DottedLine:
    """One more line to write on, from edge to edge."""

    size: float

    def height(self, width: float) -> float:  # noqa: ARG002 - the protocol's signature
        """As a field that is to be filled in."""
        return self.size * (LEADING + ROOM_TO_WRITE)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """The dots."""
        dotted_line(canvas, x, top - self.height(width) + self.size * 0.22, x + width)


@dataclass(frozen=True)
class Field:
    """A label and its value; without a value a dotted line takes its place."""

    label: str
    value: str
    size: float
    strong: bool = False

    @property
    def markup(self) -> str:
        """Label and value as one text."""
        value = bold(self.value) if self.strong else escape(self.value)
        return f"{escape(self.label)} {value}"

    @property
    def natural_width(self) -> float:
        """Width on one line."""
        font = SERIF_BOLD if self.strong else SERIF
        return stringWidth(f"{self.label} ", SERIF, self.size) + stringWidth(self.value, font, self.size)

    @cached_property
    def _text(self) -> Text:
        return Text(self.markup if self.value else escape(self.label), self.size)

    def height(self, width: float) -> float:
        """Lines of the text, or of the label with room to write."""
        if self.value:
            return self._text.height(width)
        room = ROOM_TO_WRITE if self._dots_start(width) else LEADING + ROOM_TO_WRITE
        return self._text.height(width) + self.size * room

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """The text, or the label with dots up to the right edge."""
        if self.value:
            self._text.draw(canvas, x, top, width)
            return
        self._text.draw(canvas, x, top - self.size * ROOM_TO_WRITE, width)
        baseline = top - self.height(width) + self.size * 0.22
        dotted_line(canvas, x + self._dots_start(width), baseline, x + width)

    def _dots_start(self, width: float) -> float:
        """Where the dots begin on the label's line; 0 when they need a line of their own."""
        label = float(stringWidth(f"{self.label} ", SERIF, self.size))
        return label if label < width * 0.8 else 0.0


@dataclass(frozen=True)
class Pair:
    """Two fields side by side when both fit, else one under the other."""

    left: Field
    right: Field

    def _split(self, width: float) -> float | None:
        gap = self.left.size
        needs = [one.natural_width + (0 if one.value else width * 0.2) for one in (self.left, self.right)]
        if sum(needs) + gap > width:
            return None
        return max(min(width * 0.46, width - needs[1] - gap), needs[0])

    def height(self, width: float) -> float:
        """The higher of both, or their sum when stacked."""
        split = self._split(width)
        if split is None:
            return self.left.height(width) + self.right.height(width)
        return max(self.left.height(split), self.right.height(width - split - self.left.size))

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Side by side or stacked, as measured."""
        split = self._split(width)
        if split is None:
            self.left.draw(canvas, x, top, width)
            self.right.draw(canvas, x, top - self.left.height(width), width)
            return
        gap = self.left.size
        room = self.height(width)
        for field, start, end in ((self.left, x, x + split), (self.right, x + split + gap, x + width)):
            # A blank field is higher than a filled one: both stand on the same line.
            field.draw(canvas, start, top - (room - field.height(end - start)), end - start)


@dataclass(frozen=True)
class Column:
    """Blocks one under another."""

    blocks: Sequence[Block]

    def height(self, width: float) -> float:
        """The sum of the heights."""
        return sum(block.height(width) for block in self.blocks)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Each block from the end of the one above."""
        for block in self.blocks:
            block.draw(canvas, x, top, width)
            top -= block.height(width)


def shrunk(text: str, font: str, size: float, width: float) -> float:
    """The size at which the text fits on one line of that width; at most ``size``."""
    natural = float(stringWidth(text, font, size))
    return size if natural <= width else size * width / natural * 0.995
