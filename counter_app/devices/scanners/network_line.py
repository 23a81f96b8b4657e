"""Readers on a TCP line: serial device servers, network readers, and the simulator."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Final

from counter_app.devices.registry import driver
from counter_app.devices.scanners.lines import LineDecoder
from counter_app.devices.scanners.source import OnScan, OnState, ScanFinding, ScannerLink, ScannerState
from counter_app.devices.setting_fields import HostPort, host_port, text
from counter_app.devices.tcp_connect import connect
from counter_app.services.ports import Scan

_CONNECT_S: Final = 2.0
_LISTEN_S: Final = 0.2
_PIECE: Final = 4096

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class NetworkLineSettings:
    """Where the reader's line is."""

    address: HostPort = field(metadata=host_port())
    name: str = field(default="", metadata=text())


@dataclass(frozen=True)
class Backoff:
    """How long to wait between attempts to connect: doubling from ``first_s`` to ``longest_s``."""

    first_s: float = 0.5
    longest_s: float = 10.0

    def after(self, failures: int) -> float:
        """Seconds to wait after so many failures in a row (from 1)."""
        return min(self.longest_s, self.first_s * 2.0 ** min(failures - 1, 30))


def _utc_now() -> datetime:
    return datetime.now(UTC)


@driver("scanner", "network_line", settings=NetworkLineSettings)
class NetworkLineScanner:
    """Reads UTF-8 lines from ``host:port`` on a daemon thread and connects again by itself, for ever.

    ``on_state`` hears each change of the link once, and each finding. An error in a callback is logged and
    the reader goes on. Nothing that was read is ever logged.
    """

    def __init__(
        self,
        settings: NetworkLineSettings,
        now: Callable[[], datetime] = _utc_now,
        backoff: Backoff | None = None,
    ) -> None:
        self._settings = settings
        self._now = now
        self._backoff = backoff or Backoff()
        self._run: _Run | None = None

    @staticmethod
    def is_usable() -> bool:
        """Sockets are everywhere."""
        return True

    @property
    def name(self) -> str:
        """The name given in the settings, or the address."""
        return self._settings.name or str(self._settings.address)

    def start(self, on_scan: OnScan, on_state: OnState) -> None:
        """Begin to read; a reader that runs already is stopped first."""
        self.stop()
        self._run = _Run(self._settings.address, self._backoff, self._now, on_scan, on_state)
        self._run.thread.start()

    def stop(self) -> None:
        """End reading; returns when the thread has ended, at the latest after the time of one attempt to
        connect.
        """
        run, self._run = self._run, None
        if run is not None:
            run.stop()


class _Run:
    """One life of the reader between ``start`` and ``stop``."""

    def __init__(
        self,
        address: HostPort,
        backoff: Backoff,
        now: Callable[[], datetime],
        on_scan: OnScan,
        on_state: OnState,
    ) -> None:
        self._address, self._backoff, self._now = address, backoff, now
        self._on_scan, self._on_state = on_scan, on_state
        self._stopped = threading.Event()
        self._link: ScannerLink | None = None
        self.thread = threading.Thread(target=self._work, name="scanner-line", daemon=True)

    def stop(self) -> None:
        self._stopped.set()
        if self.thread is not threading.current_thread():
            self.thread.join(_CONNECT_S + 1.0)

    def _work(self) -> None:
        failures = 0
        while not self._stopped.is_set():
            self._say(ScannerLink.CONNECTING if not failures else ScannerLink.DISCONNECTED)
            try:
                with connect(self._address, _CONNECT_S) as line:
                    failures = 0
                    self._say(ScannerLink.CONNECTED)
                    self._listen(line)
            except OSError as reason:
                logger.debug("scanner line %s: %s", self._address, reason)
            if self._stopped.is_set():
                break
            failures += 1
            self._say(ScannerLink.DISCONNECTED)
            self._stopped.wait(self._backoff.after(failures))
        self._tell(ScannerState(ScannerLink.STOPPED))

    def _listen(self, line: socket.socket) -> None:
        # A device server whose power fails says no good-bye: only the system's keep-alive notices.
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        line.settimeout(_LISTEN_S)
        decoder = LineDecoder()
        try:
            while not self._stopped.is_set():
                try:
                    data = line.recv(_PIECE)
                except TimeoutError:
                    continue
                if not data:
                    return
                self._deliver(decoder.feed(data))
        finally:
            self._deliver(decoder.close())

    def _deliver(self, found: list[str | ScanFinding] | list[ScanFinding]) -> None:
        for item in found:
            if self._stopped.is_set():
                return
            if isinstance(item, ScanFinding):
                self._tell(ScannerState(ScannerLink.CONNECTED, item))
            else:
                scan = Scan(item, "network", self._now())
                self._guarded(partial(self._on_scan, scan))

    def _say(self, link: ScannerLink) -> None:
        if link is not self._link:
            self._link = link
            self._tell(ScannerState(link))

    def _tell(self, state: ScannerState) -> None:
        self._guarded(partial(self._on_state, state))

    def _guarded(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception:
            logger.exception("a callback of the scanner line failed")
