"""Paper, head and knife of a simulated printer: does the buffered commands, one after the other, at its
speed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from counter_app.devices.simulators.escpos_reader import (
    Command,
    Cut,
    FeedDots,
    FeedLines,
    NotDrawn,
    Raster,
    Text,
)
from counter_app.devices.simulators.paper import (
    DOTS_PER_MM,
    LINE_DOTS,
    TO_KNIFE_DOTS,
    Receipt,
    Roll,
    raster_rows,
)
from counter_app.devices.simulators.printer_state import Switches

BUFFER_BYTES: Final = 64 * 1024


class PrintMechanism:
    """Stops where it is when it cannot print and goes on from there, like a real printer whose paper was
    refilled.

    ``speed_mm_s`` of 0 prints without taking time. All methods belong to the event loop.
    """

    def __init__(
        self, roll: Roll, switches: Switches, on_receipt: Callable[[Receipt], None], speed_mm_s: float
    ) -> None:
        self._roll, self._switches, self._on_receipt, self._speed = roll, switches, on_receipt, speed_mm_s
        self._buffer: list[tuple[Command, int]] = []
        self._buffered = 0
        self._changed = asyncio.Event()
        self._text = bytearray()
        self.busy = False

    @property
    def buffered_bytes(self) -> int:
        """Bytes that were taken and not yet printed."""
        return self._buffered

    def wake(self) -> None:
        """A switch was turned or paper was filled in."""
        self._changed.set()

    async def take(self, commands: list[Command], size: int) -> None:
        """Take commands of ``size`` bytes together into the buffer; waits while it is full."""
        if not commands:
            return
        while self._buffered >= BUFFER_BYTES:
            await self._something_changes()
        self._buffered += size
        self._buffer.extend((command, 0) for command in commands[:-1])
        self._buffer.append((commands[-1], size))
        self._changed.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            while not self._buffer:
                self.busy = False
                await self._something_changes()
            self.busy = True
            command, size = self._buffer.pop(0)
            await self._perform(command)
            self._buffered -= size
            self._changed.set()

    async def _something_changes(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    async def _perform(self, command: Command) -> None:
        if self._switches.liar:
            return
        if isinstance(command, Text):
            self._text += command.data
        elif isinstance(command, NotDrawn):
            self._roll.note_not_drawn(command.data)
        elif isinstance(command, FeedLines):
            await self._end_line(command.lines)
        elif isinstance(command, FeedDots):
            await self._move([b""] * command.dots)
        elif isinstance(command, Raster):
            await self._move(raster_rows(command))
        elif isinstance(command, Cut):
            await self._cut(command)

    async def _end_line(self, lines: int) -> None:
        if self._text:
            # The code page is not known here: UTF-8 if it can be, else what printers start with.
            raw = bytes(self._text)
            self._text.clear()
            self._roll.note_text(_decoded(raw))
        await self._move([b""] * (lines * LINE_DOTS))

    async def _cut(self, cut: Cut) -> None:
        if self._text:
            await self._end_line(1)
        if cut.to_knife:
            await self._move([b""] * (TO_KNIFE_DOTS + cut.feed_dots))
        await self._until_able()
        if self._roll.hanging_rows:
            self._on_receipt(self._roll.cut("partial" if cut.partial else "full"))

    async def _move(self, rows: list[bytes]) -> None:
        for number, row in enumerate(rows, start=1):
            await self._until_able()
            self._roll.advance(row)
            if self._roll.is_empty:
                self._switches.paper_out = True
            if number % DOTS_PER_MM == 0:
                await asyncio.sleep(1 / self._speed if self._speed else 0)

    async def _until_able(self) -> None:
        while not self._switches.can_print:
            await self._something_changes()


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp437", "replace")
