"""The running sync engine as the screens know it, set by the test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from counter_app.services.sync_ports import Backlog, LineState, SyncStatus
from tests.fakes.clock import MORNING

EMPTY = Backlog(
    entries=0,
    dossiers=0,
    oldest_at=None,
    refused=0,
    held=0,
    accepted_today=0,
    accepted_total=0,
    last_accepted_recorded_at=None,
)


class SetLine:
    """``SyncControl``: counts what it is asked, tells its listeners what the test says."""

    def __init__(self, state: LineState = LineState.ONLINE, since: datetime = MORNING) -> None:
        self._status = SyncStatus(state, since, EMPTY)
        self._listeners: list[Callable[[SyncStatus, frozenset[str]], None]] = []
        self.wakes = 0
        self.sends = 0

    def status(self) -> SyncStatus:
        return self._status

    def wake(self) -> None:
        self.wakes += 1

    def send_now(self) -> None:
        self.sends += 1

    def subscribe(self, listener: Callable[[SyncStatus, frozenset[str]], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, status: SyncStatus, changed: frozenset[str] = frozenset()) -> None:
        """From the thread that calls; the engine tells from its own."""
        self._status = status
        for listener in tuple(self._listeners):
            listener(status, changed)
