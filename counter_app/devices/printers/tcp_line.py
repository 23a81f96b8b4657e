"""One TCP connection to a printer, every step of which ends in time."""

from __future__ import annotations

import contextlib
import socket
import time
from types import TracebackType
from typing import Final, Self

from counter_app.devices.setting_fields import HostPort
from counter_app.devices.tcp_connect import connect

_PIECE: Final = 4096
_SEND_BUFFER: Final = 16 * 1024
"""Small, so that a printer that stops taking data is noticed instead of hidden by the system's buffer."""


class LineStalledError(TimeoutError):
    """The printer is connected but takes no data any more."""


class TcpLine:
    """A connection that sends with a time limit and reads what comes, late bytes too.

    Making one, ``send`` and ``read`` raise ``OSError`` when the line does not do what is asked.
    """

    def __init__(self, address: HostPort, *, within_s: float) -> None:
        self._socket = connect(address, within_s)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()

    def send(self, data: bytes, *, within_s: float) -> None:
        """Send all of ``data``; ``LineStalledError`` when the printer does not take it in time."""
        end = time.monotonic() + within_s
        waiting = memoryview(data)
        while waiting:
            self._socket.settimeout(max(0.001, end - time.monotonic()))
            try:
                sent = self._socket.send(waiting[:_PIECE])
            except TimeoutError as late:
                raise LineStalledError("the printer stopped taking data") from late
            waiting = waiting[sent:]

    def read(self, count: int, *, within_s: float) -> bytes:
        """Up to ``count`` bytes; fewer when the time is over. A closed line is ``ConnectionResetError``."""
        end = time.monotonic() + within_s
        got = bytearray()
        while len(got) < count:
            left = end - time.monotonic()
            if left <= 0:
                break
            self._socket.settimeout(left)
            try:
                piece = self._socket.recv(count - len(got))
            except TimeoutError:
                break
            if not piece:
                raise ConnectionResetError("the printer closed the line")
            got += piece
        return bytes(got)

    def late_bytes(self, *, quiet_s: float, within_s: float = 0.5) -> bytes:
        """What still comes until the line closes or was quiet for ``quiet_s``; a chatterer is cut short."""
        got = bytearray()
        end = time.monotonic() + within_s
        self._socket.settimeout(quiet_s)
        while time.monotonic() < end:
            try:
                piece = self._socket.recv(_PIECE)
            except (TimeoutError, ConnectionError):
                break
            if not piece:
                break
            got += piece
        return bytes(got)

    def hang_up(self) -> None:
        """Close so that a job on its way is not lost.

        Closing with unread bytes would reset the connection, and a reset makes the printer's side drop what
        it has not read yet: so the sending side is closed first and the rest is read.
        """
        with contextlib.suppress(
            OSError
        ):  # the other side may be gone: then there is nothing left to protect
            self._socket.shutdown(socket.SHUT_WR)
        self.late_bytes(quiet_s=0.2)
        self._socket.close()
