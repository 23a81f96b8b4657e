"""The control port of the simulators: one JSON object a line, answered by one JSON object a line."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Final

Reply = dict[str, object]
Handle = Callable[[dict[str, object]], Awaitable[Reply]]

_LONGEST: Final = 64 * 1024


class ControlServer:
    """Listens on ``host`` and hands each order to ``handle``; what goes wrong is answered, never raised."""

    def __init__(self, handle: Handle, host: str, port: int) -> None:
        self._handle, self._host = handle, host
        self.port = port
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        """Begin to listen; ``port`` tells where."""
        self._server = await asyncio.start_server(self._serve, self._host, self.port, limit=_LONGEST)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Hang up and stop listening."""
        if self._server is None:
            return
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while line := await reader.readline():
                reply = await answer(self._handle, line)
                writer.write(json.dumps(reply, ensure_ascii=False).encode() + b"\n")
                await writer.drain()
        except (ConnectionError, ValueError):
            pass  # gone, or a line without an end: this connection is over, the simulator goes on
        finally:
            self._writers.discard(writer)
            writer.close()


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
