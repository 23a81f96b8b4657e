"""The sender of scans of a station, wired to its store, its line and its engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from counter_app.services.ports import Clock
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.storage.open import StationStore
from counter_app.sync.credentials import Credentials
from counter_app.sync.lanes import Lanes
from counter_app.sync.policy import Pace
from counter_app.sync.scan_queue import ScanSender, Sending

_UP: Final = frozenset({LineState.ONLINE, LineState.WEAK})


def scan_sender(
    store: StationStore, credentials: Credentials, lanes: Lanes, clock: Clock, pace: Pace | None = None
) -> ScanSender:
    """What sends the station's scans and papers; it waits until the engine knows that the line is up."""

    def connect() -> Sending:
        from counter_app.sync.scan_upload import Uploader  # noqa: PLC0415 - in the sender's thread
        from counter_app.sync.upload_calls import HttpUploadCaller  # noqa: PLC0415

        calls = HttpUploadCaller(credentials.server, credentials.token, credentials.ca_file or None)
        return Uploader(calls, credentials.office, store.vault.slice, lanes)

    sender = ScanSender(store.scans, connect, lanes, clock, pace=pace)
    sender.line(up=False)
    return sender


def follow_line(sender: ScanSender) -> Callable[[SyncStatus, frozenset[str]], None]:
    """A listener of the engine: while entries do not get through, scans are not tried."""

    def listener(status: SyncStatus, _changed: frozenset[str]) -> None:
        if status.state is not LineState.STARTING:
            sender.line(up=status.state in _UP)

    return listener
