"""The body of one PATCH, given out in small slices that make room for whoever goes first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Final

from counter_app.services.scan_ports import Lane
from counter_app.sync.lanes import Lanes
from counter_app.sync.line_rate import ChunkPlan

LONGEST_PAUSE: Final = 20.0
"""Seconds after which a pausing upload is broken off; the central system waits longer than that."""
_ASLEEP: Final = 0.25
_MADE_GOOD: Final = 2
"""Slices."""
_BEHIND: Final = 1.0
"""Seconds lost in one chunk."""
_SLOWER: Final = 1.5


class BrokenOffError(Exception):
    """The upload makes room: it is taken up again at the byte that the central system then names."""


class ChunkBody:
    """Bytes with a length, to be iterated once by whoever sends them.

    ``leave``: whether to break off (the program ends, or papers came that go first). ``paused`` is told when
    a pause begins and ends. ``fell_behind`` is called when the line takes less than the pace.
    """

    def __init__(
        self,
        data: bytes,
        plan: ChunkPlan,
        lane: Lane,
        lanes: Lanes,
        *,
        leave: Callable[[], bool] = lambda: False,
        paused: Callable[[bool], None] = lambda _on: None,
        fell_behind: Callable[[], None] = lambda: None,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._data = data
        self._plan = plan
        self._lane = lane
        self._lanes = lanes
        self._leave = leave
        self._paused = paused
        self._fell_behind = fell_behind
        self._monotonic = monotonic
        self._sleep = sleep
        self.pauses = 0.0
        """Seconds that it stood still for others."""
        self.began_at: float | None = None
        """When the first slice went out."""

    def __len__(self) -> int:
        return len(self._data)

    def __iter__(self) -> Iterator[bytes]:
        pace = _Pace(self._plan, self._fell_behind, self._monotonic, self._sleep)
        for start in range(0, len(self._data), self._plan.slice):
            if self._make_room():
                pace.begin_anew()
            pace.wait()
            if self.began_at is None:
                self.began_at = self._monotonic()
            yield self._data[start : start + self._plan.slice]

    def _make_room(self) -> bool:
        """Wait for the lanes that go first; whether there was anything to wait for."""
        if self._leave():
            raise BrokenOffError
        if not self._lanes.busy_above(self._lane):
            return False
        began = self._monotonic()
        self._paused(True)
        try:
            while not self._lanes.wait_until_free(self._lane, _ASLEEP):
                if self._leave() or self._monotonic() - began > LONGEST_PAUSE:
                    raise BrokenOffError
        finally:
            self._paused(False)
        if self.began_at is not None:
            self.pauses += self._monotonic() - began
        return True


class _Pace:
    """When the next slice is due. Small delays are made good, longer ones lost: a rush would be a queue."""

    def __init__(
        self,
        plan: ChunkPlan,
        fell_behind: Callable[[], None],
        monotonic: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._every = 0.0 if plan.pace is None else plan.slice / plan.pace
        self._fell_behind = fell_behind
        self._monotonic = monotonic
        self._sleep = sleep
        self._lost = 0.0
        self._due = monotonic()

    def begin_anew(self) -> None:
        """After a pause."""
        self._due = self._monotonic()

    def wait(self) -> None:
        """Sleep until the next slice is due; too much delay shows that the line takes less than the pace."""
        if not self._every:
            return
        now = self._monotonic()
        if now < self._due:
            self._sleep(self._due - now)
        late = now - self._due - _MADE_GOOD * self._every
        if late > 0:
            self._due += late
            self._lost += late
        if self._lost > _BEHIND:
            self._fell_behind()
            self._every *= _SLOWER
            self._lost = 0.0
        self._due += self._every
