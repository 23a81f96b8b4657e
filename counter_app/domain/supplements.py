"""A supplement that was asked for after reception: the notice in time, and the clock that stops.

NĐ 61/2018 Đ19 k4: the written notice goes out within three working days of reception, and the time is counted
from zero when the dossier is complete; where a sector's law or a procedure says so, the term only pauses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from counter_app.domain.due_explanation import doubt_steps, special_day_steps
from counter_app.domain.due_time import DueTime, Rule, Step
from counter_app.domain.errors import DomainError
from counter_app.domain.receipt import TimeUnit
from counter_app.domain.time_rules import SupplementEffect, TimeRules
from counter_app.domain.work_calendar import WorkCalendar, vietnam_time
from counter_app.domain.worked_time import after_worked, effective_start, worked_between, working_days_between
from counter_app.domain.working_time import due_time

_ENDS: Final = frozenset({"due", "due_straight", "due_hour", "due_hour_straight"})
_DOUBTS: Final = frozenset({"calendar_provisional", "calendar_unknown", "calendar_unknown_before"})


@dataclass(frozen=True, slots=True)
class Supplement:
    """A supplement asked for at ``asked_at`` and complete at ``completed_at`` (``None``: still awaited)."""

    asked_at: datetime
    completed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SuspendedTerm:
    """The term after supplements: ``due`` as it stands; ``stopped_since`` while one is awaited.

    While the clock is stopped, ``due`` is what held before it stopped: it cannot be missed meanwhile.
    ``original`` is what stood on the first slip, and is kept.
    """

    original: DueTime
    due: DueTime
    stopped_since: datetime | None = None


def notice_due(calendar: WorkCalendar, received_at: datetime, rules: TimeRules) -> DueTime:
    """Until when the written notice of a supplement goes out."""
    return due_time(calendar, received_at, rules.supplement_notice_days, "working_days")


def with_supplements(
    calendar: WorkCalendar,
    original: DueTime,
    received_at: datetime,
    supplements: Sequence[Supplement],
    rules: TimeRules,
    *,
    effect: SupplementEffect | None = None,
) -> SuspendedTerm:
    """The term of a dossier received at ``received_at`` after its supplements, in their order.

    ``effect`` is the procedure's own rule, if it has one. Times that a clerk set, and those that the
    catalogue leaves open, are no terms: they stay. Raises ``DomainError("supplement.out_of_order")``.
    """
    _check_order(received_at, supplements)
    due, counted_from = original, received_at
    for supplement in supplements:
        if supplement.completed_at is None:
            return SuspendedTerm(original, due, vietnam_time(supplement.asked_at))
        if original.rule not in _COUNTED or due.due_at is None:
            continue
        if (effect or rules.supplement) is SupplementEffect.RESTART or original.rule is Rule.SAME_DAY:
            counted_from = supplement.completed_at
            due = _restarted(calendar, original, vietnam_time(counted_from), rules)
        else:
            due = _resumed(calendar, due, counted_from, supplement.asked_at, supplement.completed_at)
    return SuspendedTerm(original, due)


def _check_order(received_at: datetime, supplements: Sequence[Supplement]) -> None:
    last: datetime | None = received_at
    for supplement in supplements:
        done = supplement.completed_at
        if last is None or supplement.asked_at < last or (done is not None and done < supplement.asked_at):
            raise DomainError("supplement.out_of_order")
        last = done


_COUNTED: Final[dict[Rule, TimeUnit]] = {
    Rule.WORKING_DAYS: "working_days",
    Rule.CALENDAR_DAYS: "days",
    Rule.WORKING_HOURS: "hours",
    Rule.SAME_DAY: "same_day",
}


def _restarted(calendar: WorkCalendar, original: DueTime, completed: datetime, rules: TimeRules) -> DueTime:
    unit = _COUNTED[original.rule]
    again = due_time(calendar, completed, original.value, unit, cutoff=rules.same_day_cutoff)
    step = Step("restarted", on=completed.date(), at=completed)
    return replace(again, steps=(step, *again.steps))


def _resumed(
    calendar: WorkCalendar, due: DueTime, counted_from: datetime, asked_at: datetime, completed_at: datetime
) -> DueTime:
    """``due`` moved on by what the pause took; a term that was over before the pause stays over."""
    before = due.due_at
    assert before is not None
    asked, completed = vietnam_time(asked_at), vietnam_time(completed_at)
    begins, goes_on = effective_start(calendar, asked), effective_start(calendar, completed)
    if asked >= before or begins == goes_on:
        return due
    if due.rule is Rule.WORKING_HOURS:
        due_at = after_worked(calendar, goes_on, worked_between(calendar, begins, before))
        pause = Step("paused", on=asked.date(), until=completed.date())
    elif due.rule is Rule.WORKING_DAYS:
        days = working_days_between(calendar, begins, goes_on)
        due_at = _later(calendar, before, days)
        pause = Step("paused_working_days", on=asked.date(), until=completed.date(), params={"days": days})
    else:
        days = (completed.date() - asked.date()).days
        due_at = _calendar_day(calendar, due, counted_from, days)
        pause = Step("paused_days", on=asked.date(), until=completed.date(), params={"days": days})
    if due_at < goes_on:
        # What was left of the last day is over by the clock: the day of completion is still given whole.
        due_at = calendar.plan(goes_on.date()).closing
    return replace(due, due_at=due_at, steps=_told(calendar, due, pause, before.date(), due_at))


def _later(calendar: WorkCalendar, moment: datetime, days: int) -> datetime:
    plan = calendar.plan(moment.date())
    for _ in range(days):
        plan = calendar.next_working_day(plan.day)
    clock = plan.open_at_or_after(moment.time())
    return plan.closing if clock is None else plan.at(clock)


def _calendar_day(calendar: WorkCalendar, due: DueTime, counted_from: datetime, days: int) -> datetime:
    """The last day moved by ``days`` and those of earlier pauses, and only then to a working day."""
    earlier = sum(int(step.params["days"]) for step in due.steps if step.code == "paused_days")
    start = effective_start(calendar, counted_from).date()
    plan = calendar.plan(start + timedelta(days=(due.value or 0) + earlier + days))
    return plan.closing if plan.is_working else calendar.next_working_day(plan.day).closing


def _told(
    calendar: WorkCalendar, due: DueTime, pause: Step, before: date, due_at: datetime
) -> tuple[Step, ...]:
    kept = [step for step in due.steps if step.code not in _ENDS | _DOUBTS]
    added = special_day_steps(calendar, before + timedelta(days=1), due_at.date())
    end = Step("due_hour" if due.rule is Rule.WORKING_HOURS else "due", on=due_at.date(), at=due_at)
    return (*kept, pause, *added, end, *doubt_steps(calendar, before, due_at.date()))
