"""Virtual time: what happens when, and nothing in between; no thread sleeps, no real clock is read."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

Action = Callable[[], None]

BEGINNING: Final = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""08:30 in Vietnam on a working day: true time when the simulation begins."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the trace: seconds of virtual time, who, and what."""

    at: float
    who: str
    what: str

    def __str__(self) -> str:
        return f"{self.at:10.3f}  {self.who:8}  {self.what}"


class SimulationFailed(BaseException):
    """The simulation itself ran into something; nothing that is tried may take it for an error of its own."""


class Timeline:
    """Happenings in the order of their times; those of one time in the order in which they were set."""

    def __init__(self) -> None:
        self.now = 0.0
        self.trace: list[Happening] = []
        self._waiting: list[tuple[float, int, Action]] = []
        self._set = 0

    def monotonic(self) -> float:
        """Seconds since the beginning."""
        return self.now

    def true_time(self) -> datetime:
        """What a right clock shows."""
        return BEGINNING + timedelta(seconds=self.now)

    def after(self, seconds: float, action: Action) -> None:
        """Let ``action`` happen so many seconds from now."""
        self._set += 1
        heapq.heappush(self._waiting, (self.now + max(0.0, seconds), self._set, action))

    def run_until(self, reached: Callable[[], bool], deadline: float) -> bool:
        """Let time pass until ``reached`` or the deadline; whether it was reached.

        Whoever waits inside a happening (a station for an answer) calls this too: the others go on meanwhile,
        as they would while one process is held up.
        """
        while not reached():
            if not self._waiting or self._waiting[0][0] > deadline:
                self.now = max(self.now, deadline)
                return False
            at, _, action = heapq.heappop(self._waiting)
            self.now = max(self.now, at)
            try:
                action()
            except Exception as error:
                raise SimulationFailed from error
        return True

    def note(self, who: str, what: str) -> None:
        """Add a line to the trace."""
        self.trace.append(Happening(self.now, who, what))


class TrueClock:
    """The central system's clock: always right."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline

    def now(self) -> datetime:
        """True time."""
        return self._timeline.true_time()


class JumpingClock:
    """A station's wall clock, as far off as ``offset`` says."""

    def __init__(self, timeline: Timeline, offset: timedelta = timedelta()) -> None:
        self._timeline = timeline
        self.offset = offset

    def now(self) -> datetime:
        """What the device shows."""
        return self._timeline.true_time() + self.offset
