"""Enrolled stations whose stores can be copied, and the program's own sync on them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.day import Day, office_clock
from counter_app.bootstrap.clock import SystemClock
from counter_app.bootstrap.enrolment import enrol_station
from counter_app.bootstrap.keys import key_store
from counter_app.bootstrap.station import open_enrolled
from counter_app.config import Config
from counter_app.domain.journal import Entry
from counter_app.services.ports import Clock
from counter_app.services.sync_ports import Backlog
from counter_app.storage.open import StationStore, open_station
from counter_app.sync.beside import Beside
from counter_app.sync.credentials import DOCUMENT as CREDENTIALS
from counter_app.sync.credentials import Credentials
from counter_app.sync.exchange import Exchange
from counter_app.sync.link import Fetched, Pushed
from counter_app.sync.policy import LARGEST_BATCH
from counter_app.sync.transport import HttpLink


@dataclass(frozen=True, slots=True)
class Worked:
    """A piece of work of the station: wall-clock and processor seconds, and how many entries it was about."""

    seconds: float
    cpu: float
    entries: int


class Watched(HttpLink):
    """The station's link, counting entries on their way; ends an exchange when ``enough`` were pushed."""

    def __init__(self, credentials: Credentials, enough: int | None = None) -> None:
        super().__init__(credentials)
        self._enough = enough
        self.pushed = 0
        self.fetched = 0

    def push(self, entries: Sequence[Entry], **how: Any) -> Pushed:
        """As ``HttpLink``."""
        pushed = super().push(entries, **how)
        self.pushed += len(entries)
        return pushed

    def fetch(self, after: int) -> Fetched:
        """As ``HttpLink``."""
        fetched = super().fetch(after)
        self.fetched += len(fetched.page.items)
        return fetched

    # --- the exchange's observer -------------------------------------------------------------------

    def sending(self) -> None:
        """Nothing to show."""

    def changed(self, dossiers: frozenset[str]) -> None:
        """Nothing to show."""

    def stopping(self) -> bool:
        """Whether enough was pushed."""
        return self._enough is not None and self.pushed >= self._enough


class SyncedStation:
    """An open store with its own sync, at a server of one's choice."""

    def __init__(self, store: StationStore, server: str) -> None:
        self.store = store
        with store.database.read() as reads:
            row = reads.document(CREDENTIALS)
        assert row is not None
        self.credentials = replace(Credentials.from_bytes(row[1]), server=server)

    def push(self) -> Worked:
        """Send everything that waits, as the engine does, and record the verdicts; nothing is read."""
        count = self.backlog().entries
        with _linked(self.credentials, count) as link:
            return self._exchanged(link, lambda: link.pushed)

    def pull(self) -> Worked:
        """Read the feed to its end."""
        with _linked(self.credentials) as link:
            return self._exchanged(link, lambda: link.fetched)

    def push_from_memory(self, entries: Sequence[Entry]) -> Worked:
        """Send entries that are at hand, in the largest batches; no store is read or written."""
        cpu, begin = time.process_time(), time.perf_counter()
        with _linked(self.credentials) as link:
            for batch in batches(entries):
                link.push(batch)
        return Worked(time.perf_counter() - begin, time.process_time() - cpu, len(entries))

    def entries(self) -> list[Entry]:
        """Everything that waits to be sent, in the order of the chain."""
        return list(self.store.sync.next_batch(max_count=10**6, max_bytes=2**40))

    def backlog(self) -> Backlog:
        """What waits, and what was refused."""
        return self.store.sync.backlog(datetime.now(UTC))

    def forget_verdicts(self) -> int:
        """As if the central system had none of it; returns how many entries will be sent again."""
        return self.store.sync.resend_above({})

    def _exchanged(self, link: Watched, done: Callable[[], int]) -> Worked:
        exchange = Exchange(self.store.sync, link, SystemClock(), beside=Beside())
        cpu, begin = time.process_time(), time.perf_counter()
        exchange.run(link)
        seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
        return Worked(seconds, cpu, done())


def batches(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """As large as the station sends them at most."""
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        weight = 512 + len(entry.body or b"")
        if batch and (len(batch) == LARGEST_BATCH.count or size + weight > LARGEST_BATCH.size):
            yield batch
            batch, size = [], 0
        batch.append(entry)
        size += weight
    if batch:
        yield batch


def enrol(folder: Path, server: str, code: str) -> None:
    """A new station in ``folder``, with the office's documents."""
    config = Config(folder, keys="file")
    enrol_station(config, server, code)
    with opened(folder, server) as station:
        station.pull()


def write_day(folder: Path, count: int, clock: Clock | None = None) -> None:
    """Let a counter work until it wrote ``count`` entries."""
    running = open_enrolled(Config(folder, keys="file"), clock or office_clock())
    try:
        Day(running).write(count)
    finally:
        running.close()


@contextmanager
def opened(folder: Path, server: str) -> Iterator[SyncedStation]:
    """An enrolled station's store, open."""
    store = open_station(folder, key_store(Config(folder, keys="file")))
    try:
        yield SyncedStation(store, server)
    finally:
        store.close()


@contextmanager
def copied(kept: Path, folder: Path, server: str) -> Iterator[SyncedStation]:
    """A copy of a closed store, open; gone after the block."""
    shutil.copytree(kept, folder)
    try:
        with opened(folder, server) as station:
            yield station
    finally:
        shutil.rmtree(folder)


@contextmanager
def _linked(credentials: Credentials, enough: int | None = None) -> Iterator[Watched]:
    link = Watched(credentials, enough)
    try:
        yield link
    finally:
        link.close()
