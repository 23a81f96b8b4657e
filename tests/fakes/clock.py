"""A clock that tests set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""08:30 in Vietnam on a working day."""


class SetClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = MORNING) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def move(self, by: timedelta) -> None:
        self._now += by

    def set(self, now: datetime) -> None:
        self._now = now


class SystemClock:
    """The machine's clock, as far off as ``offset`` says."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset
