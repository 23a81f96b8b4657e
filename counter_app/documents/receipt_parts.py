"""The parts of Mẫu 01 that are more than lines of text: masthead, code band, signatures, notes."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from counter_app.documents import qr, wording
from counter_app.documents.flow import (
    SERIF_BOLD,
    SERIF_ITALIC,
    Balanced,
    Block,
    Column,
    Space,
    Text,
    bold,
    italic,
    shrunk,
)
from counter_app.documents.form_text import ReceiptText
from counter_app.domain.receipt import ReceiptContent

QR_SIDE = 24 * mm
"""With the quiet zone: a module is at least 0.5 mm, which a phone and a 200 dpi scan resolve."""


def rule(canvas: Canvas, x: float, y: float, length: float, thickness: float = 0.6) -> None:
    """A thin horizontal line centred on ``x``."""
    canvas.saveState()
    canvas.setLineWidth(thickness)
    canvas.line(x - length / 2, y, x + length / 2, y)
    canvas.restoreState()


@dataclass(frozen=True)
class Masthead:
    """Agency on the left, state and motto on the right, number and date below (NĐ 30/2020, Phụ lục I)."""

    text: ReceiptText
    content: ReceiptContent

    LEFT = 0.45
    LARGEST = 9.4

    def _size(self, width: float) -> float:
        """The size at which the state's name stands on one line."""
        return shrunk(self.text.heading.state, SERIF_BOLD, self.LARGEST, width * (1 - self.LEFT) - 4)

    def _names(self, width: float) -> tuple[Column, Column]:
        heading, size = self.text.heading, self._size(width)
        parent = wording.plain(self.content.agency_parent).upper()
        center = wording.plain(self.content.center_name).upper()
        agency = [Balanced(markup, size) for markup in (escape(parent), bold(center)) if markup]
        state = [Balanced(bold(heading.state), size), Balanced(bold(heading.motto), size + 1)]
        return Column(agency), Column(state)

    def _references(self, width: float) -> tuple[Text, Text]:
        slip = wording.plain(self.content.slip_number) or self.text.values.blank
        date = wording.place_date(self.text, self.content.place, self.content.received_at)
        size = self._size(width) + 0.6
        number = Text(escape(self.text.heading.number.format(number=slip)), size, align="center")
        return number, Text(italic(date), size, align="center")

    def height(self, width: float) -> float:
        """The higher column, the rules below and the line of number and date."""
        widths = (width * self.LEFT, width * (1 - self.LEFT))
        names = max(map(_height, self._names(width), widths))
        return names + 8 + max(map(_height, self._references(width), widths))

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Both columns, each with its rule."""
        widths = (width * self.LEFT, width * (1 - self.LEFT))
        starts = (x, x + widths[0])
        references = self._references(width)
        below = top - self.height(width) + max(map(_height, references, widths))
        motto = stringWidth(self.text.heading.motto, SERIF_BOLD, self._size(width) + 1)
        rules = (widths[0] * 0.36, motto)
        parts = zip(self._names(width), references, starts, widths, rules, strict=True)
        for names, reference, start, room, length in parts:
            names.draw(canvas, start, top, room)
            rule(canvas, start + room / 2, top - names.height(room) - 2.4, length)
            reference.draw(canvas, start, below, room)


def _height(block: Block, width: float) -> float:
    return block.height(width)


@dataclass(frozen=True)
class CopyLabel:
    """Who keeps this copy."""

    text: ReceiptText
    copy: int = 1

    def _line(self) -> Text:
        return Text(italic(self.text.heading.copies[self.copy - 1]), 10, align="center")

    def height(self, width: float) -> float:
        """One line; both labels are short."""
        return self._line().height(width)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """The label, centred."""
        self._line().draw(canvas, x, top, width)


@dataclass(frozen=True)
class CodeBand:
    """Title; below it the QR code, the dossier code with the copy label, and the mark of a reprint."""

    text: ReceiptText
    content: ReceiptContent
    copy: int = 1

    def _middle(self, width: float) -> Column:
        heading, content = self.text.heading, self.content
        code = wording.plain(content.dossier_code) or self.text.values.blank
        lines: list[Block] = [
            Text(escape(heading.code), 10, align="center"),
            Text(bold(code), shrunk(code, SERIF_BOLD, 13, width), align="center", leading=1.15),
        ]
        if content.provisional:
            notice = heading.provisional
            lines.append(
                Text(f"<b>{italic(notice)}</b>", shrunk(notice, SERIF_BOLD, 9, width), align="center")
            )
        lines.append(Space(1.5))
        lines.append(CopyLabel(self.text, self.copy))
        portal = wording.plain(content.portal_url)
        if portal:
            lines.append(Text(escape(heading.portal.format(url=portal)), 8.4, align="center"))
        return Column(lines)

    def _title_size(self, width: float) -> float:
        return shrunk(self.text.form.title, SERIF_BOLD, 13, width)

    def height(self, width: float) -> float:
        """Title and the higher of QR code and text."""
        title = Text(bold(self.text.form.title), self._title_size(width), align="center").height(width)
        return title + 3 + max(QR_SIDE - 4, self._middle(width - 2 * QR_SIDE).height(width - 2 * QR_SIDE))

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """The QR code stands at the left edge, the code stays in the middle of the page."""
        title = Text(bold(self.text.form.title), self._title_size(width), align="center")
        title.draw(canvas, x, top, width)
        below = top - title.height(width) - 3
        side = width - 2 * QR_SIDE
        middle = self._middle(side)
        room = self.height(width) - title.height(width) - 3
        middle.draw(canvas, x + QR_SIDE, below - (room - middle.height(side)) / 2, side)
        draw_qr(canvas, self.content.qr_text, x, below + 2, QR_SIDE)
        if self.content.reprint:
            self._stamp(canvas, x + width - QR_SIDE, below, room)

    def _stamp(self, canvas: Canvas, x: float, top: float, room: float) -> None:
        lines = [line.format(count=self.content.reprint) for line in self.text.heading.reprint]
        text = Column([Text(bold(line), 10.5, align="center", leading=1.15) for line in lines])
        box, high = QR_SIDE - 8, text.height(QR_SIDE - 8) + 7
        bottom = top - room / 2 - high / 2
        canvas.saveState()
        canvas.setLineWidth(1.1)
        canvas.roundRect(x + 8, bottom, box, high, 3)
        canvas.restoreState()
        text.draw(canvas, x + 8, bottom + high - 2.5, box)


def draw_qr(canvas: Canvas, content: str, x: float, top: float, side: float) -> None:
    """The code as filled shapes in a square of that side, the quiet zone included.

    The dark part is flush with ``x``: on the left the page's margin is the quiet zone.
    """
    modules = qr.matrix(content)
    unit = side / (len(modules) + 2 * qr.QUIET_ZONE)
    path = canvas.beginPath()
    for row, column, length in qr.dark_runs(modules):
        # Rows overlap by a hair, so that no renderer shows a white seam between them.
        path.rect(
            x + column * unit,
            top - (qr.QUIET_ZONE + row + 1) * unit,
            length * unit,
            unit * 1.02,
        )
    canvas.drawPath(path, stroke=0, fill=1)


@dataclass(frozen=True)
class SignatureBlock:
    """Where both people sign; ``room`` is the free height in points between label and name."""

    text: ReceiptText
    content: ReceiptContent
    room: float
    size: float
    electronic: bool = True

    def _heads(self, half: float) -> tuple[Column, Column]:
        words = self.text.signatures
        sign = Text(italic(words.sign), self.size - 0.5, align="center")
        left: list[Block] = [Text(bold(words.submitter), self.size, align="center"), sign]
        right: list[Block] = [Text(bold(words.receiver), self.size, align="center"), sign]
        if self.electronic:
            small = shrunk(words.sign_electronic, SERIF_ITALIC, self.size - 1.5, half)
            right.append(Text(italic(words.sign_electronic), small, align="center", leading=1.12))
        return Column(left), Column(right)

    def _names(self) -> tuple[Text, Text]:
        names = (self.content.submitter_name, self.content.receiver_name)
        left, right = (Text(bold(wording.plain(name)), self.size, align="center") for name in names)
        return left, right

    def height(self, width: float) -> float:
        """Labels, room and names."""
        half = width / 2 - 4
        return (
            max(one.height(half) for one in self._heads(half))
            + self.room
            + max(self.size, *(one.height(half) for one in self._names()))
        )

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Submitter left, receiver right; both names on one line."""
        half = width / 2 - 4
        names = self._names()
        foot = top - self.height(width) + max(one.height(half) for one in names)
        for head, name, start in zip(self._heads(half), names, (x, x + width - half), strict=True):
            head.draw(canvas, start, top, half)
            name.draw(canvas, start, foot, half)


@dataclass(frozen=True)
class NoteBlock:
    """The form's remarks under a short rule."""

    text: ReceiptText
    size: float

    def _column(self) -> Column:
        title = Text(f"<b>{italic(self.text.notes.title)}</b>", self.size)
        items = (
            Text(f"- {escape(item)}", self.size, hanging=self.size * 0.6, leading=1.14)
            for item in self.text.notes.items
        )
        return Column([Space(3), title, *items])

    def height(self, width: float) -> float:
        """All notes."""
        return self._column().height(width)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Rule and notes."""
        rule(canvas, x + width * 0.16, top, width * 0.32, 0.4)
        self._column().draw(canvas, x, top, width)
