"""The running sender of scans as the screens know it, set by the test."""

from __future__ import annotations

from collections.abc import Callable

from counter_app.services.scan_ports import FileState, ScanStatus


class SetScanLine:
    """``ScanControl``: shows what it is told; counts what it is asked."""

    def __init__(self) -> None:
        self._status = ScanStatus()
        self._listeners: list[Callable[[ScanStatus], None]] = []
        self.arrived: set[str] = set()
        self.woken = self.sent_now = 0

    def status(self) -> ScanStatus:
        return self._status

    def wake(self) -> None:
        self.woken += 1

    def send_now(self) -> None:
        self.sent_now += 1

    def state_of(self, sha256: str) -> FileState:
        return FileState.SENT if sha256 in self.arrived else FileState.UNKNOWN

    def subscribe(self, listener: Callable[[ScanStatus], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def show(self, status: ScanStatus) -> None:
        """Tell the listeners, as the sender's thread does."""
        self._status = status
        for listener in list(self._listeners):
            listener(status)
