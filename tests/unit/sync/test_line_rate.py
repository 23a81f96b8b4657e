"""How much of the line scans may use: learned from bursts, kept below what they showed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.sync.line_rate import LARGEST_CHUNK, SHARE, SMALLEST_CHUNK, LineRate


def learned(line: float) -> LineRate:
    """What is known of a line of so many bytes a second after as many bursts as it takes."""
    rate, now = LineRate(), 0.0
    for _ in range(10):
        plan = rate.plan(now)
        if plan.pace is not None:
            break
        seconds = plan.size / line
        now += seconds
        rate.took(plan, plan.size, seconds, now, disturbed=False)
    return rate


@given(st.floats(8_000, 100_000_000))
def test_a_line_is_known_after_a_few_bursts_that_do_not_fill_it_for_long(line: float) -> None:
    rate = LineRate()
    now, sent, took = 0.0, 0, 0.0
    while (plan := rate.plan(now)).pace is None:
        assert plan.size <= max(16 * 1024, line * 0.5), "a burst stands long before an entry"
        seconds = plan.size / line
        now, sent, took = now + seconds, sent + plan.size, took + seconds
        rate.took(plan, plan.size, seconds, now, disturbed=False)
        assert sent < 4 * LARGEST_CHUNK
    assert rate.usable == pytest.approx(max(2000, line * SHARE))


def test_a_paced_chunk_leaves_room_and_keeps_its_size_within_bounds() -> None:
    for line, size in ((32_000, SMALLEST_CHUNK), (80_000, 556_800), (10_000_000, LARGEST_CHUNK)):
        plan = learned(line).plan(1.0)
        assert plan.size == size
        assert plan.pace == pytest.approx(line * SHARE)
        assert 1024 <= plan.slice <= 64 * 1024
    assert learned(32_000).plan(1.0).slice == 1024


def test_the_line_is_measured_again_after_a_while_by_a_short_burst() -> None:
    rate = learned(200_000)
    assert rate.plan(20.0).pace is not None
    again = rate.plan(40.0)
    assert again.pace is None
    assert again.size / 200_000 < 0.3
    rate.took(again, again.size, again.size / 400_000, 40.1, disturbed=False)
    assert rate.usable == pytest.approx(400_000 * SHARE)


def test_a_chunk_that_made_room_for_others_tells_nothing() -> None:
    rate = learned(32_000)
    before = rate.usable
    plan = rate.plan(1.0)
    rate.took(plan, plan.size, 100.0, 101.0, disturbed=True)
    assert rate.usable == before


def test_a_line_that_became_slower_is_noticed_at_the_end_of_a_chunk() -> None:
    rate = learned(100_000)
    plan = rate.plan(1.0)
    rate.took(plan, plan.size, plan.size / 20_000, 5.0, disturbed=False)
    assert rate.usable == pytest.approx(20_000 * SHARE)


def test_a_chunk_in_its_time_does_not_lower_the_rate() -> None:
    rate = learned(100_000)
    before = rate.usable
    for _ in range(50):
        plan = rate.plan(1.0)
        assert plan.pace is not None
        rate.took(plan, plan.size, plan.size / plan.pace, 2.0, disturbed=False)
    assert rate.usable == before


def test_falling_behind_slows_down_and_never_to_a_stop() -> None:
    rate = learned(32_000)
    for _ in range(100):
        rate.fell_behind()
    assert rate.usable == 2000
    LineRate().fell_behind()


def test_another_line_is_measured_anew() -> None:
    rate = learned(32_000)
    rate.forget()
    assert (rate.usable, rate.plan(1.0).pace) == (None, None)
