"""How much of the line scans may use: measured by short bursts, then kept a little below.

A sender that fills the line makes everybody wait: what it sends too early stands in the queues of modem,
proxy and kernel, and an entry comes behind it. So scans go at a share of what a burst showed, and in pieces
so small that nothing is lost by stopping between two of them. Pure: the caller measures the seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SHARE: Final = 0.87
"""Of the measured rate; what is left drains what others sent."""
SMALLEST_CHUNK: Final = 256 * 1024
LARGEST_CHUNK: Final = 1024 * 1024

_FIRST_BURST: Final = 16 * 1024
_GROWTH: Final = 4
_TELLING: Final = 0.1
"""Seconds that a burst has to take for its rate to mean something."""
_BURST_S: Final = 0.25
_CHUNK_S: Final = 8.0
_SLICE_S: Final = 0.03
_SMALLEST_SLICE: Final = 1024
_LARGEST_SLICE: Final = 64 * 1024
_MEASURE_EVERY: Final = 30.0
_TOLERATED: Final = 1.3
_TOLERATED_S: Final = 0.3
_STEP_BACK: Final = 0.7
_SLOWEST: Final = 2000.0


@dataclass(frozen=True, slots=True)
class ChunkPlan:
    """The next piece of a file: so many bytes in slices, ``pace`` bytes a second (``None``: at once)."""

    size: int
    slice: int
    pace: float | None


class LineRate:
    """What is known of the line; for one thread."""

    def __init__(self) -> None:
        self._rate: float | None = None
        self._burst = _FIRST_BURST
        self._settled = False
        self._measured_at = 0.0

    @property
    def usable(self) -> float | None:
        """Bytes a second that scans take of the line; ``None`` before it was measured."""
        return None if self._rate is None else max(_SLOWEST, self._rate * SHARE)

    def plan(self, now: float) -> ChunkPlan:
        """The next chunk: a burst while the line is not known or was measured long ago, else a paced one."""
        pace = self.usable
        if pace is None or not self._settled or now - self._measured_at > _MEASURE_EVERY:
            return ChunkPlan(self._burst, max(_SMALLEST_SLICE, self._burst // 16), None)
        return ChunkPlan(
            int(min(LARGEST_CHUNK, max(SMALLEST_CHUNK, pace * _CHUNK_S))),
            int(min(_LARGEST_SLICE, max(_SMALLEST_SLICE, pace * _SLICE_S))),
            pace,
        )

    def took(self, plan: ChunkPlan, size: int, seconds: float, now: float, *, disturbed: bool) -> None:
        """A chunk of ``size`` bytes was acknowledged ``seconds`` after it began, without the round trip.

        ``disturbed``: it made room for others meanwhile, so that it tells nothing of the line.
        """
        if disturbed or size < min(plan.size, _FIRST_BURST):
            return
        seconds = max(seconds, 1e-3)
        if plan.pace is not None:
            if seconds > size / plan.pace * _TOLERATED + _TOLERATED_S:
                self._rate = size / seconds
            return
        self._rate = size / seconds
        self._measured_at = now
        self._settled = seconds >= _TELLING or self._burst >= LARGEST_CHUNK
        if self._settled:
            self._burst = int(min(LARGEST_CHUNK, max(_FIRST_BURST, self._rate * _BURST_S)))
        else:
            self._burst = min(LARGEST_CHUNK, self._burst * _GROWTH)

    def fell_behind(self) -> None:
        """The line took less than the pace, in the middle of a chunk."""
        if self._rate is not None:
            self._rate = max(_SLOWEST, self._rate * _STEP_BACK)

    def forget(self) -> None:
        """The line is another one, as after an outage."""
        self._rate, self._settled, self._burst = None, False, _FIRST_BURST
