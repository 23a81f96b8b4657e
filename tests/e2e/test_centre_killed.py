"""A central system killed at any moment holds what it acknowledged, once, and its feed has no hole."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import func, select

from counter_app.central.settings import CentralSettings
from counter_app.central.tables import dossiers, entries
from tests.e2e.test_system_faults import strace
from tests.fixtures.central_databases import Databases, PostgresDatabases, on_postgresql, on_sqlite
from tests.fixtures.centre_process import CentreProcess
from tests.fixtures.http_service import HttpService
from tests.fixtures.pushers import FeedReader, Identity, Pusher, pushing
from tests.fixtures.signing_station import SigningStation

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]

STATIONS: Final = 4
KILLS: Final = int(os.environ.get("CENTRE_KILLS", "3"))
"""How often each test kills."""
LONGEST_S: Final = 0.5


@dataclass
class Processes:
    """Several processes on one database, and stations that send to them."""

    centres: list[CentreProcess]
    services: list[HttpService]
    stations: list[SigningStation]
    reader: FeedReader

    def holds(self, pushers: list[Pusher]) -> None:
        """What is acknowledged by now can be read in the feed."""
        acknowledged = [identity for pusher in pushers for identity in pusher.acknowledged()]
        self.reader.read()
        self.reader.holds(acknowledged)

    def holds_exactly(self, acknowledged: list[Identity]) -> None:
        """Nothing else is there: in the feed, in the journals, among the dossiers."""
        self.reader.read()
        self.reader.holds(acknowledged)
        assert len(self.reader.seen) == len(acknowledged) == self.reader.after
        with self.centres[0].database.read() as connection:
            counts = [
                connection.scalar(select(func.count()).select_from(table)) for table in (entries, dossiers)
            ]
        assert counts == [len(acknowledged)] * 2


@contextmanager
def running(
    settings: CentralSettings, folder: Path, how_many: int, *, workers: int = 1
) -> Iterator[Processes]:
    """So many processes, with stations spread over them."""
    with ExitStack() as ending:
        centres = [CentreProcess(settings, folder / f"log-{n}", workers=workers) for n in range(how_many)]
        for centre in centres:
            ending.callback(centre.close)
            centre.start()
        services = [HttpService(centre.url) for centre in centres]
        for service in services:
            ending.callback(service.close)
        stations = [
            SigningStation(services[n % how_many], centres[0].code(f"{n + 1:02d}")) for n in range(STATIONS)
        ]
        reader = FeedReader(lambda: services[0], stations[0])
        yield Processes(centres, services, stations, reader)


def wait(seconds: float) -> None:
    threading.Event().wait(seconds)


@pytest.mark.requirement("AG-17")
@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_acknowledged_outlives_kills_at_any_moment(
    seed: int, databases: Databases, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    settings = databases.with_office(tmp_path / "data")
    how_many = 2 if isinstance(databases, PostgresDatabases) else 1
    with running(settings, tmp_path, how_many) as world:
        with pushing(world.stations, seed) as pushers:
            for _ in range(KILLS):
                wait(chance.uniform(0.0, LONGEST_S))
                struck = chance.sample(world.centres, chance.randint(1, how_many))
                for centre in struck:
                    centre.kill()
                for centre in struck:
                    centre.start()
                world.holds(pushers)
            for pusher in pushers:
                pusher.wait_for_more()
        assert sum(pusher.failures.total() for pusher in pushers) >= KILLS
        world.holds_exactly([identity for pusher in pushers for identity in pusher.acknowledged()])


@on_sqlite
@pytest.mark.requirement("AG-17")
@pytest.mark.parametrize("call", ["pwrite64", "fdatasync,fsync"], ids=["while writing", "while syncing"])
def test_what_was_acknowledged_outlives_kills_inside_a_write_or_a_sync(
    call: str, databases: Databases, tmp_path: Path
) -> None:
    """strace kills at a call of the kernel that a moment by the clock would hardly ever hit."""
    chance = random.Random(call)
    settings = databases.with_office(tmp_path / "data")
    with running(settings, tmp_path, 1) as world:
        (centre,) = world.centres
        with pushing(world.stations, 1) as pushers:
            for _ in range(KILLS):
                centre.kill()
                place = chance.randint(1, 40)
                fault = f"inject={call}:signal=SIGKILL:when={place}"
                centre.tracer = [strace(), "-f", "-qq", "-o", str(tmp_path / "trace"), "-e", f"trace={call}"]
                centre.tracer += ["-e", fault]
                centre.start()
                while centre.running:
                    wait(0.02)
                centre.kill()
                centre.tracer = []
                centre.start()
                world.holds(pushers)
            for pusher in pushers:
                pusher.wait_for_more()
        world.holds_exactly([identity for pusher in pushers for identity in pusher.acknowledged()])


@on_postgresql
@pytest.mark.requirement("AG-17")
def test_what_was_acknowledged_outlives_crashes_of_postgresql(databases: Databases, tmp_path: Path) -> None:
    """The database is killed and repairs itself; the central system's processes go on by themselves."""
    assert isinstance(databases, PostgresDatabases)
    chance = random.Random(3)
    settings = databases.with_office(tmp_path / "data")
    with running(settings, tmp_path, 2) as world:
        with pushing(world.stations, 3) as pushers:
            for _ in range(KILLS):
                wait(chance.uniform(0.1, LONGEST_S))
                databases.server.kill()
                wait(chance.uniform(0.0, 0.2))
                databases.server.start()
                for pusher in pushers:
                    pusher.wait_for_more()
                world.holds(pushers)
        assert sum(pusher.failures.total() for pusher in pushers) >= KILLS
        world.holds_exactly([identity for pusher in pushers for identity in pusher.acknowledged()])


@on_postgresql
@pytest.mark.requirement("AG-17")
def test_a_worker_that_is_killed_is_replaced_and_what_it_acknowledged_is_there(
    databases: Databases, tmp_path: Path
) -> None:
    chance = random.Random(4)
    settings = databases.with_office(tmp_path / "data")
    with running(settings, tmp_path, 1, workers=2) as world:
        (centre,) = world.centres
        with pushing(world.stations, 4) as pushers:
            for _ in range(KILLS):
                wait(chance.uniform(0.1, LONGEST_S))
                living = centre.worker_ids()
                if living:  # the next one may not have begun yet
                    os.kill(chance.choice(living), signal.SIGKILL)
                for pusher in pushers:
                    pusher.wait_for_more()
                world.holds(pushers)
        assert sum(pusher.failures.total() for pusher in pushers) > 0
        world.holds_exactly([identity for pusher in pushers for identity in pusher.acknowledged()])
