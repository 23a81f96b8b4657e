"""Whether something was done in time: before, on or after its due time (Mẫu 05: trước, đúng, quá hạn).

Reports count by day, the control sheet also by the minute; both are kept. An outage changes neither (N-81):
it is only named as a cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from counter_app.domain.work_calendar import vietnam_time


class Punctuality(StrEnum):
    """Before, on or after the due time."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which a line or a system was down; ``ended_at`` is ``None`` while it lasts."""

    id: str
    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How something stands to its due time; ``causes`` are the ids of outages in a term that was missed."""

    by_day: Punctuality
    by_minute: Punctuality
    causes: tuple[str, ...] = ()


def timeliness(
    received_at: datetime, due_at: datetime, done_at: datetime, outages: Iterable[Outage] = ()
) -> Timeliness:
    """How ``done_at`` (or now, for what is not done yet) stands to ``due_at``."""
    due, done = vietnam_time(due_at), vietnam_time(done_at)
    by_day = _compared(done.date().toordinal(), due.date().toordinal())
    by_minute = _compared(_minute(done), _minute(due))
    late = by_minute is Punctuality.LATE
    return Timeliness(
        by_day, by_minute, tuple(one.id for one in outages if late and _meets(one, received_at, done))
    )


def _meets(outage: Outage, first: datetime, last: datetime) -> bool:
    return outage.began_at <= last and (outage.ended_at is None or outage.ended_at >= first)


def _minute(moment: datetime) -> int:
    return (moment.toordinal() * 24 + moment.hour) * 60 + moment.minute


def _compared(done: int, due: int) -> Punctuality:
    if done == due:
        return Punctuality.ON_TIME
    return Punctuality.EARLY if done < due else Punctuality.LATE
