"""A year of the office's calendar to look at: every special day with who decided it."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from counter_app.domain.special_days import SpecialDay
from counter_app.domain.work_calendar import WorkCalendar


class DayOrigin(StrEnum):
    """Who decided a special day."""

    NATIONAL = "national"
    """The table of holidays, shipped or sent by the centre."""
    CENTRE = "centre"
    """The office's overrides at the central system."""
    STATION = "station"
    """The office's overrides that were entered at this station."""


@dataclass(frozen=True, slots=True)
class DayRun:
    """Days from ``first`` to ``last``, both included, of which the same was decided by the same people."""

    first: date
    last: date
    special: SpecialDay
    origin: DayOrigin


def year_of(
    calendar: WorkCalendar, year: int, *, centre: Set[date], station: Set[date]
) -> tuple[DayRun, ...]:
    """The special days of a year in order, equal neighbours together.

    ``centre`` and ``station`` are the days that their overrides decide; the centre's word goes first.
    """
    return tuple(_runs(calendar, year, centre, station))


def _runs(calendar: WorkCalendar, year: int, centre: Set[date], station: Set[date]) -> Iterator[DayRun]:
    run: DayRun | None = None
    for day in calendar.holidays.between(date(year, 1, 1), date(year, 12, 31)):
        special = calendar.holidays.get(day)
        if special is None:
            continue
        origin = DayOrigin.STATION if day in station else DayOrigin.NATIONAL
        origin = DayOrigin.CENTRE if day in centre else origin
        if run is not None and _goes_on(run, special, origin):
            run = replace(run, last=day)
            continue
        if run is not None:
            yield run
        run = DayRun(day, day, special, origin)
    if run is not None:
        yield run


def _goes_on(run: DayRun, special: SpecialDay, origin: DayOrigin) -> bool:
    same = replace(special, day=run.special.day) == run.special and origin is run.origin
    return same and special.day - run.last == timedelta(days=1)
