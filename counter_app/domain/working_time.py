"""Deadlines: when a result is due, when papers move on, until when to apologise.

Terms in days leave the first day out (BLDS 2015 Đ147); a last day without work moves to the next working
day (Đ148). The clock starts with the reception, or with the next working period when that was outside working
hours (QĐ 02/2021/QĐ-UBND Nghệ An Đ10 k1, Đ14 k2; Lai Châu Đ10 k1b). A term in working days ends at the clock
time at which it began, within the hours of the last day: never after closing, for results are collected at a
counter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from counter_app.domain.due_explanation import explain, explain_transfer
from counter_app.domain.due_time import DueTime, Rule, Step
from counter_app.domain.errors import DomainError
from counter_app.domain.receipt import TimeUnit
from counter_app.domain.time_rules import AFTERNOON_CUTOFF
from counter_app.domain.work_calendar import WorkCalendar, vietnam_time
from counter_app.domain.worked_time import after_worked, effective_start

__all__ = [
    "AFTERNOON_CUTOFF",
    "DueTime",
    "Rule",
    "Step",
    "apology_latest",
    "due_time",
    "effective_start",
    "transfer_due",
    "typed_due",
]

_LARGEST_VALUE: Final = 3_660


@dataclass(frozen=True, slots=True)
class _Term:
    """What a rule works on: the moment of reception and of the effective start, in Vietnam time."""

    calendar: WorkCalendar
    received_at: datetime
    start: datetime
    value: int


def due_time(
    calendar: WorkCalendar,
    received_at: datetime,
    value: int | None,
    unit: TimeUnit,
    *,
    cutoff: time = AFTERNOON_CUTOFF,
) -> DueTime:
    """Compute when a result is due.

    ``value`` and ``unit`` are the catalogue's; without a value, or with a unit that sets no date
    (``yearly``, ``not_set``), nothing is due and a person has to set it. Raises
    ``DomainError("working_time.bad_value")``.
    """
    received = vietnam_time(received_at)
    if unit == "same_day":
        return _same_day(calendar, received, value, cutoff)
    compute = _RULES.get(unit)
    if compute is None or value is None:
        return _no_due(calendar, value, unit)
    if not 0 <= value <= _LARGEST_VALUE:
        raise DomainError("working_time.bad_value", value=value)
    rule, ends_at = compute
    start = effective_start(calendar, received)
    due_at = ends_at(_Term(calendar, received, start, value))
    steps = explain(calendar, rule, value, received=received, start=start, due_at=due_at)
    return DueTime(due_at, rule, value, unit, steps, calendar.version)


def transfer_due(
    calendar: WorkCalendar, received_at: datetime, *, cutoff: time = AFTERNOON_CUTOFF
) -> DueTime:
    """Until when a paper dossier has to be handed on (NĐ 61/2018 Đ18 k2; N-16).

    By the closing time of the day of reception, or by the opening of the next working day when it came after
    the cut-off. What comes in on a day off counts as received when the office opens next.
    """
    received = vietnam_time(received_at)
    plan, late = calendar.plan(received.date()), False
    if not plan.is_working:
        due_at = calendar.next_working_day(received.date()).closing
    elif received.time() > cutoff or received > plan.closing:
        due_at, late = calendar.next_working_day(received.date()).opening, True
    else:
        due_at = plan.closing
    steps = explain_transfer(calendar, received=received, due_at=due_at, cutoff=cutoff if late else None)
    return DueTime(due_at, Rule.TRANSFER, None, "same_day", steps, calendar.version)


def apology_latest(calendar: WorkCalendar, due_at: datetime, *, days_before: int = 1) -> date:
    """The last day on which to apologise and set a new date (NĐ 61/2018 Đ19 k9: a day before the term ends).

    Read as a working day strictly before the due date, so that somebody is there to do it.
    """
    if days_before < 1:
        raise DomainError("working_time.bad_value", value=days_before)
    day = vietnam_time(due_at).date()
    for _ in range(days_before):
        day = calendar.previous_working_day(day).day
    return day


def typed_due(due_at: datetime, value: int | None, unit: TimeUnit) -> DueTime:
    """A due time that a clerk set; ``value`` and ``unit`` stay what the catalogue says."""
    at = vietnam_time(due_at)
    return DueTime(at, Rule.TYPED, value, unit, (Step("typed", on=at.date(), at=at),))


def _working_days(term: _Term) -> datetime:
    plan = term.calendar.plan(term.start.date())
    for _ in range(term.value):
        plan = term.calendar.next_working_day(plan.day)
    clock = plan.open_at_or_after(term.start.time())
    return plan.closing if clock is None else plan.at(clock)


def _calendar_days(term: _Term) -> datetime:
    plan = term.calendar.plan(term.start.date() + timedelta(days=term.value))
    return plan.closing if plan.is_working else term.calendar.next_working_day(plan.day).closing


def _working_hours(term: _Term) -> datetime:
    return after_worked(term.calendar, term.start, timedelta(hours=term.value))


_RULES: Final[dict[TimeUnit, tuple[Rule, Callable[[_Term], datetime]]]] = {
    "working_days": (Rule.WORKING_DAYS, _working_days),
    "days": (Rule.CALENDAR_DAYS, _calendar_days),
    "hours": (Rule.WORKING_HOURS, _working_hours),
}


def _same_day(calendar: WorkCalendar, received: datetime, value: int | None, cutoff: time) -> DueTime:
    start = effective_start(calendar, received)
    late = start.date() == received.date() and received.time() > cutoff
    due_at = (calendar.next_working_day(start.date()) if late else calendar.plan(start.date())).closing
    steps = explain(
        calendar, Rule.SAME_DAY, value, received=received, start=start, due_at=due_at, cutoff=cutoff
    )
    return DueTime(due_at, Rule.SAME_DAY, value, "same_day", steps, calendar.version)


def _no_due(calendar: WorkCalendar, value: int | None, unit: TimeUnit) -> DueTime:
    if unit == "yearly":
        return DueTime(None, Rule.YEARLY, value, unit, (Step("yearly"),), calendar.version)
    step = (
        Step("no_unit", params={"value": value})
        if unit == "not_set" and value is not None
        else Step("not_set")
    )
    return DueTime(None, Rule.NOT_SET, value, unit, (step,), calendar.version)
