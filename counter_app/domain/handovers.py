"""The way of a dossier between the counter and the departments, from its lines on the control sheet.

Lines may be written down late, from paper, and in another order than that in which they happened: where the
papers are follows from the times at which they truly changed hands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from counter_app.domain.handover_entries import DossierHandedBack, DossierHandedOver, HandoverStruck
from counter_app.domain.journal import EntryId
from counter_app.domain.punctuality import Punctuality, timeliness


@dataclass(frozen=True, slots=True)
class Leg:
    """One change of hands: the entry that tells it, when it happened, and why it was struck through."""

    id: EntryId
    at: datetime
    event: DossierHandedOver | DossierHandedBack
    struck: HandoverStruck | None = None

    @property
    def goes_out(self) -> bool:
        """Whether it went to a department; else it came back to the counter."""
        return isinstance(self.event, DossierHandedOver)


def in_time_order(legs: Iterable[Leg]) -> tuple[Leg, ...]:
    """By when they happened; at one moment the entry's id decides."""
    return tuple(sorted(legs, key=lambda leg: (leg.at, leg.id)))


def counting(legs: Iterable[Leg]) -> tuple[Leg, ...]:
    """Those that are not struck through, by when they happened."""
    return in_time_order(leg for leg in legs if leg.struck is None)


def holder(legs: Iterable[Leg], at: datetime | None = None) -> Leg | None:
    """The line by which a department has it (at ``at``, else now); ``None`` while it is at the counter."""
    past = [leg for leg in counting(legs) if at is None or leg.at <= at]
    return past[-1] if past and past[-1].goes_out else None


def transfer_result(due_at: datetime | None, at: datetime) -> str:
    """Whether it was handed over in time, and never early; empty where no time is set."""
    if due_at is None:
        return ""
    return (Punctuality.LATE if at > due_at else Punctuality.ON_TIME).value


def return_result(given_at: datetime, due_at: datetime | None, at: datetime) -> str:
    """What the taker notes of a department: late by the minute, in time on the due day, early before it."""
    if due_at is None:
        return ""
    stands = timeliness(given_at, due_at, at)
    late = stands.by_minute is Punctuality.LATE
    return (Punctuality.LATE if late else stands.by_day).value
