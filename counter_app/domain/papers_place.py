"""Where a dossier's papers are, and since when they lie at the counter to be handed over (NĐ 61/2018 Đ18)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from counter_app.domain.dossier import Dossier
from counter_app.domain.handovers import counting, holder
from counter_app.domain.received import Channel
from counter_app.domain.statuses import Status


class PapersPlace(StrEnum):
    """What is to be done with the papers: hand them over, or wait until the department is done."""

    TO_HAND_OVER = "to_hand_over"
    AWAY = "away"


_AT_WORK: Final = frozenset({Status.RECEIVED, Status.IN_PROCESS})


def papers_place(dossier: Dossier) -> PapersPlace | None:
    """``None`` where there is nothing to hand over or to wait for; an online dossier has no papers."""
    if dossier.cancelled or dossier.erased:
        return None
    if not dossier.acts:  # most dossiers: nothing is to be gone through
        fresh = dossier.status is Status.RECEIVED and dossier.channel != Channel.ONLINE.value
        return PapersPlace.TO_HAND_OVER if fresh else None
    if waiting_since(dossier) is not None:
        return PapersPlace.TO_HAND_OVER
    return PapersPlace.AWAY if holder(dossier.course.legs) is not None else None


def waiting_since(dossier: Dossier) -> datetime | None:
    """Since when papers wait at the counter to be handed over; ``None`` where none do.

    A supplement that came while a department has the dossier waits as well. While one is awaited, and once
    the work is over, nothing is to be handed over.
    """
    if dossier.cancelled or dossier.erased or dossier.channel == Channel.ONLINE.value:
        return None
    course = dossier.course
    if course.awaited is not None or course.status not in _AT_WORK:
        return None
    legs = counting(course.legs)
    if not legs and course.status is not Status.RECEIVED:
        return None  # it went on without a line of this counter
    came = came_to_counter(dossier)
    gone = [leg.at for leg in legs if leg.goes_out]
    return came if not gone or came > gone[-1] else None


def came_to_counter(dossier: Dossier, until: datetime | None = None) -> datetime:
    """When papers last came to the counter (until ``until``): received, supplemented, or given back."""
    course = dossier.course
    came = [one.received_at for one in course.rounds if one.received_at is not None]
    came += [leg.at for leg in counting(course.legs) if not leg.goes_out]
    return max([dossier.received_at, *(at for at in came if until is None or at <= until)])
