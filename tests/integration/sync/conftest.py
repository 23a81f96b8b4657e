"""A real central server, and stations that speak with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from counter_app.services.sync_ports import SyncStatus
from counter_app.sync.credentials import Credentials
from counter_app.sync.engine import SyncEngine
from counter_app.sync.policy import Pace
from counter_app.sync.transport import HttpLink
from tests.fakes.clock import SystemClock
from tests.fakes.sync_store import MemorySyncStore
from tests.fixtures.central import CentralServer, add_office
from tests.integration.sync.station import RunningStation

MakeStation = Callable[..., RunningStation]
SOON = Pace(idle=(0.1, 0.2), probe=(0.1, 0.2), floor=0.05, base=0.1, cap=0.3)
"""Asks and tries again sooner than the program; how long a call may take is as there."""


@pytest.fixture
def central(tmp_path: Path) -> Iterator[CentralServer]:
    """A central system with one office, not yet listening."""
    server = CentralServer(tmp_path / "central")
    add_office(server.database)
    yield server
    server.close()


@pytest.fixture
def running(central: CentralServer) -> CentralServer:
    """The same, listening."""
    central.start()
    return central


@pytest.fixture
def make_station() -> Iterator[MakeStation]:
    """Stations with an in-memory store and a running engine, stopped at the end."""
    stations: list[RunningStation] = []

    def make(
        credentials: Credentials,
        store: MemorySyncStore | None = None,
        *,
        pace: Pace | None = None,
        clock: SystemClock | None = None,
    ) -> RunningStation:
        store = store or MemorySyncStore(credentials.station)
        link = lambda: HttpLink(credentials, pace)  # noqa: E731 - what the composition root passes
        engine = SyncEngine(store, link, clock or SystemClock(), server=credentials.server, pace=pace)
        station = RunningStation(store, engine)
        stations.append(station)
        engine.start()
        return station

    yield make
    for station in stations:
        assert station.engine.stop(20), "the engine does not stop"


def states(seen: list[SyncStatus]) -> list[str]:
    """The states in the order in which they were entered."""
    names = [status.state.value for status in seen]
    return [name for index, name in enumerate(names) if index == 0 or names[index - 1] != name]
