"""A day that is not what its weekday would be: a holiday, a day off in exchange, a closure, a make-up day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter_app.domain.office_hours import Period


class DayEffect(StrEnum):
    """What a special day does; ``NORMAL`` takes back what an earlier table said."""

    OFF = "off"
    WORK = "work"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A holiday, a day off in exchange, a closure by decision, or a make-up working day.

    ``kind`` is ``holiday``, ``observed``, ``swap_off``, ``make_up``, ``closure``, ``taken_back`` or
    ``own_hours``. ``provisional`` marks a day that is expected but not yet decided. ``decision`` is the
    number of the deciding document, if known. ``periods`` are the hours of a working day that has its own;
    none means the usual ones.
    """

    day: date
    effect: DayEffect
    kind: str
    name_vi: str
    name_en: str
    provisional: bool = False
    decision: str = ""
    periods: tuple[Period, ...] = ()
