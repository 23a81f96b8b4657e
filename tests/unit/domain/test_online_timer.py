"""Eight working hours to accept, refuse or send back an online dossier (Lai Châu Đ10 k1b)."""

from __future__ import annotations

import pytest

from counter_app.domain.online_timer import OnlineTimer, TimerLevel, online_timer
from counter_app.domain.work_calendar import WorkCalendar
from tests.fixtures.calendars import at, profile_rules, usual_calendar


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return usual_calendar()


def timer(calendar: WorkCalendar, submitted: str) -> OnlineTimer:
    found = online_timer(calendar, at(submitted), profile_rules("lai-chau"))
    assert found is not None
    return found


@pytest.mark.requirement("LC-21", "LC-22", "A6")
@pytest.mark.parametrize(
    ("submitted", "due"),
    [
        ("2026-11-21T10:00", "2026-11-23T17:30"),
        ("2026-11-20T15:30", "2026-11-23T15:30"),
        ("2026-11-23T16:30", "2026-11-25T16:30"),
        ("2026-11-20T20:00", "2026-11-23T17:30"),
    ],
)
def test_a_dossier_is_decided_within_eight_working_hours(
    submitted: str, due: str, calendar: WorkCalendar
) -> None:
    assert timer(calendar, submitted).due.due_at == at(due)


@pytest.mark.requirement("LC-21")
@pytest.mark.parametrize(
    ("now", "level"),
    [
        ("2026-11-20T07:30", TimerLevel.FRESH),
        ("2026-11-20T11:29", TimerLevel.FRESH),
        ("2026-11-20T11:30", TimerLevel.HALF),
        ("2026-11-20T15:30", TimerLevel.NEAR),
        ("2026-11-20T17:30", TimerLevel.NEAR),
        ("2026-11-20T17:31", TimerLevel.OVER),
        ("2026-11-22T09:00", TimerLevel.OVER),
    ],
)
def test_its_colour_changes_at_four_six_and_eight_hours(
    now: str, level: TimerLevel, calendar: WorkCalendar
) -> None:
    assert timer(calendar, "2026-11-20T07:30").level(calendar, at(now)) is level


@pytest.mark.requirement("LC-21")
def test_a_weekend_uses_nothing_up(calendar: WorkCalendar) -> None:
    running = timer(calendar, "2026-11-20T15:30")
    assert running.level(calendar, at("2026-11-22T23:00")) is TimerLevel.FRESH


def test_where_the_regulation_says_nothing_there_is_no_timer(calendar: WorkCalendar) -> None:
    assert online_timer(calendar, at("2026-11-20T15:30"), profile_rules("nghe-an")) is None
