"""Stations that wait for news: none holds a thread or a connection, one look at the database is for all.

Whoever waits says what he knows (``Mark``). While anybody waits, one question every half second asks how far
all of their offices are; a push taken in by this process asks at once. It works alike with SQLite, PostgreSQL
and a connection pooler, over any number of processes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.concurrency import run_in_threadpool

from counter_app.central.logs import trace_of

_log = logging.getLogger(__name__)

_AT_MOST_EVERY: Final = 0.05
"""Seconds between two looks, however many pushes come."""
_AFTER_TROUBLE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Mark:
    """How far an office is: the newest feed number, how many versions of documents, and of which epoch."""

    last: int
    documents: int
    epoch: str


Look = Callable[[Collection[str]], Mapping[str, Mark]]
"""Asks the database how far offices are; called in a thread."""


@dataclass(slots=True, eq=False)
class _Waiter:
    office: str
    mark: Mark
    over: asyncio.Event = field(default_factory=asyncio.Event)
    reason: str = "time"


class WaitingRoom:
    """Who waits in this process, at most ``most``. For one event loop, but ``poke`` comes from any thread."""

    def __init__(self, look: Look, *, every: float, most: int) -> None:
        self._look = look
        self._every = every
        self._most = most
        self._waiters: dict[str, _Waiter] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watch: asyncio.Task[None] | None = None
        self._poked = asyncio.Event()
        self._closed = False

    def __len__(self) -> int:
        return len(self._waiters)

    async def wait(self, office: str, station: str, mark: Mark, seconds: float) -> str:
        """Wait until the office is elsewhere than at ``mark``; returns why it ended.

        ``news``, ``time``, ``full`` (nobody else may wait: at once), ``newer`` (the same station waits anew)
        or ``closed``.
        """
        if self._closed:
            return "closed"
        earlier = self._waiters.get(station)
        if earlier is None and len(self._waiters) >= self._most:
            return "full"
        if earlier is not None:
            _end(earlier, "newer")
        waiter = self._waiters[station] = _Waiter(office, mark)
        self._keep_watch()
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(waiter.over.wait(), seconds)
        finally:
            if self._waiters.get(station) is waiter:
                del self._waiters[station]
            if not self._waiters and self._watch is not None:
                self._watch.cancel()
                self._watch = None
        return waiter.reason

    def poke(self) -> None:
        """Something was stored: look now. From any thread."""
        loop = self._loop
        if loop is not None and self._waiters:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(self._poked.set)

    def close(self) -> None:
        """Let everybody go, and nobody wait any more; from the loop's thread."""
        self._closed = True
        for waiter in self._waiters.values():
            _end(waiter, "closed")

    # --- the look for all of them ----------------------------------------------------------------

    def _keep_watch(self) -> None:
        loop = asyncio.get_running_loop()
        if self._watch is None or self._loop is not loop:
            self._loop = loop
            self._poked = asyncio.Event()
            self._watch = loop.create_task(self._watch_over())

    async def _watch_over(self) -> None:
        pause = self._every
        while True:
            await asyncio.sleep(_AT_MOST_EVERY)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._poked.wait(), max(0.0, pause - _AT_MOST_EVERY))
            self._poked.clear()
            try:
                self._tell(await run_in_threadpool(self._look, {w.office for w in self._waiters.values()}))
                pause = self._every
            except Exception as error:  # noqa: BLE001 - who waits is answered when his time is over
                _log.warning("news cannot be looked for", extra={"fields": {"trace": trace_of(error)}})
                pause = _AFTER_TROUBLE

    def _tell(self, marks: Mapping[str, Mark]) -> None:
        for waiter in self._waiters.values():
            if marks.get(waiter.office, waiter.mark) != waiter.mark:
                _end(waiter, "news")


def _end(waiter: _Waiter, reason: str) -> None:
    if not waiter.over.is_set():
        waiter.reason = reason
        waiter.over.set()
