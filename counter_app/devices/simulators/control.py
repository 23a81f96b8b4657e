"""The control port of the simulators: one JSON object a line, answered by one JSON object a line."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Final

from counter_app.devices.simulators.listener import Listener

Reply = dict[str, object]
Handle = Callable[[dict[str, object]], Awaitable[Reply]]

_LONGEST: Final = 64 * 1024


class ControlServer:
    """Listens on ``host`` and hands each order to ``handle``; what goes wrong is answered, never raised."""

    def __init__(self, handle: Handle, host: str, port: int) -> None:
        self._handle = handle
        self._listener = Listener(self._serve, host, port, limit=_LONGEST)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._listener.port

    async def open(self) -> None:
        """Begin to listen; ``port`` tells where."""
        await self._listener.open()

    async def end(self) -> None:
        """Hang up and stop listening."""
        await self._listener.end()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                reply = await answer(self._handle, line)
                writer.write(json.dumps(reply, ensure_ascii=False).encode() + b"\n")
                await writer.drain()
        except (ConnectionError, ValueError):
            pass  # gone, or a line without an end: this connection is over, the simulator goes on


async def answer(handle: Handle, line: str | bytes) -> Reply:
    """Do what one line orders: ``{"ok": true, ...}`` or ``{"ok": false, "error": ...}``."""
    try:
        return {"ok": True, **await handle(_order(line))}
    except ValueError as problem:
        return {"ok": False, "error": str(problem)}


def _order(line: str | bytes) -> dict[str, object]:
    order = json.loads(line)
    if not isinstance(order, dict):
        raise ValueError("a JSON object is expected")  # noqa: TRY004  answered like every other bad line
    return order
