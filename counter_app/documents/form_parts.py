"""The parts of official forms that are more than lines of text: masthead, code band, signatures, notes.

They get the words that are to stand there, escaped by them, and know no form.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from counter_app.documents import qr
from counter_app.documents.flow import Balanced, Block, Column, Space, bold, italic, shrunk
from counter_app.documents.text import SERIF_BOLD, SERIF_ITALIC, Text

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

    state: str
    motto: str
    parent: str
    center: str
    number: str
    place_date: str

    LEFT = 0.45
    LARGEST = 9.4

    def _size(self, width: float) -> float:
        """The size at which the state's name stands on one line."""
        return shrunk(self.state, SERIF_BOLD, self.LARGEST, width * (1 - self.LEFT) - 4)

    def _names(self, width: float) -> tuple[Column, Column]:
        size = self._size(width)
        parent, center = self.parent.upper(), self.center.upper()
        agency = [Balanced(markup, size) for markup in (escape(parent), bold(center)) if markup]
        state = [Balanced(bold(self.state), size), Balanced(bold(self.motto), size + 1)]
        return Column(agency), Column(state)

    def _references(self, width: float) -> tuple[Text, Text]:
        size = self._size(width) + 0.6
        number = Text(escape(self.number), size, align="center")
        return number, Text(italic(self.place_date), size, align="center")

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
        motto = stringWidth(self.motto, SERIF_BOLD, self._size(width) + 1)
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
    """Who keeps this copy; ``labels`` has one for each, ``copy`` counts from 1."""

    labels: tuple[str, ...]
    copy: int = 1

    def _line(self) -> Text:
        return Text(italic(self.labels[self.copy - 1]), 10, align="center")

    def height(self, width: float) -> float:
        """One line; both labels are short."""
        return self._line().height(width)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """The label, centred."""
        self._line().draw(canvas, x, top, width)


@dataclass(frozen=True)
class CodeBand:
    """Title; below it the QR code, the dossier code with the copy label, and the mark of a reprint.

    ``notice`` stands under the code, ``remark`` is small below, ``stamp`` is framed on the right; each may be
    empty, and so may ``labels`` (there is one copy) and ``qr_text`` (no code is drawn).
    """

    title: str
    label: str
    code: str
    qr_text: str
    labels: tuple[str, ...] = ()
    notice: str = ""
    remark: str = ""
    stamp: tuple[str, ...] = ()
    copy: int = 1

    def _middle(self, width: float) -> Column:
        code, notice = self.code, self.notice
        lines: list[Block] = [
            Text(escape(self.label), 10, align="center"),
            Text(bold(code), shrunk(code, SERIF_BOLD, 13, width), align="center", leading=1.15),
        ]
        if notice:
            size = shrunk(notice, SERIF_BOLD, 9, width)
            lines.append(Text(f"<b>{italic(notice)}</b>", size, align="center"))
        lines.append(Space(1.5))
        if self.labels:
            lines.append(CopyLabel(self.labels, self.copy))
        if self.remark:
            lines.append(Text(escape(self.remark), 8.4, align="center"))
        return Column(lines)

    def _title(self, width: float) -> Text:
        return Text(bold(self.title), shrunk(self.title, SERIF_BOLD, 13, width), align="center")

    def height(self, width: float) -> float:
        """Title and the higher of QR code and text."""
        title = self._title(width).height(width)
        return title + 3 + max(QR_SIDE - 4, self._middle(width - 2 * QR_SIDE).height(width - 2 * QR_SIDE))

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """The QR code stands at the left edge, the code stays in the middle of the page."""
        title = self._title(width)
        title.draw(canvas, x, top, width)
        below = top - title.height(width) - 3
        side = width - 2 * QR_SIDE
        middle = self._middle(side)
        room = self.height(width) - title.height(width) - 3
        middle.draw(canvas, x + QR_SIDE, below - (room - middle.height(side)) / 2, side)
        if self.qr_text:
            draw_qr(canvas, self.qr_text, x, below + 2, QR_SIDE)
        if self.stamp:
            self._draw_stamp(canvas, x + width - QR_SIDE, below, room)

    def _draw_stamp(self, canvas: Canvas, x: float, top: float, room: float) -> None:
        text = Column([Text(bold(line), 10.5, align="center", leading=1.15) for line in self.stamp])
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
class SigningPlace:
    """Who signs: the capacity, what is to be done (``sign``), a small remark, and the name under it all."""

    title: str
    sign: str
    name: str
    remark: str = ""


@dataclass(frozen=True)
class SignatureBlock:
    """Where people sign, side by side; ``room`` is the free height in points between label and name.

    One place alone stands on the right.
    """

    places: tuple[SigningPlace, ...]
    room: float
    size: float

    def _head(self, place: SigningPlace, width: float) -> Column:
        lines: list[Block] = [Balanced(bold(place.title), self.size)]
        if place.sign:
            lines.append(Text(italic(place.sign), self.size - 0.5, align="center"))
        if place.remark:
            small = shrunk(place.remark, SERIF_ITALIC, self.size - 1.5, width)
            lines.append(Text(italic(place.remark), small, align="center", leading=1.12))
        return Column(lines)

    def _name(self, place: SigningPlace) -> Text:
        return Text(bold(place.name), self.size, align="center")

    def _share(self, width: float) -> float:
        return width / max(2, len(self.places)) - 4

    def height(self, width: float) -> float:
        """Labels, room and names."""
        share = self._share(width)
        return (
            max(self._head(place, share).height(share) for place in self.places)
            + self.room
            + max(self.size, *(self._name(place).height(share) for place in self.places))
        )

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """From left to right; all names on one line."""
        share, count = self._share(width), max(2, len(self.places))
        names = [self._name(place) for place in self.places]
        foot = top - self.height(width) + max(name.height(share) for name in names)
        first = count - len(self.places)
        for index, (place, name) in enumerate(zip(self.places, names, strict=True), start=first):
            start = x + index * (width - share) / (count - 1)
            self._head(place, share).draw(canvas, start, top, share)
            name.draw(canvas, start, foot, share)


@dataclass(frozen=True)
class NoteBlock:
    """The form's remarks under a short rule."""

    title: str
    items: tuple[str, ...]
    size: float

    def _column(self) -> Column:
        title = Text(f"<b>{italic(self.title)}</b>", self.size)
        items = (
            Text(f"- {escape(item)}", self.size, hanging=self.size * 0.6, leading=1.14) for item in self.items
        )
        return Column([Space(3), title, *items])

    def height(self, width: float) -> float:
        """All notes."""
        return self._column().height(width)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Rule and notes."""
        rule(canvas, x + width * 0.16, top, width * 0.32, 0.4)
        self._column().draw(canvas, x, top, width)
