"""The spans that the list asks its indexes for say the same as the rules say of a single dossier."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.holidays import DayEffect, Holidays, SpecialDay
from counter_app.domain.office_hours import WEEKDAYS, OfficeHours
from counter_app.domain.pressing import NoticeDay, pressing_spans
from counter_app.domain.supplements import notice_due
from counter_app.domain.time_rules import TimeRules
from counter_app.domain.work_calendar import VIETNAM, WorkCalendar
from counter_app.domain.working_time import apology_latest

FIRST = datetime(2026, 11, 2, tzinfo=VIETNAM)
SHAPES = (("07:30-11:30", "13:30-17:30"), ("08:00-12:00",), ("07:00-11:00", "13:00-16:30"))


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    week = draw(st.dictionaries(st.sampled_from(WEEKDAYS), st.sampled_from(SHAPES), min_size=2))
    effects = st.sampled_from([DayEffect.OFF, DayEffect.WORK])
    special = draw(st.dictionaries(st.integers(-20, 60), effects, max_size=15))
    days = [
        SpecialDay(date(2026, 11, 2) + timedelta(days=one), e, "holiday", "n", "n")
        for one, e in special.items()
    ]
    return WorkCalendar(OfficeHours.weekly(week), Holidays(days), "made up")


def moments(days: int) -> st.SearchStrategy[datetime]:
    """Any minute within so many days, and each closing and opening time with the moments beside it."""
    minutes = st.integers(0, days * 24 * 60 - 1).map(lambda one: FIRST + timedelta(minutes=one))
    beside = st.sampled_from([timedelta(), timedelta(microseconds=1), timedelta(microseconds=-1)])
    hours = st.builds(
        lambda day, hour, off: FIRST + timedelta(days=day, hours=hour) + off,
        st.integers(0, days - 1),
        st.sampled_from([0, 7.5, 11.5, 12, 16.5, 17.5, 24]),
        beside,
    )
    return minutes | hours


rules = st.builds(
    TimeRules,
    supplement_notice_days=st.integers(0, 6),
    apology_days_before=st.integers(1, 4),
    max_reappointments=st.integers(0, 2),
)


@pytest.mark.requirement("NA-39", "N-23")
@given(calendars(), rules, moments(14), moments(30))
def test_the_span_of_the_last_day_to_apologise_holds_just_those_due_times(
    calendar: WorkCalendar, rules: TimeRules, now: datetime, due_at: datetime
) -> None:
    last = apology_latest(calendar, due_at, days_before=rules.apology_days_before)
    expected = bool(rules.max_reappointments) and last == now.date()
    assert pressing_spans(calendar, rules, now).apology_ends(due_at) is expected


@pytest.mark.requirement("N-19")
@given(calendars(), rules, moments(14), moments(14))
def test_the_span_of_the_notice_holds_just_the_receptions_whose_notice_is_due_then(
    calendar: WorkCalendar, rules: TimeRules, received_at: datetime, now: datetime
) -> None:
    due_at = notice_due(calendar, received_at, rules).due_at
    assert due_at is not None
    expected = {now.date(): NoticeDay.TODAY, calendar.next_working_day(now.date()).day: NoticeDay.NEXT}
    found = pressing_spans(calendar, rules, now).notice_day(received_at, None)
    assert found is expected.get(due_at.date())
