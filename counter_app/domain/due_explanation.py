"""Why a due time is what it is: the steps that a clerk reads out and an applicant can check."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from counter_app.domain.due_time import Rule, Step
from counter_app.domain.special_days import SpecialDay
from counter_app.domain.work_calendar import WorkCalendar

_ONE_DAY: Final = timedelta(days=1)


def explain(
    calendar: WorkCalendar,
    rule: Rule,
    value: int | None,
    *,
    received: datetime,
    start: datetime,
    due_at: datetime,
    cutoff: time | None = None,
) -> tuple[Step, ...]:
    """The steps from reception to due time, in the order in which they are said.

    ``start`` is the effective start; ``cutoff`` belongs to the rule of the same day. All instants are in
    Vietnam time.
    """
    first = received.date() + _ONE_DAY
    if rule is Rule.SAME_DAY:
        assert cutoff is not None
        steps = _same_day(calendar, received, start, due_at, cutoff)
    else:
        counted = Step(rule.value, params={"value": value or 0})
        steps = [counted, *_moved_start(calendar, received, start)]
        if rule is Rule.CALENDAR_DAYS:
            first = start.date() + timedelta(days=value or 0)
            if not calendar.is_working_day(first) and calendar.plan(first).special is None:
                steps.append(Step("last_day_off", on=first))
    shifts = special_day_steps(calendar, first, due_at.date())
    if rule is Rule.WORKING_DAYS and due_at.time() != start.time():
        shifts.append(Step("within_hours", at=due_at))
    steps += shifts
    if rule is not Rule.SAME_DAY:
        code = "due_hour" if rule is Rule.WORKING_HOURS else "due"
        code = code if len(steps) > 1 else f"{code}_straight"
        steps.append(Step(code, on=due_at.date(), at=due_at))
    return (*steps, *doubt_steps(calendar, received.date(), due_at.date()))


def explain_transfer(
    calendar: WorkCalendar, *, received: datetime, due_at: datetime, cutoff: time | None
) -> tuple[Step, ...]:
    """The steps from reception to when the papers are handed on; ``cutoff`` if they came after it."""
    steps: list[Step] = []
    if cutoff is not None and received.time() > cutoff:
        steps.append(Step("transfer_after_cutoff", params={"cutoff": f"{cutoff:%H:%M}"}))
    elif cutoff is not None:
        steps.append(Step("transfer_after_closing"))
    elif due_at.date() != received.date():
        steps.append(Step("transfer_from_day_off"))
    steps += special_day_steps(calendar, received.date() + _ONE_DAY, due_at.date())
    steps.append(Step("transfer", on=due_at.date(), at=due_at))
    return (*steps, *doubt_steps(calendar, received.date(), due_at.date()))


def _same_day(
    calendar: WorkCalendar, received: datetime, start: datetime, due_at: datetime, cutoff: time
) -> list[Step]:
    shown = {"cutoff": f"{cutoff:%H:%M}"}
    if due_at.date() != start.date():
        return [Step("after_cutoff", on=due_at.date(), params=shown)]
    if start.date() == received.date():
        return [Step("same_day", on=due_at.date(), params=shown)]
    return [*_moved_start(calendar, received, start), Step("same_day_of_start", on=due_at.date())]


def _moved_start(calendar: WorkCalendar, received: datetime, start: datetime) -> list[Step]:
    if start == received:
        return []
    plan = calendar.plan(received.date())
    if plan.special is not None and not plan.is_working:
        return [Step("start_holiday", on=start.date(), at=start, params=_names([plan.special]))]
    if not plan.is_working:
        code = "start_day_off"
    elif received > plan.closing:
        code = "start_after_closing"
    elif received < plan.opening:
        code = "start_before_opening"
    else:
        code = "start_break"
    return [Step(code, on=start.date(), at=start)]


def special_day_steps(calendar: WorkCalendar, first: date, last: date) -> list[Step]:
    """Days off that stand in the way, in runs, and make-up days that count."""
    steps: list[Step] = []
    run: list[SpecialDay] = []
    for day in calendar.holidays.between(first, last):
        plan = calendar.plan(day)
        if plan.special is None:
            continue
        if run and calendar.next_working_day(run[-1].day).day <= day:
            steps.append(_run(run))
            run = []
        if plan.is_working:
            steps.append(Step("own_hours" if plan.special.kind == "own_hours" else "make_up", on=day))
        else:
            run.append(plan.special)
    return [*steps, _run(run)] if run else steps


def _run(run: list[SpecialDay]) -> Step:
    if all(special.kind == "swap_off" for special in run):
        names: dict[str, str | int] = {}
        code = "skip_swapped"
    else:
        names = _names(run)
        code = "skip_holiday"
    if len(run) == 1:
        return Step(code, on=run[0].day, params=names)
    return Step(f"{code}_run", on=run[0].day, until=run[-1].day, params=names)


def _names(run: list[SpecialDay]) -> dict[str, str | int]:
    named = [special for special in run if special.kind != "swap_off"] or run
    return {
        "name_vi": _shortest([special.name_vi for special in named]),
        "name_en": _shortest([special.name_en for special in named]),
    }


def _shortest(names: list[str]) -> str:
    """Every name that does not contain another one: the five days of Tết are "Tết Nguyên Đán"."""
    distinct = list(dict.fromkeys(names))
    kept = [name for name in distinct if not any(other in name for other in distinct if other != name)]
    return ", ".join(kept)


def doubt_steps(calendar: WorkCalendar, first: date, last: date) -> list[Step]:
    """What is not sure about the holidays from ``first`` to ``last``: not known, or only expected."""
    holidays = calendar.holidays
    if holidays.known_until is None or last > holidays.known_until:
        return [Step("calendar_unknown", on=holidays.known_until or first)]
    if holidays.known_from is not None and first < holidays.known_from:
        return [Step("calendar_unknown_before", on=holidays.known_from)]
    expected = holidays.first_provisional(first, last)
    return [Step("calendar_provisional", on=expected)] if expected is not None else []
