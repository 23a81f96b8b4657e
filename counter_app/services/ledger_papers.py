"""The ledger on paper and as a table: Mẫu 06 of each book, as the official form words it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Final

from counter_app.domain.dossier import Dossier
from counter_app.domain.errors import DomainError
from counter_app.domain.form_content import FormContent, FormRow
from counter_app.domain.statuses import Status
from counter_app.domain.work_calendar import vietnam_time
from counter_app.i18n import Wording
from counter_app.services import form_values
from counter_app.services.lead_agency import lead_agency
from counter_app.services.ledger import BookView, GapRow, Ledger, LedgerQuery, LineRow
from counter_app.services.ledger_ports import LedgerPapers
from counter_app.services.office_context import OfficeSource
from counter_app.services.ports import Clock, PagePrinter, PrintOutcome

_TOLD: Final = frozenset({Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED})
"""Statuses after which no result comes: they stand where people look for one."""


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A file that is to be written: ``so-theo-doi-ho-so-2026-quyen-03.pdf``."""

    name: str
    data: bytes


class LedgerWords:
    """A line of the ledger in words."""

    def __init__(self, wording: Wording) -> None:
        self._wording, self._text = wording, wording.text

    def line(self, row: LineRow, lead: str = "") -> form_values.LedgerLine:
        """What stands in the columns of Mẫu 06; times are instants, a missing one is ``None``.

        ``lead`` is who settles it; where nobody is known the column stays empty and the note says so.
        """
        dossier = row.dossier
        owner = dossier.owner
        return form_values.LedgerLine(
            line_no=row.place.line,
            dossier_code=dossier.code,
            procedure_name=str(dossier.procedure.get("name", "")),
            set_count=dossier.set_count,
            owner_name=owner.full_name,
            address_phone="; ".join(part for part in (owner.address, owner.phone) if part),
            received_at=dossier.received_at,
            due_at=dossier.due_at,
            lead_agency=lead,
            returned_at=dossier.status_at if dossier.status is Status.RETURNED else None,
            return_method="" if dossier.erased else self.delivery(dossier),
            note=self._noted(row, lead),
            cancelled=dossier.cancelled,
        )

    def _noted(self, row: LineRow, lead: str) -> str:
        unknown = "" if lead or row.dossier.cancelled else self._text("ledger.no_agency")
        return ". ".join(part for part in (self.note(row).rstrip("."), unknown) if part)

    def delivery(self, dossier: Dossier) -> str:
        """How the result reaches the applicant."""
        return self._text(f"ledger.delivery.{dossier.delivery.method.value}")

    def note(self, row: LineRow) -> str:
        """Why a line is struck through, how a dossier ended without a result, and what was noted."""
        dossier = row.dossier
        parts = []
        if dossier.cancelled:
            reason = dossier.cancel_reason
            parts.append(
                self._text("ledger.struck_because", reason=reason) if reason else self._text("ledger.struck")
            )
        elif dossier.status in _TOLD:
            day = self._wording.date(vietnam_time(dossier.status_at).date())
            parts.append(
                self._text("ledger.ended", status=self._text(f"status.{int(dossier.status)}"), day=day)
            )
        if row.view.pad is not None:
            parts.append(self._text("pad.from_paper"))
        if row.double:
            parts.append(self._text("ledger.double"))
        if dossier.provisional:
            parts.append(self._text("ledger.provisional"))
        if dossier.erased:
            parts.append(self._text("ledger.erased"))
        return ". ".join(part.rstrip(".") for part in (*parts, dossier.note) if part)

    def gap(self, row: GapRow) -> str:
        """What is to be said of lines without a dossier: void, still to be entered, not here yet, lost."""
        if row.void:
            return self._text("pad.void", reason=row.void)
        if row.view.pad is not None:
            return self._text("pad.unused" if row.unused else "pad.gap")
        return self._text("ledger.gap.own" if row.view.own else "ledger.gap.other")

    def gap_lines(self, row: GapRow) -> str:
        """``14–15``, or ``14`` alone."""
        first, last = str(row.gap.first), str(row.gap.last)
        return first if first == last else f"{first}–{last}"


class LedgerExport:
    """Makes PDF and XLSX of books, and prints them. ``wording`` is Vietnamese: the papers are official."""

    def __init__(
        self, ledger: Ledger, office: OfficeSource, clock: Clock, papers: LedgerPapers, wording: Wording
    ) -> None:
        self._ledger, self._office, self._clock, self._papers = ledger, office, clock, papers
        self._words, self._text, self._wording = LedgerWords(wording), wording.text, wording

    def pdfs(self, query: LedgerQuery) -> Sequence[LedgerFile]:
        """A PDF for each book that has lines.

        Raises ``DomainError``: ``ledger.unknown_book``, ``ledger.no_lines``, ``forms.*``.
        """
        return [
            LedgerFile(f"{_name(view, query)}.pdf", self._papers.pdf(content))
            for view, content in self._contents(query)
        ]

    def xlsx(self, query: LedgerQuery) -> LedgerFile:
        """One workbook with a sheet for each book that has lines; raises as ``pdfs``."""
        contents = self._contents(query)
        only = contents[0][0] if len(contents) == 1 else None
        name = _name(only, query)
        return LedgerFile(f"{name}.xlsx", self._papers.xlsx([content for _, content in contents]))

    def print(self, query: LedgerQuery, printer: PagePrinter | None) -> Sequence[PrintOutcome]:
        """Print the books on A4; raises as ``pdfs``, and ``DomainError("print.no_page_printer")``."""
        if printer is None:
            raise DomainError("print.no_page_printer")
        return [
            printer.print_pdf(file.data, title=file.name.removesuffix(".pdf"), paper="A4")
            for file in self.pdfs(query)
        ]

    def save(self, query: LedgerQuery, folder: Path, *, pdf: bool = True, xlsx: bool = True) -> Sequence[str]:
        """Write the files into a folder, which is made; returns their names.

        Raises as ``pdfs``, and ``DomainError("ledger.not_written", folder)``.
        """
        files = [*(self.pdfs(query) if pdf else ()), *((self.xlsx(query),) if xlsx else ())]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for file in files:
                (folder / file.name).write_bytes(file.data)
        except OSError as error:
            raise DomainError("ledger.not_written", folder=str(folder)) from error
        return [file.name for file in files]

    def content(self, view: BookView, field: str = "") -> FormContent:
        """A book as values for the form: every line, missing ones named, and its closing record."""
        rows = list(self._ledger.lines(view, field))
        lines = [self._words.line(row, self._lead(row)) for row in rows if isinstance(row, LineRow)]
        office, closed = self._office.current().directory.office, view.closed
        opened = vietnam_time(lines[0].received_at).date() if lines and not field else None
        book = form_values.BookHead(
            book=view.label,
            year=view.book.year,
            subject_field=field or self._text("ledger.all_fields"),
            opened_on=opened,
            closed_on=None if closed is None else vietnam_time(closed.entry.occurred_at).date(),
            keeper_name="" if closed is None else closed.record.clerk_name,
            head_name="" if closed is None else closed.record.head_name,
        )
        content = form_values.ledger(office, form_values.PaperHead("", self._clock.now()), book, lines)
        made = iter(content.rows["lines"])
        merged = [next(made) if isinstance(row, LineRow) else self._gap(row) for row in rows]
        return replace(content, rows={"lines": merged})

    def _lead(self, row: LineRow) -> str:
        context = self._office.current()
        procedure = context.catalogue.by_code.get(str(row.dossier.procedure.get("code", "")))
        return lead_agency(row.dossier, procedure, context.directory.office, self._wording)

    def _contents(self, query: LedgerQuery) -> list[tuple[BookView, FormContent]]:
        views = [view for view in self._ledger.books(query.year) if query.book in ("", view.label)]
        if query.book and not views:
            raise DomainError("ledger.unknown_book", book=query.book, year=query.year)
        contents = [(view, self.content(view, query.field)) for view in views if view.count]
        contents = [(view, content) for view, content in contents if content.rows["lines"]]
        if not contents:
            raise DomainError("ledger.no_lines")
        return contents

    def _gap(self, row: GapRow) -> FormRow:
        words = {"line_no": self._words.gap_lines(row), "note": self._words.gap(row)}
        return FormRow(words, struck=bool(row.void))


def _name(view: BookView | None, query: LedgerQuery) -> str:
    """A file's name without its ending: what every system takes, whatever a book is called."""
    book = "" if view is None else f"-quyen-{view.book.number}"
    field = "-mot-linh-vuc" if query.field else ""
    return "".join(_safe(f"so-theo-doi-ho-so-{query.year}{book}{field}"))


def _safe(text: str) -> Iterator[str]:
    return chain.from_iterable(one if one.isalnum() or one in "-." else "_" for one in text)
