"""Between real stations and a real centre a line that delays, cuts, halves and repeats, and clocks that jump.

At the end everything is everywhere, once and alike, whatever the clocks said.
"""

from __future__ import annotations

import dataclasses
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Final

import pytest
from sqlalchemy import select

from counter_app.central.projection import dossier_of
from counter_app.central.tables import entries, feed
from counter_app.domain.dossier import Dossier, apply, fold
from counter_app.domain.entries import Body, DossierCorrected
from counter_app.domain.journal import Entry, chain
from counter_app.domain.office import Station
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.storage.create import create_station
from counter_app.storage.keys import FolderKeys
from counter_app.sync.engine import SyncEngine
from counter_app.sync.enrolment import enrol, new_private_key
from counter_app.sync.policy import Pace
from counter_app.sync.transport import HttpLink
from tests.fakes.clock import SystemClock
from tests.fakes.rough_line import Mishap, RoughLine
from tests.fixtures.central import OFFICE, draft
from tests.fixtures.central_databases import Databases
from tests.fixtures.centre_process import CentreProcess
from tests.fixtures.dossiers import reception

pytestmark = [pytest.mark.prove, pytest.mark.timeout(300)]

HASTY: Final = Pace(
    idle=(0.1, 0.2), watched=(0.1, 0.2), probe=(0.1, 0.2), floor=0.02, base=0.05, cap=0.2,
    read=3.0, probe_read=3.0, whole_answer=6.0,
)  # fmt: skip
WITHIN_S: Final = 60.0
LEASED: Final = 600
SHARED: Final = "dossier-1"
"""The first station receives it, all correct it again and again."""


class Counter:
    """A station with the real encrypted store and the real engine, and a clock that can be set."""

    def __init__(self, folder: Path, line: RoughLine, centre: CentreProcess, index: int) -> None:
        number = f"{index + 1:02d}"
        credentials = enrol(centre.url, centre.code(number), new_private_key()).credentials
        credentials = dataclasses.replace(credentials, server=line.url)
        identity = Station(credentials.station, 1, credentials.number, credentials.name)
        keys = FolderKeys(folder / "keys")
        self.index = index
        self.clock = SystemClock()
        self.store = create_station(folder / "data", keys, station=identity, enrolled_at=self.clock.now())
        self.engine = SyncEngine(
            self.store.sync, lambda: HttpLink(credentials, HASTY), self.clock, server=line.url, pace=HASTY
        )
        self.written: list[Entry] = []
        self._received = 0
        self._told = threading.Condition()
        self.engine.subscribe(self._listen)
        self.engine.start()

    def close(self) -> None:
        assert self.engine.stop(20)
        self.store.close()

    def receive(self) -> None:
        """A new dossier."""
        self._received += 1
        number = self.index * LEASED + self._received
        self._write(f"dossier-{number}", reception(number))

    def correct(self, subject: str) -> None:
        """Another note on a dossier that is known here."""
        if self.dossier(subject) is not None:
            self._write(subject, DossierCorrected("gõ nhầm", "Trần Văn Mẫu", note=self._next_note()))

    def _next_note(self) -> str:
        return f"ghi chú {len(self.written)} của quầy {self.index}"

    def dossier(self, subject: str) -> Dossier | None:
        with self.store.database.read() as reads:
            return reads.dossier(subject)

    def wait_for(self, holds: Callable[[SyncStatus], bool]) -> None:
        with self._told:
            reached = self._told.wait_for(lambda: holds(self.engine.status()), WITHIN_S)
        assert reached, f"still {self.engine.status()}"

    def _write(self, subject: str, event: Body) -> None:
        now = self.clock.now()
        with self.store.database.begin() as work:
            entry = chain(work.journal.head(), draft(subject, event, at=now), now, None)
            work.journal.append(entry)
            before = work.dossiers.get(subject)
            dossier = fold([entry]) if before is None else apply(before, entry)
            assert dossier is not None
            work.dossiers.put(dossier, pending=1)
        self.written.append(entry)
        self.engine.wake()

    def _listen(self, _status: SyncStatus, _changed: frozenset[str]) -> None:
        with self._told:
            self._told.notify_all()


@pytest.fixture
def centre(databases: Databases, tmp_path: Path) -> Iterator[CentreProcess]:
    process = CentreProcess(databases.with_office(tmp_path / "central"), tmp_path / "log")
    process.start()
    yield process
    process.close()


def wrong_ways(line: RoughLine) -> list[Mishap]:
    """The mishaps that have not yet come to enough calls that send."""
    return [mishap for mishap in Mishap if line.met[mishap] < 3]


def act_of(counter: Counter, chance: random.Random) -> None:
    """Something that happens at a counter."""
    match chance.randrange(3):
        case 0:
            counter.receive()
        case 1:
            counter.correct(SHARED)
        case _:
            jump(counter, chance)


def jump(counter: Counter, chance: random.Random) -> None:
    """Somebody sets the clock, or a battery is empty: hours forward or back."""
    counter.clock.offset = timedelta(seconds=round(chance.uniform(-9, 9) * 3600))


@pytest.mark.requirement("AG-17")
@pytest.mark.parametrize("seed", [1])
def test_everything_arrives_once_and_alike_over_a_rough_line_and_with_jumping_clocks(
    seed: int, centre: CentreProcess, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    line = RoughLine(centre.port, seed)
    with ExitStack() as ending:
        ending.callback(line.close)
        counters = [Counter(tmp_path / str(n), line, centre, n) for n in range(2)]
        for counter in counters:
            ending.callback(counter.close)
        counters[0].receive()
        until = monotonic() + WITHIN_S
        while wrong_ways(line) and monotonic() < until:
            act_of(chance.choice(counters), chance)
            threading.Event().wait(chance.uniform(0.0, 0.04))
        assert wrong_ways(line) == []
        line.heal()
        written = [entry for counter in counters for entry in counter.written]
        alike(centre, counters, written)
        for counter in counters:
            counter.wait_for(partial(measured, counter))


def measured(counter: Counter, status: SyncStatus) -> bool:
    """Whether the offset that is shown is the one that the clock has now."""
    ahead_ms = counter.clock.offset.total_seconds() * 1000
    return status.clock_offset_ms is not None and abs(status.clock_offset_ms + ahead_ms) < 1500


def everything_sent(counter: Counter, status: SyncStatus) -> bool:
    """Whether nothing waits; the store is asked, for the status is a moment behind what was just written."""
    waiting = counter.store.sync.backlog(counter.clock.now()).entries
    return status.state is not LineState.OFFLINE and waiting == 0


def everything_read(counter: Counter, last: int, _status: SyncStatus) -> bool:
    """Whether a counter has read its office's feed up to ``last``."""
    return counter.store.sync.position().after == last


def alike(centre: CentreProcess, counters: list[Counter], written: list[Entry]) -> None:
    """Each entry is at the centre once; the centre and all counters hold equal dossiers."""
    for counter in counters:
        counter.wait_for(partial(everything_sent, counter))
    with centre.database.read() as connection:
        stored = connection.execute(select(entries.c.hash)).scalars().all()
        told = connection.execute(select(feed).where(feed.c.office == OFFICE).order_by(feed.c.no)).all()
        subjects = {entry.subject for entry in written}
        central = {subject: dossier_of(connection, OFFICE, subject) for subject in subjects}
    assert sorted(stored) == sorted(entry.hash for entry in written)
    assert [row.no for row in told] == list(range(1, len(told) + 1))
    for counter in counters:
        counter.wait_for(partial(everything_read, counter, told[-1].no))
        assert {subject: counter.dossier(subject) for subject in subjects} == central
    by_place = {(entry.station, entry.seq): entry for entry in written}
    in_order = [by_place[row.station, row.seq] for row in told if row.with_entry]
    clocks = [entry.recorded_at for entry in in_order]
    assert clocks != sorted(clocks), "no clock jumped"
    notes = [entry for entry in in_order if entry.subject == SHARED and entry.kind == DossierCorrected.KIND]
    shared = central[SHARED]
    assert shared is not None
    assert (shared.note or "").encode() in (notes[-1].body or b"")
