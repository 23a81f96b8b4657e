"""Time that an office works: how much lies between two moments, and when so much of it is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from counter_app.domain.work_calendar import WorkCalendar, vietnam_time


def effective_start(calendar: WorkCalendar, instant: datetime) -> datetime:
    """``instant`` if the office works then, else the start of the next working period (NA-14, LC-22)."""
    local = vietnam_time(instant)
    plan = calendar.plan(local.date())
    clock = plan.open_at_or_after(local.time())
    return plan.at(clock) if clock is not None else calendar.next_working_day(local.date()).opening


def after_worked(calendar: WorkCalendar, start: datetime, span: timedelta) -> datetime:
    """When the office has worked ``span`` since ``start``; at a closing rather than at the next opening."""
    left, now = span, effective_start(calendar, start)
    plan = calendar.plan(now.date())
    while True:
        for period in plan.periods:
            begins, ends = max(now, plan.at(period.start)), plan.at(period.end)
            if begins + left <= ends:
                return begins + left
            left -= max(ends - begins, timedelta())
        plan = calendar.next_working_day(plan.day)
        now = plan.opening


def worked_between(calendar: WorkCalendar, first: datetime, last: datetime) -> timedelta:
    """How long the office works from ``first`` to ``last``; nothing if ``last`` is earlier."""
    begin, end = vietnam_time(first), vietnam_time(last)
    worked, day = timedelta(), begin.date()
    while day <= end.date():
        plan = calendar.plan(day)
        for period in plan.periods:
            span = min(end, plan.at(period.end)) - max(begin, plan.at(period.start))
            worked += max(span, timedelta())
        day += timedelta(days=1)
    return worked


def working_days_between(calendar: WorkCalendar, first: datetime, last: datetime) -> int:
    """How many working days come after the day of ``first`` up to that of ``last``, the latter included."""
    day, end, count = vietnam_time(first).date(), vietnam_time(last).date(), 0
    while (day := calendar.next_working_day(day).day) <= end:
        count += 1
    return count
