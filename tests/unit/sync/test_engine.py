"""The engine's states and its thread, with a link that does what the test says."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from counter_app.services.sync_ports import LineState
from counter_app.sync.engine import SyncEngine
from counter_app.sync.link import Trouble
from counter_app.sync.policy import SLOW, Pace
from counter_app.sync.unenrolled import Unenrolled
from tests.fakes.clock import MORNING, SetClock
from tests.fakes.scripted_link import ScriptedLink
from tests.fakes.sync_store import MemorySyncStore
from tests.fixtures.central import draft
from tests.fixtures.dossiers import reception
from tests.integration.sync.station import RunningStation

QUIET = Pace(idle=(60, 60), probe=(60, 60), floor=60, cap=60, revoked=(60, 60))
"""Nothing happens by itself: every step is asked for."""


class Time:
    """A monotonic clock that calls push forward."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def link() -> ScriptedLink:
    return ScriptedLink()


@pytest.fixture
def monotonic() -> Time:
    return Time()


@pytest.fixture
def station(link: ScriptedLink, monotonic: Time) -> Iterator[RunningStation]:
    store = MemorySyncStore("st-1")
    engine = SyncEngine(store, lambda: link, SetClock(), pace=QUIET, monotonic=monotonic)
    running = RunningStation(store, engine)
    yield running
    assert engine.stop(20)


def again(station: RunningStation, state: LineState, trouble: str = "") -> None:
    """One more exchange, and what it leads to."""
    station.engine.send_now()
    station.wait_for(lambda status: (status.state, status.trouble) == (state, trouble))


@pytest.mark.requirement("LC-06")
def test_line_is_shown_online_weak_and_offline(
    station: RunningStation, link: ScriptedLink, monotonic: Time
) -> None:
    assert station.engine.status().state is LineState.STARTING
    station.engine.start()
    station.wait_for_state(LineState.ONLINE)

    def slowly() -> None:
        monotonic.now += SLOW + 1

    link.before = slowly
    again(station, LineState.WEAK)
    link.before = lambda: None
    link.trouble = Trouble.TIMEOUT
    again(station, LineState.WEAK, "timeout")
    again(station, LineState.OFFLINE, "timeout")
    link.trouble = None
    again(station, LineState.WEAK)
    monotonic.now += 61
    again(station, LineState.ONLINE)


def test_line_that_is_plainly_down_is_offline_at_once(station: RunningStation, link: ScriptedLink) -> None:
    station.engine.start()
    station.wait_for_state(LineState.ONLINE)
    link.trouble = Trouble.NO_ROUTE
    again(station, LineState.OFFLINE, "no_route")


@pytest.mark.requirement("N-80")
def test_nothing_counts_as_sent_before_the_server_answered(
    station: RunningStation, link: ScriptedLink
) -> None:
    link.trouble = Trouble.TIMEOUT
    station.engine.start()
    station.wait_for_state(LineState.OFFLINE)
    station.write("dossier-1", reception(1))
    status = station.wait_for(lambda status: status.backlog.entries == 1)
    assert (status.backlog.accepted_total, status.sending) == (0, False)
    station.seen.clear()
    station.engine.send_now()
    station.wait_for(lambda status: any(seen.sending for seen in station.seen) and not status.sending)
    assert link.calls[-1] == "push"
    assert station.engine.status().backlog.entries == 1
    link.trouble = None
    station.engine.send_now()
    station.wait_until_sent()
    assert station.wait_for(lambda status: status.backlog.accepted_total == 1).backlog.entries == 0


def test_new_entries_do_not_break_the_back_off(station: RunningStation, link: ScriptedLink) -> None:
    link.trouble = Trouble.SERVER_ERROR
    station.engine.start()
    station.wait_for_state(LineState.OFFLINE)
    called = len(link.calls)
    for number in range(1, 4):
        station.write(f"dossier-{number}", reception(number))
        station.wait_for(lambda status, n=number: status.backlog.entries == n)  # type: ignore[misc]
    assert len(link.calls) == called


def test_since_is_when_the_state_began(link: ScriptedLink) -> None:
    store, clock = MemorySyncStore("st-1"), SetClock()
    engine = SyncEngine(store, lambda: link, clock, pace=QUIET)
    station = RunningStation(store, engine)
    link.trouble = Trouble.NO_ROUTE
    engine.start()
    station.wait_for_state(LineState.OFFLINE)
    clock.move(timedelta(minutes=35))
    link.trouble = Trouble.REFUSED
    again(station, LineState.OFFLINE, "refused")
    assert engine.status().since == MORNING
    assert engine.stop(20)


def test_stopping_does_not_wait_for_the_next_step(station: RunningStation, link: ScriptedLink) -> None:
    station.engine.start()
    station.wait_for_state(LineState.ONLINE)
    began = time.monotonic()
    assert station.engine.stop(20)
    assert time.monotonic() - began < 2
    assert link.closed


def test_last_contact_outlives_the_program(station: RunningStation, link: ScriptedLink) -> None:
    station.engine.start()
    station.wait_for_state(LineState.ONLINE)
    assert station.engine.stop(20)
    link.trouble = Trouble.NO_ROUTE
    engine = SyncEngine(station.store, lambda: link, SetClock(), pace=QUIET)
    again_running = RunningStation(station.store, engine)
    engine.start()
    status = again_running.wait_for_state(LineState.OFFLINE)
    assert status.last_contact_at == MORNING
    assert status.clock_offset_ms == 0
    assert engine.stop(20)


def test_ended_subscription_hears_nothing_more(station: RunningStation) -> None:
    heard: list[str] = []
    end = station.engine.subscribe(lambda status, _: heard.append(status.state.value))
    end()
    end()
    station.engine.start()
    station.wait_for_state(LineState.ONLINE)
    assert heard == []


def test_station_without_a_central_system_says_so_and_counts() -> None:
    store = MemorySyncStore("st-1")
    control = Unenrolled(store, SetClock())
    heard: list[int] = []
    control.subscribe(lambda status, _: heard.append(status.backlog.entries))
    store.write(draft("dossier-1", reception(1)), MORNING)
    control.wake()
    control.send_now()
    assert control.status().state is LineState.NOT_ENROLLED
    assert control.status().backlog.entries == 1
    assert heard == [1]
