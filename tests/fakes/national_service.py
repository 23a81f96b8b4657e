"""The national e-ID service as a test wants it, in the place of the one that is set up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from counter_app.central.identity.national import Lookup, Verification
from counter_app.domain.identity import IdentityState


class SetService:
    """``NationalService``: answers, or raises, what ``say`` was told last; counts who is being answered.

    With ``takes`` each answer takes so many seconds of the event loop's time.
    """

    def __init__(self, *, takes: float = 0.0) -> None:
        self.asked: list[Lookup] = []
        self.at_once = 0
        self.most_at_once = 0
        self._takes = takes
        self._say: Callable[[], Verification] = lambda: Verification(IdentityState.LEVEL_2, "XT-1")

    def say(self, told: Verification | IdentityState | Exception) -> None:
        def answer() -> Verification:
            if isinstance(told, Exception):
                raise told
            return Verification(told, "XT-1") if isinstance(told, IdentityState) else told

        self._say = answer

    async def verify(self, lookup: Lookup) -> Verification:
        self.asked.append(lookup)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self._takes)
            return self._say()
        finally:
            self.at_once -= 1
