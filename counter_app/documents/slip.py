"""The short version of Mẫu 01 for receipt printers of 80 and 58 mm."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QFont

from counter_app.documents import roll, wording
from counter_app.documents.form_text import ReceiptText
from counter_app.documents.roll import CENTER, LEFT, RIGHT, Roll, font
from counter_app.domain.receipt import ReceiptContent
from counter_app.i18n import formats
from counter_app.services.ports import MonoImage

NARROWEST = 320
"""Dots; nothing is made for less, the code would not be readable."""


@dataclass(frozen=True)
class Measures:
    """Sizes in dots for one width of paper (203 dpi: 8 dots are a millimetre)."""

    margin: int
    small: int
    text: int
    title: int
    figures: int
    due: int
    qr: int

    @staticmethod
    def of(width: int) -> Measures:
        """80 mm paper (576 dots) and wider, else 58 mm (384 dots)."""
        if width >= 512:
            return Measures(margin=10, small=21, text=26, title=31, figures=46, due=54, qr=264)
        return Measures(margin=4, small=18, text=22, title=25, figures=34, due=42, qr=232)


def slip(resources: Path, text: ReceiptText, content: ReceiptContent, width: int) -> MonoImage:
    """The slip as a raster of that width, as high as its content.

    Needs a ``QGuiApplication`` (else ``RuntimeError``). Raises ``ValueError`` for paper too narrow.
    """
    if width < NARROWEST:
        raise ValueError(f"a slip needs at least {NARROWEST} dots, not {width}")
    roll.load_fonts(resources)
    return _Slip(text, content, width).paint()


class _Slip:
    def __init__(self, text: ReceiptText, content: ReceiptContent, width: int) -> None:
        self._text, self._content = text, content
        self._size = Measures.of(width)
        self._roll = Roll(width, self._size.margin)

    def paint(self) -> MonoImage:
        """From the agency to the last line."""
        self._head()
        self._code()
        self._people()
        self._due()
        self._details()
        self._foot()
        return self._roll.cut()

    def _head(self) -> None:
        paper, size, content = self._roll, self._size, self._content
        parent = wording.plain(content.agency_parent)
        if parent:
            paper.line(parent, font(size.small, 500), CENTER)
        paper.line(wording.plain(content.center_name), font(size.text, 700), CENTER)
        paper.gap(10)
        paper.rule(3)
        paper.gap(12)
        for line in self._text.slip.title:
            paper.line(line, font(size.title, 700), CENTER)
        number = wording.plain(content.slip_number)
        if number:
            paper.line(self._text.slip.number.format(number=number), font(size.small, 500), CENTER)
        if content.reprint:
            paper.gap(10)
            mark = " ".join(self._text.heading.reprint).format(count=content.reprint)
            paper.banner(mark, font(size.title, 700))

    def _code(self) -> None:
        paper, size, content = self._roll, self._size, self._content
        paper.gap(14)
        paper.line(self._text.slip.code, font(size.small, 500), CENTER)
        paper.fitted(wording.plain(content.dossier_code), size.figures, 700)
        if content.provisional:
            paper.gap(6)
            top = paper.y
            paper.gap(4)
            paper.line(self._text.heading.provisional, font(size.small, 600), CENTER, inset=size.small // 2)
            paper.gap(4)
            paper.box(top)
        paper.code(content.qr_text, size.qr)

    def _people(self) -> None:
        content, words = self._content, self._text.slip
        self._stacked(words.owner, wording.plain(content.owner_name), 700)
        identity = wording.plain(content.owner_id_label)
        if identity:
            self._roll.line(f"{self._text.body.owner_id} {identity}", font(self._size.small, 500))
        self._stacked(words.request, wording.request(self._text, content), 600)

    def _due(self) -> None:
        paper, size, words, due = self._roll, self._size, self._text.slip, self._content.due_at
        paper.gap(14)
        top = paper.y
        paper.gap(12)
        paper.line(words.due, font(size.text, 700), CENTER)
        if due is None:
            # To be filled by hand: lower letters, and room above the dots.
            blank, year = wording.BLANK_TIME, self._text.values.blank
            paper.gap(size.text * 0.5)
            paper.fitted(words.due_clock.format(hour=blank, minute=blank), size.due * 0.72, 500)
            paper.gap(size.text * 0.5)
            paper.fitted(f"{blank} / {blank} / {year}", size.due * 0.72, 500)
        else:
            local = formats.local(due)
            clock = words.due_clock.format(hour=f"{local.hour:02d}", minute=f"{local.minute:02d}")
            day = words.due_day.format(weekday=words.weekdays[local.weekday()], date=formats.day(due))
            paper.fitted(clock, size.due, 700)
            paper.fitted(day, size.due * 0.72, 700)
        paper.gap(14)
        paper.box(top, 4)
        paper.gap(12)

    def _details(self) -> None:
        content, words, text = self._content, self._text.slip, self._text
        time = wording.processing_time(text, content.legal_time_value, content.legal_time_unit)
        at = content.received_at
        received = "" if at is None else f"{formats.clock(at)} {formats.day(at)}"
        papers = words.paper_count.format(components=len(content.components), sets=content.set_count)
        self._row(words.received, received)
        self._row(words.legal_time, time)
        if content.components:
            self._row(words.papers, papers)
        self._row(words.fee, wording.fee(text, content.fee_vnd))
        self._row(words.counter, wording.plain(content.counter_name))
        self._row(words.phone, wording.plain(content.center_phone))
        self._stacked(words.return_place, wording.plain(content.return_place), 600)

    def _foot(self) -> None:
        paper, size, content = self._roll, self._size, self._content
        paper.gap(14)
        paper.rule(2, dashed=True)
        paper.gap(10)
        portal = wording.plain(content.portal_url)
        if portal:
            self._portal(portal, font(size.small, 500))
        paper.line(self._text.slip.keep, font(size.small, 600), CENTER)

    def _portal(self, url: str, face: QFont) -> None:
        """Where to look the dossier up; the address is not broken if it fits on a line of its own."""
        paper, pattern = self._roll, self._text.heading.portal
        if paper.advance(pattern.format(url=url), face) <= paper.inner:
            paper.line(pattern.format(url=url), face, CENTER)
            return
        paper.line(pattern.format(url="").strip(), face, CENTER)
        paper.fitted(url, face.pixelSize(), 500)

    def _stacked(self, label: str, value: str, weight: int) -> None:
        """A small label with a value below it that may be long; nothing for an empty value."""
        if not value:
            return
        self._roll.gap(8)
        self._roll.line(label, font(self._size.small, 500))
        self._roll.gap(3)
        self._roll.line(value, font(self._size.text, weight))

    def _row(self, label: str, value: str) -> None:
        """A small label on the left and a value on the right if both fit on a line, else stacked."""
        if not value:
            return
        paper, small, face = self._roll, font(self._size.small, 500), font(self._size.text, 600, figures=True)
        if paper.advance(label, small) + paper.advance(value, face) + self._size.small > paper.inner:
            self._stacked(label, value, 600)
            return
        drop = round((self._size.text - self._size.small) * 1.05)
        paper.gap(drop)
        paper.text(label, small, LEFT)
        paper.gap(-drop)
        paper.line(value, face, RIGHT)
