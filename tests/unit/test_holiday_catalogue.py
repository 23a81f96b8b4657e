"""The shipped holidays and overrides: each day once, swaps whole, decisions named."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from typing import Any

import pytest

from counter_app.domain.calendar_overrides import CalendarOverride
from tests.fixtures.calendars import RESOURCES


@cache
def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((RESOURCES / "catalogues/holidays.json").read_text("utf-8"))
    return loaded


def test_holidays_cover_five_years_each_day_once_in_order() -> None:
    days = document()["days"]
    assert len(days) == 75
    dates = [date.fromisoformat(day["date"]) for day in days]
    assert dates == sorted(set(dates))
    assert {day.year for day in dates} == set(range(2024, 2029))
    assert all(day["name_vi"] and day["name_en"] for day in days)
    assert {day["kind"] for day in days} == {"holiday", "observed", "swap_off", "make_up"}


def test_working_days_in_exchange_are_saturdays_and_the_only_ones_that_are_worked() -> None:
    for day in document()["days"]:
        assert (day["effect"] == "work") == (day["kind"] == "make_up")
        if day["effect"] == "work":
            assert date.fromisoformat(day["date"]).isoweekday() == 6
        else:
            assert day["effect"] == "off"


def special_days() -> dict[str, dict[str, Any]]:
    head = document()
    return {row.get("date", row.get("from")): row for row in [*head["days"], *head["overrides"]]}


def test_every_day_off_in_exchange_has_its_working_day() -> None:
    days = special_days()
    given = {name for day in days.values() if day["kind"] == "swap_off" for name in [day["name_vi"]]}
    worked = {date.fromisoformat(day) for day, row in days.items() if row["kind"] == "make_up"}
    named = {
        date(int(year), int(month), int(number))
        for name in given
        for number, month, year in re.findall(r"(\d\d)/(\d\d)/(\d{4})", name)
    }
    assert named == worked
    assert len(given) == 4


@pytest.mark.parametrize(
    ("day", "effect"),
    [("2026-08-22", "work"), ("2026-08-31", "off"), ("2026-11-24", "off"), ("2026-01-10", "work")],
)
def test_known_days_have_their_effect(day: str, effect: str) -> None:
    assert special_days()[day]["effect"] == effect


def test_the_table_of_overrides_names_its_decisions() -> None:
    for row in document()["overrides"]:
        assert row["decision"]
        assert CalendarOverride.from_plain(row).to_plain().items() >= row.items()


def test_days_that_are_still_to_be_decided_are_provisional() -> None:
    for day in document()["days"]:
        if day["date"] >= "2027":
            assert day["provisional"] is True
