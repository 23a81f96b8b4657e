"""When unsent work is worth a word, and what to do next; never a reason to stop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.services.care_settings import CareSettings
from counter_app.services.sync_care import NextStep, UnsentAge, UnsentStage
from counter_app.services.sync_ports import Backlog, LineState, SyncStatus
from counter_app.services.unsent_age import unsent_age
from tests.builders import office_context

CALENDAR = office_context().calendar
WEDNESDAY = datetime(2026, 11, 25, 2, tzinfo=UTC)
"""09:00 in Vietnam; the Tuesday before is a holiday."""
FRIDAY_EVENING = datetime(2026, 11, 20, 9, 50, tzinfo=UTC)
STICK = CareSettings(backup_folder="/media/stick")


def age_of(
    now: datetime,
    oldest: datetime = WEDNESDAY,
    *,
    state: LineState = LineState.ONLINE,
    trouble: str = "",
    entries: int = 3,
    settings: CareSettings = STICK,
    backup_at: datetime | None = None,
) -> UnsentAge:
    backlog = Backlog(entries, 2, oldest if entries else None, 0, 0, 0, 0, None)
    status = SyncStatus(state, now, backlog, trouble=trouble)
    return unsent_age(status, now, settings, CALENDAR, last_backup_at=backup_at)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_nothing_unsent_says_nothing() -> None:
    assert age_of(WEDNESDAY + timedelta(days=9), entries=0) == UnsentAge(UnsentStage.NONE)


@pytest.mark.parametrize(
    ("after", "state", "stage"),
    [
        (minutes(29), LineState.ONLINE, UnsentStage.NONE),
        (minutes(30), LineState.ONLINE, UnsentStage.NOTICE),
        (minutes(30), LineState.WEAK, UnsentStage.NOTICE),
        (minutes(239), LineState.OFFLINE, UnsentStage.NONE),
        (minutes(240), LineState.OFFLINE, UnsentStage.WARNING),
        (minutes(240), LineState.ONLINE, UnsentStage.WARNING),
        (timedelta(hours=23, minutes=59), LineState.OFFLINE, UnsentStage.WARNING),
        (timedelta(hours=24), LineState.OFFLINE, UnsentStage.URGENT),
    ],
)
def test_the_older_the_louder_and_a_short_outage_is_quiet(
    after: timedelta, state: LineState, stage: UnsentStage
) -> None:
    found = age_of(WEDNESDAY + after, state=state)
    assert found.stage is stage
    assert (found.entries, found.dossiers, found.age) == (3, 2, after)


@pytest.mark.parametrize(
    ("now", "stage"),
    [
        (datetime(2026, 11, 22, 3, tzinfo=UTC), UnsentStage.WARNING),
        (datetime(2026, 11, 23, 0, 29, tzinfo=UTC), UnsentStage.WARNING),
        (datetime(2026, 11, 23, 0, 30, tzinfo=UTC), UnsentStage.URGENT),
    ],
    ids=["on Sunday", "on Monday before opening", "on Monday at opening"],
)
def test_a_closed_weekend_makes_nothing_urgent(now: datetime, stage: UnsentStage) -> None:
    assert age_of(now, FRIDAY_EVENING, state=LineState.OFFLINE).stage is stage


def test_at_the_end_of_the_next_working_day_it_is_urgent_whatever_the_hours_say() -> None:
    patient = CareSettings(urgent_hours=200)
    thursday_closing = datetime(2026, 11, 26, 10, tzinfo=UTC)
    before = age_of(thursday_closing - minutes(1), settings=patient, state=LineState.OFFLINE)
    assert before.stage is UnsentStage.WARNING
    at = age_of(thursday_closing, settings=patient, state=LineState.OFFLINE)
    assert at.stage is UnsentStage.URGENT


def test_a_holiday_makes_nothing_urgent() -> None:
    monday = datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert age_of(monday + timedelta(hours=30), monday, state=LineState.OFFLINE).stage is UnsentStage.WARNING
    assert age_of(monday + timedelta(hours=47), monday, state=LineState.OFFLINE).stage is UnsentStage.URGENT


def test_very_much_unsent_work_is_urgent_at_once() -> None:
    assert age_of(WEDNESDAY + minutes(1), entries=1000).stage is UnsentStage.URGENT


@pytest.mark.parametrize(
    ("after", "state", "trouble", "first"),
    [
        (minutes(40), LineState.ONLINE, "", NextStep.SEND_NOW),
        (minutes(300), LineState.OFFLINE, "no_route", NextStep.CHECK_LINE),
        (minutes(300), LineState.REVOKED, "revoked", NextStep.CALL_SUPPORT),
        (minutes(300), LineState.WEAK, "fork", NextStep.CALL_SUPPORT),
        (timedelta(hours=30), LineState.OFFLINE, "no_route", NextStep.BACK_UP),
    ],
)
def test_the_next_thing_to_do_comes_first(
    after: timedelta, state: LineState, trouble: str, first: NextStep
) -> None:
    found = age_of(WEDNESDAY + after, state=state, trouble=trouble)
    assert found.steps[0] is first
    if found.stage is UnsentStage.URGENT:
        assert NextStep.CALL_SUPPORT in found.steps


def test_backing_up_is_no_advice_without_a_folder_or_after_a_fresh_backup() -> None:
    now = WEDNESDAY + timedelta(hours=30)
    assert NextStep.BACK_UP in age_of(now).steps
    assert NextStep.BACK_UP not in age_of(now, settings=CareSettings()).steps
    assert NextStep.BACK_UP not in age_of(now, backup_at=now - minutes(10)).steps
    assert NextStep.BACK_UP in age_of(now, backup_at=now - timedelta(hours=5)).steps


@given(
    age=st.timedeltas(timedelta(days=-2), timedelta(days=60)),
    more=st.timedeltas(timedelta(), timedelta(days=9)),
    state=st.sampled_from(LineState),
    trouble=st.sampled_from(["", "timeout", "no_route", "tls", "fork"]),
    entries=st.integers(1, 3000),
)
def test_it_never_gets_quieter_by_waiting_and_always_says_what_to_do(
    age: timedelta, more: timedelta, state: LineState, trouble: str, entries: int
) -> None:
    order = list(UnsentStage)
    now = age_of(WEDNESDAY + age, state=state, trouble=trouble, entries=entries)
    later = age_of(WEDNESDAY + age + more, state=state, trouble=trouble, entries=entries)
    assert order.index(later.stage) >= order.index(now.stage)
    for found in (now, later):
        assert bool(found.steps) == (found.stage is not UnsentStage.NONE)
        assert len(set(found.steps)) == len(found.steps)
