"""A dossier (hồ sơ) as its entries make it: ``fold`` is the only way to get one.

Folding reads no configuration and no clock, so it gives the same on every station, at the central
system, and for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

from counter_app.domain.course import Act, Course, CourseEvent, course_of
from counter_app.domain.entries import (
    CodeAssigned,
    CodeKind,
    Delivery,
    DossierCancelled,
    DossierCorrected,
    DossierEvent,
    DossierHandedBack,
    DossierHandedOver,
    DossierReceived,
    DossierRefused,
    DossierResumed,
    DossierStopped,
    DueReappointed,
    EntrySettled,
    FileAttached,
    HandoverStruck,
    IdentityChecked,
    IdentityGuided,
    IdentityRevealed,
    IdentitySettled,
    PaperSigned,
    ReceivedComponent,
    SlipPrinted,
    StatusChanged,
    SupplementReceived,
    SupplementRequested,
    Unknown,
    read_event,
)
from counter_app.domain.errors import DomainError
from counter_app.domain.identity_entries import OWNER
from counter_app.domain.identity_status import Guidance, IdentityStatus, Settlement
from counter_app.domain.journal import Basis, Entry, EntryId, parse_instant
from counter_app.domain.parties import Party, SubmitterRole
from counter_app.domain.statuses import Status

FOLD_VERSION = 1
"""Raised whenever folding gives another result; projections of an older version are rebuilt."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that does not fit and that a person has to settle; nothing is dropped."""

    station: str
    incarnation: int
    seq: int
    code: str

    @property
    def entry_id(self) -> EntryId:
        """The entry that does not fit."""
        return EntryId(self.station, self.incarnation, self.seq)


@dataclass(frozen=True, slots=True)
class Dossier:
    """The state of one dossier.

    ``id`` is opaque and stays for ever; ``aliases`` are all its codes, official or provisional, the
    current one first. ``due_at`` and ``received_at`` are aware. ``read_only`` tells that an entry of a
    newer program could not be read here. ``due`` is the due time as it stands now, ``first_due`` the one on
    the receipt, which is kept. ``erased``: it was closed long ago, and what it said of people is
    no longer kept at this counter; the central system has it.
    """

    id: str
    aliases: tuple[str, ...]
    code_kind: CodeKind
    office: str
    office_name: str
    counter: str
    clerk: str
    clerk_name: str
    owner: Party
    submitter_role: SubmitterRole
    submitter: Party | None
    authorisation: str
    channel: str
    procedure: Mapping[str, object]
    components: tuple[ReceivedComponent, ...]
    set_count: int
    fee: Mapping[str, object]
    due: Mapping[str, object] | None
    first_due: Mapping[str, object] | None
    delivery: Delivery
    ledger_book: str
    ledger_line: int
    slip_number: str
    identity: IdentityStatus
    note: str
    received_at: datetime
    status: Status
    status_at: datetime
    cancelled: bool = False
    cancel_reason: str = ""
    prints: Mapping[str, int] = field(default_factory=dict)
    """How often each form was printed or handed to a printer."""
    files: tuple[FileAttached, ...] = ()
    """What was scanned, in the order in which it came; the same file of the same paper stands once."""
    signed: tuple[PaperSigned, ...] = ()
    """Every signature on its papers, in the order in which they came; see ``signing_entries.standing``."""
    acts: tuple[Act, ...] = ()
    """What was done with it after its reception, by entry; see ``course``."""
    read_only: bool = False
    conflicts: tuple[Conflict, ...] = ()
    entry_count: int = 0
    erased: bool = False

    @property
    def code(self) -> str:
        """The code to show: the official one as soon as there is one."""
        return self.aliases[0]

    @property
    def provisional(self) -> bool:
        """Whether the official code is still to come."""
        return self.code_kind is CodeKind.PROVISIONAL

    @property
    def due_at(self) -> datetime | None:
        """When the result is due; ``None`` when no time is set, or none that can be read."""
        return _due_at(self.due)

    @property
    def first_due_at(self) -> datetime | None:
        """When the result was due by the receipt; ``None`` as for ``due_at``."""
        return _due_at(self.first_due)

    @property
    def next_due_at(self) -> datetime | None:
        """By when something is to happen next: while a supplement is awaited, that is to come."""
        awaited = self.course.awaited if self.status is Status.SUPPLEMENT_ASKED else None
        return self.due_at if awaited is None else awaited.asked.due_at

    @property
    def course(self) -> Course:
        """Its supplements, re-appointments and how it ended, as far as they are kept."""
        if self.erased:
            return Course(self.status, self.status_at, self.due)
        return course_of(Course(Status.RECEIVED, self.received_at, self.first_due), self.acts)


def _due_at(due: Mapping[str, object] | None) -> datetime | None:
    if due is None or not due.get("due_at"):
        return None
    try:
        return parse_instant(str(due["due_at"]))
    except DomainError:
        return None


def fold(entries: Iterable[Entry]) -> Dossier | None:
    """Apply entries in order: confirmed ones in feed order, then the station's own pending ones.

    ``None`` until the reception is known. Entries that arrive before it count as if they came right
    after it; decisions that do not fit become conflicts on the dossier instead of being lost. Once the
    reception is known, folding on is applying: ``fold([*a, b]) == apply(fold(a), b)``.
    """
    rest = iter(entries)
    early: list[Entry] = []
    for entry in rest:
        dossier = _begin(entry)
        if dossier is None:
            early.append(entry)
            continue
        for following in (*early, *rest):
            _take_in(dossier, following)
        return dossier
    return None


def _take_in(dossier: Dossier, entry: Entry) -> None:
    """``apply`` to a dossier that nobody has seen yet: it need not be another one after each entry."""
    changes = _changes_by(dossier, entry)
    object.__setattr__(dossier, "entry_count", dossier.entry_count + 1)
    for name, value in changes.items():
        object.__setattr__(dossier, name, value)


def apply(dossier: Dossier, entry: Entry) -> Dossier:
    """The dossier after one more entry."""
    return _counted(dossier, _changes_by(dossier, entry))


def apply_event(dossier: Dossier, entry: Entry, event: DossierEvent | Unknown) -> Dossier:
    """``apply`` for whom has read the entry: ``event`` is what it says."""
    return _counted(dossier, _changes(dossier, entry, event))


_Changes = dict[str, Any]
"""Fields of a dossier with their new values."""


_FIELDS: Final = tuple(one.name for one in fields(Dossier))
_values = attrgetter(*_FIELDS)


def _counted(dossier: Dossier, changes: _Changes) -> Dossier:
    """What ``dataclasses.replace`` gives, in half its time: every entry makes such a copy."""
    values = dict(zip(_FIELDS, _values(dossier), strict=True))
    values["entry_count"] += 1
    values.update(changes)
    return Dossier(**values)


def _changes_by(dossier: Dossier, entry: Entry) -> _Changes:
    try:
        event = read_event(entry)
    except DomainError as error:
        return _conflict(dossier, entry, error.code)
    return _changes(dossier, entry, event)


def _changes(dossier: Dossier, entry: Entry, event: DossierEvent | Unknown) -> _Changes:
    match event:
        case DossierReceived():
            return _received_again(dossier, entry, event)
        case DossierCorrected() if not dossier.cancelled:
            return {
                "owner": event.owner or dossier.owner,
                "delivery": event.delivery or dossier.delivery,
                "note": dossier.note if event.note is None else event.note,
            }
        case DossierCancelled() if not dossier.cancelled:
            return {"cancelled": True, "cancel_reason": event.reason}
        case SlipPrinted() | FileAttached() | PaperSigned() | CodeAssigned() | EntrySettled():
            return _fact(dossier, event)
        case IdentityChecked() | IdentityGuided() | IdentityRevealed():
            return _of_identity(dossier, entry, event)
        case IdentitySettled() if not dossier.cancelled:
            settlement = Settlement(
                event.outcome, entry.occurred_at, event.answer_at, event.note, event.clerk_name, event.asked
            )
            return {"identity": dossier.identity.settled(settlement)}
        case DossierCorrected() | DossierCancelled() | IdentitySettled():
            return _conflict(dossier, entry, "already_cancelled")
        case (
            StatusChanged()
            | SupplementRequested()
            | SupplementReceived()
            | DossierRefused()
            | DossierStopped()
            | DossierResumed()
            | DueReappointed()
            | DossierHandedOver()
            | DossierHandedBack()
            | HandoverStruck()
        ):
            return _of_course(dossier, entry, event)
        case Unknown():
            # An erased body is not a newer program: what it said stays in the projection's past.
            return {} if entry.body is None else {"read_only": True}


def _fact(
    dossier: Dossier, event: SlipPrinted | FileAttached | PaperSigned | CodeAssigned | EntrySettled
) -> _Changes:
    """What physically happened or was said, whatever the dossier's state."""
    match event:
        case SlipPrinted():
            return {"prints": {**dossier.prints, event.paper: dossier.prints.get(event.paper, 0) + 1}}
        case FileAttached():
            return {} if event in dossier.files else {"files": (*dossier.files, event)}
        case PaperSigned():
            return {} if event in dossier.signed else {"signed": (*dossier.signed, event)}
        case CodeAssigned():
            aliases = (event.code, *(alias for alias in dossier.aliases if alias != event.code))
            return {"aliases": aliases, "code_kind": CodeKind.CENTRAL}
        case EntrySettled():
            rest = tuple(conflict for conflict in dossier.conflicts if conflict.entry_id != event.entry_id)
            return {"conflicts": rest}


def _of_identity(
    dossier: Dossier, entry: Entry, event: IdentityChecked | IdentityGuided | IdentityRevealed
) -> _Changes:
    match event:
        case IdentityChecked():
            # An answer about anybody else is kept in the journal; the check runs on the principal.
            return {"identity": dossier.identity.answered(event.answer)} if event.about == OWNER else {}
        case IdentityGuided():
            guidance = Guidance(
                event.outcome, entry.occurred_at, event.steps, event.note, event.clerk_name, event.asked
            )
            return {"identity": dossier.identity.guided(guidance)}
        case IdentityRevealed():
            return {}


def _begin(entry: Entry) -> Dossier | None:
    try:
        event = read_event(entry)
    except DomainError:
        return None
    return begin(entry, event) if isinstance(event, DossierReceived) else None


def begin(entry: Entry, event: DossierReceived) -> Dossier:
    """The dossier that a reception makes; ``event`` is what ``entry`` says."""
    return Dossier(
        id=entry.subject,
        aliases=(event.code,),
        code_kind=event.code_kind,
        office=event.office,
        office_name=event.office_name,
        counter=event.counter,
        clerk=entry.actor,
        clerk_name=event.clerk_name,
        owner=event.owner,
        submitter_role=event.submitter_role,
        submitter=event.submitter,
        authorisation=event.authorisation,
        channel=event.channel.value,
        procedure=event.procedure,
        components=event.components,
        set_count=event.set_count,
        fee=event.fee,
        due=event.due,
        first_due=event.due,
        delivery=event.delivery,
        ledger_book=event.ledger_book,
        ledger_line=event.ledger_line,
        slip_number=event.slip_number,
        identity=IdentityStatus.begun(event.identity),
        note=event.note,
        received_at=entry.occurred_at,
        status=Status.RECEIVED,
        status_at=entry.occurred_at,
        # Who was received on paper has a receipt in hand: what is printed of it now is a reprint.
        prints={"mau-01": 1} if entry.basis == Basis.PAPER else {},
        entry_count=1,
    )


def _received_again(dossier: Dossier, entry: Entry, event: DossierReceived) -> _Changes:
    """Two receptions of one dossier: both codes stay valid, a person settles the rest."""
    aliases = dossier.aliases if event.code in dossier.aliases else (*dossier.aliases, event.code)
    return {"aliases": aliases, **_conflict(dossier, entry, "received_twice")}


def _of_course(dossier: Dossier, entry: Entry, event: CourseEvent) -> _Changes:
    """All acts are gone through again, for this one may have happened before others that are known."""
    if dossier.cancelled:
        return _conflict(dossier, entry, "already_cancelled")
    if isinstance(event, StatusChanged | DossierRefused) and event.status not in set(Status):
        return {"read_only": True}
    act = Act(entry.id, entry.occurred_at, event)
    before = dossier.course
    # What an erased dossier was told is not kept: only what comes after.
    acts = () if dossier.erased else (*dossier.acts, act)
    course = course_of(before, [act]) if dossier.erased else replace(dossier, acts=acts).course
    shown, misfits = {one.entry_id for one in dossier.conflicts}, {misfit.id for misfit in before.misfits}
    settled = misfits - shown
    rest = tuple(one for one in dossier.conflicts if one.entry_id not in misfits)
    open_now = tuple(
        Conflict(*misfit.id, misfit.code) for misfit in course.misfits if misfit.id not in settled
    )
    return {
        "acts": tuple(sorted(acts, key=lambda one: one.id)),
        "status": course.status,
        "status_at": course.status_at,
        "due": course.due,
        "conflicts": (*rest, *open_now),
    }


def _conflict(dossier: Dossier, entry: Entry, code: str) -> _Changes:
    conflict = Conflict(entry.station, entry.incarnation, entry.seq, code)
    return {"conflicts": (*dossier.conflicts, conflict)}
