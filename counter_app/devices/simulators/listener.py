"""A listening port of a simulator whose connections all end with it, whatever moment it is closed at."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable
from typing import Final

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

_BACKLOG: Final = 100
_LIMIT: Final = 64 * 1024


class Listener:
    """Listens on ``host`` and gives each connection to ``serve``; a connection ends when ``serve`` does.

    Not ``asyncio.start_server``: a caller that is accepted in the same round in which such a server is closed
    keeps a connection that nobody holds and nobody closes. Here a connection is held from the moment it is
    accepted. All methods belong to the event loop, which has to be a selector's (``LoopThread`` has one).
    """

    def __init__(
        self, serve: Serve, host: str, port: int, *, limit: int = _LIMIT, receive_buffer: int | None = None
    ) -> None:
        self._serve, self._host, self.port = serve, host, port
        self._limit, self._receive_buffer = limit, receive_buffer
        self._socket: socket.socket | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._calls: dict[asyncio.Task[None], socket.socket] = {}

    @property
    def writers(self) -> tuple[asyncio.StreamWriter, ...]:
        """The connections that are being served, those that wait for their turn included."""
        return tuple(self._writers)

    @property
    def listens(self) -> bool:
        """Whether it takes connections now."""
        return self._socket is not None

    async def open(self) -> None:
        """Begin to listen; ``port`` tells where. ``OSError`` when the port is taken."""
        if self._socket is not None:
            return
        listening = socket.create_server((self._host, self.port), backlog=_BACKLOG)
        listening.setblocking(False)
        if self._receive_buffer is not None:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._receive_buffer)
        self._socket, self.port = listening, listening.getsockname()[1]
        asyncio.get_running_loop().add_reader(listening, self._accept, listening)

    def hang_up(self) -> None:
        """Break every connection and go on listening."""
        for writer in self.writers:
            writer.transport.abort()

    def close(self) -> None:
        """Break every connection and refuse new ones until ``open``; what was received is still worked on."""
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()
            self._socket = None
        self.hang_up()

    async def end(self) -> None:
        """Close, and leave nothing running or open behind."""
        self.close()
        calls = dict(self._calls)
        for task in calls:
            task.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        for line in calls.values():
            line.close()  # of a call that was ended before its first step

    def _accept(self, listening: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError, InterruptedError, ConnectionError):
            line, _ = listening.accept()
            line.setblocking(False)
            task = asyncio.get_running_loop().create_task(self._meet(line))
            self._calls[task] = line
            task.add_done_callback(self._calls.pop)

    async def _meet(self, line: socket.socket) -> None:
        reader, writer = await asyncio.open_connection(sock=line, limit=self._limit)
        self._writers.add(writer)
        try:
            await self._serve(reader, writer)
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()  # with something left to send, that takes its time
            self._writers.discard(writer)
