"""A year of the office's calendar to look at: every special day with who decided it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
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
    COUNTERS = "counters"
    """The office's overrides that were entered at a counter, and that all counters get."""
    UNSENT = "unsent"
    """Such ones of which the centre's calendar does not know yet."""


@dataclass(frozen=True, slots=True)
class DayRun:
    """Days from ``first`` to ``last``, both included, of which the same was decided by the same people."""

    first: date
    last: date
    special: SpecialDay
    origin: DayOrigin


def year_of(
    calendar: WorkCalendar, year: int, *, centre: Set[date], counters: Set[date], unsent: Set[date]
) -> tuple[DayRun, ...]:
    """The special days of a year in order, equal neighbours together.

    ``centre`` and ``counters`` are the days that their overrides decide; the centre's word goes first. Of
    those of the counters, ``unsent`` are not known to the centre yet.
    """
    origins = {
        **dict.fromkeys(counters, DayOrigin.COUNTERS),
        **dict.fromkeys(counters & unsent, DayOrigin.UNSENT),
        **dict.fromkeys(centre, DayOrigin.CENTRE),
    }
    return tuple(_runs(calendar, year, origins))


def _runs(calendar: WorkCalendar, year: int, origins: Mapping[date, DayOrigin]) -> Iterator[DayRun]:
    run: DayRun | None = None
    for day in calendar.holidays.between(date(year, 1, 1), date(year, 12, 31)):
        special = calendar.holidays.get(day)
        if special is None:
            continue
        origin = origins.get(day, DayOrigin.NATIONAL)
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
