"""Supplements after reception: the clock stops, and is counted anew or goes on (NĐ 61/2018 Đ19 k4)."""

from __future__ import annotations

import pytest

from counter_app.domain.due_time import DueTime, Rule
from counter_app.domain.errors import DomainError
from counter_app.domain.receipt import TimeUnit
from counter_app.domain.supplements import Supplement, notice_due, with_supplements
from counter_app.domain.time_rules import SupplementEffect, TimeRules
from counter_app.domain.work_calendar import WorkCalendar
from counter_app.domain.working_time import due_time, typed_due
from tests.fixtures.calendars import at, usual_calendar

RULES = TimeRules()
PAUSE = SupplementEffect.PAUSE


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return usual_calendar()


def supplement(asked: str, completed: str | None) -> Supplement:
    return Supplement(at(asked), None if completed is None else at(completed))


def after(
    calendar: WorkCalendar,
    received: str,
    value: int,
    unit: TimeUnit,
    *supplements: Supplement,
    effect: SupplementEffect | None = None,
) -> DueTime:
    original = due_time(calendar, at(received), value, unit)
    found = with_supplements(calendar, original, at(received), supplements, RULES, effect=effect)
    assert found.original == original
    assert found.stopped_since is None
    return found.due


@pytest.mark.requirement("N-19")
def test_the_notice_goes_out_within_three_working_days(calendar: WorkCalendar) -> None:
    assert notice_due(calendar, at("2026-11-20T16:20"), RULES).due_at == at("2026-11-26T16:20")


@pytest.mark.requirement("N-19", "A7")
def test_time_is_counted_from_zero_when_the_dossier_is_complete(calendar: WorkCalendar) -> None:
    """Asked for on day 3, complete on day 8: five working days from then, the original kept."""
    due = after(
        calendar, "2026-11-02T09:00", 5, "working_days", supplement("2026-11-05T10:00", "2026-11-12T14:00")
    )
    assert due.due_at == at("2026-11-19T14:00")
    assert due.steps[0].code == "restarted"
    assert due.steps[0].at == at("2026-11-12T14:00")


@pytest.mark.requirement("N-19")
def test_while_a_supplement_is_awaited_the_clock_stands(calendar: WorkCalendar) -> None:
    received = at("2026-11-02T09:00")
    original = due_time(calendar, received, 5, "working_days")
    awaited = [supplement("2026-11-05T10:00", None)]
    found = with_supplements(calendar, original, received, awaited, RULES)
    assert found.stopped_since == at("2026-11-05T10:00")
    assert found.due == original


@pytest.mark.parametrize(
    ("received", "value", "unit", "asked", "completed", "due"),
    [
        # Two working days (Friday, Monday) pass while the term of five stands still.
        ("2026-11-02T09:00", 5, "working_days", "2026-11-05T10:00", "2026-11-09T15:00", "2026-11-11T09:00"),
        # A holiday on the way back is not counted.
        ("2026-11-19T09:00", 3, "working_days", "2026-11-20T10:00", "2026-11-23T08:00", "2026-11-26T09:00"),
        # Within one day nothing is lost.
        ("2026-11-02T09:00", 5, "working_days", "2026-11-05T08:00", "2026-11-05T16:00", "2026-11-09T09:00"),
        # Asked for on the last day, complete after the hour of the term: that day is still given whole.
        ("2026-11-02T09:00", 1, "working_days", "2026-11-03T08:00", "2026-11-04T16:00", "2026-11-04T17:30"),
        # Hours that were left are worked after completion.
        ("2026-11-02T08:00", 8, "hours", "2026-11-02T10:00", "2026-11-04T08:00", "2026-11-04T16:00"),
        # Calendar days: the last day moves by the days of the pause, then to a working day.
        ("2026-11-02T09:00", 10, "days", "2026-11-04T09:00", "2026-11-06T09:00", "2026-11-16T17:30"),
        # What is due the same day is due on the day of completion.
        ("2026-11-02T09:00", 0, "same_day", "2026-11-02T10:00", "2026-11-04T15:30", "2026-11-05T17:30"),
        # A term that was over before the supplement was asked for stays over.
        ("2026-11-02T09:00", 2, "working_days", "2026-11-05T10:00", "2026-11-12T15:00", "2026-11-04T09:00"),
    ],
)
def test_where_the_rule_says_so_the_term_pauses_and_goes_on(
    received: str, value: int, unit: TimeUnit, asked: str, completed: str, due: str, calendar: WorkCalendar
) -> None:
    found = after(calendar, received, value, unit, supplement(asked, completed), effect=PAUSE)
    assert found.due_at == at(due)


def test_several_pauses_add_up(calendar: WorkCalendar) -> None:
    pauses = [
        supplement("2026-11-03T10:00", "2026-11-05T10:00"),
        supplement("2026-11-06T10:00", "2026-11-09T10:00"),
    ]
    in_working_days = after(calendar, "2026-11-02T09:00", 10, "working_days", *pauses, effect=PAUSE)
    assert in_working_days.due_at == at("2026-11-19T09:00")
    in_days = after(calendar, "2026-11-02T09:00", 10, "days", *pauses, effect=PAUSE)
    assert in_days.due_at == at("2026-11-17T17:30")
    assert sum(step.code == "paused_days" for step in in_days.steps) == 2
    assert [step.code for step in in_days.steps].count("due") == 1


def test_times_that_a_clerk_set_stay(calendar: WorkCalendar) -> None:
    received, typed = at("2026-11-02T09:00"), typed_due(at("2026-11-10T09:00"), None, "not_set")
    brought = [supplement("2026-11-03T10:00", "2026-11-05T10:00")]
    assert with_supplements(calendar, typed, received, brought, RULES).due == typed
    assert typed.rule is Rule.TYPED


@pytest.mark.parametrize(
    "supplements",
    [
        [supplement("2026-11-01T10:00", "2026-11-05T10:00")],
        [supplement("2026-11-04T10:00", "2026-11-03T10:00")],
        [supplement("2026-11-04T10:00", None), supplement("2026-11-05T10:00", None)],
        [supplement("2026-11-04T10:00", "2026-11-06T10:00"), supplement("2026-11-05T10:00", None)],
    ],
)
def test_supplements_come_one_after_the_other(supplements: list[Supplement], calendar: WorkCalendar) -> None:
    received = at("2026-11-02T09:00")
    original = due_time(calendar, received, 5, "working_days")
    with pytest.raises(DomainError, match=r"supplement\.out_of_order"):
        with_supplements(calendar, original, received, supplements, RULES)
