"""Which line of Mẫu 01 stands on which sheet, and in which size.

All is set as large as one sheet allows, in steps. A list of papers that is still too long goes on
on further sheets; the first one always holds the whole rest of the form with the signatures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from reportlab.lib.units import mm

from counter_app.documents import wording
from counter_app.documents.flow import Block, Column, Field, Pair, Space, bold, italic
from counter_app.documents.form_parts import (
    CodeBand,
    CopyLabel,
    Masthead,
    NoteBlock,
    SignatureBlock,
    SigningPlace,
)
from counter_app.documents.form_text import ReceiptText
from counter_app.documents.text import Text
from counter_app.domain.receipt import ReceiptContent

SIZES = (11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5)
"""Sizes in points tried for one sheet, largest first."""
LARGEST_OF_SEVERAL = 9.0
TINY_SIZES = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5)
"""Sizes for absurdly long names and addresses: rather small than cut off."""
SIGN_ROOM = 13 * mm
MOST_SIGN_ROOM = 24 * mm
CONTINUED_SIGN_ROOM = 9 * mm
BLANK_COMPONENTS = 4
"""Lines to fill by hand when no component was entered, as on the form."""


@dataclass(frozen=True)
class Sheet:
    """What one page holds, from the top, and what is set at its foot."""

    blocks: tuple[Block, ...]
    foot: Block

    def for_copy(self, copy: int) -> Sheet:
        """The same sheet labelled as copy 1 or 2."""
        blocks = (
            replace(block, copy=copy) if isinstance(block, CodeBand | CopyLabel) else block
            for block in self.blocks
        )
        return Sheet(tuple(blocks), self.foot)


class ReceiptLayout:
    """Lays out the form for one width and height, in points."""

    def __init__(self, text: ReceiptText, content: ReceiptContent, width: float, height: float) -> None:
        self._text, self._content = text, content
        self._width, self._height = width, height

    def sheets(self) -> list[Sheet]:
        """One sheet, or several when the list of components is too long for the smallest size."""
        for size in SIZES:
            before, after = self._head(size), self._tail(size)
            fixed = self._spare([*before, *after, self._signatures(size), self._notes(size)])
            components = self._components(size)
            spare = self._spare_after(components, fixed)
            if spare >= 0:
                signatures = self._signatures(size, SIGN_ROOM + min(spare * 0.6, MOST_SIGN_ROOM - SIGN_ROOM))
                return [Sheet((*before, *components, *after, signatures), self._notes(size))]
        return self._several()

    def _several(self) -> list[Sheet]:
        """As few sheets as the sizes for one sheet can make, then as large as that allows."""
        sizes = [size for size in reversed(SIZES) if size <= LARGEST_OF_SEVERAL]
        tried = [sheets for size in sizes if (sheets := self._first_and_more(size))]
        if tried:
            fewest = len(tried[0])
            return [sheets for sheets in tried if len(sheets) == fewest][-1]
        for size in TINY_SIZES:
            sheets = self._first_and_more(size)
            if sheets:
                return sheets
        raise AssertionError("values are shortened so that the smallest size always fits")

    def _first_and_more(self, size: float) -> list[Sheet] | None:
        before, components, after = self._head(size), self._components(size), self._tail(size)
        signatures, notes = self._signatures(size), self._notes(size)
        spare = self._spare([*before, self._follows(0, size), *after, signatures, notes])
        if spare < 0:
            return None
        kept = self._fitting(components, spare)
        listed = [*components[:kept], self._follows(kept, size)]
        sheets = [Sheet((*before, *listed, *after, signatures), notes)]
        rest = components[kept:]
        while rest:
            head = self._continued_head(size)
            foot = self._signatures(size, CONTINUED_SIGN_ROOM, electronic=False)
            fitting = max(1, self._fitting(rest, self._spare([*head, foot, Space(6)])))
            sheets.append(Sheet((*head, *rest[:fitting]), foot))
            rest = rest[fitting:]
        return sheets

    def _spare(self, blocks: list[Block]) -> float:
        return self._height - Column(blocks).height(self._width)

    def _spare_after(self, blocks: list[Block], room: float) -> float:
        """What is left of the room; measuring stops when nothing is."""
        for block in blocks:
            if room < 0:
                break
            room -= block.height(self._width)
        return room

    def _fitting(self, blocks: list[Block], room: float) -> int:
        """How many of the blocks fit into the room."""
        for count, block in enumerate(blocks):
            room -= block.height(self._width)
            if room < 0:
                return count
        return len(blocks)

    def _head(self, size: float) -> list[Block]:
        body, content, gap = self._text.body, self._content, Space(size * 0.16)
        plain = wording.plain
        center = Field(body.center, wording.center(content), size)
        phone = Field(body.center_phone, plain(content.center_phone), size)
        owner: Block = Field(body.owner, plain(content.owner_name), size, strong=True)
        if content.owner_id_label:
            identity = Field(body.owner_id, plain(content.owner_id_label), size)
            owner = Pair(Field(body.owner, plain(content.owner_name), size, strong=True), identity)
        lines: list[Block] = [
            Text(f"{center.markup}. {phone.markup}", size)
            if center.value and phone.value
            else Column([center, phone]),
            owner,
            Field(body.address, plain(content.owner_address), size),
            Pair(
                Field(body.phone, plain(content.phone), size), Field(body.email, plain(content.email), size)
            ),
            Field(body.request, wording.request(self._text, content), size),
            Text(escape(body.components), size),
        ]
        spaced = [one for line in lines for one in (line, gap)]
        return [self._masthead(), Space(7), self._band(), Space(4), *spaced]

    def _masthead(self) -> Masthead:
        heading, content, plain = self._text.heading, self._content, wording.plain
        slip = plain(content.slip_number) or self._text.values.blank
        return Masthead(
            state=heading.state,
            motto=heading.motto,
            parent=plain(content.agency_parent),
            center=plain(content.center_name),
            number=heading.number.format(number=slip),
            place_date=wording.place_date(self._text, content.place, content.received_at),
        )

    def _band(self) -> CodeBand:
        heading, content = self._text.heading, self._content
        portal = wording.plain(content.portal_url)
        stamp = heading.reprint if content.reprint else ()
        return CodeBand(
            title=self._text.form.title,
            label=heading.code,
            code=wording.plain(content.dossier_code) or self._text.values.blank,
            qr_text=content.qr_text,
            labels=heading.copies,
            notice=heading.provisional if content.provisional else "",
            remark=heading.portal.format(url=portal) if portal else "",
            stamp=tuple(line.format(count=content.reprint) for line in stamp),
        )

    def _components(self, size: float) -> list[Block]:
        papers = self._content.components
        if not papers:
            return [Field(f"{number}.", "", size) for number in range(1, BLANK_COMPONENTS + 1)]
        lines: list[Block] = []
        for number, paper in enumerate(papers, start=1):
            name, counts = wording.component(self._text, paper)
            tail = f" {italic(counts)}" if counts else ""
            indent = size * (1.0 if number < 10 else 1.5)
            lines.append(Text(f"{number}. {escape(name)}{tail}", size, hanging=indent))
        return lines

    def _tail(self, size: float) -> list[Block]:
        body, content, gap = self._text.body, self._content, Space(size * 0.16)
        text, plain = self._text, wording.plain
        sets = body.sets.format(count=f"{content.set_count:02d}") if content.set_count else ""
        time = wording.processing_time(text, content.legal_time_value, content.legal_time_unit)
        fee = wording.fee(text, content.fee_vnd)
        if content.received_at is None:  # a blank form: what is not known yet is written by hand
            time = fee = ""
        lines: list[Block] = [
            Pair(
                Field(body.set_count, sets, size),
                Field(body.fee, fee, size),
            ),
            Field(body.legal_time, time, size),
            Field(body.received, wording.instant(text, content.received_at), size),
            Field(body.due, wording.instant(text, content.due_at), size, strong=content.due_at is not None),
            Field(body.return_place, plain(content.return_place), size),
            Pair(
                Field(body.ledger_book, plain(content.ledger_book), size),
                Field(body.ledger_line, str(content.ledger_line or ""), size),
            ),
        ]
        return [gap, *(one for line in lines for one in (line, gap)), Space(5)]

    def _signatures(self, size: float, room: float = SIGN_ROOM, *, electronic: bool = True) -> Block:
        words, content, plain = self._text.signatures, self._content, wording.plain
        remark = words.sign_electronic if electronic else ""
        places = (
            SigningPlace(words.submitter, words.sign, plain(content.submitter_name)),
            SigningPlace(words.receiver, words.sign, plain(content.receiver_name), remark),
        )
        return SignatureBlock(places, room, min(size, 10.5))

    def _notes(self, size: float) -> Block:
        notes = self._text.notes
        return Column([Space(4), NoteBlock(notes.title, notes.items, min(7.6, max(size - 2.4, 4.2)))])

    def _follows(self, kept: int, size: float) -> Block:
        body, count = self._text.body, len(self._content.components) - kept
        pattern = body.rest_follows if kept else body.all_follow
        sheet = self._text.continuation.sheet.format(number=2)
        return Text(italic(pattern.format(count=count, sheet=sheet)), size)

    def _continued_head(self, size: float) -> list[Block]:
        words, heading, content = self._text.continuation, self._text.heading, self._content
        blank = self._text.values.blank
        code = wording.plain(content.dossier_code) or blank
        reference = words.reference.format(number=wording.plain(content.slip_number) or blank, code=code)
        lines: list[Block] = [
            Text(bold(wording.plain(content.center_name).upper()), 9, align="center"),
            Space(5),
            Text(bold(words.title.format(title=self._text.form.title)), 11.5, align="center"),
            Text(escape(reference), 10, align="center"),
            CopyLabel(heading.copies),
        ]
        if content.provisional:
            lines.append(Text(f"<b>{italic(heading.provisional)}</b>", 9, align="center"))
        if content.reprint:
            mark = " ".join(heading.reprint).format(count=content.reprint)
            lines.append(Text(bold(mark), 9.5, align="center"))
        owner = Field(words.owner, wording.plain(content.owner_name), size, strong=True)
        label = Text(escape(self._text.body.components_continued), size)
        return [*lines, Space(6), owner, Space(2), label, Space(2)]
