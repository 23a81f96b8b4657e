"""A dossier (hồ sơ) as its entries make it: ``fold`` is the only way to get one.

Folding reads no configuration and no clock, so it gives the same on every station, at the central
system, and for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

from counter_app.domain.entries import (
    CodeAssigned,
    CodeKind,
    Delivery,
    DossierCancelled,
    DossierCorrected,
    DossierEvent,
    DossierReceived,
    EntrySettled,
    FileAttached,
    IdentityChecked,
    IdentityGuided,
    IdentityRevealed,
    IdentitySettled,
    ReceivedComponent,
    SlipPrinted,
    StatusChanged,
    Unknown,
    read_event,
)
from counter_app.domain.errors import DomainError
from counter_app.domain.identity_entries import OWNER
from counter_app.domain.identity_status import Guidance, IdentityStatus, Settlement
from counter_app.domain.journal import Entry, EntryId, parse_instant
from counter_app.domain.parties import Party, SubmitterRole
from counter_app.domain.statuses import Status, may_follow

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
    newer program could not be read here. ``erased``: it was closed long ago, and what it said of people is
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
        if self.due is None or not self.due.get("due_at"):
            return None
        try:
            return parse_instant(str(self.due["due_at"]))
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
        case SlipPrinted() | FileAttached() | CodeAssigned() | EntrySettled():
            return _fact(dossier, event)
        case IdentityChecked() | IdentityGuided() | IdentityRevealed():
            return _of_identity(dossier, entry, event)
        case IdentitySettled() if not dossier.cancelled:
            settlement = Settlement(
                event.outcome, entry.occurred_at, event.answer_at, event.note, event.clerk_name, event.asked
            )
            return {"identity": dossier.identity.settled(settlement)}
        case StatusChanged() if not dossier.cancelled:
            return _status_changed(dossier, entry, event)
        case DossierCorrected() | DossierCancelled() | StatusChanged() | IdentitySettled():
            return _conflict(dossier, entry, "already_cancelled")
        case Unknown():
            # An erased body is not a newer program: what it said stays in the projection's past.
            return {} if entry.body is None else {"read_only": True}


def _fact(dossier: Dossier, event: SlipPrinted | FileAttached | CodeAssigned | EntrySettled) -> _Changes:
    """What physically happened or was said, whatever the dossier's state."""
    match event:
        case SlipPrinted():
            return {"prints": {**dossier.prints, event.form: dossier.prints.get(event.form, 0) + 1}}
        case FileAttached():
            return {} if event in dossier.files else {"files": (*dossier.files, event)}
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
        delivery=event.delivery,
        ledger_book=event.ledger_book,
        ledger_line=event.ledger_line,
        slip_number=event.slip_number,
        identity=IdentityStatus.begun(event.identity),
        note=event.note,
        received_at=entry.occurred_at,
        status=Status.RECEIVED,
        status_at=entry.occurred_at,
        entry_count=1,
    )


def _received_again(dossier: Dossier, entry: Entry, event: DossierReceived) -> _Changes:
    """Two receptions of one dossier: both codes stay valid, a person settles the rest."""
    aliases = dossier.aliases if event.code in dossier.aliases else (*dossier.aliases, event.code)
    return {"aliases": aliases, **_conflict(dossier, entry, "received_twice")}


def _status_changed(dossier: Dossier, entry: Entry, event: StatusChanged) -> _Changes:
    try:
        status = Status(event.status)
    except ValueError:
        return {"read_only": True}
    if not may_follow(dossier.status, status):
        return _conflict(dossier, entry, "status_does_not_follow")
    return {"status": status, "status_at": entry.occurred_at}


def _conflict(dossier: Dossier, entry: Entry, code: str) -> _Changes:
    conflict = Conflict(entry.station, entry.incarnation, entry.seq, code)
    return {"conflicts": (*dossier.conflicts, conflict)}
