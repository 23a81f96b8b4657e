"""How long an online dossier may wait to be accepted, refused or sent back for a supplement.

Lai Châu Đ10 k1b: eight working hours from its successful filing; filed outside working hours, from the next
working hour. The timer runs on whatever happens to the line (N-81).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from counter_app.domain.due_time import DueTime
from counter_app.domain.time_rules import TimeRules
from counter_app.domain.work_calendar import WorkCalendar, vietnam_time
from counter_app.domain.worked_time import worked_between
from counter_app.domain.working_time import due_time


class TimerLevel(StrEnum):
    """How near the end is: half, three quarters and the whole of the time (4, 6 and 8 hours of 8)."""

    FRESH = "fresh"
    HALF = "half"
    NEAR = "near"
    OVER = "over"


_LEVELS: Final = ((3, TimerLevel.NEAR), (2, TimerLevel.HALF))
"""Quarters of the time, and what reaching them means."""


@dataclass(frozen=True, slots=True)
class OnlineTimer:
    """The timer of one online dossier; ``hours`` are working hours."""

    submitted_at: datetime
    hours: int
    due: DueTime

    def worked(self, calendar: WorkCalendar, now: datetime) -> timedelta:
        """How much working time is over."""
        return worked_between(calendar, self.submitted_at, now)

    def level(self, calendar: WorkCalendar, now: datetime) -> TimerLevel:
        """How near the end is; at the due time itself it is not over yet."""
        worked, due_at = self.worked(calendar, now), self.due.due_at
        if due_at is not None and vietnam_time(now) > due_at:
            return TimerLevel.OVER
        for quarters, level in _LEVELS:
            if worked >= timedelta(hours=self.hours) * quarters / 4:
                return level
        return TimerLevel.FRESH


def online_timer(calendar: WorkCalendar, submitted_at: datetime, rules: TimeRules) -> OnlineTimer | None:
    """The timer from the filing on; ``None`` where the regulation sets none."""
    hours = rules.online_decision_hours
    if hours is None:
        return None
    return OnlineTimer(vietnam_time(submitted_at), hours, due_time(calendar, submitted_at, hours, "hours"))
