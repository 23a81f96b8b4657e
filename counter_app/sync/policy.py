"""When to try, how much to send, and how the line is judged: pure, without clock or network."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

Uniform = Callable[[float, float], float]
"""A random number between two bounds, as ``random.uniform`` gives it."""


@dataclass(frozen=True, slots=True)
class Pace:
    """All waiting times, in seconds. Pairs are bounds between which a random time is chosen.

    ``probe`` is how often an unreachable server is looked for: with a connection attempt of ``connect``
    seconds it finds a line that came back within five. ``idle`` is how often the feed is asked for news,
    ``watched`` how often it is while the central system tells of news by itself.
    """

    idle: tuple[float, float] = (2.0, 4.0)
    watched: tuple[float, float] = (20.0, 40.0)
    probe: tuple[float, float] = (2.0, 3.5)
    revoked: tuple[float, float] = (20.0, 40.0)
    floor: float = 0.5
    base: float = 1.0
    cap: float = 30.0
    connect: float = 2.0
    probe_read: float = 3.0
    read: float = 15.0
    whole_answer: float = 60.0


def backoff(pace: Pace, attempt: int, uniform: Uniform) -> float:
    """Seconds until the next try: full jitter under a doubling ceiling, never below the floor."""
    ceiling = min(pace.cap, pace.base * 2.0 ** min(attempt, 30))
    return max(pace.floor, uniform(0.0, ceiling))


@dataclass(frozen=True, slots=True)
class BatchSize:
    """How much one push may hold: entries and bytes of their bodies; never less than one entry."""

    count: int
    size: int

    @property
    def smallest(self) -> bool:
        """Whether it cannot be halved any more."""
        return self.count == 1

    def halved(self) -> BatchSize:
        """Half of it, after a 413 or a timeout."""
        return BatchSize(max(1, self.count // 2), max(1, self.size // 2))

    def grown(self, limit: BatchSize) -> BatchSize:
        """Twice as much up to ``limit``, after a success."""
        return BatchSize(min(limit.count, self.count * 2), min(limit.size, self.size * 2))


LARGEST_BATCH: Final = BatchSize(count=500, size=512 * 1024)
"""What the central system takes at once unless it is set otherwise; 50 kB on the line when it is packed."""

LARGEST_PAGE: Final = 1000
"""Places of the feed that the central system tells at once; 200 kB on the line at most times."""

SLOW: Final = 3.0
"""Seconds above which a call counts as slow."""
_WINDOW: Final = 60.0
_KEPT: Final = 20


@dataclass(frozen=True, slots=True)
class _Call:
    at: float
    seconds: float
    worked: bool


class LineHealth:
    """Judges the line by the calls of the last minute; ``at`` is a monotonic time in seconds."""

    def __init__(self) -> None:
        self._calls: deque[_Call] = deque(maxlen=_KEPT)

    def record(self, at: float, seconds: float, *, worked: bool) -> None:
        """One call ended."""
        self._calls.append(_Call(at, seconds, worked))

    def weak(self, now: float) -> bool:
        """Whether calls that worked were slow, or some failed after others had worked (a flapping line).

        The failures of one plain outage do not count: when it is over, the line is good again.
        """
        recent = [call for call in self._calls if now - call.at <= _WINDOW]
        if any(call.worked and call.seconds > SLOW for call in recent):
            return True
        first_success = next((index for index, call in enumerate(recent) if call.worked), len(recent))
        return any(not call.worked for call in recent[first_success:])
