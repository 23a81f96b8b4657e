"""A form laid out on as many sheets as it needs; lengths in points.

What fits on one sheet is set as large as it allows, in steps. What does not goes on on further sheets, in one
middling size, under a short heading; a table goes on under its own head.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.units import mm

from counter_app.documents.flow import Block, Column, DottedLine, Field, Pair, Space, bold, italic
from counter_app.documents.form_parts import (
    CodeBand,
    CopyLabel,
    Masthead,
    NoteBlock,
    SignatureBlock,
    SigningPlace,
)
from counter_app.documents.forms import spec
from counter_app.documents.forms.spec import FormSpec, Wording
from counter_app.documents.forms.table import HeadRow, Row, cell, shares_of
from counter_app.documents.forms.values import Filled
from counter_app.documents.text import Text
from counter_app.domain.form_content import FormContent, FormValue

SIZES: Final[Mapping[str, tuple[float, ...]]] = {
    "A5": (11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5),
    "A4": (13.0, 12.5, 12.0, 11.5, 11.0, 10.5),
    "A4-landscape": (9.5, 9.0, 8.5),
}
"""Tried for one sheet, largest first; on several sheets the middle one is used."""
SIGN_ROOM: Final = 13 * mm
MOST_SIGN_ROOM: Final = 24 * mm
_LEAST_PART: Final = 30.0
"""Nothing is split to put less than this on a sheet."""


@dataclass(frozen=True)
class Sheet:
    """What one page holds, from the top, and what is set at its foot."""

    blocks: tuple[Block, ...]
    foot: Block

    def for_copy(self, copy: int) -> Sheet:
        """The same sheet labelled as copy 1, 2, ..."""
        blocks = (
            replace(block, copy=copy) if isinstance(block, CodeBand | CopyLabel) else block
            for block in self.blocks
        )
        return Sheet(tuple(blocks), self.foot)


@dataclass(frozen=True)
class Piece:
    """A block in the flow; ``head`` is repeated when the piece comes first on a further sheet.

    ``with_next``: it must not be the last one of its sheet.
    """

    block: Block
    head: Block | None = None
    with_next: bool = False


class FormLayout:
    """Lays a form out for one width and height."""

    def __init__(
        self, form: FormSpec, words: Wording, content: FormContent, width: float, height: float
    ) -> None:
        self._form, self._words, self._content = form, words, content
        self._filled = Filled(words, self._worded(content.values))
        self._width, self._height = width, height

    def sheets(self) -> list[Sheet]:
        """One sheet, or several."""
        sizes = SIZES[self._form.form.paper]
        if sum(len(rows) for rows in self._content.rows.values()) <= 60:
            for size in sizes:
                sheet = self._single(size)
                if sheet is not None:
                    return [sheet]
        return self._several(sizes[len(sizes) // 2])

    def _single(self, size: float) -> Sheet | None:
        blocks = [piece.block for piece in self._pieces(size, SIGN_ROOM)]
        notes = self._notes(size)
        spare = self._height - Column([*blocks, notes]).height(self._width)
        if spare < 0:
            return None
        room = SIGN_ROOM + min(spare * 0.6, MOST_SIGN_ROOM - SIGN_ROOM)
        return Sheet(tuple(piece.block for piece in self._pieces(size, room)), notes)

    def _several(self, size: float) -> list[Sheet]:
        notes = self._notes(size)
        pages = _Pages(self._continued(size), self._width, self._height)
        for group in _groups(self._pieces(size, SIGN_ROOM)):
            pages.add(group)
        if notes.height(self._width) > pages.spare:
            pages.turn()
        *before, last = pages.done()
        return [*(Sheet(tuple(blocks), Space(0)) for blocks in before), Sheet(tuple(last), notes)]

    # --- blocks ----------------------------------------------------------------------------------

    def _pieces(self, size: float, room: float) -> Iterator[Piece]:
        gap = Space(size * 0.26)
        for block in self._form.blocks:
            match block:
                case spec.Table():
                    yield from self._table(block, size)
                    yield Piece(Space(size * 0.4))
                case spec.Signatures():
                    yield Piece(Space(size * 0.5), with_next=True)
                    yield Piece(self._signatures(block, size, room))
                case spec.Notes():
                    pass
                case spec.Masthead() | spec.CodeBand() | spec.Title():
                    yield Piece(self._heading(block))
                    yield Piece(Space(6))
                case _:
                    yield Piece(self._line(block, size), with_next=self._leads(block))
                    yield Piece(gap, with_next=self._leads(block))

    def _leads(self, block: object) -> bool:
        """Whether the next block is a table or the signatures, which a line just before belongs to."""
        blocks = self._form.blocks
        following = blocks[blocks.index(block) + 1 :]
        return bool(following) and isinstance(following[0], spec.Table | spec.Signatures)

    def _heading(self, block: spec.Masthead | spec.CodeBand | spec.Title) -> Block:
        filled, words = self._filled, self._words
        match block:
            case spec.Masthead():
                return Masthead(
                    state=words.state,
                    motto=words.motto,
                    parent=filled.value(block.parent),
                    center=filled.value(block.center),
                    number=filled.text(block.number),
                    place_date=filled.text(block.place_date),
                )
            case spec.CodeBand():
                return self._code(block)
            case spec.Title():
                lines: list[Block] = [Space(4), Text(bold(filled.text(block.text)), 14, align="center")]
                if block.under:
                    lines.append(Text(italic(filled.text(block.under)), 11, align="center"))
                return Column(lines)

    def _code(self, block: spec.CodeBand) -> CodeBand:
        content, form = self._content, self._form.form
        stamp = self._words.reprint if content.reprint else ()
        return CodeBand(
            title=form.title,
            label=block.label,
            code=self._filled.text(block.code),
            qr_text=content.qr_text,
            labels=form.copies,
            notice=self._words.provisional if content.provisional else "",
            remark=self._filled.value(block.remark) if block.remark else "",
            stamp=tuple(line.format(count=content.reprint) for line in stamp),
        )

    def _line(self, block: spec.BlockSpec, size: float) -> Block:
        match block:
            case spec.Line():
                field = self._field(block, size)
                more = [] if field.value else [DottedLine(size)] * (block.lines - 1)
                return Column([field, *more]) if more else field
            case spec.PairOfLines():
                return Pair(self._field(block.left, size), self._field(block.right, size))
            case spec.Paragraph():
                words = escape(self._filled.text(block.text)).replace("\n", "<br/>")
                marked = {"plain": words, "bold": f"<b>{words}</b>", "italic": f"<i>{words}</i>"}[block.style]
                return Text(marked, size, align=block.align)
        raise AssertionError(block.kind)

    def _field(self, line: spec.Line, size: float) -> Field:
        return Field(self._filled.text(line.label), self._filled.value(line.value), size, strong=line.strong)

    def _table(self, table: spec.Table, size: float) -> Iterator[Piece]:
        size = size if self._form.form.paper == "A4-landscape" else size - 0.5
        shares = shares_of(table.columns)
        head = HeadRow(table.columns, shares, size)
        yield Piece(Space(size * 0.2), with_next=True)
        yield Piece(head, with_next=True)
        rows = self._content.rows.get(table.rows, ())
        least = max(table.row_height, size * 1.18 + 6)
        for number, row in enumerate(rows, start=1):
            filled = Filled(self._words, self._worded({"line": number, **row.values}))
            cells = tuple(
                cell(filled.value(column.value), size, column, struck=row.struck) for column in table.columns
            )
            yield Piece(Row(cells, shares, least), head)
        blank = tuple(cell(column.blank, size, column) for column in table.columns)
        for _ in range(_empty_lines(table, len(rows))):
            yield Piece(Row(blank, shares, least), head)

    def _worded(self, values: Mapping[str, FormValue]) -> Mapping[str, FormValue]:
        """Coded values as the form words them."""
        words = self._form.words
        return {
            name: words[name].get(value, value) if name in words and isinstance(value, str) else value
            for name, value in values.items()
        }

    def _signatures(self, block: spec.Signatures, size: float, room: float) -> Block:
        places = tuple(
            SigningPlace(
                self._filled.text(place.title),
                place.sign,
                self._filled.value(place.name) if place.name else "",
                place.remark,
            )
            for place in block.places
        )
        return SignatureBlock(places, room, min(size, 11.5))

    def _notes(self, size: float) -> Block:
        found = [block for block in self._form.blocks if isinstance(block, spec.Notes)]
        return Column(
            [
                part
                for notes in found
                for part in (Space(4), NoteBlock(notes.title, notes.items, min(7.8, max(size - 2.4, 4.2))))
            ]
        )

    def _continued(self, size: float) -> Sequence[Block]:
        """What stands on top of every further sheet."""
        words, filled = self._words, self._filled
        lines: list[Block] = [
            Text(bold(words.continued.format(title=self._form.form.title)), size + 1, align="center"),
        ]
        reference = filled.value(words.reference)
        if reference:
            lines.append(Text(escape(reference), size, align="center"))
        if self._form.form.copies:
            lines.append(CopyLabel(self._form.form.copies))
        if self._content.reprint:
            stamp = " ".join(words.reprint).format(count=self._content.reprint)
            lines.append(Text(bold(stamp), size, align="center"))
        return [*lines, Space(6)]


def _groups(pieces: Iterator[Piece]) -> Iterator[list[Piece]]:
    """Pieces that must stay together."""
    group: list[Piece] = []
    for piece in pieces:
        group.append(piece)
        if not piece.with_next:
            yield group
            group = []
    if group:
        yield group


def _empty_lines(table: spec.Table, rows: int) -> int:
    """How many lines to write on follow so many rows."""
    if not rows:
        return table.blank
    return max(table.more, table.blank - rows) if table.more else 0


class _Pages:
    """Fills sheets from the top; ``continued`` stands on each but the first."""

    def __init__(self, continued: Sequence[Block], width: float, height: float) -> None:
        self._continued, self._width, self._height = continued, width, height
        self._pages: list[list[Block]] = [[]]
        self.spare = height
        self._fresh = True

    def add(self, group: Sequence[Piece]) -> None:
        """Put a group where it fits: here, in part here, or on the next sheet."""
        needed = self._tall(piece.block for piece in group)
        if needed <= self.spare:
            self._put(group)
            return
        if len(group) == 1 and isinstance(group[0].block, Text) and self._split(group[0]):
            return
        if not self._fresh:
            self.turn(group[0].head)
        if needed <= self.spare:
            self._put(group)
        elif len(group) > 1:  # together they are higher than a sheet
            for piece in group:
                self.add([replace(piece, with_next=False)])
        elif not self._split(group[0]):
            self._put(group)

    def turn(self, head: Block | None = None) -> None:
        """Begin the next sheet."""
        blocks = [*self._continued, *([head] if head is not None else [])]
        self._pages.append(blocks)
        self.spare = self._height - self._tall(blocks)
        self._fresh = True

    def done(self) -> list[list[Block]]:
        """The sheets, at least one."""
        return self._pages

    def _put(self, group: Sequence[Piece]) -> None:
        for piece in group:
            if self._fresh and isinstance(piece.block, Space):
                continue  # no gap on top of a sheet
            self._pages[-1].append(piece.block)
            self.spare -= piece.block.height(self._width)
            self._fresh = False

    def _split(self, piece: Piece) -> bool:
        """Put what fits of a text or row here and the rest on further sheets; ``False`` if it cannot be."""
        block = piece.block
        if not isinstance(block, Text | Row) or self.spare < _LEAST_PART:
            return False
        parts = block.split(self._width, self.spare)
        if parts is None:
            return False
        self._put([replace(piece, block=parts[0])])
        self.turn(piece.head)
        self.add([replace(piece, block=parts[1])])
        return True

    def _tall(self, blocks: Iterator[Block] | Sequence[Block]) -> float:
        return sum(block.height(self._width) for block in blocks)
