"""A circuit breaker: a service in trouble is left alone for a while, then tried with a single call."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Final

_JITTER: Final = 0.2
"""The share by which pauses differ, so that many processes do not come back at the same moment."""


class Breaker:
    """For one event loop. ``failures`` in a row open it; each probe that fails doubles the pause."""

    def __init__(
        self,
        failures: int,
        pause: float,
        longest_pause: float,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        uniform: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._most = failures
        self._first_pause = pause
        self._longest_pause = longest_pause
        self._monotonic = monotonic
        self._uniform = uniform
        self._failed = 0
        self._pause = pause
        self._open_until: float | None = None
        self._probing = False

    def closed_for(self) -> float:
        """Seconds for which nobody is to call; 0 lets this caller through, who then tells how it went.

        Of those who come after a pause one is let through as a probe; the others wait for what it finds.
        """
        if self._open_until is None:
            return 0.0
        left = self._open_until - self._monotonic()
        if left > 0:
            return left
        if self._probing:
            return self._first_pause
        self._probing = True
        return 0.0

    def worked(self) -> None:
        """A call was answered."""
        self._failed = 0
        self._pause = self._first_pause
        self._open_until = None
        self._probing = False

    def failed(self) -> None:
        """The service was in trouble."""
        self._failed += 1
        if self._probing:
            self._pause = min(self._longest_pause, self._pause * 2)
        if self._probing or self._failed >= self._most:
            varied = self._uniform(1 - _JITTER, 1 + _JITTER)
            self._open_until = self._monotonic() + self._pause * varied
        self._probing = False

    def gave_up(self) -> None:
        """The call ended without news of the service: another one may be the probe."""
        self._probing = False
