"""When the clock of a dossier starts, by the way it was filed.

At the counter with its reception (QĐ 02/2021 Nghệ An Đ14 k2). By post with the signing of the handover
minutes, or when the supplement that was needed is complete (QĐ 45/2016 Đ7 k4). Online as the office's
regulation says. What falls outside working hours then counts from the next working period, whatever the way
(``effective_start``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from counter_app.domain.due_time import DueTime, Step
from counter_app.domain.errors import DomainError
from counter_app.domain.received import Channel
from counter_app.domain.time_rules import OnlineStart, TimeRules
from counter_app.domain.work_calendar import vietnam_time


@dataclass(frozen=True, slots=True)
class Filing:
    """The moments of a filing that may start its clock; all aware, true times and not times of entry.

    ``came_at``: handed over at the counter, handover minutes signed (post), or successfully filed (online).
    ``taken_in_at``: received by the one-stop shop; ``notified_at``: the valid notice was given (both online).
    ``completed_at``: a supplement that was needed before the reception came.
    """

    channel: Channel
    came_at: datetime
    taken_in_at: datetime | None = None
    notified_at: datetime | None = None
    completed_at: datetime | None = None

    @classmethod
    def received(cls, channel: Channel, received_at: datetime) -> Filing:
        """A filing of which only the legal time of reception is known: everything happened then."""
        return cls(channel, received_at, received_at, received_at)


@dataclass(frozen=True, slots=True)
class ClockStart:
    """When the clock starts and why; ``at`` is ``None`` as long as what starts it has not happened."""

    at: datetime | None
    steps: tuple[Step, ...] = ()

    def told_with(self, due: DueTime) -> DueTime:
        """``due``, which was counted from ``at``, with these steps before its own."""
        return replace(due, steps=(*self.steps, *due.steps))


def clock_start(filing: Filing, rules: TimeRules) -> ClockStart:
    """When the clock of ``filing`` starts; raises ``DomainError("clock_start.backwards")``.

    An outage starts and stops no clock: what happened counts, not when it was entered (N-81).
    """
    moments = (filing.taken_in_at, filing.notified_at, filing.completed_at)
    if any(moment is not None and moment < filing.came_at for moment in moments):
        raise DomainError("clock_start.backwards")
    if filing.channel is Channel.ONLINE:
        return _online(filing, rules.online_start)
    at = vietnam_time(filing.completed_at or filing.came_at)
    if filing.completed_at is not None:
        return ClockStart(at, (Step("start_completed", on=at.date(), at=at),))
    if filing.channel is Channel.POSTAL:
        return ClockStart(at, (Step("start_handover", on=at.date(), at=at),))
    return ClockStart(at)


def _online(filing: Filing, start: OnlineStart) -> ClockStart:
    needed: tuple[datetime | None, ...] = {
        OnlineStart.SUBMISSION: (filing.came_at,),
        OnlineStart.RECEPTION: (filing.taken_in_at,),
        OnlineStart.VALID_NOTICE: (filing.taken_in_at, filing.notified_at),
    }[start]
    happened = [moment for moment in (*needed, filing.completed_at) if moment is not None]
    if None in needed:
        return ClockStart(None, (Step(_AWAITED[start]),))
    at = vietnam_time(max(happened))
    return ClockStart(at, (Step(f"start_{start.value}", on=at.date(), at=at),))


_AWAITED: Final = {OnlineStart.RECEPTION: "awaits_reception", OnlineStart.VALID_NOTICE: "awaits_valid_notice"}
