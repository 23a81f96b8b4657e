"""One re-appointment, in writing, a working day before the term ends at the latest (NĐ 61/2018 Đ19 k9)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.domain.due_time import DueTime, Rule
from counter_app.domain.errors import DomainError
from counter_app.domain.reappointment import Reappointment, reappoint
from counter_app.domain.time_rules import TimeRules
from counter_app.domain.work_calendar import WorkCalendar
from counter_app.domain.working_time import due_time
from tests.fixtures.calendars import at, usual_calendar

RULES = TimeRules()
WANTED = Reappointment("15/PXL", "chờ xác minh", at("2026-11-23T16:00"), at("2026-11-30T09:00"))


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return usual_calendar()


@pytest.fixture(scope="module")
def due(calendar: WorkCalendar) -> DueTime:
    """Due on 25 November at 9:00; the 24th is a holiday."""
    return due_time(calendar, at("2026-11-20T09:00"), 2, "working_days")


@pytest.mark.requirement("N-23", "PT-34")
def test_the_new_time_is_the_bodys_and_the_old_one_is_told(calendar: WorkCalendar, due: DueTime) -> None:
    moved = reappoint(calendar, due, WANTED, RULES)
    assert (moved.due_at, moved.rule) == (at("2026-11-30T09:00"), Rule.REAPPOINTED)
    assert (moved.value, moved.unit) == (due.value, due.unit)
    assert [(step.code, step.at) for step in moved.steps] == [
        ("reappointed_from", due.due_at),
        ("reappointed", moved.due_at),
    ]
    assert moved.steps[1].params == {"document": "15/PXL"}


@pytest.mark.requirement("N-23", "PT-34")
def test_a_second_one_is_refused(calendar: WorkCalendar, due: DueTime) -> None:
    once = reappoint(calendar, due, WANTED, RULES)
    again = replace(WANTED, document="16/PXL", told_at=at("2026-11-26T09:00"), due_at=at("2026-12-07T09:00"))
    with pytest.raises(DomainError, match=r"reappointment\.no_more"):
        reappoint(calendar, once, again, RULES, earlier=[WANTED])


@pytest.mark.requirement("N-23", "PT-34")
def test_it_is_told_a_working_day_before_the_due_day_at_the_latest(
    calendar: WorkCalendar, due: DueTime
) -> None:
    reappoint(calendar, due, replace(WANTED, told_at=at("2026-11-23T23:59")), RULES)
    with pytest.raises(DomainError, match=r"reappointment\.too_late") as caught:
        reappoint(calendar, due, replace(WANTED, told_at=at("2026-11-24T00:00")), RULES)
    assert caught.value.params == {"latest": "23/11/2026"}


@pytest.mark.requirement("N-23")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"document": " "}, "document_missing"),
        ({"reason": ""}, "reason_missing"),
        ({"due_at": at("2026-11-25T09:00")}, "not_later"),
        ({"due_at": at("2026-11-28T09:00")}, "office_closed"),
        ({"due_at": at("2026-11-30T12:00")}, "office_closed"),
    ],
)
def test_it_has_a_number_a_reason_and_a_later_time_in_working_hours(
    changes: dict[str, object], code: str, calendar: WorkCalendar, due: DueTime
) -> None:
    with pytest.raises(DomainError, match=rf"reappointment\.{code}"):
        reappoint(calendar, due, replace(WANTED, **changes), RULES)  # type: ignore[arg-type]


def test_nothing_is_re_appointed_that_is_not_due(calendar: WorkCalendar) -> None:
    open_ended = due_time(calendar, at("2026-11-20T09:00"), None, "not_set")
    with pytest.raises(DomainError, match=r"reappointment\.nothing_due"):
        reappoint(calendar, open_ended, WANTED, RULES)


def test_an_office_may_allow_more_or_none(calendar: WorkCalendar, due: DueTime) -> None:
    with pytest.raises(DomainError, match=r"reappointment\.no_more"):
        reappoint(calendar, due, WANTED, TimeRules(max_reappointments=0))
    assert reappoint(calendar, due, WANTED, TimeRules(max_reappointments=2), earlier=[WANTED]).due_at
