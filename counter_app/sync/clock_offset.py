"""How far this device's clock is from central time, measured from the four times of a call."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class ClockReading:
    """Central time minus this device's time, and how far that may be wrong; both in milliseconds."""

    offset_ms: int
    error_ms: int

    def contradicts(self, other: ClockReading) -> bool:
        """Whether both cannot be true: the device's clock was set in between."""
        return abs(self.offset_ms - other.offset_ms) > self.error_ms + other.error_ms + _SLACK_MS


_SLACK_MS: Final = 20


def clock_reading(t0: float, t1: float, t2: float, t3: float) -> ClockReading:
    """The offset from four times in seconds: sent here, received there, answered there, received here.

    The formula is NTP's (RFC 5905). The true offset lies within ``error_ms``, half of the time that the
    line took.
    """
    offset = ((t1 - t0) + (t2 - t3)) / 2
    travel = max(0.0, (t3 - t0) - (t2 - t1))
    return ClockReading(round(offset * 1000), round(travel * 500))


@dataclass(frozen=True, slots=True)
class ClockMemory:
    """The best recent reading; one that is sharper, contradicts it, or finds it old takes its place.

    ``at`` is the monotonic time of the reading, ``keep`` how long it stays sharp; both in seconds.
    """

    reading: ClockReading | None = None
    at: float = 0.0
    keep: float = 300.0

    def with_reading(self, reading: ClockReading, at: float) -> ClockMemory:
        """The memory after one more reading."""
        kept = self.reading
        if kept is None or at - self.at >= self.keep or reading.error_ms <= kept.error_ms:
            return replace(self, reading=reading, at=at)
        return replace(self, reading=reading, at=at) if reading.contradicts(kept) else self
