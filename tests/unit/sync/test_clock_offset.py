"""Measuring how far the device's clock is from central time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counter_app.sync.clock_offset import ClockMemory, ClockReading, clock_reading

seconds = st.floats(-10_000, 10_000)
travel = st.floats(0, 30)


@given(seconds, travel, travel, travel)
def test_true_offset_lies_within_the_error(offset: float, there: float, work: float, back: float) -> None:
    sent = 1_000_000.0
    reading = clock_reading(
        sent, sent + there + offset, sent + there + work + offset, sent + there + work + back
    )
    assert abs(reading.offset_ms - offset * 1000) <= reading.error_ms + 2


def test_even_line_gives_the_exact_offset() -> None:
    assert clock_reading(100.0, 190.2, 190.3, 100.5) == ClockReading(90_000, 200)


def test_sharper_reading_replaces_a_dull_one_and_not_the_other_way_round() -> None:
    sharp, dull = ClockReading(100, 10), ClockReading(150, 400)
    assert ClockMemory().with_reading(dull, 0).with_reading(sharp, 1).reading == sharp
    assert ClockMemory().with_reading(sharp, 0).with_reading(dull, 1).reading == sharp


def test_old_reading_is_replaced_by_any() -> None:
    sharp, dull = ClockReading(100, 10), ClockReading(150, 400)
    assert ClockMemory().with_reading(sharp, 0).with_reading(dull, 301).reading == dull


def test_clock_that_was_set_in_between_is_noticed_at_once() -> None:
    sharp, moved = ClockReading(100, 10), ClockReading(3_600_000, 400)
    assert ClockMemory().with_reading(sharp, 0).with_reading(moved, 1).reading == moved
