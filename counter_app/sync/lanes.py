"""Who goes first on a narrow line: control, then entries, then papers, then scans.

Whoever has work says so (``using``); whoever may wait asks before each small piece (``wait_until_free``).
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from counter_app.services.scan_ports import Lane


class Lanes:
    """Which lanes have work now. Safe for many threads."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._changed = threading.Condition()
        self._working: Counter[Lane] = Counter()

    @contextmanager
    def using(self, lane: Lane) -> Iterator[None]:
        """This lane has work; lower ones wait for the length of the block."""
        with self._changed:
            self._working[lane] += 1
        try:
            yield
        finally:
            with self._changed:
                self._working[lane] -= 1
                self._changed.notify_all()

    def busy_above(self, lane: Lane) -> bool:
        """Whether a lane that goes before this one has work."""
        with self._changed:
            return self._is_busy_above(lane)

    def wait_until_free(self, lane: Lane, timeout: float) -> bool:
        """Wait at most ``timeout`` seconds for the lanes that go first; whether they have no work now."""
        ends = self._monotonic() + timeout
        with self._changed:
            while self._is_busy_above(lane):
                left = ends - self._monotonic()
                if left <= 0:
                    return False
                self._changed.wait(left)
        return True

    def _is_busy_above(self, lane: Lane) -> bool:
        return any(count > 0 and above < lane for above, count in self._working.items())
