"""What clerks type, understood."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.ui.counter.parts.typed import (
    LARGEST_AMOUNT,
    amount_shown,
    grouped,
    iso_shown,
    read_amount,
    read_count,
    read_day,
    read_time,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "text", ["15031990", "15/03/1990", "15.3.1990", "15-03-1990", " 15 03 1990 ", "1990-03-15"]
)
def test_a_birth_date_is_read_in_the_ways_it_is_typed(text: str) -> None:
    assert read_day(text) == date(1990, 3, 15)


@pytest.mark.parametrize("text", ["", "1990", "150390", "31/02/1990", "15/13/1990", "hôm qua", "1503199"])
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert read_day(text) is None


def test_the_year_may_be_left_out_where_it_is_the_present_one() -> None:
    assert read_day("25/11", today=TODAY) == date(2026, 11, 25)
    assert read_day("2511", today=TODAY) == date(2026, 11, 25)
    assert read_day("25/11") is None


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_a_day_as_shown_is_read_back(day: date) -> None:
    assert read_day(iso_shown(day.isoformat())) == day
    assert read_day(f"{day:%d%m}{day.year:04d}") == day


@pytest.mark.parametrize(
    ("text", "at"), [("9:05", time(9, 5)), ("09h05", time(9, 5)), ("0905", time(9, 5)), ("9", time(9))]
)
def test_times_are_read_in_the_ways_they_are_typed(text: str, at: time) -> None:
    assert read_time(text) == at


@pytest.mark.parametrize("text", ["", "25:00", "9:75", "chiều", "12345"])
def test_what_is_no_time_is_not_guessed(text: str) -> None:
    assert read_time(text) is None


@pytest.mark.parametrize("text", ["8000", "8.000", "8,000", "8 000 đ", "8.000đ", "8000 đồng", "8000 VND"])
def test_amounts_are_read_with_and_without_marks(text: str) -> None:
    assert read_amount(text) == 8000


@pytest.mark.parametrize("text", ["", "tám nghìn", "-8000", "8e3", "1" * 12])
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    assert read_amount(text) is None


@given(st.integers(0, LARGEST_AMOUNT))
def test_an_amount_as_shown_is_read_back(amount: int) -> None:
    assert read_amount(amount_shown(amount)) == amount


@given(st.text())
def test_reading_never_fails_whatever_is_typed(text: str) -> None:
    read_day(text, today=TODAY)
    read_time(text)
    read_amount(text)
    read_count(text)
    grouped(text)


@given(st.text(alphabet="0123456789 ", max_size=20))
def test_grouping_keeps_the_digits(text: str) -> None:
    assert grouped(text).replace(" ", "") == text.replace(" ", "")
    assert grouped(grouped(text)) == grouped(text)
