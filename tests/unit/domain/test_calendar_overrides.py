"""Overrides by decision, and hours by season and range of dates."""

from __future__ import annotations

from datetime import date

import pytest

from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import DayEffect, Holidays
from counter_app.domain.office_hours import OfficeHours
from counter_app.domain.override_tables import merged, without
from counter_app.domain.work_calendar import WorkCalendar
from counter_app.domain.working_time import due_time
from tests.fixtures.calendars import USUAL_DAY, WEEK, at, shipped_holidays, usual_hours

STORM = {
    "from": "2026-11-25",
    "to": "2026-11-26",
    "effect": "off",
    "decision": "77/CĐ-UBND",
    "decided_on": "2026-11-24",
    "name_vi": "Nghỉ do bão",
}


def override(**changes: object) -> CalendarOverride:
    return CalendarOverride.from_plain(STORM | changes)


def calendar(*overrides: CalendarOverride) -> WorkCalendar:
    days = [special for one in overrides for special in one.special_days]
    return WorkCalendar(usual_hours(), shipped_holidays().with_overrides(days), "test")


@pytest.mark.requirement("N-52")
def test_a_closure_holds_on_each_of_its_days() -> None:
    stormy = calendar(override())
    assert not stormy.is_working_day(date(2026, 11, 25))
    assert not stormy.is_working_day(date(2026, 11, 26))
    assert due_time(stormy, at("2026-11-23T09:00"), 1, "working_days").due_at == at("2026-11-27T09:00")


@pytest.mark.requirement("N-52")
def test_a_swap_is_two_rows_of_one_decision() -> None:
    off = override(**{"from": "2026-11-23", "to": None, "kind": "swap_off"})
    worked = override(**{"from": "2026-11-28", "to": "", "effect": "work"})
    swapped = calendar(off, worked)
    assert due_time(swapped, at("2026-11-20T09:00"), 1, "working_days").due_at == at("2026-11-25T09:00")
    assert due_time(swapped, at("2026-11-27T09:00"), 1, "working_days").due_at == at("2026-11-28T09:00")


@pytest.mark.requirement("N-52")
def test_a_working_day_may_have_hours_of_its_own() -> None:
    half = override(**{"from": "2026-11-25", "to": "2026-11-25", "effect": "work", "hours": ["07:30-11:30"]})
    plan = calendar(half).plan(date(2026, 11, 25))
    assert (plan.opening, plan.closing) == (at("2026-11-25T07:30"), at("2026-11-25T11:30"))
    due = due_time(calendar(half), at("2026-11-23T16:00"), 1, "working_days")
    assert due.due_at == at("2026-11-25T11:30")
    assert "own_hours" in {step.code for step in due.steps}
    saturday = override(**{"from": "2026-11-28", "to": "", "effect": "work", "hours": ["07:30-11:30"]})
    assert calendar(saturday).plan(date(2026, 11, 28)).closing == at("2026-11-28T11:30")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"from": "25/11/2026"}, "bad_date"),
        ({"from": None}, "bad_date"),
        ({"to": "soon"}, "bad_date"),
        ({"decided_on": "2026-13-01"}, "bad_date"),
        ({"to": "2026-11-24"}, "range_backwards"),
        ({"to": "2027-11-24"}, "range_too_long"),
        ({"effect": "closed"}, "bad_effect"),
        ({"effect": None}, "bad_effect"),
        ({"decision": " "}, "decision_missing"),
        ({"decision": 77}, "bad_text"),
        ({"name_vi": ""}, "name_missing"),
        ({"kind": "party"}, "bad_kind"),
        ({"hours": ["07:30-11:30"]}, "hours_on_day_off"),
        ({"effect": "work", "hours": ["11:30-07:30"]}, "bad_hours"),
        ({"effect": "work", "hours": ["morning"]}, "bad_hours"),
        ({"effect": "work", "hours": "07:30-11:30"}, "bad_hours"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_with_its_reason(changes: dict[str, object], code: str) -> None:
    with pytest.raises(DomainError, match=rf"calendar\.{code}\("):
        override(**changes)


def test_a_row_survives_its_plain_form() -> None:
    for one in (override(), override(effect="work", hours=["07:30-11:30", "13:00-15:30"], name_en="Storm")):
        assert CalendarOverride.from_plain(one.to_plain()) == one


def test_a_calendar_document_with_a_bad_override_is_refused_whole() -> None:
    document = {"days": [], "overrides": [STORM, {"from": "?"}]}
    with pytest.raises(DomainError, match=r"working_time\.bad_holidays"):
        Holidays.from_plain(document)


def test_a_later_row_replaces_only_its_own_days() -> None:
    week = override(**{"from": "2026-11-23", "to": "2026-11-27"})
    middle = override(**{"from": "2026-11-25", "to": "2026-11-25", "effect": "normal"})
    table = merged([week], [middle])
    assert [(one.first.day, one.last.day, one.effect) for one in table] == [
        (23, 24, DayEffect.OFF),
        (26, 27, DayEffect.OFF),
        (25, 25, DayEffect.NORMAL),
    ]
    assert without(table, {date(2026, 11, day) for day in range(23, 28)}) == ()


# --- hours ----------------------------------------------------------------------------------------

SUMMER = ["07:00-11:30", "13:30-17:00"]


def hours(*versions: dict[str, object]) -> OfficeHours:
    usual = {"valid_from": "2026-01-01", "days": {key: list(USUAL_DAY) for key in WEEK}}
    return OfficeHours.from_plain({"versions": [usual, *versions]})


def opening(found: OfficeHours, day: str) -> str:
    return f"{found.week_of(date.fromisoformat(day)).usual[0].start:%H:%M}"


def test_summer_hours_hold_in_their_season_of_every_year() -> None:
    found = hours(
        {"valid_from": "2026-01-01", "season": ["04-16", "10-15"], "days": dict.fromkeys(WEEK, SUMMER)}
    )
    assert opening(found, "2026-04-15") == "07:30"
    assert [opening(found, f"{year}-04-16") for year in (2026, 2027)] == ["07:00", "07:00"]
    assert [opening(found, f"2026-10-{day}") for day in (15, 16)] == ["07:00", "07:30"]


def test_winter_hours_may_run_over_the_new_year() -> None:
    found = hours(
        {"valid_from": "2026-01-01", "season": ["10-16", "02-29"], "days": dict.fromkeys(WEEK, SUMMER)}
    )
    days = ("2026-10-15", "2026-10-16", "2027-02-28", "2028-02-29", "2027-03-01")
    assert [opening(found, day) for day in days] == ["07:30", "07:00", "07:00", "07:00", "07:30"]


def test_hours_for_a_range_of_dates_end_with_it() -> None:
    found = hours(
        {"valid_from": "2026-06-01", "valid_until": "2026-06-30", "days": dict.fromkeys(WEEK, SUMMER)}
    )
    days = ("2026-05-31", "2026-06-01", "2026-06-30", "2026-07-01")
    assert [opening(found, day) for day in days] == ["07:30", "07:00", "07:00", "07:30"]


def test_hours_decided_later_end_an_older_season() -> None:
    found = hours(
        {"valid_from": "2026-01-01", "season": ["04-16", "10-15"], "days": dict.fromkeys(WEEK, SUMMER)},
        {"valid_from": "2027-01-01", "days": {key: ["08:00-12:00"] for key in WEEK}},
    )
    assert [opening(found, day) for day in ("2026-07-01", "2027-07-01")] == ["07:00", "08:00"]


@pytest.mark.parametrize(
    "version",
    [
        {"season": ["04-16"]},
        {"season": ["04-31", "10-15"]},
        {"season": "summer"},
        {"valid_until": "2025-12-31"},
        {"valid_until": "soon"},
        {"days": ["07:00-11:30"]},
    ],
)
def test_seasons_and_ranges_that_make_no_sense_are_refused(version: dict[str, object]) -> None:
    with pytest.raises(DomainError, match=r"working_time\.bad_hours"):
        hours({"valid_from": "2026-01-01", "days": dict.fromkeys(WEEK, SUMMER)} | version)


def test_some_hours_hold_all_year_and_without_an_end() -> None:
    only = {"valid_from": "2026-01-01", "season": ["04-16", "10-15"], "days": dict.fromkeys(WEEK, SUMMER)}
    with pytest.raises(DomainError, match=r"working_time\.bad_hours"):
        OfficeHours.from_plain({"versions": [only]})
