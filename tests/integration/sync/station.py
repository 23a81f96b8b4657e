"""A station in a test: its store, its engine, and everything that the engine told."""

from __future__ import annotations

import threading
from collections.abc import Callable

from counter_app.domain.entries import Body
from counter_app.domain.journal import Entry, EntryDraft
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.sync.engine import SyncEngine
from tests.fakes.clock import MORNING
from tests.fakes.sync_store import MemorySyncStore
from tests.fixtures.central import draft


class RunningStation:
    """Waits for what should happen instead of sleeping; every wait has an end."""

    def __init__(self, store: MemorySyncStore, engine: SyncEngine) -> None:
        self.store = store
        self.engine = engine
        self.seen: list[SyncStatus] = []
        self.changed_dossiers: set[str] = set()
        self._told = threading.Condition()
        engine.subscribe(self._listen)

    def _listen(self, status: SyncStatus, dossiers: frozenset[str]) -> None:
        with self._told:
            self.seen.append(status)
            self.changed_dossiers |= dossiers
            self._told.notify_all()

    def write(self, subject: str, event: Body) -> Entry:
        """What the services do after a commit: the entry is there, the engine is woken."""
        return self.append(draft(subject, event))

    def append(self, entry: EntryDraft) -> Entry:
        """Any entry."""
        written = self.store.write(entry, MORNING)
        self.engine.wake()
        return written

    def wait_for(self, holds: Callable[[SyncStatus], bool], timeout: float = 20) -> SyncStatus:
        """Wait until a status holds; fails the test with what is there instead."""
        with self._told:
            reached = self._told.wait_for(lambda: holds(self.engine.status()), timeout)
        status = self.engine.status()
        assert reached, f"still {status}"
        return status

    def wait_for_state(self, state: LineState, timeout: float = 20) -> SyncStatus:
        """Wait for a state of the line."""
        return self.wait_for(lambda status: status.state is state, timeout)

    def wait_until_sent(self, timeout: float = 20) -> None:
        """Wait until every own entry has a verdict."""
        assert self.store.wait_until_sent(timeout), f"not sent: {self.engine.status()}"

    def wait_for_dossiers(self, subjects: set[str], timeout: float = 20) -> None:
        """Wait until exactly these dossiers are known."""
        with self.store.changed:
            reached = self.store.changed.wait_for(lambda: set(self.store.dossiers()) == subjects, timeout)
        assert reached, f"knows {sorted(self.store.dossiers())}: {self.engine.status()}"

    def wait_for_feed(self, after: int, timeout: float = 20) -> None:
        """Wait until the feed was read up to a number."""
        with self.store.changed:
            reached = self.store.changed.wait_for(lambda: self.store.position().after >= after, timeout)
        assert reached, f"read to {self.store.position()}: {self.engine.status()}"
