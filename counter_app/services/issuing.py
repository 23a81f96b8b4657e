"""Taking the numbers that a reception needs, inside the unit of work that uses them."""

from __future__ import annotations

import json
from datetime import date, datetime

from counter_app.domain.entries import CodeKind
from counter_app.domain.errors import DomainError
from counter_app.domain.ledger_book import LedgerBook
from counter_app.domain.ledger_entries import SeriesState, fold_series, ledger_subject
from counter_app.domain.numbering import CodesOfDay, IssuedCode, next_code
from counter_app.domain.office import Station
from counter_app.domain.work_calendar import vietnam_time
from counter_app.services.office_context import OfficeContext
from counter_app.services.store_ports import UnitOfWork

_ENCODER = json.JSONEncoder(check_circular=False, separators=(",", ":"))

_START = {1: CodeKind.LEASED, 2: CodeKind.OVERFLOW}
"""Where numbering starts by incarnation: a lost self may have used what comes before."""


def issue_code(work: UnitOfWork, context: OfficeContext, now: datetime) -> IssuedCode:
    """The next dossier code of today; never waits for anybody.

    In a second incarnation numbering starts in the overflow range, from the third on codes are provisional:
    what comes before may have been used by the selves that were lost. Raises
    ``DomainError("numbering.bad_record")``.
    """
    used = _used(work, context, vietnam_time(now).date())
    start = _START.get(context.station.incarnation, CodeKind.PROVISIONAL)
    issued = next_code(context.lease, used.day, used, start=start)
    kept = _ENCODER.encode(used.with_code(issued).to_plain()).encode()
    work.documents.put(_record_name(used), 1, kept)
    return issued


def _used(work: UnitOfWork, context: OfficeContext, day: date) -> CodesOfDay:
    """What was given out on ``day``, also when the clock or the agency's identifier went to and fro."""
    station = context.station
    fresh = CodesOfDay(context.directory.office.agency, station.number, day, station.incarnation)
    stored = work.documents.get(_record_name(fresh))
    if stored is None:
        return fresh
    try:
        plain = json.loads(stored[1])
    except ValueError as error:
        raise DomainError("numbering.bad_record") from error
    return CodesOfDay.from_plain(plain)


def _record_name(codes: CodesOfDay) -> str:
    return f"codes/{codes.agency}/{codes.station}.{codes.incarnation}/{codes.day.isoformat()}"


def take_ledger_line(work: UnitOfWork, context: OfficeContext, now: datetime) -> tuple[str, int]:
    """The station's own book of this year and its next line: gapless (TT 01/2018 Đ10 k2).

    Inside a year the lines run on through its books. Raises ``DomainError("ledger.year_closed")`` for a year
    whose book was closed, as when the clock fell back over New Year.
    """
    first = own_book(context.station, vietnam_time(now).year)
    state = series_state(work, context, first)
    book = state.current(first)
    if book.label in state.closed:
        raise DomainError("ledger.year_closed", year=book.year)
    return book.label, work.counters.take(line_counter(first))


def own_book(station: Station, year: int) -> LedgerBook:
    """The station's first book of a year, without its lines."""
    return LedgerBook(station_series(station), year)


def line_counter(first: LedgerBook) -> str:
    """The counter of the lines of a series and year, named after its first book."""
    return f"ledger/{first.label}"


def series_state(work: UnitOfWork, context: OfficeContext, book: LedgerBook) -> SeriesState:
    """What was recorded about the books of this one's series and year."""
    subject = ledger_subject(context.directory.office.id, book.series, book.year)
    return fold_series(recorded.entry for recorded in work.journal.of_subject(subject))


def take_slip_number(work: UnitOfWork, context: OfficeContext, now: datetime) -> str:
    """The running number of the receipt slip in this year: ``0412-03/TTPVHCC``, number and station."""
    series = station_series(context.station)
    number = work.counters.take(f"slip/{series}/{vietnam_time(now).year}")
    return f"{number:04d}-{series}/{context.directory.office.slip_suffix}"


def take_form_number(work: UnitOfWork, context: OfficeContext, form: str, now: datetime) -> str:
    """The running number of an official form other than the receipt in this year: ``0007-03``.

    Each form has a series of its own at each station, so that two counters without a line never clash.
    """
    series = station_series(context.station)
    number = work.counters.take(f"slip/{form}/{series}/{vietnam_time(now).year}")
    return f"{number:04d}-{series}"


def station_series(station: Station) -> str:
    """The book and slip series of a station; a further incarnation never repeats what a lost self wrote."""
    return station.number if station.incarnation == 1 else f"{station.number}.{station.incarnation}"
