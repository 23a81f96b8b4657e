"""Finding a dossier, its timeline, and putting it right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from counter_app.domain.bodies import Body
from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import (
    Delivery,
    DossierCancelled,
    DossierCorrected,
    DossierEvent,
    Unknown,
    read_event,
)
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Basis, Entry, EntryId
from counter_app.domain.office import Clerk
from counter_app.domain.parties import Party
from counter_app.domain.vietnamese import nfc
from counter_app.services.alerts import AlertTimes
from counter_app.services.office_context import OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.recording import record
from counter_app.services.review import blocking, delivery_problems, party_problems
from counter_app.services.store_ports import (
    Database,
    DossierFilter,
    DossierQuery,
    DossierRow,
    Recorded,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One entry as people read it: what, when, who, and how far it has come."""

    kind: str
    event: DossierEvent | Unknown
    occurred_at: datetime
    recorded_at: datetime
    actor_name: str
    basis: str
    verdict: Verdict
    own: bool
    id: EntryId


@dataclass(frozen=True, slots=True)
class DossierDetail:
    """A dossier with its timeline, newest entry first."""

    dossier: Dossier
    timeline: tuple[TimelineItem, ...]


class Dossiers:
    """The dossiers that this station knows."""

    def __init__(
        self,
        database: Database,
        office: OfficeSource,
        clock: Clock,
        on_recorded: Callable[[str], None],
    ) -> None:
        self._database = database
        self._office = office
        self._clock = clock
        self._on_recorded = on_recorded

    def find(
        self,
        text: str,
        selection: DossierFilter = DossierFilter.ALL,
        *,
        clerk: str = "",
        limit: int = 50,
        before: int | None = None,
    ) -> Sequence[DossierRow]:
        """A page of what matches, newest first (see ``Reads.find``)."""
        query = self._query(text, selection, clerk)
        with self._database.read() as reads:
            return reads.find(query, limit=limit, before=before)

    def count(self, text: str, selection: DossierFilter, *, clerk: str = "", cap: int = 1000) -> int:
        """How many match, counted up to ``cap``."""
        query = self._query(text, selection, clerk)
        with self._database.read() as reads:
            return reads.count(query, cap=cap)

    def id_of_code(self, code: str) -> str | None:
        """The dossier with this code or alias: what a scanned slip opens."""
        with self._database.read() as reads:
            return reads.id_of_code(code)

    def detail(self, dossier_id: str) -> DossierDetail:
        """Raises ``DomainError("dossier.unknown")``."""
        with self._database.read() as reads:
            dossier = reads.dossier(dossier_id)
            if dossier is None:
                raise DomainError("dossier.unknown")
            entries = reads.timeline(dossier_id)
        # Of two at the same moment the later one is newer: the order of folding decides.
        items = [self._item(recorded) for recorded in reversed(entries)]
        items.sort(key=lambda item: (item.occurred_at, item.recorded_at), reverse=True)
        return DossierDetail(dossier, tuple(items))

    def correct(
        self,
        dossier_id: str,
        clerk: Clerk,
        reason: str,
        *,
        owner: Party | None = None,
        delivery: Delivery | None = None,
        note: str | None = None,
    ) -> Dossier:
        """Put fields right; the old values stay in the journal.

        What is given as it was already is not corrected. Raises ``DomainError``: ``correct.reason_missing``,
        ``correct.nothing``, ``correct.incomplete`` (a name, an address that is needed), ``dossier.*``,
        ``clock.*``, ``storage.*``.
        """
        if not reason.strip():
            raise DomainError("correct.reason_missing")
        typed = DossierCorrected(reason.strip(), clerk.name, owner, delivery, note)
        return self._record(dossier_id, clerk, lambda dossier: _correction(dossier, typed))

    def cancel(self, dossier_id: str, clerk: Clerk, reason: str) -> Dossier:
        """Strike a reception through, with the reason; code and ledger line are never used again."""
        if not reason.strip():
            raise DomainError("cancel.reason_missing")
        event = DossierCancelled(reason.strip(), clerk.name)
        return self._record(dossier_id, clerk, lambda _: event)

    def _query(self, text: str, selection: DossierFilter, clerk: str) -> DossierQuery:
        return AlertTimes.of(self._office.current(), self._clock.now()).query(text, selection, clerk)

    def _record(self, dossier_id: str, clerk: Clerk, decide: Callable[[Dossier], Body]) -> Dossier:
        with self._database.begin() as work:
            dossier = work.dossiers.get(dossier_id)
            if dossier is None:
                raise DomainError("dossier.unknown")
            if dossier.read_only:
                raise DomainError("dossier.read_only")
            if dossier.erased:
                raise DomainError("dossier.erased")
            if dossier.cancelled:
                raise DomainError("dossier.cancelled")
            event, context = decide(dossier), self._office.current()
            changed = record(work, self._clock, context, dossier, clerk.id, event, Basis.COUNTER)
        self._on_recorded(dossier_id)
        return changed

    def _item(self, recorded: Recorded) -> TimelineItem:
        entry = recorded.entry
        event: DossierEvent | Unknown
        try:
            event = read_event(entry)
        except DomainError:
            event = Unknown(entry.kind, entry.kind_version)
        return TimelineItem(
            kind=entry.kind,
            event=event,
            occurred_at=entry.occurred_at,
            recorded_at=entry.recorded_at,
            actor_name=self._actor_name(entry, event),
            basis=entry.basis,
            verdict=recorded.verdict,
            own=recorded.own,
            id=entry.id,
        )

    def _actor_name(self, entry: Entry, event: DossierEvent | Unknown) -> str:
        name = getattr(event, "clerk_name", "")
        if name:
            return str(name)
        clerk = self._office.current().directory.clerk(entry.actor)
        return clerk.name if clerk is not None else ""


def _correction(dossier: Dossier, typed: DossierCorrected) -> DossierCorrected:
    """The fields that really change, checked as at reception."""
    owner = None if typed.owner is None else typed.owner.tidied()
    note = None if typed.note is None else nfc(typed.note.strip())
    change = replace(
        typed,
        owner=None if owner == dossier.owner else owner,
        delivery=None if typed.delivery == dossier.delivery else typed.delivery,
        note=None if note == dossier.note else note,
    )
    if change.owner is None and change.delivery is None and change.note is None:
        raise DomainError("correct.nothing")
    then_owner = change.owner or dossier.owner
    problems = party_problems(then_owner, "owner") if change.owner is not None else []
    if change.delivery is not None:
        problems += delivery_problems(change.delivery, then_owner)
    if blocking(problems):
        raise DomainError("correct.incomplete")
    return change
