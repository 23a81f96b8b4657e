"""The network side of a simulated printer: one connection is served at a time, and it can go wrong in many
ways.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import sys
from typing import Final

from counter_app.devices.simulators.escpos_reader import EscposReader, RealTimeRequests
from counter_app.devices.simulators.print_mechanism import PrintMechanism
from counter_app.devices.simulators.printer_state import Switches

_PIECE: Final = 2048
_LATE: Final = b"\x32\x16\x7e"
"""Offline, cover open, paper out: true of another time."""


class PrinterPort:
    """Takes bytes for the mechanism and answers status requests at once. All methods belong to the event
    loop.
    """

    def __init__(self, host: str, port: int, switches: Switches, mechanism: PrintMechanism) -> None:
        self._host, self.number = host, port
        self._switches, self._mechanism = switches, mechanism
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.StreamWriter] = set()
        self._one_at_a_time = asyncio.Lock()
        self._hears = asyncio.Event()
        self._hears.set()

    @property
    def connections(self) -> int:
        """How many are connected, the waiting ones included."""
        return len(self._connections)

    async def listen(self) -> None:
        """Take connections; ``number`` tells on which port."""
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, self._host, self.number, limit=_PIECE)
            self.number = self._server.sockets[0].getsockname()[1]
            for listening in self._server.sockets:
                # As little as a printer's network part has: what is not printed stays with the sender.
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2 * _PIECE)

    async def close(self) -> None:
        """Break every connection and refuse new ones."""
        if self._server is not None:
            self._server.close()
            self.disconnect()
            await self._server.wait_closed()
            self._server = None

    def disconnect(self) -> None:
        """Break every connection as if the cable was pulled."""
        for writer in list(self._connections):
            _reset(writer)

    async def follow_switches(self) -> None:
        """Do what the switches say of the line."""
        if self._switches.deaf:
            self._hears.clear()
        else:
            self._hears.set()
        if self._switches.unplugged:
            await self.close()
        else:
            await self.listen()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections.add(writer)
        try:
            async with self._one_at_a_time:
                if self._switches.late_bytes:
                    writer.write(_LATE)
                await self._take_all(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass  # the other side broke the line, or the simulator ends: what came before stays in the buffer
        finally:
            self._connections.discard(writer)
            writer.close()

    async def _take_all(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        commands, requests = EscposReader(), RealTimeRequests()
        received = 0
        while True:
            await self._hears.wait()
            data = await reader.read(_PIECE)
            if not data:
                return
            limit = self._switches.cut_line_after
            if limit is not None and received + len(data) >= limit:
                data = data[: limit - received]
                self._switches.cut_line_after = None
                await self._take(commands, data)
                _reset(writer)
                return
            received += len(data)
            for request in requests.feed(data):
                self._answer(writer, request)
            await self._take(commands, data)

    async def _take(self, reader: EscposReader, data: bytes) -> None:
        before = reader.incomplete
        commands = reader.feed(data)
        await self._mechanism.take(commands, before + len(data) - reader.incomplete)

    def _answer(self, writer: asyncio.StreamWriter, request: int) -> None:
        def send() -> None:
            if not writer.is_closing():
                writer.write(self._switches.answer(request))

        asyncio.get_running_loop().call_later(self._switches.answer_delay_s, send)


def _reset(writer: asyncio.StreamWriter) -> None:
    """Break a connection with RST instead of a polite end: linger for no time at all."""
    line = writer.get_extra_info("socket")
    if line is not None:
        numbers = "hh" if sys.platform == "win32" else "ii"
        with contextlib.suppress(OSError):
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(numbers, 1, 0))
    writer.transport.abort()
