"""On which days and at what times an office works: its hours and the holidays together.

Everything is in Vietnam time, a fixed seven hours ahead of UTC (no summer time), so that no time zone
data is needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import Holidays
from counter_app.domain.office_hours import OfficeHours, Period
from counter_app.domain.special_days import DayEffect, SpecialDay

VIETNAM: Final = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")

_ONE_DAY: Final = timedelta(days=1)
_LONGEST_CLOSURE: Final = 400
"""Days without a working day after which the tables are wrong rather than the office closed."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day of an office. ``special`` is set only where it changes what the weekday would be."""

    day: date
    periods: tuple[Period, ...]
    special: SpecialDay | None

    @property
    def is_working(self) -> bool:
        """Whether the office works at all."""
        return bool(self.periods)

    @property
    def opening(self) -> datetime:
        """Start of the first period."""
        return self.at(self.periods[0].start)

    @property
    def closing(self) -> datetime:
        """End of the last period."""
        return self.at(self.periods[-1].end)

    def at(self, clock: time) -> datetime:
        """That clock time of this day, in Vietnam time."""
        return datetime.combine(self.day, clock, VIETNAM)

    def is_open_at(self, clock: time) -> bool:
        """Whether ``clock`` lies inside a period."""
        return any(period.start <= clock <= period.end for period in self.periods)

    def open_at_or_after(self, clock: time) -> time | None:
        """``clock`` inside a period, else the start of the next one; ``None`` after closing."""
        for period in self.periods:
            if clock <= period.end:
                return max(clock, period.start)
        return None


class WorkCalendar:
    """Hours and holidays of one office together; days are worked out once and remembered.

    ``version`` names the data for the entries that were decided with it.
    """

    def __init__(self, hours: OfficeHours, holidays: Holidays, version: str) -> None:
        self._hours = hours
        self._plans: dict[date, DayPlan] = {}
        self._next: dict[date, DayPlan] = {}
        self.holidays: Final = holidays
        self.version: Final = version

    def with_overrides(self, days: Iterable[SpecialDay]) -> WorkCalendar:
        """The same office with other special days on top."""
        return WorkCalendar(self._hours, self.holidays.with_overrides(days), self.version)

    def plan(self, day: date) -> DayPlan:
        """What the office does on ``day``."""
        plan = self._plans.get(day)
        if plan is None:
            plan = self._plans[day] = self._work_out(day)
        return plan

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on ``day``."""
        return bool(self.plan(day).periods)

    def next_working_day(self, day: date) -> DayPlan:
        """The first working day after ``day``; raises ``DomainError("working_time.no_working_day")``."""
        plan = self._next.get(day)
        if plan is None:
            plan = self._next[day] = self._seek(day, _ONE_DAY)
        return plan

    def previous_working_day(self, day: date) -> DayPlan:
        """The last working day before ``day``; raises ``DomainError("working_time.no_working_day")``."""
        return self._seek(day, -_ONE_DAY)

    def _seek(self, day: date, step: timedelta) -> DayPlan:
        for _ in range(_LONGEST_CLOSURE):
            day += step
            plan = self.plan(day)
            if plan.periods:
                return plan
        raise DomainError("working_time.no_working_day", day=day.isoformat())

    def _work_out(self, day: date) -> DayPlan:
        week = self._hours.week_of(day)
        periods = week.days[day.weekday()]
        special = self.holidays.get(day)
        if special is not None and special.effect is DayEffect.OFF and periods:
            return DayPlan(day, (), special)
        if special is not None and special.effect is DayEffect.WORK and (special.periods or not periods):
            told = replace(special, kind="own_hours") if periods else special
            return DayPlan(day, special.periods or week.usual, told)
        return DayPlan(day, periods, None)


def vietnam_time(instant: datetime) -> datetime:
    """The instant on Vietnam's clocks; raises ``DomainError("working_time.naive_time")`` without a zone."""
    if instant.tzinfo is None:
        raise DomainError("working_time.naive_time")
    return instant.astimezone(VIETNAM)
