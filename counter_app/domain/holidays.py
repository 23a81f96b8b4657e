"""Holidays, days off in exchange, closures and make-up working days, as data.

Bộ luật Lao động 2019 Đ111-112 names the holidays; swaps and the days of Tết and Quốc khánh are decided year
by year, and an office may be closed by a decision of its own (a storm): every table can be overridden.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Self

from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.errors import DomainError
from counter_app.domain.special_days import DayEffect, SpecialDay

__all__ = ["CalendarOverride", "DayEffect", "Holidays", "SpecialDay", "read_overrides"]


class Holidays:
    """The special days by date, and how far the table reaches."""

    def __init__(
        self,
        days: Iterable[SpecialDay] = (),
        *,
        known_from: date | None = None,
        known_until: date | None = None,
    ) -> None:
        self._days = {special.day: special for special in days}
        if self._days:
            known_from = known_from or date(min(self._days).year, 1, 1)
            known_until = known_until or date(max(self._days).year, 12, 31)
        self.known_from: Final = known_from
        """The first day that the table covers, by default the start of its first year; ``None`` if empty."""
        self.known_until: Final = known_until
        """The last day that the table covers, by default the end of its last year; ``None`` if empty."""
        self._sorted = sorted(self._days)
        self._provisional = [day for day in self._sorted if self._days[day].provisional]

    def get(self, day: date) -> SpecialDay | None:
        """What is special about ``day``."""
        return self._days.get(day)

    def between(self, first: date, last: date) -> list[date]:
        """The special days from ``first`` to ``last``, both included, in order."""
        return self._sorted[bisect_left(self._sorted, first) : bisect_right(self._sorted, last)]

    def first_provisional(self, first: date, last: date) -> date | None:
        """The first day from ``first`` to ``last`` that is only expected, not decided."""
        at = bisect_left(self._provisional, first)
        if at < len(self._provisional) and self._provisional[at] <= last:
            return self._provisional[at]
        return None

    def covers(self, first: date, last: date) -> bool:
        """Whether every day from ``first`` to ``last`` lies within what the table covers."""
        if self.known_from is None or self.known_until is None:
            return False
        return self.known_from <= first and last <= self.known_until

    def with_overrides(self, days: Iterable[SpecialDay]) -> Holidays:
        """The table with an office's own decisions on top, day by day (swaps, storm closures)."""
        days = [*self._days.values(), *days]
        return Holidays(days, known_from=self.known_from, known_until=self.known_until)

    def extended_by(self, other: Holidays) -> Holidays:
        """This table, and the years that only ``other`` covers."""
        if self.known_from is None or self.known_until is None:
            return other
        first, last = self.known_from, self.known_until
        added = [special for day, special in other._days.items() if not first <= day <= last]
        return Holidays(
            [*self._days.values(), *added],
            known_from=min(first, other.known_from or first),
            known_until=max(last, other.known_until or last),
        )

    @classmethod
    def from_plain(cls, document: Mapping[str, object]) -> Self:
        """Read the ``calendar`` document: ``days``, and ``overrides`` on top of them.

        Raises ``DomainError("working_time.bad_holidays")``.
        """
        rows = document.get("days")
        if not isinstance(rows, list):
            raise DomainError("working_time.bad_holidays")
        try:
            days = [_special(row) for row in rows]
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise DomainError("working_time.bad_holidays") from error
        overrides = read_overrides(document)
        base = Holidays(days)
        decided = [special for override in overrides for special in override.special_days]
        return cls([*days, *decided], known_from=base.known_from, known_until=base.known_until)


def read_overrides(document: Mapping[str, object]) -> tuple[CalendarOverride, ...]:
    """The table of overrides in a ``calendar`` document; raises as ``Holidays.from_plain`` does."""
    rows = document.get("overrides", [])
    if not isinstance(rows, list):
        raise DomainError("working_time.bad_holidays")
    try:
        return tuple(CalendarOverride.from_plain(row) for row in rows)
    except DomainError as error:
        raise DomainError("working_time.bad_holidays") from error


def _special(row: Mapping[str, object]) -> SpecialDay:
    name = str(row["name_vi"])
    return SpecialDay(
        day=date.fromisoformat(str(row["date"])),
        effect=DayEffect(str(row["effect"])),
        kind=str(row.get("kind", "holiday")),
        name_vi=name,
        name_en=str(row.get("name_en", name)),
        provisional=bool(row.get("provisional", False)),
        decision=str(row.get("decision", "")),
    )
