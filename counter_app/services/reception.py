"""Receiving a dossier: the steps of the intake, without a window, a database or a network in sight."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from counter_app.domain.dossier import Dossier, begin
from counter_app.domain.errors import DomainError
from counter_app.domain.fees import FeeDecision
from counter_app.domain.identity_status import IdentityEvidence
from counter_app.domain.journal import chain
from counter_app.domain.office import Clerk
from counter_app.domain.parties import Party
from counter_app.domain.procedure_changes import Change, procedure_changes
from counter_app.domain.procedures import Procedure
from counter_app.domain.vietnamese import fold
from counter_app.domain.working_time import DueTime
from counter_app.services.accepting import reception_entry
from counter_app.services.clock_check import check_clock, confirm_clock
from counter_app.services.decisions import decide_due, decide_fee
from counter_app.services.draft import Draft, from_json, to_json, with_procedure
from counter_app.services.ids import new_id
from counter_app.services.office_context import OfficeContext, OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.review import Problem, blocking, find_problems
from counter_app.services.store_ports import Database, StoredDraft, UnitOfWork

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Review:
    """What the clerk sees on the right: due time, fee, what is missing.

    ``due`` and ``fee`` are ``None`` until a procedure is chosen; a ``due`` whose ``due_at`` is ``None``
    means that no time is set and one has to be asked for. ``changes``: what the catalogue has otherwise than
    when the procedure was chosen, until the clerk takes it over (``choose_procedure``) or decides to receive
    under the old version (``keep_procedure``).
    """

    procedure: Procedure | None
    due: DueTime | None
    fee: FeeDecision | None
    problems: tuple[Problem, ...]
    received_at: datetime
    changes: tuple[Change, ...] = ()

    @property
    def can_accept(self) -> bool:
        """Whether nothing blocks the reception (warnings do not)."""
        return not blocking(self.problems)


class Reception:
    """The intake of dossiers at one counter."""

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

    def open(self, clerk: Clerk) -> Draft:
        """A new, empty draft of this clerk; it is stored with its first content."""
        return Draft(id=new_id(), dossier_id=new_id(), clerk=clerk.id, opened_at=self._clock.now())

    def drafts(self, clerk: Clerk) -> Sequence[Draft]:
        """The clerk's receptions in hand, newest first; an unreadable one is left in the store."""
        with self._database.read() as reads:
            stored = reads.drafts(clerk.id)
        drafts = []
        for row in stored:
            try:
                drafts.append(from_json(row.content))
            except DomainError:
                _log.warning("draft %s cannot be read; it stays in the store", row.id)
        return drafts

    def save(self, draft: Draft) -> datetime:
        """Keep the draft; returns when it was saved. One that was accepted meanwhile does not come back."""
        now = self._clock.now()
        with self._database.begin() as work:
            if work.dossiers.get(draft.dossier_id) is None:
                work.drafts.save(StoredDraft(draft.id, draft.clerk, now, to_json(draft)))
        return now

    def discard(self, draft: Draft) -> None:
        """Throw the draft away; nothing was received."""
        with self._database.begin() as work:
            work.drafts.delete(draft.id)

    def choose_procedure(self, draft: Draft, code: str) -> Draft:
        """Choose a procedure of the catalogue; raises ``DomainError("reception.unknown_procedure")``."""
        context = self._office.current()
        procedure = context.catalogue.by_code.get(code)
        if procedure is None:
            raise DomainError("reception.unknown_procedure", procedure=code)
        return with_procedure(draft, procedure, str(context.catalogue.version))

    def keep_procedure(self, draft: Draft) -> Draft:
        """Receive under the version in which the procedure was chosen, although the catalogue changed.

        For whoever was asked for papers, a fee and a time before the change counted here.
        """
        return replace(draft, keeps_chosen=draft.chosen is not None)

    def review(self, draft: Draft) -> Review:
        """Compute due time, fee and problems as of now; pure but for the clock."""
        return _review(draft, self._office.current(), self._clock.now())

    def accept(self, draft: Draft, clerk: Clerk) -> Dossier:
        """Receive the dossier: one durable commit, then and only then is it "đã lưu".

        Accepting the same draft twice gives the same dossier. Raises ``DomainError``:
        ``reception.incomplete`` (see ``review``), ``clock.*`` (see ``confirm_clock``), ``numbering.*``,
        ``journal.*``, ``storage.*``; the draft is kept then, and no number is used up.
        """
        with self._database.begin() as work:
            earlier = work.dossiers.get(draft.dossier_id)
            dossier = earlier or self._receive(work, draft, clerk)
            work.drafts.delete(draft.id)
        if earlier is None:
            self._on_recorded(dossier.id)
        return dossier

    def confirm_clock(self, clerk: Clerk) -> None:
        """The clerk looked at date and time and says that they are right, after ``clock.behind_journal``.

        Raises ``DomainError("clock.behind_program")``.
        """
        with self._database.begin() as work:
            confirm_clock(work, self._clock.now(), clerk.id)

    def _receive(self, work: UnitOfWork, draft: Draft, clerk: Clerk) -> Dossier:
        # One clock reading and one context for everything: what is decided and what is recorded agree.
        now, context = self._clock.now(), self._office.current()
        check_clock(work, now)
        review = _review(draft, context, now)
        procedure, due, fee = review.procedure, review.due, review.fee
        if not review.can_accept or procedure is None or due is None or fee is None:
            raise DomainError("reception.incomplete", count=len(blocking(review.problems)))
        entry_draft, received = reception_entry(work, draft, clerk, context, (procedure, due, fee), now)
        entry = chain(work.journal.head(), entry_draft, now, context.clock_offset_ms)
        work.journal.append(entry)
        dossier = begin(entry, received)
        work.dossiers.put(dossier, pending=1)
        return dossier


def _review(draft: Draft, context: OfficeContext, now: datetime) -> Review:
    received_at = draft.received_at or now
    procedure = context.catalogue.by_code.get(draft.procedure_code)
    changes: tuple[Change, ...] = ()
    if draft.keeps_chosen and draft.chosen is not None:
        procedure = draft.chosen
    elif draft.chosen is not None and procedure is not draft.chosen:
        changes = procedure_changes(draft.chosen, procedure)
    due = fee = None
    if procedure is not None:
        due = decide_due(procedure, draft, received_at, context)
        fee = decide_fee(procedure, draft, received_at)
    problems = find_problems(
        draft, procedure, due, fee, now, catalogue_version=context.catalogue.version, changes=changes
    )
    return Review(procedure, due, fee, problems, received_at, changes)


def fill_owner(
    draft: Draft, party: Party, findings: tuple[str, ...], evidence: IdentityEvidence | None = None
) -> Draft:
    """The draft with what a card gave; only empty fields are filled, nothing typed is overwritten.

    The owner counts as read from the card only where number and name are the card's. ``evidence`` tells what
    was read and how; it is kept also where everything was typed before.
    """
    if evidence is not None:
        draft = replace(draft, evidence=replace(evidence, sighted=draft.evidence.sighted))
    owner = draft.owner
    filled = replace(
        owner,
        kind=owner.kind if owner.full_name else party.kind,
        full_name=owner.full_name or party.full_name,
        number=owner.number or party.number,
        birth_date=owner.birth_date or party.birth_date,
        sex=owner.sex or party.sex,
        address=owner.address or party.address,
    )
    if filled.number == party.number and fold(filled.full_name) == fold(party.full_name):
        filled = replace(filled, source=party.source)
    return draft if filled == owner else replace(draft, owner=filled, findings=findings)
