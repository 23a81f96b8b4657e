from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import DayEffect, Holidays, SpecialDay
from counter_app.domain.office_hours import OfficeHours
from counter_app.domain.receipt import TimeUnit
from counter_app.domain.work_calendar import VIETNAM, WorkCalendar
from counter_app.domain.working_time import (
    DueTime,
    Rule,
    apology_latest,
    due_time,
    effective_start,
    transfer_due,
    typed_due,
)
from tests.fixtures.calendars import USUAL_DAY, WEEK, at, shipped_holidays, usual_calendar, usual_hours

CASES: dict[str, Any] = json.loads((Path(__file__).parents[2] / "fixtures/deadlines.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return usual_calendar()


def expected(calendar: WorkCalendar, text: str) -> datetime:
    return at(text) if "T" in text else calendar.plan(date.fromisoformat(text)).closing


@pytest.mark.requirement("NA-14", "NA-29", "LC-22", "PT-22", "N-50", "N-51", "N-52", "N-53")
@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["why"])
def test_due_time_of(case: dict[str, Any], calendar: WorkCalendar) -> None:
    due = due_time(calendar, at(case["received"]), case["value"], cast("TimeUnit", case["unit"]))
    assert due.due_at == expected(calendar, case["due"])


@pytest.mark.requirement("N-16", "A5")
@pytest.mark.parametrize("case", CASES["transfers"], ids=lambda case: case["why"])
def test_papers_move_on_by(case: dict[str, str], calendar: WorkCalendar) -> None:
    assert transfer_due(calendar, at(case["received"])).due_at == at(case["due"])


@pytest.mark.parametrize("case", CASES["apologies"], ids=lambda case: case["why"])
def test_apology_is_due_on_a_working_day_before(case: dict[str, str], calendar: WorkCalendar) -> None:
    assert apology_latest(calendar, at(case["due"])) == date.fromisoformat(case["latest"])


@pytest.mark.requirement("NA-29")
def test_the_clock_starts_with_the_reception_in_whatever_zone_it_is_written(calendar: WorkCalendar) -> None:
    received = at("2026-11-20T16:20")
    here = due_time(calendar, received, 3, "working_days")
    assert due_time(calendar, received.astimezone(UTC), 3, "working_days") == here


def test_a_time_without_a_zone_is_refused(calendar: WorkCalendar) -> None:
    with pytest.raises(DomainError, match=r"working_time\.naive_time"):
        due_time(calendar, datetime(2026, 11, 20, 9, 0), 3, "working_days")  # noqa: DTZ001


@pytest.mark.parametrize(
    ("value", "unit", "rule", "step"),
    [
        (None, "not_set", Rule.NOT_SET, "not_set"),
        (3, "not_set", Rule.NOT_SET, "no_unit"),
        (None, "working_days", Rule.NOT_SET, "not_set"),
        (None, "yearly", Rule.YEARLY, "yearly"),
    ],
)
def test_nothing_is_due_when_the_catalogue_sets_no_time(
    value: int | None, unit: TimeUnit, rule: Rule, step: str, calendar: WorkCalendar
) -> None:
    due = due_time(calendar, at("2026-11-20T09:00"), value, unit)
    assert due.due_at is None
    assert due.rule is rule
    assert [told.code for told in due.steps] == [step]


@pytest.mark.parametrize("value", [-1, 1_000_000])
def test_an_impossible_term_is_refused(value: int, calendar: WorkCalendar) -> None:
    with pytest.raises(DomainError, match=r"working_time\.bad_value"):
        due_time(calendar, at("2026-11-20T09:00"), value, "working_days")


def test_a_due_time_that_a_clerk_set_keeps_what_the_catalogue_says() -> None:
    due = typed_due(at("2026-12-01T10:00"), 3, "not_set")
    assert (due.due_at, due.rule, due.value, due.unit) == (at("2026-12-01T10:00"), Rule.TYPED, 3, "not_set")


def test_the_cut_off_is_the_offices_to_set(calendar: WorkCalendar) -> None:
    late = at("2026-11-20T15:30")
    four = datetime(2026, 1, 1, 16, 0, tzinfo=VIETNAM).time()
    assert due_time(calendar, late, 0, "same_day", cutoff=four).due_at == at("2026-11-20T17:30")
    assert transfer_due(calendar, late, cutoff=four).due_at == at("2026-11-20T17:30")


@pytest.mark.requirement("N-52")
def test_a_closure_by_decision_moves_the_due_time() -> None:
    storm = SpecialDay(
        date(2026, 11, 23), DayEffect.OFF, "closure", "nghỉ do bão", "storm", decision="12/QĐ-UBND"
    )
    calendar = WorkCalendar(usual_hours(), shipped_holidays().with_overrides([storm]), "test")
    assert due_time(calendar, at("2026-11-20T09:00"), 1, "working_days").due_at == at("2026-11-25T09:00")


@pytest.mark.requirement("N-52")
def test_an_override_can_take_a_holiday_back() -> None:
    usual = SpecialDay(date(2026, 11, 24), DayEffect.NORMAL, "closure", "", "")
    calendar = WorkCalendar(usual_hours(), shipped_holidays().with_overrides([usual]), "test")
    assert calendar.is_working_day(date(2026, 11, 24))


@pytest.mark.requirement("N-51")
def test_a_term_that_would_end_after_a_half_days_closing_ends_at_that_closing() -> None:
    hours = OfficeHours.weekly({**dict.fromkeys(WEEK, USUAL_DAY), "sat": ("07:30-11:30",)})
    calendar = WorkCalendar(hours, Holidays(), "test")
    assert due_time(calendar, at("2026-11-20T16:20"), 1, "working_days").due_at == at("2026-11-21T11:30")
    assert due_time(calendar, at("2026-11-20T16:20"), 2, "working_days").due_at == at("2026-11-23T16:20")


def test_new_hours_hold_from_their_date_on() -> None:
    hours = OfficeHours.from_plain(
        {
            "versions": [
                {"valid_from": "2026-12-01", "days": {key: ["08:00-12:00"] for key in WEEK}},
                {"valid_from": "2026-01-01", "days": {key: list(USUAL_DAY) for key in WEEK}},
            ]
        }
    )
    calendar = WorkCalendar(hours, Holidays(), "test")
    assert calendar.plan(date(2026, 11, 30)).closing == at("2026-11-30T17:30")
    assert calendar.plan(date(2026, 12, 1)).closing == at("2026-12-01T12:00")
    assert due_time(calendar, at("2026-11-30T07:45"), 1, "working_days").due_at == at("2026-12-01T08:00")


def test_hours_before_the_first_version_are_the_first_ones() -> None:
    plain = {"versions": [{"valid_from": "2026-01-01", "days": {"mon": ["08:00-12:00"]}}]}
    calendar = WorkCalendar(OfficeHours.from_plain(plain), Holidays(), "test")
    assert calendar.is_working_day(date(2020, 1, 6))


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"versions": []},
        {"versions": [{"valid_from": "2026-01-01", "days": {}}]},
        {"versions": [{"valid_from": "2026-01-01", "days": {"monday": ["08:00-12:00"]}}]},
        {"versions": [{"valid_from": "2026-01-01", "days": {"mon": ["12:00-08:00"]}}]},
        {"versions": [{"valid_from": "2026-01-01", "days": {"mon": ["08:00-12:00", "11:00-14:00"]}}]},
        {"versions": [{"valid_from": "soon", "days": {"mon": ["08:00-12:00"]}}]},
        {"versions": [{"days": {"mon": ["08:00"]}}]},
        {"versions": ["mon"]},
    ],
)
def test_hours_that_make_no_sense_are_refused(plain: dict[str, object]) -> None:
    with pytest.raises(DomainError, match=r"working_time\.bad_hours"):
        OfficeHours.from_plain(plain)


@pytest.mark.parametrize(
    "plain", [{}, {"days": [{}]}, {"days": ["x"]}, {"days": [{"date": "x", "effect": "off"}]}]
)
def test_holidays_that_make_no_sense_are_refused(plain: dict[str, object]) -> None:
    with pytest.raises(DomainError, match=r"working_time\.bad_holidays"):
        Holidays.from_plain(plain)


def test_a_calendar_that_never_opens_again_says_so_instead_of_searching_for_ever() -> None:
    closed = [
        SpecialDay(date(2026, 1, 1) + timedelta(days=n), DayEffect.OFF, "closure", "nghỉ", "closed")
        for n in range(1000)
    ]
    calendar = WorkCalendar(usual_hours(), Holidays(closed), "test")
    with pytest.raises(DomainError, match=r"working_time\.no_working_day"):
        due_time(calendar, at("2026-01-05T09:00"), 1, "working_days")


def test_effective_start_within_hours_is_the_moment_itself(calendar: WorkCalendar) -> None:
    moment = at("2026-11-20T09:00:30")
    assert effective_start(calendar, moment) == moment


def test_a_due_time_survives_the_journal(calendar: WorkCalendar) -> None:
    due = due_time(calendar, at("2026-02-13T18:00"), 3, "working_days")
    assert DueTime.from_plain(json.loads(json.dumps(due.to_plain()))) == due


@pytest.mark.parametrize("damage", [{"due_at": "soon"}, {"rule": "?"}, {"unit": "weeks"}, {"steps": [1]}])
def test_a_damaged_due_time_is_refused(damage: dict[str, object], calendar: WorkCalendar) -> None:
    plain = due_time(calendar, at("2026-11-20T09:00"), 3, "working_days").to_plain() | damage
    with pytest.raises(DomainError):
        DueTime.from_plain(plain)
