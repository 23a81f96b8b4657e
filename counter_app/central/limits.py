"""How often somebody may call: a bucket of calls per caller that fills again, kept by each process."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from counter_app.central.problems import ProblemError

_MOST_CALLERS: Final = 10_000


@dataclass(slots=True)
class _Bucket:
    calls: float
    at: float


class RateLimit:
    """At most ``per_minute`` calls of each caller at once and in the long run.

    Thread-safe; forgets the callers that it heard least lately. Of several processes each counts for itself.
    """

    def __init__(self, per_minute: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._most = float(per_minute)
        self._monotonic = monotonic
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, caller: str) -> None:
        """Count a call; raises ``ProblemError`` 429 ``rate.limited`` with ``retry_after`` in seconds."""
        missing = self._taken(caller)
        if missing > 0:
            wait = math.ceil(missing * 60 / self._most)
            raise ProblemError(429, "rate.limited", retry_after=max(1, wait))

    def due(self, caller: str) -> bool:
        """Whether to do for a caller what is done so often at most; then it counts as done."""
        return self._taken(caller) <= 0

    def _taken(self, caller: str) -> float:
        """Take a call out of the caller's bucket; what is missing of one if it holds none."""
        now = self._monotonic()
        with self._lock:
            bucket = self._buckets.setdefault(caller, _Bucket(self._most, now))
            self._buckets.move_to_end(caller)
            while len(self._buckets) > _MOST_CALLERS:
                self._buckets.popitem(last=False)
            bucket.calls = min(self._most, bucket.calls + (now - bucket.at) * self._most / 60)
            bucket.at = now
            if bucket.calls < 1:
                return 1 - bucket.calls
            bucket.calls -= 1
            return 0.0
