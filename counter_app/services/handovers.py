"""Handing dossiers over to the departments and taking them back, as it happened on paper.

Every change of hands is one durable entry with its true time, which may be told later; nothing here waits for
a line. Several at once become one list, which both sides sign.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from counter_app.domain.bodies import Body
from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import DossierHandedBack, DossierHandedOver, HandoverStruck
from counter_app.domain.errors import DomainError
from counter_app.domain.handovers import Leg, holder, return_result, transfer_result
from counter_app.domain.journal import Basis, EntryId
from counter_app.domain.office import Clerk
from counter_app.domain.papers_place import PapersPlace, came_to_counter
from counter_app.domain.vietnamese import nfc
from counter_app.services import form_values
from counter_app.services.alerts import OVER
from counter_app.services.handover_dues import (
    back_by,
    department_due,
    departments_of,
    had_to_go_by,
    hand_over_by,
)
from counter_app.services.handover_lists import HandoverList, Way, keep_list, keep_taker, known_takers
from counter_app.services.issuing import take_form_number
from counter_app.services.office_context import OfficeContext, OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.recording import record
from counter_app.services.store_ports import Database, UnitOfWork

MOST: Final = 200
"""So many dossiers are shown to choose from, and may stand on one list."""


@dataclass(frozen=True, slots=True)
class HandOverWish:
    """To whom, by whom and when: without ``at`` it is happening now, without ``given_by`` the clerk gives."""

    taker: str
    taken_by: str = ""
    given_by: str = ""
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TakeBackWish:
    """Who of the department gives it back, whether with its result, and when."""

    settled: bool
    given_by: str = ""
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandedOn:
    """What was recorded: the dossiers after it, and the number of their list, if there is one."""

    dossiers: tuple[Dossier, ...]
    list_number: str = ""


@dataclass(frozen=True, slots=True)
class AtHand:
    """A dossier that waits to be handed over, or that a department has; ``due_at`` is until when.

    ``since`` is when its papers came to the counter, or to the ``department``.
    """

    dossier: Dossier
    since: datetime
    due_at: datetime | None
    department: str = ""

    def late(self, now: datetime) -> bool:
        """Whether the time is over."""
        return self.due_at is not None and now > self.due_at


_Decide = Callable[[Dossier, OfficeContext, datetime], Body]


class Handovers:
    """Records what changed hands, and tells what waits.

    All recording raises ``DomainError``: ``dossier.*`` (unknown, erased, cancelled), ``handover.in_future``,
    ``.before_reception``, ``.nothing_chosen``, ``.too_many`` and ``storage.*``; then nothing is recorded.
    """

    def __init__(
        self, database: Database, office: OfficeSource, clock: Clock, on_recorded: Callable[[str], None]
    ) -> None:
        self._database, self._office, self._clock = database, office, clock
        self._on_recorded = on_recorded

    def hand_over(
        self, dossier_ids: Sequence[str], clerk: Clerk, wish: HandOverWish, *, listed: bool = False
    ) -> HandedOn:
        """They go to a department, from the counter or from the department that has them.

        Raises also ``handover.taker_missing``, ``.already_there`` and ``.not_now`` for work that is over.
        """
        taker = _tidy(wish.taker)
        if not taker:
            raise DomainError("handover.taker_missing")

        def decide(dossier: Dossier, context: OfficeContext, at: datetime) -> Body:
            out = holder(dossier.course.legs, at)
            if dossier.status in OVER and at >= dossier.status_at:
                raise DomainError("handover.not_now", dossier=dossier.code)
            if out is not None and out.event.taker == taker and came_to_counter(dossier, at) <= out.at:
                raise DomainError("handover.already_there", dossier=dossier.code, taker=taker)
            from_counter = out is None or came_to_counter(dossier, at) > out.at
            due = had_to_go_by(dossier, at, context) if from_counter else None
            return DossierHandedOver(
                giver=_center(context) if from_counter or out is None else out.event.taker,
                given_by=_tidy(wish.given_by) or (clerk.name if from_counter else ""),
                taker=taker,
                taken_by=_tidy(wish.taken_by),
                due_at=due,
                result=transfer_result(due, at),
                back_due_at=department_due(dossier, taker, context),
                clerk_name=clerk.name,
                note=_tidy(wish.note),
            )

        def keep(work: UnitOfWork) -> None:
            keep_taker(work, taker, _tidy(wish.taken_by))

        return self._record(dossier_ids, clerk, wish.at, decide, Way.OUT if listed else None, keep)

    def take_back(
        self, dossier_ids: Sequence[str], clerk: Clerk, wish: TakeBackWish, *, listed: bool = False
    ) -> HandedOn:
        """They come back to the counter. Raises also ``handover.not_away`` and ``.several_departments``."""

        def decide(dossier: Dossier, context: OfficeContext, at: datetime) -> Body:
            out = holder(dossier.course.legs, at)
            if out is None:
                raise DomainError("handover.not_away", dossier=dossier.code)
            due = back_by(dossier, out, context)
            return DossierHandedBack(
                giver=out.event.taker,
                given_by=_tidy(wish.given_by),
                taker=_center(context),
                taken_by=clerk.name,
                due_at=due,
                result=return_result(out.at, due, at),
                settled=wish.settled,
                clerk_name=clerk.name,
                note=_tidy(wish.note),
            )

        return self._record(dossier_ids, clerk, wish.at, decide, Way.BACK if listed else None)

    def strike(self, dossier_id: str, clerk: Clerk, leg_id: EntryId, reason: str) -> Dossier:
        """A line was written down by mistake: it stays, struck through, and does not count any more.

        Raises also ``handover.unknown_line``, ``.already_struck`` and ``.reason_missing``.
        """
        why = _tidy(reason)
        if not why:
            raise DomainError("handover.reason_missing")

        def decide(dossier: Dossier, _context: OfficeContext, _at: datetime) -> Body:
            leg = next((one for one in dossier.course.legs if one.id == leg_id), None)
            if leg is None:
                raise DomainError("handover.unknown_line")
            if leg.struck is not None:
                raise DomainError("handover.already_struck")
            return HandoverStruck(*leg_id, why, clerk.name)

        (changed,) = self._record((dossier_id,), clerk, None, decide).dossiers
        return changed

    # --- what waits ----------------------------------------------------------------------------

    def waiting(self) -> tuple[AtHand, ...]:
        """What waits to be handed over, the most urgent first, at most ``MOST``."""
        context = self._office.current()
        found = [
            AtHand(dossier, came_to_counter(dossier), hand_over_by(dossier, context))
            for dossier in self._at(PapersPlace.TO_HAND_OVER)
        ]
        return tuple(sorted(found, key=_urgency))

    def away(self) -> tuple[AtHand, ...]:
        """What the departments have, the most urgent first, at most ``MOST``."""
        context = self._office.current()
        found = []
        for dossier in self._at(PapersPlace.AWAY):
            out = holder(dossier.course.legs)
            if out is not None:
                found.append(AtHand(dossier, out.at, back_by(dossier, out, context), out.event.taker))
        return tuple(sorted(found, key=_urgency))

    def departments(self, dossiers: Sequence[Dossier] = ()) -> tuple[tuple[str, str], ...]:
        """Departments to choose from, each with who took papers last; the procedures' own ones first."""
        context = self._office.current()
        with self._database.read() as reads:
            known = known_takers(reads.document)
        staged = [name for dossier in dossiers for name in departments_of(dossier, context)]
        parent = context.directory.office.parent_name
        names = dict.fromkeys([*staged, *known, *([parent] if parent else [])])
        center = _center(context)
        return tuple((name, known.get(name, "")) for name in names if name and name != center)

    # --- inside --------------------------------------------------------------------------------

    def _at(self, place: PapersPlace) -> list[Dossier]:
        with self._database.read() as reads:
            found = [reads.dossier(dossier_id) for dossier_id in reads.papers_at(place, limit=MOST)]
        return [dossier for dossier in found if dossier is not None]

    def _record(
        self,
        dossier_ids: Sequence[str],
        clerk: Clerk,
        at: datetime | None,
        decide: _Decide,
        way: Way | None = None,
        keep: Callable[[UnitOfWork], None] | None = None,
    ) -> HandedOn:
        chosen = tuple(dict.fromkeys(dossier_ids))
        if not chosen:
            raise DomainError("handover.nothing_chosen")
        if len(chosen) > MOST:
            raise DomainError("handover.too_many", most=MOST)
        now = self._clock.now()
        if at is not None and at > now:
            raise DomainError("handover.in_future")
        with self._database.begin() as work:
            context = self._office.current().of_incarnation(work.journal.head().incarnation)
            dossiers = [_known(work, one) for one in chosen]
            events = [decide(dossier, context, _time(dossier, at, now)) for dossier in dossiers]
            number = "" if way is None else take_form_number(work, context, form_values.HANDOVER, now)
            if way is not None:
                events = _of_one_list(events, number)
                keep_list(work, HandoverList(number, way, at or now, chosen))
            if keep is not None:
                keep(work)
            changed = tuple(
                record(work, self._clock, context, dossier, clerk.id, event, Basis.COUNTER, occurred_at=at)
                for dossier, event in zip(dossiers, events, strict=True)
            )
        for dossier in changed:
            self._on_recorded(dossier.id)
        return HandedOn(changed, number)


def offered_legs(dossier: Dossier) -> tuple[Leg, ...]:
    """The lines that may still be struck through, the newest first."""
    return tuple(leg for leg in reversed(dossier.course.legs) if leg.struck is None)


def _known(work: UnitOfWork, dossier_id: str) -> Dossier:
    dossier = work.dossiers.get(dossier_id)
    if dossier is None:
        raise DomainError("dossier.unknown")
    for name in ("erased", "cancelled"):
        if getattr(dossier, name):
            raise DomainError(f"dossier.{name}")
    return dossier


def _time(dossier: Dossier, at: datetime | None, now: datetime) -> datetime:
    if at is not None and at < dossier.received_at:
        raise DomainError("handover.before_reception", dossier=dossier.code)
    return at or now


def _of_one_list(events: Sequence[Body], number: str) -> list[Body]:
    """The same with the list's number; a list has one side that gives and one that takes."""
    listed = [
        replace(event, list_number=number)
        for event in events
        if isinstance(event, DossierHandedOver | DossierHandedBack)
    ]
    if len({(event.giver, event.taker) for event in listed}) > 1:
        raise DomainError("handover.several_departments")
    return [*listed]


def _urgency(one: AtHand) -> tuple[bool, datetime, datetime]:
    return one.due_at is None, one.due_at or one.since, one.since


def _center(context: OfficeContext) -> str:
    return context.directory.office.center_name


def _tidy(text: str) -> str:
    return " ".join(nfc(text).split())
