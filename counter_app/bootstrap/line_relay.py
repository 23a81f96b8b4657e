"""The network cable of a demonstration: a relay before the central system, to be pulled and plugged in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Self

from counter_app.devices.simulators.control import ControlServer, Reply
from counter_app.devices.simulators.listener import Listener
from counter_app.devices.simulators.loop_thread import LoopThread

_PIECE = 64 * 1024


class LineRelay:
    """Listens on one port and forwards to ``target`` (host, port), byte for byte, on a thread of its own.

    A context manager. ``port`` 0 takes any; it stays the same until the end, also while the cable is out.
    ``control_port`` (0: any) opens a second port for JSON lines: ``{"do": "pull"}``, ``{"do": "plug"}``,
    ``{"get": "state"}``, and ``{"get": "dossiers"}`` when ``count`` is given, which is asked on a thread.
    """

    def __init__(
        self,
        target: tuple[str, int],
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        control_port: int | None = None,
        count: Callable[[], int] | None = None,
    ) -> None:
        self._target, self._count = target, count
        self._thread = LoopThread("line-relay")
        self._control = ControlServer(self.handle, host, control_port) if control_port is not None else None
        self._listener = Listener(self._serve, host, port)
        self._ends: set[asyncio.StreamWriter] = set()
        self._pulls = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Plug in; an ``OSError`` if a port is taken."""
        self._thread.start()
        try:
            self._thread.run(self._open())
        except OSError:
            self._thread.run(self._close())
            self._thread.stop()
            raise

    def stop(self) -> None:
        """Break every call and end."""
        self._thread.run(self._close())
        self._thread.stop()

    @property
    def port(self) -> int:
        """The port that callers use instead of the target's."""
        return self._listener.port

    @property
    def control_port(self) -> int | None:
        """The port that takes JSON lines, if there is one."""
        return self._control.port if self._control else None

    @property
    def is_up(self) -> bool:
        """Whether the cable is in."""
        return self._listener.listens

    def pull(self) -> None:
        """Break every call at once and refuse new ones."""
        self._thread.run(self._unplug())

    def plug(self) -> None:
        """Take calls again; an ``OSError`` if somebody else took the port meanwhile."""
        self._thread.run(self._plug())

    async def handle(self, order: dict[str, object]) -> Reply:
        """One order of a control line."""
        if order.get("get") == "dossiers" and self._count is not None:
            return {"dossiers": await asyncio.to_thread(self._count)}
        if order.get("do") == "pull":
            await self._unplug()
        elif order.get("do") == "plug":
            await self._plug_or_refuse()
        elif order.get("get") != "state":
            raise ValueError("expected do pull, do plug or get state")
        return {"up": self.is_up}

    # --- on the loop ---------------------------------------------------------------------------

    async def _open(self) -> None:
        await self._plug()
        if self._control:
            await self._control.open()

    async def _close(self) -> None:
        await self._unplug()
        await self._listener.end()
        if self._control:
            await self._control.end()

    async def _plug(self) -> None:
        await self._listener.open()

    async def _plug_or_refuse(self) -> None:
        try:
            await self._plug()
        except OSError as problem:
            raise ValueError(f"the port cannot be had: {problem}") from problem

    async def _unplug(self) -> None:
        self._pulls += 1
        self._listener.close()
        for end in list(self._ends):
            end.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        pulls = self._pulls
        there: asyncio.StreamWriter | None = None
        try:
            from_there, there = await asyncio.open_connection(*self._target)
            self._ends.add(there)
            # The cable may have been pulled while the target was being called.
            if self._pulls == pulls:
                await asyncio.gather(_pump(reader, there), _pump(from_there, writer))
        except OSError:
            pass  # the target is away or a side broke off: the other side is told by the end of its call
        finally:
            writer.transport.abort()
            if there is not None:
                self._ends.discard(there)
                there.transport.abort()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    """Carry bytes one way until the end, then tell the end."""
    while piece := await source.read(_PIECE):
        sink.write(piece)
        await sink.drain()
    if sink.can_write_eof() and not sink.is_closing():
        sink.write_eof()
