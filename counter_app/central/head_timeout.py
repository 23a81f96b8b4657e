"""Connections that do not say what they want in time are closed: nobody may hold many by being slow."""

from __future__ import annotations

import asyncio
from typing import ClassVar, Self

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class TimedHeads(H11Protocol):
    """uvicorn's HTTP/1.1, with a limit of time for the head of each request; bodies are the gate's."""

    head_seconds: ClassVar[float] = 15.0
    _head_timer: asyncio.TimerHandle | None = None

    @classmethod
    def within(cls, seconds: float) -> type[Self]:
        """The protocol with another limit."""
        return type(cls.__name__, (cls,), {"head_seconds": seconds})

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A new connection has to say what it wants."""
        super().connection_made(transport)
        self._expect_head()

    def data_received(self, data: bytes) -> None:
        """A head that began has to come to its end; between requests uvicorn's keep-alive counts."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._expect_head()
        else:
            self._cancel()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is expected any more."""
        self._cancel()
        super().connection_lost(exc)

    def _expect_head(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(self.head_seconds, self._too_slow)

    def _cancel(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _too_slow(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
