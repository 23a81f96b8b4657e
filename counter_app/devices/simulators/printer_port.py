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
from counter_app.devices.simulators.listener import Listener
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
        self._switches, self._mechanism = switches, mechanism
        # As little is kept as a printer's network part has: what is not printed stays with the sender.
        self._listener = Listener(self._serve, host, port, limit=_PIECE, receive_buffer=2 * _PIECE)
        self._one_at_a_time = asyncio.Lock()
        self._hears = asyncio.Event()
        self._hears.set()

    @property
    def number(self) -> int:
        """The port it listens on."""
        return self._listener.port

    @property
    def connections(self) -> int:
        """How many are connected, the waiting ones included."""
        return len(self._listener.writers)

    async def listen(self) -> None:
        """Take connections; ``number`` tells on which port."""
        await self._listener.open()

    async def end(self) -> None:
        """Break every connection and leave nothing running."""
        self.disconnect()
        await self._listener.end()

    def disconnect(self) -> None:
        """Break every connection as if the cable was pulled."""
        for writer in self._listener.writers:
            _reset(writer)

    async def follow_switches(self) -> None:
        """Do what the switches say of the line."""
        if self._switches.deaf:
            self._hears.clear()
        else:
            self._hears.set()
        if self._switches.unplugged:
            self.disconnect()
            self._listener.close()
        else:
            await self.listen()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with self._one_at_a_time:
                if self._switches.late_bytes:
                    writer.write(_LATE)
                await self._take_all(reader, writer)
        except ConnectionError:
            pass  # the other side broke the line: what came before stays in the buffer

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
