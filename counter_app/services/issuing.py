"""Taking the numbers that a reception needs, inside the unit of work that uses them."""

from __future__ import annotations

import json
from datetime import date, datetime

from counter_app.domain.entries import CodeKind
from counter_app.domain.ledger_book import LedgerBook
from counter_app.domain.numbering import CodesOfDay, IssuedCode, next_code
from counter_app.domain.work_calendar import vietnam_time
from counter_app.services.office_context import OfficeContext
from counter_app.services.store_ports import UnitOfWork

CODES_OF_DAY = "codes_of_day"

_START = {1: CodeKind.LEASED, 2: CodeKind.OVERFLOW}
"""Where numbering starts by incarnation: a lost self may have used what comes before."""


def issue_code(work: UnitOfWork, context: OfficeContext, now: datetime) -> IssuedCode:
    """The next dossier code of today; never waits for anybody.

    In a second incarnation numbering starts in the overflow range, from the third on codes are provisional:
    what comes before may have been used by the selves that were lost.
    """
    day = vietnam_time(now).date()
    stored = work.documents.get(CODES_OF_DAY)
    used = _used(stored, day, context)
    start = _START.get(context.station.incarnation, CodeKind.PROVISIONAL)
    issued = next_code(context.lease, day, used, start=start)
    kept = json.dumps(used.with_code(issued).to_plain(), separators=(",", ":")).encode()
    work.documents.put(CODES_OF_DAY, 1 if stored is None else stored[0] + 1, kept)
    return issued


def _used(stored: tuple[int, bytes] | None, day: date, context: OfficeContext) -> CodesOfDay:
    agency, station = context.directory.office.agency, context.station
    fresh = CodesOfDay(agency, station.number, day, station.incarnation)
    if stored is None:
        return fresh
    used = CodesOfDay.from_plain(json.loads(stored[1]))
    same_series = (used.agency, used.station, used.incarnation) == (
        agency,
        station.number,
        station.incarnation,
    )
    return used if same_series and used.day >= day else fresh


def take_ledger_line(work: UnitOfWork, context: OfficeContext, now: datetime) -> tuple[str, int]:
    """The station's own book of this year and its next line: gapless (TT 01/2018 Đ10 k2)."""
    day = vietnam_time(now).date()
    book = LedgerBook(context.station.number, day.year)
    return book.label, work.counters.take(f"ledger/{book.label}")


def take_slip_number(work: UnitOfWork, context: OfficeContext, now: datetime) -> str:
    """The running number of the receipt slip in this year: ``0412-03/TTPVHCC``, number and station."""
    year = vietnam_time(now).year
    number = work.counters.take(f"slip/{context.station.number}/{year}")
    return f"{number:04d}-{context.station.number}/{context.directory.office.slip_suffix}"
