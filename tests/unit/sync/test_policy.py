"""Waiting times, batch sizes and the judgement of the line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counter_app.sync.policy import LARGEST_BATCH, SLOW, BatchSize, LineHealth, Pace, backoff

PACE = Pace()


def highest(_low: float, high: float) -> float:
    return high


def lowest(low: float, _high: float) -> float:
    return low


def test_back_off_doubles_up_to_a_cap_and_never_falls_below_its_floor() -> None:
    assert [backoff(PACE, attempt, highest) for attempt in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert {backoff(PACE, attempt, lowest) for attempt in range(7)} == {PACE.floor}


@given(st.integers(0, 10**9), st.floats(0, 1))
def test_back_off_stays_within_its_bounds_for_ever(attempt: int, share: float) -> None:
    wait = backoff(PACE, attempt, lambda low, high: low + share * (high - low))
    assert PACE.floor <= wait <= PACE.cap


@given(st.integers(1, 10_000), st.integers(1, 10**7))
def test_halving_ends_at_one_entry_and_growing_at_the_limit(count: int, size: int) -> None:
    small = BatchSize(count, size)
    for _ in range(40):
        small = small.halved()
    assert small == BatchSize(1, 1)
    assert small.smallest
    for _ in range(40):
        small = small.grown(LARGEST_BATCH)
    assert small == LARGEST_BATCH


def health(*calls: tuple[float, float, bool]) -> LineHealth:
    line = LineHealth()
    for at, seconds, worked in calls:
        line.record(at, seconds, worked=worked)
    return line


def test_line_without_calls_or_with_quick_ones_is_good() -> None:
    assert not health().weak(0)
    assert not health((1, 0.1, True), (2, 2.9, True)).weak(3)


def test_slow_calls_make_a_line_weak_for_a_minute() -> None:
    line = health((1, SLOW + 0.1, True))
    assert line.weak(60)
    assert not line.weak(62)


def test_line_that_flaps_is_weak() -> None:
    assert health((1, 0.1, True), (2, 0.1, False), (3, 0.1, True)).weak(4)


def test_line_is_good_again_after_one_plain_outage() -> None:
    assert not health(*((at, 2.0, False) for at in range(50)), (51, 0.1, True)).weak(52)
