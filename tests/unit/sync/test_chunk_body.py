"""The body of a chunk: in small slices, at its pace, standing still for whoever goes first."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from counter_app.services.scan_ports import Lane
from counter_app.sync.chunk_body import LONGEST_PAUSE, BrokenOffError, ChunkBody
from counter_app.sync.lanes import Lanes
from counter_app.sync.line_rate import ChunkPlan

DATA = bytes(range(250)) * 40
BURST = ChunkPlan(10_000, 1000, None)
PACED = ChunkPlan(10_000, 1000, 10_000.0)


class Time:
    """Virtual seconds; ``at`` runs something when a moment has come."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []
        self.events: list[tuple[float, Callable[[], None]]] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def at(self, moment: float, act: Callable[[], None]) -> None:
        self.events.append((moment, act))


class VirtualLanes(Lanes):
    """Lanes whose waits pass virtual time."""

    def __init__(self, time: Time) -> None:
        super().__init__(time.monotonic)
        self.time = time
        self.busy_until = 0.0

    def busy_above(self, lane: Lane) -> bool:
        return self.time.now < self.busy_until

    def wait_until_free(self, lane: Lane, timeout: float) -> bool:
        self.time.now = min(self.time.now + timeout, max(self.time.now, self.busy_until))
        return not self.busy_above(lane)


@pytest.fixture
def time() -> Time:
    return Time()


def body(time: Time, plan: ChunkPlan, lanes: Lanes | None = None, **options: object) -> ChunkBody:
    return ChunkBody(
        DATA,
        plan,
        Lane.SCANS,
        lanes or VirtualLanes(time),
        monotonic=time.monotonic,
        sleep=time.sleep,
        **options,  # type: ignore[arg-type]
    )


def test_the_slices_are_the_chunk(time: Time) -> None:
    made = body(time, BURST)
    assert len(made) == len(DATA)
    slices = list(made)
    assert b"".join(slices) == DATA
    assert {len(piece) for piece in slices} == {1000}
    assert time.slept == []


def test_a_paced_chunk_takes_its_time(time: Time) -> None:
    assert b"".join(body(time, PACED)) == DATA
    assert time.now == pytest.approx(0.9)


def test_small_delays_are_made_good_and_long_ones_lost(time: Time) -> None:
    moments = []
    for number, _ in enumerate(body(time, PACED)):
        moments.append(time.now)
        if number == 2:
            time.now += 0.5  # the line took its time
    gaps = [round(after - before, 6) for before, after in pairwise(moments)]
    assert gaps[2] == 0.5
    assert gaps[3:5] == [0.0, 0.0], "two slices at once at most"
    assert all(gap == pytest.approx(0.1) for gap in gaps[5:])


def test_a_line_that_takes_less_than_the_pace_slows_it_down(time: Time) -> None:
    told = []
    for _ in body(time, PACED, fell_behind=lambda: told.append(time.now)):
        time.now += 0.4
    assert told


def test_entries_stop_it_between_two_slices_and_it_goes_on_without_a_rush(time: Time) -> None:
    lanes, shown = VirtualLanes(time), list[bool]()
    made = body(time, PACED, lanes, paused=shown.append)
    moments = []
    for number, _ in enumerate(made):
        moments.append(time.now)
        if number == 4:
            lanes.busy_until = time.now + 3
    assert shown == [True, False]
    assert moments[5] - moments[4] == pytest.approx(3.0)
    assert moments[6] - moments[5] == pytest.approx(0.1)
    assert made.pauses == pytest.approx(3.0)


def test_nothing_goes_out_while_entries_are_under_way_at_its_beginning(time: Time) -> None:
    lanes = VirtualLanes(time)
    lanes.busy_until = 2.0
    made = body(time, BURST, lanes)
    next(iter(made))
    assert made.began_at == pytest.approx(2.0)
    assert made.pauses == 0


def test_a_pause_that_grows_long_breaks_it_off(time: Time) -> None:
    lanes, shown = VirtualLanes(time), list[bool]()
    slices = iter(body(time, BURST, lanes, paused=shown.append))
    next(slices)
    lanes.busy_until = 1000.0
    with pytest.raises(BrokenOffError):
        next(slices)
    assert LONGEST_PAUSE < time.now < LONGEST_PAUSE + 1
    assert shown == [True, False]


def test_it_breaks_off_when_it_is_told_to(time: Time) -> None:
    leaving = [False]
    slices = iter(body(time, BURST, leave=lambda: leaving[0]))
    next(slices)
    leaving[0] = True
    with pytest.raises(BrokenOffError):
        next(slices)
