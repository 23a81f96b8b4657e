from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.holidays import DayEffect, Holidays, SpecialDay
from counter_app.domain.office_hours import WEEKDAYS, OfficeHours
from counter_app.domain.receipt import TimeUnit
from counter_app.domain.work_calendar import VIETNAM, WorkCalendar
from counter_app.domain.working_time import (
    DueTime,
    apology_latest,
    due_time,
    effective_start,
    transfer_due,
    typed_due,
)
from counter_app.i18n import Wording
from counter_app.services.due_wording import explain_due
from tests.fixtures.calendars import RESOURCES

START = date(2026, 1, 1)
SHAPES = (
    ("07:30-11:30", "13:30-17:30"),
    ("08:00-12:00",),
    ("07:00-11:00", "13:00-16:30"),
    ("15:30-20:00",),
    ("07:00-10:00", "10:30-12:00", "13:00-17:00"),
)

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 30)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=VIETNAM)
)


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    week = draw(st.dictionaries(st.sampled_from(WEEKDAYS), st.sampled_from(SHAPES), min_size=1))
    special = draw(
        st.dictionaries(
            st.integers(0, 800),
            st.sampled_from([DayEffect.OFF, DayEffect.WORK, DayEffect.NORMAL]),
            max_size=60,
        )
    )
    days = [
        SpecialDay(
            START + timedelta(days=offset), effect, draw(st.sampled_from(["holiday", "swap_off"])), "n", "n"
        )
        for offset, effect in special.items()
    ]
    return WorkCalendar(OfficeHours.weekly(week), Holidays(days), "made up")


days = st.integers(0, 40)
units: st.SearchStrategy[TimeUnit] = st.sampled_from(["working_days", "days", "hours", "same_day"])


def due(calendar: WorkCalendar, received: datetime, value: int, unit: TimeUnit) -> datetime:
    found = due_time(calendar, received, value, unit).due_at
    assert found is not None
    return found


def within_hours(calendar: WorkCalendar, moment: datetime) -> bool:
    periods = calendar.plan(moment.date()).periods
    return any(period.start <= moment.time() <= period.end for period in periods)


@pytest.mark.requirement("NA-29", "N-51")
@given(calendars(), moments, days, units)
def test_due_is_after_the_reception_and_within_working_hours(
    calendar: WorkCalendar, received: datetime, value: int, unit: TimeUnit
) -> None:
    at = due(calendar, received, value, unit)
    assert at >= received
    assert within_hours(calendar, at)


@given(calendars(), moments, st.timedeltas(timedelta(), timedelta(days=20)), days, units)
def test_who_comes_later_is_never_due_earlier(
    calendar: WorkCalendar, received: datetime, later: timedelta, value: int, unit: TimeUnit
) -> None:
    assert due(calendar, received, value, unit) <= due(calendar, received + later, value, unit)


@given(calendars(), moments, days, st.integers(0, 20), units)
def test_a_longer_term_never_ends_earlier(
    calendar: WorkCalendar, received: datetime, value: int, more: int, unit: TimeUnit
) -> None:
    assert due(calendar, received, value, unit) <= due(calendar, received, value + more, unit)


@pytest.mark.requirement("N-50", "N-52")
@given(calendars(), moments, days)
def test_a_term_in_working_days_counts_exactly_that_many_without_the_first(
    calendar: WorkCalendar, received: datetime, value: int
) -> None:
    day = effective_start(calendar, received).date()
    last = due(calendar, received, value, "working_days").date()
    counted = 0
    while day < last:
        day += timedelta(days=1)
        counted += calendar.is_working_day(day)
    assert counted == value


@pytest.mark.requirement("N-50")
@given(calendars(), moments, st.integers(0, 30))
def test_a_term_in_hours_is_worked_to_the_microsecond(
    calendar: WorkCalendar, received: datetime, value: int
) -> None:
    start, end = effective_start(calendar, received), due(calendar, received, value, "hours")
    worked, day = timedelta(), start.date()
    while day <= end.date():
        plan = calendar.plan(day)
        for period in plan.periods:
            span = min(end, plan.at(period.end)) - max(start, plan.at(period.start))
            worked += max(span, timedelta())
        day += timedelta(days=1)
    assert worked == timedelta(hours=value)


@pytest.mark.requirement("N-51")
@given(calendars(), moments, days)
def test_a_term_in_calendar_days_ends_on_its_last_day_or_the_next_working_day(
    calendar: WorkCalendar, received: datetime, value: int
) -> None:
    last = effective_start(calendar, received).date() + timedelta(days=value)
    ends = due(calendar, received, value, "days").date()
    assert ends >= last
    while last < ends:
        assert not calendar.is_working_day(last)
        last += timedelta(days=1)


@pytest.mark.requirement("N-53")
@given(calendars(), moments, st.times())
def test_a_same_day_result_takes_the_next_working_day_at_most(
    calendar: WorkCalendar, received: datetime, cutoff: time
) -> None:
    start = effective_start(calendar, received).date()
    at = due_time(calendar, received, 0, "same_day", cutoff=cutoff).due_at
    assert at is not None
    late = start == received.date() and received.time() > cutoff
    assert at.date() == (calendar.next_working_day(start).day if late else start)


@pytest.mark.requirement("N-16")
@given(calendars(), moments, st.timedeltas(timedelta(), timedelta(days=20)))
def test_papers_move_on_after_they_came_and_in_the_order_in_which_they_came(
    calendar: WorkCalendar, received: datetime, later: timedelta
) -> None:
    at, next_at = transfer_due(calendar, received).due_at, transfer_due(calendar, received + later).due_at
    assert at is not None
    assert next_at is not None
    assert received <= at <= next_at
    assert within_hours(calendar, at)


@given(calendars(), moments, st.integers(1, 3))
def test_there_is_always_a_working_day_to_apologise_before_the_due_date(
    calendar: WorkCalendar, due_at: datetime, days_before: int
) -> None:
    latest = apology_latest(calendar, due_at, days_before=days_before)
    assert latest < due_at.date()
    assert calendar.is_working_day(latest)


@given(calendars(), moments, days, units)
def test_a_due_time_and_its_steps_survive_the_journal(
    calendar: WorkCalendar, received: datetime, value: int, unit: TimeUnit
) -> None:
    decided = due_time(calendar, received, value, unit)
    assert DueTime.from_plain(json.loads(json.dumps(decided.to_plain()))) == decided


@given(calendars(), moments, days)
def test_every_day_off_on_the_way_is_told_once(
    calendar: WorkCalendar, received: datetime, value: int
) -> None:
    decided = due_time(calendar, received, value, "working_days")
    assert decided.due_at is not None
    told: list[date] = []
    for step in decided.steps:
        if step.code.startswith("skip_"):
            assert step.on is not None
            run = (step.until or step.on) - step.on
            told += [step.on + timedelta(days=n) for n in range(run.days + 1)]
    day, off = received.date() + timedelta(days=1), []
    while day <= decided.due_at.date():
        if calendar.plan(day).special is not None and not calendar.is_working_day(day):
            off.append(day)
        day += timedelta(days=1)
    assert set(off) <= set(told)
    assert len(told) == len(set(told))
    assert not any(calendar.is_working_day(day) for day in told)


WORDINGS = (Wording("vi", RESOURCES / "i18n"), Wording("en", RESOURCES / "i18n"))


@given(calendars(), moments, days, units)
def test_every_due_time_can_be_told_in_both_languages(
    calendar: WorkCalendar, received: datetime, value: int, unit: TimeUnit
) -> None:
    for wording in WORDINGS:
        assert explain_due(wording, due_time(calendar, received, value, unit).steps, today=received.date())
        assert explain_due(wording, typed_due(received, value, unit).steps, today=received.date())
