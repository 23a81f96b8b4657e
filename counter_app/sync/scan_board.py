"""The state of the scans as everybody sees it: read from any thread, told to listeners when it changes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

from counter_app.services.scan_ports import ScanStatus
from counter_app.sync.trace import trace_of

_log = logging.getLogger(__name__)

Listener = Callable[[ScanStatus], None]


class ScanBoard:
    """Holds one ``ScanStatus``; written by the sender's thread only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._status = ScanStatus()
        self._listeners: list[Listener] = []

    @property
    def status(self) -> ScanStatus:
        """The state as it was last shown."""
        with self._lock:
            return self._status

    def show(self, **changes: object) -> None:
        """Change fields and tell the listeners, if anything is another."""
        with self._lock:
            before, self._status = self._status, replace(self._status, **changes)  # type: ignore[arg-type]
            unchanged = before == self._status
        if not unchanged:
            self.tell()

    def tell(self) -> None:
        """Tell the listeners, because something beside the status changed."""
        with self._lock:
            status, listeners = self._status, list(self._listeners)
        for listener in listeners:
            try:
                listener(status)
            except Exception as error:  # noqa: BLE001 - a screen's fault must not stop the sending
                _log.error("a listener of the scans ran into %s", trace_of(error))

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; returns the function that removes it."""
        with self._lock:
            self._listeners.append(listener)

        def end() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return end
