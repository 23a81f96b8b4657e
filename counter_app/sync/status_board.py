"""The state of sync as everybody sees it: read from any thread, told to listeners when it changes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from counter_app.services.sync_ports import Backlog, LineState, SyncStatus
from counter_app.sync.trace import trace_of

_log = logging.getLogger(__name__)

Listener = Callable[[SyncStatus, frozenset[str]], None]

NOTHING_KNOWN: Final = Backlog(0, 0, None, 0, 0, 0, 0, None)
"""Before the store was asked."""


class StatusBoard:
    """Holds one ``SyncStatus``; written by the engine's thread only."""

    def __init__(self, now: datetime, server: str, state: LineState = LineState.STARTING) -> None:
        self._lock = threading.Lock()
        self._status = SyncStatus(state, now, NOTHING_KNOWN, server=server)
        self._shown = self._status
        self._listeners: list[Listener] = []

    @property
    def status(self) -> SyncStatus:
        """The state as it was last put here."""
        with self._lock:
            return self._status

    def note(self, **changes: object) -> None:
        """Change fields without telling anybody yet; the next ``show`` tells."""
        with self._lock:
            self._status = replace(self._status, **changes)  # type: ignore[arg-type]

    def show(self, dossiers: frozenset[str] = frozenset(), **changes: object) -> None:
        """Change fields and tell the listeners, if there is anything to tell."""
        self.note(**changes)
        with self._lock:
            status, unchanged = self._status, self._status == self._shown
            self._shown = status
            listeners = list(self._listeners)
        if unchanged and not dossiers:
            return
        for listener in listeners:
            try:
                listener(status, dossiers)
            except Exception as error:  # noqa: BLE001 - a screen's fault must not stop the sending
                _log.error("a listener of sync ran into %s", trace_of(error))

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; returns the function that removes it."""
        with self._lock:
            self._listeners.append(listener)

        def end() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return end
