"""Guards a national service: so many look-ups at once, so long at most, none while it is in trouble."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from typing import Final

from counter_app.central.identity.breaker import Breaker
from counter_app.central.identity.national import (
    BadSubjectError,
    Lookup,
    NationalService,
    NoAnswerError,
    Verification,
)
from counter_app.central.identity.settings import IdentitySettings

_RETRY_PAUSE: Final = (0.1, 0.4)
"""Seconds before the one repetition, which is worth it only if as much time is left after it."""


class Guarded:
    """``NationalService`` around another one; what it adds is the same for every adapter."""

    def __init__(
        self,
        service: NationalService,
        settings: IdentitySettings,
        breaker: Breaker | None = None,
        *,
        uniform: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._service = service
        self._total = settings.total
        self._breaker = breaker or Breaker(settings.failures, settings.pause, settings.longest_pause)
        self._room = asyncio.Semaphore(settings.at_once)
        self._uniform = uniform

    async def verify(self, lookup: Lookup) -> Verification:
        """One look-up within the whole time, repeated once at most under the same id."""
        ends = time.monotonic() + self._total
        try:
            # Half of the time at most, so that the service has the other half: else it seems to be slow.
            async with asyncio.timeout(self._total / 2):
                await self._room.acquire()
        except TimeoutError:
            raise NoAnswerError("busy", its_fault=False, retry_after=self._total) from None
        try:
            return await self._let_through(lookup, ends)
        finally:
            self._room.release()

    async def _let_through(self, lookup: Lookup, ends: float) -> Verification:
        closed_for = self._breaker.closed_for()
        if closed_for > 0:
            raise NoAnswerError("paused", its_fault=False, retry_after=closed_for)
        try:
            async with asyncio.timeout(max(0.0, ends - time.monotonic())):
                answer = await self._asked(lookup, ends)
        except TimeoutError:
            self._breaker.failed()
            raise NoAnswerError("timeout") from None
        except NoAnswerError as error:
            self._breaker.failed() if error.its_fault else self._breaker.worked()
            raise
        except BadSubjectError:
            self._breaker.worked()
            raise
        except BaseException:
            self._breaker.gave_up()
            raise
        self._breaker.worked()
        return answer

    async def _asked(self, lookup: Lookup, ends: float) -> Verification:
        try:
            return await self._service.verify(lookup)
        except NoAnswerError as error:
            pause = self._uniform(*_RETRY_PAUSE)
            if not error.repeatable or time.monotonic() + 2 * pause >= ends:
                raise
        await asyncio.sleep(pause)
        return await self._service.verify(lookup)
