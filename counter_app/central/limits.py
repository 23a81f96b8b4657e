"""How often somebody may call: a sliding minute per caller, in the memory of one process."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

from counter_app.central.problems import ProblemError

_MOST_CALLERS: Final = 10_000


class RateLimit:
    """At most ``per_minute`` calls of each caller. Thread-safe; forgets the callers it heard least lately."""

    def __init__(self, per_minute: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._monotonic = monotonic
        self._calls: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, caller: str) -> None:
        """Count a call; raises ``ProblemError`` 429 ``rate.limited`` with ``retry_after`` in seconds."""
        now = self._monotonic()
        with self._lock:
            calls = self._calls.setdefault(caller, deque())
            self._calls.move_to_end(caller)
            while len(self._calls) > _MOST_CALLERS:
                self._calls.popitem(last=False)
            while calls and now - calls[0] >= 60:
                calls.popleft()
            if len(calls) >= self._per_minute:
                raise ProblemError(429, "rate.limited", retry_after=int(60 - (now - calls[0])) + 1)
            calls.append(now)
