"""The course of a dossier after its reception: what its acts make of status, clock and due time.

Acts of several stations may become known in any order. They count in the order in which they happened, so
that the same acts give the same dossier everywhere; what does not fit is named and kept for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from counter_app.domain.handover_entries import DossierHandedBack, DossierHandedOver, HandoverStruck
from counter_app.domain.handovers import Leg, in_time_order
from counter_app.domain.journal import EntryId
from counter_app.domain.processing_entries import DossierRefused, DossierStopped, DueReappointed
from counter_app.domain.resumed_entry import DossierResumed
from counter_app.domain.status_entry import StatusChanged
from counter_app.domain.statuses import Status, may_follow
from counter_app.domain.supplement_entries import SupplementReceived, SupplementRequested

CourseEvent = (
    StatusChanged
    | SupplementRequested
    | SupplementReceived
    | DossierRefused
    | DossierStopped
    | DossierResumed
    | DueReappointed
    | DossierHandedOver
    | DossierHandedBack
    | HandoverStruck
)

COURSE_KINDS: Final[Mapping[str, type[CourseEvent]]] = {
    kind.KIND: kind
    for kind in (
        StatusChanged,
        SupplementRequested,
        SupplementReceived,
        DossierRefused,
        DossierStopped,
        DossierResumed,
        DueReappointed,
        DossierHandedOver,
        DossierHandedBack,
        HandoverStruck,
    )
}


@dataclass(frozen=True, slots=True)
class Act:
    """One act: the entry that tells it, when it happened, and what it says."""

    id: EntryId
    at: datetime
    event: CourseEvent


@dataclass(frozen=True, slots=True)
class SupplementRound:
    """A supplement that was asked for, and when it came; ``None`` while it is awaited."""

    asked: SupplementRequested
    asked_at: datetime
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Misfit:
    """An act that does not follow from those before it."""

    id: EntryId
    code: str


@dataclass(frozen=True, slots=True)
class Course:
    """Where a dossier stands after some acts.

    ``due`` is plain data as ``DueTime`` writes it. While a supplement is awaited the clock stands still:
    ``due`` is what held before. ``reappointed`` are the re-appointments that count, ``ended`` the refusal or
    the stop, with their times. ``legs`` are all changes of hands by when they happened, also struck ones;
    ``by_leg`` tells that the last of them brought the status about.
    """

    status: Status
    status_at: datetime
    due: Mapping[str, object] | None
    rounds: tuple[SupplementRound, ...] = ()
    reappointed: tuple[tuple[datetime, DueReappointed], ...] = ()
    ended: tuple[datetime, DossierRefused | DossierStopped] | None = None
    misfits: tuple[Misfit, ...] = ()
    before_supplement: Status = Status.RECEIVED
    before_stop: Status = Status.RECEIVED
    legs: tuple[Leg, ...] = ()
    by_leg: bool = False

    @property
    def awaited(self) -> SupplementRound | None:
        """The supplement that is awaited now: the legal clock stands still."""
        if self.status is not Status.SUPPLEMENT_ASKED or not self.rounds:
            return None
        return self.rounds[-1] if self.rounds[-1].received_at is None else None


def course_of(start: Course, acts: Iterable[Act]) -> Course:
    """What ``acts`` make of ``start``; their order here is of no account."""
    acts = tuple(acts)
    struck = {act.event.entry_id: act.event for act in acts if isinstance(act.event, HandoverStruck)}
    for act in in_order(acts):
        start = _after(start, act, struck.get(act.id))
    return start


def in_order(acts: Iterable[Act]) -> list[Act]:
    """The acts as they happened.

    A station's own acts keep the order of its chain though its clock was set back, and a supplement comes
    after it was asked for though two clocks disagree. At one moment the station's id decides.
    """
    by_chain = sorted(acts, key=lambda act: act.id)
    times: dict[EntryId, datetime] = {}
    latest: dict[str, datetime] = {}
    for act in by_chain:
        times[act.id] = latest[act.id.station] = max(act.at, latest.get(act.id.station, act.at))
    asked = {
        act.event.slip_number: times[act.id] for act in by_chain if isinstance(act.event, SupplementRequested)
    }
    answers = {
        act.id: asked[act.event.slip_number] + _AFTER
        for act in by_chain
        if isinstance(act.event, SupplementReceived) and act.event.slip_number in asked
    }
    # What a station wrote after such an answer comes after it too.
    latest.clear()
    for act in by_chain:
        known = [times[act.id], *(moment for moment in (answers.get(act.id),) if moment is not None)]
        times[act.id] = latest[act.id.station] = max(*known, latest.get(act.id.station, known[0]))
    return sorted(by_chain, key=lambda act: (times[act.id], act.id))


_KNOWN: Final = frozenset(int(status) for status in Status)
_AFTER: Final = timedelta(microseconds=1)


def _after(course: Course, act: Act, struck: HandoverStruck | None) -> Course:
    event = act.event
    match event:
        case StatusChanged():
            return _moved(course, act, event.status)
        case SupplementRequested():
            return _supplement_asked(course, act, event)
        case SupplementReceived():
            return _supplement_came(course, act, event)
        case DossierRefused():
            return _ended(course, act, event, event.status)
        case DossierStopped():
            return _ended(course, act, event, Status.STOPPED)
        case DossierResumed():
            return _resumed(course, act)
        case DueReappointed():
            return _reappointed(course, act, event)
        case DossierHandedOver() | DossierHandedBack():
            leg = Leg(act.id, act.at, event, struck)
            changed = replace(course, legs=in_time_order((*course.legs, leg)))
            return changed if struck is not None else _after_leg(changed, leg)
        case HandoverStruck():
            # What it strikes out was gone through as struck already.
            return course


def _after_leg(course: Course, leg: Leg) -> Course:
    """A change of hands is a fact: it moves the status where that follows, and contradicts nothing."""
    if isinstance(leg.event, DossierHandedBack):
        done = leg.event.settled and may_follow(course.status, Status.DONE)
        return replace(course, status=Status.DONE, status_at=leg.at, by_leg=True) if done else course
    if course.awaited is not None and course.before_supplement is Status.RECEIVED:
        return replace(course, before_supplement=Status.IN_PROCESS)
    if course.status is not Status.RECEIVED:
        return course
    return replace(course, status=Status.IN_PROCESS, status_at=leg.at, by_leg=True)


def _moved(course: Course, act: Act, status: int) -> Course:
    if course.by_leg and status == course.status and isinstance(act.event, StatusChanged):
        # Told once more, by whoever settles the dossier.
        return replace(course, by_leg=False)
    if status not in _KNOWN or not may_follow(course.status, Status(status)):
        return _misfit(course, act, "status_does_not_follow")
    before = course.status if status == Status.STOPPED else course.before_stop
    return replace(course, status=Status(status), status_at=act.at, by_leg=False, before_stop=before)


def _supplement_asked(course: Course, act: Act, event: SupplementRequested) -> Course:
    if course.awaited is not None:
        return _misfit(course, act, "supplement_asked_twice")
    moved = _moved(course, act, Status.SUPPLEMENT_ASKED)
    if moved.status is not Status.SUPPLEMENT_ASKED:
        return moved
    asked = SupplementRound(event, act.at)
    return replace(moved, rounds=(*course.rounds, asked), before_supplement=course.status)


def _supplement_came(course: Course, act: Act, event: SupplementReceived) -> Course:
    awaited = course.awaited
    if awaited is None or awaited.asked.slip_number != event.slip_number:
        return _misfit(course, act, "supplement_not_awaited")
    rounds = (*course.rounds[:-1], replace(awaited, received_at=act.at))
    return replace(course, status=course.before_supplement, status_at=act.at, rounds=rounds, due=event.due)


def _ended(course: Course, act: Act, event: DossierRefused | DossierStopped, status: int) -> Course:
    moved = _moved(course, act, status)
    return moved if moved.misfits != course.misfits else replace(moved, ended=(act.at, event))


def _resumed(course: Course, act: Act) -> Course:
    """Work goes on where it stood: a supplement that was awaited is awaited again."""
    if course.status is not Status.STOPPED:
        return _misfit(course, act, "status_does_not_follow")
    back = resumed_status(course)
    return replace(course, status=back, status_at=act.at, ended=None, by_leg=False)


def resumed_status(course: Course) -> Status:
    """What a stopped dossier comes to when the work on it goes on."""
    awaited = course.rounds and course.rounds[-1].received_at is None
    waits = course.before_stop is Status.SUPPLEMENT_ASKED and awaited
    return Status.SUPPLEMENT_ASKED if waits else Status.IN_PROCESS


def _reappointed(course: Course, act: Act, event: DueReappointed) -> Course:
    if len(course.reappointed) >= event.limit:
        return _misfit(course, act, "reappointed_twice")
    if course.status in _OVER or course.awaited is not None:
        return _misfit(course, act, "nothing_to_reappoint")
    return replace(course, due=event.due, reappointed=(*course.reappointed, (act.at, event)))


_OVER: Final = frozenset(
    {Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED, Status.DONE, Status.RETURNED}
)


def _misfit(course: Course, act: Act, code: str) -> Course:
    return replace(course, misfits=(*course.misfits, Misfit(act.id, code)))
