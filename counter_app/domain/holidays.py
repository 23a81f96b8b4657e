"""Holidays, days off in exchange, closures and make-up working days, as data.

Bộ luật Lao động 2019 Đ111-112 names the holidays; swaps and the days of Tết and Quốc khánh are decided year
by year, and an office may be closed by a decision of its own (a storm): every table can be overridden.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self

from counter_app.domain.errors import DomainError


class DayEffect(StrEnum):
    """What a special day does; ``NORMAL`` takes back what an earlier table said."""

    OFF = "off"
    WORK = "work"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A holiday, a day off in exchange, a closure by decision, or a make-up working day.

    ``kind`` is ``holiday``, ``observed``, ``swap_off``, ``make_up`` or ``closure``. ``provisional`` marks
    a day that is expected but not yet decided. ``decision`` is the number of the deciding document, if known.
    """

    day: date
    effect: DayEffect
    kind: str
    name_vi: str
    name_en: str
    provisional: bool = False
    decision: str = ""


class Holidays:
    """The special days by date, and how far the table reaches."""

    def __init__(self, days: Iterable[SpecialDay] = (), *, known_until: date | None = None) -> None:
        self._days = {special.day: special for special in days}
        if known_until is None and self._days:
            known_until = date(max(self._days).year, 12, 31)
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

    def with_overrides(self, days: Iterable[SpecialDay]) -> Holidays:
        """The table with an office's own decisions on top, day by day (swaps, storm closures)."""
        return Holidays([*self._days.values(), *days], known_until=self.known_until)

    @classmethod
    def from_plain(cls, document: Mapping[str, object]) -> Self:
        """Read the ``holidays`` catalogue; raises ``DomainError("working_time.bad_holidays")``."""
        rows = document.get("days")
        if not isinstance(rows, list):
            raise DomainError("working_time.bad_holidays")
        try:
            return cls([_special(row) for row in rows])
        except (KeyError, ValueError, TypeError, AttributeError) as error:
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
