"""The weekly hours of an office, with the dates from which they hold."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import Final, Self

from counter_app.domain.errors import DomainError

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The names of weekdays in plain data, in the order of ``date.weekday()``."""


@dataclass(frozen=True, slots=True)
class Period:
    """Working time from ``start`` to ``end`` of one day; both ends belong to it."""

    start: time
    end: time


@dataclass(frozen=True)
class WeekHours:
    """The periods of each weekday (Monday first) from a date on; no periods means closed.

    Only time in which the processing term runs belongs here: a Saturday on which papers are taken in,
    but which the office does not count as a working day, has no periods.
    """

    valid_from: date
    days: tuple[tuple[Period, ...], ...]

    def __post_init__(self) -> None:
        if len(self.days) != 7 or not any(self.days):
            raise DomainError("working_time.bad_hours")
        for periods in self.days:
            edges = [edge for period in periods for edge in (period.start, period.end)]
            if any(first >= second for first, second in pairwise(edges)):
                raise DomainError("working_time.bad_hours")

    @property
    def usual(self) -> tuple[Period, ...]:
        """The periods of the first open weekday: those of a make-up day on a weekday that is closed."""
        return next(periods for periods in self.days if periods)


class OfficeHours:
    """The weekly hours of an office, by the date from which they hold."""

    def __init__(self, versions: Iterable[WeekHours]) -> None:
        self._versions = sorted(versions, key=lambda week: week.valid_from)
        if not self._versions:
            raise DomainError("working_time.bad_hours")
        self._starts = [week.valid_from for week in self._versions]

    def week_of(self, day: date) -> WeekHours:
        """The hours that hold on ``day``; before the first version, the first one."""
        return self._versions[max(0, bisect_right(self._starts, day) - 1)]

    @classmethod
    def weekly(cls, days: Mapping[str, Iterable[str]]) -> Self:
        """The same hours at all times: ``{"mon": ["07:30-11:30", "13:30-17:30"], ...}``."""
        return cls([WeekHours(date.min, _week(days))])

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Self:
        """Read ``{"versions": [{"valid_from": "2026-01-01", "days": {"mon": [...], ...}}]}``.

        A weekday that is left out is closed. Raises ``DomainError("working_time.bad_hours")``.
        """
        rows = plain.get("versions")
        if not isinstance(rows, list):
            raise DomainError("working_time.bad_hours")
        try:
            return cls(
                WeekHours(date.fromisoformat(str(row["valid_from"])), _week(row["days"])) for row in rows
            )
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise DomainError("working_time.bad_hours") from error


def _week(days: Mapping[str, Iterable[str]]) -> tuple[tuple[Period, ...], ...]:
    if not set(days) <= set(WEEKDAYS):
        raise DomainError("working_time.bad_hours")
    return tuple(tuple(_period(text) for text in days.get(name, ())) for name in WEEKDAYS)


def _period(text: str) -> Period:
    start, _, end = text.partition("-")
    return Period(time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))
