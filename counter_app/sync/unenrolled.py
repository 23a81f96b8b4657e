"""``SyncControl`` of a station that has no central system yet: it says so, and counts what waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from counter_app.services.ports import Clock
from counter_app.services.sync_ports import LineState, SyncStatus, SyncStore
from counter_app.sync.status_board import Listener, StatusBoard


class Unenrolled:
    """Sends nothing; ``wake`` counts anew and tells the listeners, from the calling thread."""

    def __init__(self, store: SyncStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._board = StatusBoard(clock.now(), "", LineState.NOT_ENROLLED)

    def status(self) -> SyncStatus:
        """Not enrolled, with what waits."""
        return replace(self._board.status, backlog=self._store.backlog(self._clock.now()))

    def wake(self) -> None:
        """Count what waits."""
        self._board.show(backlog=self._store.backlog(self._clock.now()))

    def send_now(self) -> None:
        """Nothing can be sent."""
        self.wake()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """As ``SyncControl`` says."""
        return self._board.subscribe(listener)
