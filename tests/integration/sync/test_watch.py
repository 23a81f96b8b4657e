"""Real stations that let the central system tell them of news."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from counter_app.services.sync_ports import LineState
from counter_app.sync.credentials import Credentials
from counter_app.sync.news_line import HttpNewsLine
from counter_app.sync.policy import Pace
from counter_app.sync.watch import Watch, WatchPace
from tests.fixtures.central import CentralServer
from tests.fixtures.dossiers import reception
from tests.integration.sync.conftest import MakeStation
from tests.integration.sync.station import RunningStation

NEVER_BY_ITSELF = Pace(
    idle=(3600, 3600), watched=(3600, 3600), probe=(0.1, 0.2), base=0.2, floor=0.1, cap=0.5
)

Watched = Callable[[Credentials], tuple[RunningStation, Watch]]


@pytest.fixture
def watched(make_station: MakeStation) -> Iterator[Watched]:
    """Stations whose engines ask for news only when they are woken."""
    watches: list[Watch] = []

    def make(credentials: Credentials) -> tuple[RunningStation, Watch]:
        station = make_station(credentials, pace=NEVER_BY_ITSELF)
        watch = Watch(station.engine, lambda: HttpNewsLine(credentials), pace=WatchPace(pause=0.2))
        station.engine.rest_while(watch.alive)
        watches.append(watch)
        watch.start()
        return station, watch

    yield make
    for watch in watches:
        began = time.monotonic()
        assert watch.stop(10)
        assert time.monotonic() - began < 5, "a call that waits is broken off"


def until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_what_one_counter_sends_another_has_without_asking(running: CentralServer, watched: Watched) -> None:
    one, _ = watched(running.enrol("03"))
    other, watch = watched(running.enrol("04"))
    other.wait_for_state(LineState.ONLINE)
    until(watch.alive)
    for number in range(1, 4):
        one.write(f"dossier-{number}", reception(number))
        other.wait_for_dossiers({f"dossier-{known}" for known in range(1, number + 1)})


def test_watch_goes_on_after_the_server_was_away(running: CentralServer, watched: Watched) -> None:
    one, _ = watched(running.enrol("03"))
    other, watch = watched(running.enrol("04"))
    until(watch.alive)
    running.stop()
    other.wait_for_state(LineState.OFFLINE)
    until(lambda: not watch.alive())
    running.start()
    other.wait_for(lambda status: status.state in (LineState.ONLINE, LineState.WEAK))
    one.write("dossier-1", reception(1))
    other.wait_for_dossiers({"dossier-1"})
    until(watch.alive)
