"""Paper pads: issued before they are needed, entered sheet by sheet when the program is back.

In a failure people write on paper and enter it afterwards (QĐ 24/2024 Phú Thọ Đ23 k8). A sheet's numbers are
those that were printed on it, so that the applicant's paper and the ledger say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from counter_app.domain.dossier_codes import read_code
from counter_app.domain.entries import CodeKind
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Basis, Entry, EntryDraft, chain, encode_body
from counter_app.domain.ledger_book import LedgerBook
from counter_app.domain.ledger_entries import fold_series, ledger_subject
from counter_app.domain.office import Clerk, Role
from counter_app.domain.pads import (
    MOST_SHEETS,
    Pad,
    PadEvent,
    PadIssued,
    PaperSheet,
    SheetsVoided,
    fold_pads,
    pad_series,
    pads_subject,
)
from counter_app.domain.vietnamese import nfc
from counter_app.domain.work_calendar import vietnam_time
from counter_app.services.clock_check import check_clock
from counter_app.services.issuing import series_state, station_series
from counter_app.services.office_context import OfficeContext, OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.store_ports import Database, Reads, UnitOfWork

_MAY_ISSUE: Final = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class EnteredSheet:
    """A sheet that was entered: its dossier, the code by which people know it, and when it was received."""

    dossier_id: str
    code: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class PadView:
    """A pad as this station knows it. ``waiting`` are lines surely used and not entered yet, before the last
    settled one; ``unused`` those behind it, which may be blank still. ``closed``: its book is closed."""

    pad: Pad
    entered: Mapping[int, EnteredSheet] = field(default_factory=dict)
    closed: bool = False

    @property
    def label(self) -> str:
        """``G03.1/2026``."""
        return self.pad.label

    @property
    def missing(self) -> Sequence[int]:
        """The lines that are neither entered nor void."""
        return self.pad.missing(self.entered)

    @property
    def waiting(self) -> int:
        """How many lines between settled ones are not entered."""
        behind = self.pad.behind_use(self.entered)
        return sum(line < behind for line in self.missing)

    @property
    def unused(self) -> int:
        """How many lines behind the last settled one are there."""
        return len(self.missing) - self.waiting


@dataclass(frozen=True, slots=True)
class ReservedNumbers:
    """The numbers of one reception."""

    code: str
    kind: CodeKind
    book: str
    line: int
    slip: str


class Pads:
    """The office's paper pads."""

    def __init__(
        self,
        database: Database,
        office: OfficeSource,
        clock: Clock,
        on_recorded: Callable[[str], None] = lambda _subject: None,
    ) -> None:
        self._database, self._office, self._clock = database, office, clock
        self._on_recorded = on_recorded

    def of_year(self, year: int) -> Sequence[PadView]:
        """The pads of a year in order, of every station, as far as the feed has brought them."""
        with self._database.read() as reads:
            return pad_views(reads, self._office.current(), year)

    def open(self) -> Sequence[PadView]:
        """The pads from which something can be entered: of this year and of the last one."""
        year = self._this_year()
        views = [*self.of_year(year - 1), *self.of_year(year)]
        return [view for view in views if view.missing and not view.closed]

    def issue(self, clerk: Clerk, count: int, holder: str = "") -> Pad:
        """Give out a pad of ``count`` sheets of this year, before it is printed.

        Raises ``DomainError``: ``pad.not_allowed``, ``pad.bad_count``, ``clock.*``, ``storage.*``.
        """
        if clerk.role not in _MAY_ISSUE or not clerk.active:
            raise DomainError("pad.not_allowed")
        if not 1 <= count <= MOST_SHEETS:
            raise DomainError("pad.bad_count", most=MOST_SHEETS)
        with self._database.begin() as work:
            now, context = self._clock.now(), self._context(work)
            check_clock(work, now)
            year, mine = vietnam_time(now).year, station_series(context.station)
            office = context.directory.office
            issued = PadIssued(
                office=office.id,
                agency=office.agency,
                series=pad_series(mine, work.counters.take(f"pad/{mine}/{year}")),
                year=year,
                first=1,
                last=count,
                holder=_tidy(holder) or context.station.name,
                clerk_name=clerk.name,
            )
            entry = _record(work, context, clerk, now, year, issued)
        self._on_recorded("")
        return Pad(issued, entry.occurred_at)

    def void(self, clerk: Clerk, label: str, first: int, last: int, reason: str) -> Pad:
        """Declare sheets void: spoilt, lost or never used. What is void already stays as it was.

        Raises ``DomainError``: ``pad.unknown``, ``pad.no_such_line``, ``pad.line_taken``,
        ``pad.reason_missing``, ``ledger.year_closed``, ``clock.*``, ``storage.*``.
        """
        said = _tidy(reason)
        if not said:
            raise DomainError("pad.reason_missing")
        with self._database.begin() as work:
            now, context = self._clock.now(), self._context(work)
            check_clock(work, now)
            pad = _open_pad(work, context, label)
            for line in (first, last, *range(first, last + 1)):
                code = pad.code(line)
                _refuse_if_taken(work, pad, line, code)
            if first > last:
                raise DomainError(
                    "pad.no_such_line", line=last, book=label, first=first, last=pad.issued.last
                )
            event = SheetsVoided(pad.issued.series, pad.issued.year, first, last, said, clerk.name)
            _record(work, context, clerk, now, pad.issued.year, event)
        self._on_recorded("")
        return replace(pad, void={**dict.fromkeys(event.lines, said), **pad.void})

    def sheet(self, label: str, line: int = 0, clerk_name: str = "") -> PaperSheet:
        """A sheet to be entered; without a line the next one that is missing.

        Raises ``DomainError``: ``pad.unknown``, ``pad.used_up``, ``pad.no_such_line``, ``pad.line_void``,
        ``pad.line_taken`` (naming the ``dossier`` that has it), ``ledger.year_closed``.
        """
        with self._database.read() as reads:
            context = self._office.current()
            book = LedgerBook.of_label(label)
            pad = None if book is None else pads_of(reads, context, book.year).get(label)
            if pad is None:
                raise DomainError("pad.unknown", book=label)
            view = _view(reads, context, pad)
        if view.closed:
            raise DomainError("ledger.year_closed", year=pad.issued.year)
        if not line:
            if not view.missing:
                raise DomainError("pad.used_up", book=label)
            line = view.missing[0]
        pad.code(line)
        _refuse_if_void(pad, line)
        taken = view.entered.get(line)
        if taken is not None:
            raise DomainError("pad.line_taken", line=line, book=label, dossier=taken.code)
        times = sorted((number, one.received_at) for number, one in view.entered.items())
        after = next((at for number, at in reversed(times) if number < line), None)
        before = next((at for number, at in times if number > line), None)
        return PaperSheet(label, line, pad.issued_at, _tidy(clerk_name), after, before)

    def _context(self, work: UnitOfWork) -> OfficeContext:
        return self._office.current().of_incarnation(work.journal.head().incarnation)

    def _this_year(self) -> int:
        return vietnam_time(self._clock.now()).year


def sheet_of_code(code: str) -> tuple[str, int] | None:
    """The pad and the line that a sheet's code names; ``None`` for any other code."""
    read = read_code(code).code
    if read is None or not read.series:
        return None
    return LedgerBook(read.series, read.day.year).label, read.number


def pads_of(reads: Reads, context: OfficeContext, year: int) -> dict[str, Pad]:
    """The pads of a year by label."""
    subject = pads_subject(context.directory.office.id, year)
    return fold_pads(recorded.entry for recorded in reads.timeline(subject))


def pad_views(reads: Reads, context: OfficeContext, year: int) -> list[PadView]:
    """The pads of a year in order, with what was entered from them."""
    views = [_view(reads, context, pad) for pad in pads_of(reads, context, year).values()]
    return sorted(views, key=lambda view: view.pad.book.order)


def claim_sheet(work: UnitOfWork, context: OfficeContext, sheet: PaperSheet) -> ReservedNumbers:
    """The numbers of a sheet, for the reception that is entered from it in this unit of work.

    Raises ``DomainError``: ``pad.unknown``, ``pad.no_such_line``, ``pad.line_void``, ``pad.line_taken``,
    ``ledger.year_closed``.
    """
    pad = _open_pad(work, context, sheet.book)
    code = pad.code(sheet.line)
    _refuse_if_void(pad, sheet.line)
    _refuse_if_taken(work, pad, sheet.line, code)
    slip = sheet_slip_number(pad, sheet.line, context)
    return ReservedNumbers(code, CodeKind.PROVISIONAL, pad.label, sheet.line, slip)


def sheet_slip_number(pad: Pad, line: int, context: OfficeContext) -> str:
    """The number of the receipt slip that a sheet is: ``0007-G03.1/TTPVHCC``."""
    return f"{line:04d}-{pad.issued.series}/{context.directory.office.slip_suffix}"


def _open_pad(work: UnitOfWork, context: OfficeContext, label: str) -> Pad:
    book = LedgerBook.of_label(label)
    pads: Mapping[str, Pad] = {}
    if book is not None:
        subject = pads_subject(context.directory.office.id, book.year)
        pads = fold_pads(recorded.entry for recorded in work.journal.of_subject(subject))
    if label not in pads:
        raise DomainError("pad.unknown", book=label)
    pad = pads[label]
    if label in series_state(work, context, pad.book).closed:
        raise DomainError("ledger.year_closed", year=pad.issued.year)
    return pad


def _refuse_if_void(pad: Pad, line: int) -> None:
    if line in pad.void:
        raise DomainError("pad.line_void", line=line, book=pad.label, reason=pad.void[line])


def _refuse_if_taken(work: UnitOfWork, pad: Pad, line: int, code: str) -> None:
    """A sheet's code stays an alias of its dossier for ever: by it a second entry is noticed."""
    taken = work.dossiers.id_of_code(code)
    dossier = None if taken is None else work.dossiers.get(taken)
    if dossier is not None:
        raise DomainError("pad.line_taken", line=line, book=pad.label, dossier=dossier.code)


def _view(reads: Reads, context: OfficeContext, pad: Pad) -> PadView:
    entered = {
        one.place.line: EnteredSheet(one.dossier.id, one.dossier.code, one.dossier.received_at)
        for one in reads.ledger_lines(pad.label, limit=2 * MOST_SHEETS)
    }
    closed = pad.label in _closed_labels(reads, context, pad)
    return PadView(pad, entered, closed)


def _closed_labels(reads: Reads, context: OfficeContext, pad: Pad) -> Collection[str]:
    subject = ledger_subject(context.directory.office.id, pad.book.series, pad.book.year)
    return fold_series(recorded.entry for recorded in reads.timeline(subject)).closed


def _record(
    work: UnitOfWork, context: OfficeContext, clerk: Clerk, now: datetime, year: int, event: PadEvent
) -> Entry:
    office = context.directory.office.id
    draft = EntryDraft(
        kind=event.KIND,
        kind_version=event.VERSION,
        subject=pads_subject(office, year),
        audience=(office,),
        actor=clerk.id,
        occurred_at=now,
        basis=Basis.COUNTER,
        body=encode_body(event.to_body()),
    )
    entry = chain(work.journal.head(), draft, now, context.clock_offset_ms)
    work.journal.append(entry)
    return entry


def _tidy(text: str) -> str:
    return nfc(" ".join(text.split()))
