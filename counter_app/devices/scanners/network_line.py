"""Readers on a TCP line: serial device servers, network readers, and the simulator."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from counter_app.devices.registry import driver
from counter_app.devices.scanners.line_run import Backoff, Line, LineRun, LineSetup
from counter_app.devices.scanners.lines import LineDecoder
from counter_app.devices.scanners.source import OnScan, OnState
from counter_app.devices.setting_fields import HostPort, host_port, text
from counter_app.devices.tcp_connect import connect

_CONNECT_S: Final = 2.0
_LISTEN_S: Final = 0.1
_PIECE: Final = 4096


@dataclass(frozen=True)
class NetworkLineSettings:
    """Where the reader's line is."""

    address: HostPort = field(metadata=host_port())
    name: str = field(default="", metadata=text())


def _utc_now() -> datetime:
    return datetime.now(UTC)


@driver("scanner", "network_line", settings=NetworkLineSettings)
class NetworkLineScanner:
    """Reads UTF-8 lines from ``host:port`` and connects again by itself, for ever; see ``LineRun``."""

    def __init__(
        self,
        settings: NetworkLineSettings,
        now: Callable[[], datetime] = _utc_now,
        backoff: Backoff | None = None,
    ) -> None:
        self._settings = settings
        self._now = now
        self._backoff = backoff or Backoff()
        self._run: LineRun | None = None

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
        setup = LineSetup(
            str(self._settings.address),
            "network",
            self._open,
            _CONNECT_S,
            LineDecoder,
            self._now,
            self._backoff,
        )
        self._run = LineRun(setup, on_scan, on_state)
        self._run.start()

    def stop(self) -> None:
        """End reading; returns when the thread has ended, at the latest after the time of one attempt to
        connect.
        """
        run, self._run = self._run, None
        if run is not None:
            run.stop()

    @contextmanager
    def _open(self) -> Iterator[Line]:
        with connect(self._settings.address, _CONNECT_S) as line:
            # A device server whose power fails says no good-bye: only the system's keep-alive notices.
            line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            line.settimeout(_LISTEN_S)
            yield _SocketLine(line)


class _SocketLine:
    def __init__(self, line: socket.socket) -> None:
        self._line = line

    def read(self) -> bytes:
        try:
            data = self._line.recv(_PIECE)
        except TimeoutError:
            return b""
        if not data:
            raise ConnectionResetError("the other side hung up")
        return data
