"""What holds for every deadline: whatever the calendar, the way of filing, the regulation and the machine."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.clock_start import Filing
from counter_app.domain.due_time import DueTime
from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import DayEffect
from counter_app.domain.online_timer import TimerLevel, online_timer
from counter_app.domain.override_tables import merged, without
from counter_app.domain.processing_term import term_due
from counter_app.domain.processing_time import ProcessingTime, Stage
from counter_app.domain.reappointment import Reappointment, reappoint
from counter_app.domain.receipt import TimeUnit
from counter_app.domain.received import Channel
from counter_app.domain.stage_times import stage_times
from counter_app.domain.supplements import Supplement, with_supplements
from counter_app.domain.time_rules import OnlineStart, SupplementEffect, TimeRules
from counter_app.domain.work_calendar import WorkCalendar
from counter_app.domain.worked_time import after_worked, effective_start, worked_between
from counter_app.domain.working_time import due_time
from counter_app.i18n import Wording
from counter_app.services.due_wording import explain_due
from tests.fixtures.calendars import RESOURCES
from tests.property.test_working_time_properties import calendars, moments, units, within_hours

times = st.builds(ProcessingTime, st.integers(0, 40), units)
rules = st.builds(TimeRules, online_start=st.sampled_from(OnlineStart), same_day_cutoff=st.times())
channels = st.sampled_from(Channel)
spans = st.timedeltas(timedelta(), timedelta(days=20))
effects = st.sampled_from(SupplementEffect)


def due_of(calendar: WorkCalendar, time: ProcessingTime, filing: Filing, rule: TimeRules) -> datetime:
    found = term_due(calendar, time, filing, rule).due_at
    assert found is not None
    return found


@pytest.mark.requirement("NA-14", "NA-29", "N-51")
@given(calendars(), times, channels, moments, spans, spans, rules)
def test_no_result_is_due_before_it_came_or_while_the_office_is_closed(
    calendar: WorkCalendar,
    time: ProcessingTime,
    channel: Channel,
    came: datetime,
    taken_in: timedelta,
    notified: timedelta,
    rule: TimeRules,
) -> None:
    due = due_of(calendar, time, Filing(channel, came, came + taken_in, came + notified), rule)
    assert due >= came
    assert within_hours(calendar, due)


@settings(max_examples=50)
@given(calendars(), times, channels, moments, spans, spans, rules)
def test_whatever_happens_later_makes_nothing_due_earlier(
    calendar: WorkCalendar,
    time: ProcessingTime,
    channel: Channel,
    came: datetime,
    later: timedelta,
    much_later: timedelta,
    rule: TimeRules,
) -> None:
    first = Filing(channel, came, came + later, came + later)
    second = Filing(channel, came + later, came + later + much_later, came + later + much_later)
    assert due_of(calendar, time, first, rule) <= due_of(calendar, time, second, rule)


@settings(max_examples=50)
@given(calendars(), times, channels, moments, st.integers(-12, 14), rules)
def test_the_zone_in_which_a_moment_is_written_changes_nothing(
    calendar: WorkCalendar,
    time: ProcessingTime,
    channel: Channel,
    came: datetime,
    hours: int,
    rule: TimeRules,
) -> None:
    elsewhere = came.astimezone(timezone(timedelta(hours=hours)))
    here = term_due(calendar, time, Filing.received(channel, came), rule)
    assert term_due(calendar, time, Filing.received(channel, elsewhere), rule) == here
    assert term_due(calendar, time, Filing.received(channel, came.astimezone(UTC)), rule) == here


@st.composite
def supplemented(draw: st.DrawFn) -> tuple[datetime, list[Supplement]]:
    received = at = draw(moments)
    supplements = []
    for _ in range(draw(st.integers(1, 3))):
        asked = at + draw(spans)
        at = asked + draw(spans)
        supplements.append(Supplement(asked, at))
    return received, supplements


@pytest.mark.requirement("N-19")
@given(calendars(), st.integers(1, 30), units, supplemented(), effects)
def test_a_supplement_never_takes_time_away_and_is_due_while_the_office_is_open(
    calendar: WorkCalendar,
    value: int,
    unit: TimeUnit,
    dossier: tuple[datetime, list[Supplement]],
    effect: SupplementEffect,
) -> None:
    received, supplements = dossier
    original = due_time(calendar, received, value, unit)
    due = with_supplements(calendar, original, received, supplements, TimeRules(), effect=effect).due
    assert due.due_at is not None
    assert original.due_at is not None
    assert due.due_at >= original.due_at
    assert within_hours(calendar, due.due_at)
    if supplements[-1].asked_at < original.due_at or effect is SupplementEffect.RESTART:
        completed = supplements[-1].completed_at
        assert completed is not None
        assert due.due_at >= completed
    assert DueTime.from_plain(due.to_plain()) == due


@pytest.mark.requirement("N-19")
@settings(max_examples=50)
@given(calendars(), st.integers(1, 30), units, supplemented(), spans, effects)
def test_who_completes_later_is_never_due_earlier(
    calendar: WorkCalendar,
    value: int,
    unit: TimeUnit,
    dossier: tuple[datetime, list[Supplement]],
    later: timedelta,
    effect: SupplementEffect,
) -> None:
    received, supplements = dossier
    completed = supplements[-1].completed_at
    assert completed is not None
    slower = [*supplements[:-1], replace(supplements[-1], completed_at=completed + later)]
    original = due_time(calendar, received, value, unit)

    def due(brought: list[Supplement]) -> datetime:
        found = with_supplements(calendar, original, received, brought, TimeRules(), effect=effect).due.due_at
        assert found is not None
        return found

    assert due(supplements) <= due(slower)


@pytest.mark.requirement("N-19")
@given(calendars(), st.integers(1, 30), units, supplemented())
def test_a_restarted_term_is_that_of_a_dossier_that_came_complete(
    calendar: WorkCalendar, value: int, unit: TimeUnit, dossier: tuple[datetime, list[Supplement]]
) -> None:
    received, supplements = dossier
    original = due_time(calendar, received, value, unit)
    due = with_supplements(calendar, original, received, supplements, TimeRules()).due
    completed = supplements[-1].completed_at
    assert completed is not None
    assert due.due_at == due_time(calendar, completed, value, unit).due_at


@pytest.mark.requirement("N-23")
@settings(max_examples=50)
@given(calendars(), moments, st.integers(1, 30), moments, moments, st.integers(0, 2))
def test_a_re_appointment_is_in_time_once_and_within_hours_or_refused(
    calendar: WorkCalendar, received: datetime, value: int, told: datetime, new: datetime, had: int
) -> None:
    due = due_time(calendar, received, value, "working_days")
    wanted = Reappointment("15/PXL", "chờ xác minh", told, new)
    try:
        moved = reappoint(calendar, due, wanted, TimeRules(), earlier=[wanted] * had)
    except DomainError as error:
        assume(error.code.startswith("reappointment."))
        return
    assert had == 0
    assert moved.due_at is not None
    assert due.due_at is not None
    assert moved.due_at > due.due_at
    assert told.date() < due.due_at.date()
    assert within_hours(calendar, moved.due_at)


@settings(max_examples=50)
@given(
    calendars(),
    moments,
    st.lists(
        st.tuples(st.integers(1, 8), st.sampled_from(["working_days", "hours"])), min_size=1, max_size=6
    ),
)
def test_stages_follow_one_another_within_working_hours(
    calendar: WorkCalendar, received: datetime, rows: list[tuple[int, TimeUnit]]
) -> None:
    stages = [Stage(f"bước {place}", "đơn vị", value, unit) for place, (value, unit) in enumerate(rows)]
    times_of = stage_times(calendar, received, stages)
    before = effective_start(calendar, received)
    for one in times_of:
        assert one.starts_at == before
        assert one.due.due_at is not None
        assert one.due.due_at >= before
        assert within_hours(calendar, one.due.due_at)
        before = one.due.due_at
    if all(unit == "working_days" for _, unit in rows):
        whole = due_time(calendar, received, sum(value for value, _ in rows), "working_days")
        assert before == whole.due_at


@pytest.mark.requirement("LC-21")
@settings(max_examples=50)
@given(calendars(), moments, spans, st.integers(1, 16))
def test_a_timer_is_over_after_its_due_time_and_never_before(
    calendar: WorkCalendar, submitted: datetime, later: timedelta, hours: int
) -> None:
    timer = online_timer(calendar, submitted, TimeRules(online_decision_hours=hours))
    assert timer is not None
    assert timer.due.due_at is not None
    now = submitted + later
    assert (timer.level(calendar, now) is TimerLevel.OVER) == (now > timer.due.due_at)


@settings(max_examples=50)
@given(calendars(), moments, st.timedeltas(timedelta(), timedelta(hours=60)))
def test_worked_time_that_was_added_can_be_measured(
    calendar: WorkCalendar, start: datetime, span: timedelta
) -> None:
    assert worked_between(calendar, start, after_worked(calendar, start, span)) == span


@st.composite
def tables(draw: st.DrawFn) -> list[CalendarOverride]:
    table = []
    for number in range(draw(st.integers(0, 5))):
        first = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 60)))
        last = first + timedelta(days=draw(st.integers(0, 20)))
        table.append(CalendarOverride(first, last, draw(st.sampled_from(DayEffect)), f"{number}/QĐ", "việc"))
    return table


@pytest.mark.requirement("N-52")
@given(tables(), tables())
def test_of_every_day_the_latest_decision_holds(
    table: list[CalendarOverride], added: list[CalendarOverride]
) -> None:
    def said(rows: list[CalendarOverride]) -> dict[date, tuple[DayEffect, str]]:
        return {day: (one.effect, one.decision) for one in rows for day in one.dates}

    assert said(list(merged(table, added))) == said(table) | said(added)
    gone = set(list(said(added))[:7])
    kept = said(list(without(table, gone)))
    assert kept == {day: word for day, word in said(table).items() if day not in gone}


WORDINGS = (Wording("vi", RESOURCES / "i18n"), Wording("en", RESOURCES / "i18n"))


@settings(max_examples=50)
@given(calendars(), times, channels, supplemented(), rules, effects)
def test_every_deadline_can_be_told_in_both_languages(
    calendar: WorkCalendar,
    time: ProcessingTime,
    channel: Channel,
    dossier: tuple[datetime, list[Supplement]],
    rule: TimeRules,
    effect: SupplementEffect,
) -> None:
    received, supplements = dossier
    original = term_due(calendar, time, Filing.received(channel, received), rule)
    after = with_supplements(calendar, original, received, supplements, rule, effect=effect).due
    for wording in WORDINGS:
        assert explain_due(wording, original.steps, today=received.date())
        assert explain_due(wording, after.steps, today=received.date())
