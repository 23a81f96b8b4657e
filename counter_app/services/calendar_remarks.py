"""What a person should look at in calendar overrides that are well formed: they may still be a mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.holidays import DayEffect
from counter_app.domain.work_calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at; worded as ``calendar.remark.<code>`` with ``day`` and ``decision``."""

    row: int
    code: str
    day: date
    decision: str = ""


def remarks_on(rows: Mapping[int, CalendarOverride], calendar: WorkCalendar) -> tuple[Remark, ...]:
    """Remarks on overrides by their row: without effect, replacing a decision, or half a swap."""
    found = [remark for row, override in rows.items() for remark in _of_days(row, override, calendar)]
    return (*found, *_half_swaps(rows))


def _of_days(row: int, override: CalendarOverride, calendar: WorkCalendar) -> Iterator[Remark]:
    for day in override.dates:
        before, special = calendar.is_working_day(day), calendar.holidays.get(day)
        if special is not None and special.decision and special.decision != override.decision:
            yield Remark(row, "replaces", day, special.decision)
        elif special is None and override.effect is DayEffect.NORMAL:
            yield Remark(row, "no_effect", day)
        elif override.effect is DayEffect.OFF and not before and override.first == override.last:
            yield Remark(row, "closed_already", day)
        elif override.effect is DayEffect.WORK and before and not override.periods:
            yield Remark(row, "open_already", day)


def _half_swaps(rows: Mapping[int, CalendarOverride]) -> Iterator[Remark]:
    """A day off in exchange needs a day worked for it by the same decision, and the other way round."""
    off = {one.decision for one in rows.values() if one.effect is DayEffect.OFF}
    worked = {one.decision for one in rows.values() if one.effect is DayEffect.WORK}
    for row, one in rows.items():
        if one.kind == "swap_off" and one.decision not in worked:
            yield Remark(row, "no_make_up", one.first, one.decision)
        if one.effect is DayEffect.WORK and not one.periods and one.decision not in off:
            yield Remark(row, "no_swap_off", one.first, one.decision)
