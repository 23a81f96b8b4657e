"""The rows of a table, one block each, so that a table may go on on the next sheet under the same head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from xml.sax.saxutils import escape

from reportlab.pdfgen.canvas import Canvas

from counter_app.documents.flow import bold
from counter_app.documents.forms.spec import TableColumn
from counter_app.documents.text import Text

_PAD = 2.6
_LINE = 0.5
_MARKS = 1.2
"""How much lower the texts stand than in the middle: capitals bear two marks (Ễ, Ố), few letters hang."""


@dataclass(frozen=True)
class Row:
    """Cells side by side with a frame around each; ``shares`` are their parts of the width, in all 1."""

    cells: tuple[Text, ...]
    shares: tuple[float, ...]
    least: float = 0

    def _widths(self, width: float) -> list[float]:
        return [share * width for share in self.shares]

    def height(self, width: float) -> float:
        """The highest cell with its margins."""
        needed = (
            cell.height(room - 2 * _PAD) for cell, room in zip(self.cells, self._widths(width), strict=True)
        )
        return max(self.least, max(needed) + 2 * _PAD)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Frames and texts."""
        high = self.height(width)
        canvas.saveState()
        canvas.setLineWidth(_LINE)
        left = x
        for cell, room in zip(self.cells, self._widths(width), strict=True):
            canvas.rect(left, top - high, room, high)
            cell.draw(canvas, left + _PAD, top - _PAD - _MARKS, room - 2 * _PAD)
            left += room
        canvas.restoreState()

    def split(self, width: float, room: float) -> tuple[Row, Row] | None:
        """The lines that fit, and the rest as a row of its own; ``None`` if none fits in some cell."""
        inner = room - 2 * _PAD
        first: list[Text] = []
        rest: list[Text] = []
        for cell, wide in zip(self.cells, self._widths(width), strict=True):
            space = wide - 2 * _PAD
            if cell.height(space) <= inner:
                first.append(cell)
                rest.append(Text("", 1))
                continue
            parts = cell.split(space, inner)
            if parts is None:
                return None
            first.append(parts[0])
            rest.append(parts[1])
        return replace(self, cells=tuple(first), least=0), replace(self, cells=tuple(rest), least=0)


@dataclass(frozen=True)
class HeadRow:
    """The head of a table; columns of one group stand under a common head."""

    columns: tuple[TableColumn, ...]
    shares: tuple[float, ...]
    size: float

    @cached_property
    def _groups(self) -> list[tuple[str, list[int]]]:
        indexed = enumerate(self.columns)
        grouped = groupby(indexed, key=lambda one: one[1].group or f"\0{one[0]}")
        return [
            (self.columns[found[0][0]].group, [index for index, _ in found])
            for _, pairs in grouped
            for found in [list(pairs)]
        ]

    def _text(self, words: str) -> Text:
        return Text(bold(words), self.size, align="center", leading=1.15)

    def _heights(self, width: float) -> tuple[float, float]:
        """Of the upper line (the groups' heads; 0 without groups) and of the lower one."""
        upper = lower = 0.0
        for group, indexes in self._groups:
            if group:
                wide = sum(self.shares[index] for index in indexes) * width
                upper = max(upper, self._text(group).height(wide - 2 * _PAD) + 2 * _PAD)
        for index, column in enumerate(self.columns):
            high = self._text(column.head).height(self.shares[index] * width - 2 * _PAD) + 2 * _PAD
            lower = max(lower, high if column.group else high - upper)
        return upper, lower

    def height(self, width: float) -> float:
        """Both lines."""
        return sum(self._heights(width))

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Each head in its frame, centred in it."""
        upper, lower = self._heights(width)
        canvas.saveState()
        canvas.setLineWidth(_LINE)
        left = x
        for group, indexes in self._groups:
            wide = sum(self.shares[index] for index in indexes) * width
            if group:
                self._cell(canvas, group, left, top, wide, upper)
            for index in indexes:
                room = self.shares[index] * width
                above = upper if group else 0
                self._cell(canvas, self.columns[index].head, left, top - above, room, upper + lower - above)
                left += room
        canvas.restoreState()

    def _cell(self, canvas: Canvas, words: str, left: float, top: float, wide: float, high: float) -> None:
        canvas.rect(left, top - high, wide, high)
        text = self._text(words)
        space = high - text.height(wide - 2 * _PAD)
        text.draw(canvas, left + _PAD, top - space / 2 - _MARKS, wide - 2 * _PAD)


def shares_of(columns: Sequence[TableColumn]) -> tuple[float, ...]:
    """The parts of the width, in all 1."""
    whole = sum(column.width for column in columns)
    return tuple(column.width / whole for column in columns)


def cell(words: str, size: float, column: TableColumn, *, struck: bool = False) -> Text:
    """The text of a cell; a struck one stays readable, and its column may be left out of that."""
    markup = escape(words).replace("\n", "<br/>")
    if struck and markup and not column.stays:
        markup = f"<strike>{markup}</strike>"
    return Text(markup, size, align=column.align, leading=1.18)
