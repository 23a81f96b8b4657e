"""The weekly hours of an office: by weekday, from a date on, for a range of dates, or a season of each year.

Bộ luật Lao động 2019 Đ105 limits the hours; which they are, each locality decides (winter and summer hours, a
Saturday morning).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import Final, Self

from counter_app.domain.errors import DomainError

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The names of weekdays in plain data, in the order of ``date.weekday()``."""

_LEAP_YEAR: Final = 2000


@dataclass(frozen=True, slots=True)
class Period:
    """Working time from ``start`` to ``end`` of one day; both ends belong to it."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Season:
    """A part of every year, both days included, such as 16 April to 15 October; may run over the new year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def holds(self, day: date) -> bool:
        """Whether ``day`` lies in the season."""
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True)
class WeekHours:
    """The periods of each weekday (Monday first) from a date on; no periods means closed.

    ``valid_until`` ends them, ``season`` limits them to a part of every year. Only time in which the
    processing term runs belongs here: a Saturday on which papers are taken in, but which the office does
    not count as a working day, has no periods.
    """

    valid_from: date
    days: tuple[tuple[Period, ...], ...]
    valid_until: date | None = None
    season: Season | None = None

    def __post_init__(self) -> None:
        if len(self.days) != 7 or not any(self.days):
            raise DomainError("working_time.bad_hours")
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise DomainError("working_time.bad_hours")
        for periods in self.days:
            check_periods(periods)

    @property
    def usual(self) -> tuple[Period, ...]:
        """The periods of the first open weekday: those of a make-up day on a weekday that is closed."""
        return next(periods for periods in self.days if periods)

    @property
    def stands_alone(self) -> bool:
        """Whether these hours hold all year and without an end."""
        return self.season is None and self.valid_until is None

    def holds(self, day: date) -> bool:
        """Whether these hours are among those for ``day``."""
        begun = self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
        return begun and (self.season is None or self.season.holds(day))


class OfficeHours:
    """The hours of an office at all times.

    Of several that hold, the latest decided one counts (``valid_from``), a season before the whole year.
    One version at least has to stand alone, so that no day is without hours.
    """

    def __init__(self, versions: Iterable[WeekHours]) -> None:
        self._versions = sorted(versions, key=_rank, reverse=True)
        alone = [week for week in self._versions if week.stands_alone]
        if not alone:
            raise DomainError("working_time.bad_hours")
        self._first: Final = alone[-1]

    @property
    def versions(self) -> tuple[WeekHours, ...]:
        """Every version, the latest decided one first."""
        return tuple(self._versions)

    def week_of(self, day: date) -> WeekHours:
        """The hours that hold on ``day``; before the first version, the first one."""
        return next((week for week in self._versions if week.holds(day)), self._first)

    @classmethod
    def weekly(cls, days: Mapping[str, Iterable[str]]) -> Self:
        """The same hours at all times: ``{"mon": ["07:30-11:30", "13:30-17:30"], ...}``."""
        return cls([WeekHours(date.min, _week(days))])

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Self:
        """Read ``{"versions": [{"valid_from": "2026-01-01", "days": {"mon": [...], ...}}]}``.

        A version may have ``valid_until`` (a date) and ``season`` (``["04-16", "10-15"]``). A weekday that is
        left out is closed. Raises ``DomainError("working_time.bad_hours")``.
        """
        rows = plain.get("versions")
        if not isinstance(rows, list):
            raise DomainError("working_time.bad_hours")
        try:
            return cls(_version(row) for row in rows)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise DomainError("working_time.bad_hours") from error


def check_periods(periods: Sequence[Period]) -> None:
    """Each opens before it closes and after the one before; ``DomainError("working_time.bad_hours")``."""
    edges = [edge for period in periods for edge in (period.start, period.end)]
    if any(first >= second for first, second in pairwise(edges)):
        raise DomainError("working_time.bad_hours")


def read_period(text: str) -> Period:
    """``"07:30-11:30"``; raises ``ValueError``."""
    start, _, end = text.replace("–", "-").partition("-")
    return Period(time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))


def _rank(week: WeekHours) -> tuple[date, bool, bool]:
    return week.valid_from, week.season is not None, week.valid_until is not None


def _version(row: Mapping[str, object]) -> WeekHours:
    days, until, season = row["days"], row.get("valid_until"), row.get("season")
    if not isinstance(days, Mapping):
        raise DomainError("working_time.bad_hours")
    return WeekHours(
        date.fromisoformat(str(row["valid_from"])),
        _week(days),
        None if until is None else date.fromisoformat(str(until)),
        None if season is None else _season(season),
    )


def _season(plain: object) -> Season:
    if not isinstance(plain, list | tuple):
        raise DomainError("working_time.bad_hours")
    first, last = (date.fromisoformat(f"{_LEAP_YEAR}-{edge}") for edge in plain)
    return Season((first.month, first.day), (last.month, last.day))


def _week(days: Mapping[str, Iterable[str]]) -> tuple[tuple[Period, ...], ...]:
    if not set(days) <= set(WEEKDAYS):
        raise DomainError("working_time.bad_hours")
    return tuple(tuple(read_period(text) for text in days.get(name, ())) for name in WEEKDAYS)
