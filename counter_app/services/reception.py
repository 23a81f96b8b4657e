"""Receiving a dossier: the steps of the intake, without a window, a database or a network in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from counter_app.domain.dossier import Dossier, fold
from counter_app.domain.entries import DossierReceived
from counter_app.domain.errors import DomainError
from counter_app.domain.fees import FeeDecision
from counter_app.domain.journal import Basis, EntryDraft, chain, encode_body
from counter_app.domain.numbering import IssuedCode
from counter_app.domain.office import Clerk
from counter_app.domain.parties import Party
from counter_app.domain.procedures import Procedure
from counter_app.domain.working_time import DueTime
from counter_app.services.clock_check import check_clock
from counter_app.services.decisions import decide_due, decide_fee
from counter_app.services.draft import Draft, from_json, to_json, with_procedure
from counter_app.services.ids import new_id
from counter_app.services.issuing import issue_code, take_ledger_line, take_slip_number
from counter_app.services.office_context import OfficeContext, OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.review import Problem, blocking, find_problems
from counter_app.services.store_ports import Database, StoredDraft, UnitOfWork


@dataclass(frozen=True, slots=True)
class Review:
    """What the clerk sees on the right: due time, fee, what is missing.

    ``due`` and ``fee`` are ``None`` until a procedure is chosen; a ``due`` whose ``due_at`` is ``None``
    means that no time is set and one has to be asked for.
    """

    procedure: Procedure | None
    due: DueTime | None
    fee: FeeDecision | None
    problems: tuple[Problem, ...]
    received_at: datetime

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
                continue
        return drafts

    def save(self, draft: Draft) -> datetime:
        """Keep the draft; returns when it was saved."""
        now = self._clock.now()
        with self._database.begin() as work:
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

    def review(self, draft: Draft) -> Review:
        """Compute due time, fee and problems as of now; pure but for the clock."""
        context = self._office.current()
        now = self._clock.now()
        received_at = draft.received_at or now
        procedure = context.catalogue.by_code.get(draft.procedure_code)
        due = fee = None
        if procedure is not None:
            due = decide_due(procedure, draft, received_at, context)
            fee = decide_fee(procedure, draft, received_at)
        problems = find_problems(draft, procedure, due, fee, now)
        return Review(procedure, due, fee, problems, received_at)

    def accept(self, draft: Draft, clerk: Clerk) -> Dossier:
        """Receive the dossier: one durable commit, then and only then is it "đã lưu".

        Accepting the same draft twice gives the same dossier. Raises ``DomainError``:
        ``reception.incomplete`` (see ``review``), ``clock.*``, ``storage.*``; the draft is kept then.
        """
        review = self.review(draft)
        if not review.can_accept:
            raise DomainError("reception.incomplete", count=len(blocking(review.problems)))
        context = self._office.current()
        with self._database.begin() as work:
            earlier = work.dossiers.get(draft.dossier_id)
            if earlier is not None:
                work.drafts.delete(draft.id)
                return earlier
            dossier = self._record(work, draft, review, clerk, context)
        self._on_recorded(dossier.id)
        return dossier

    def _record(
        self, work: UnitOfWork, draft: Draft, review: Review, clerk: Clerk, context: OfficeContext
    ) -> Dossier:
        now = self._clock.now()
        head = work.journal.head()
        check_clock(now, head.recorded_at)
        received_at = draft.received_at or now
        code = issue_code(work, context, now)
        body = _body(draft, review, clerk, context, code, now, work)
        entry_draft = EntryDraft(
            kind=DossierReceived.KIND,
            kind_version=DossierReceived.VERSION,
            subject=draft.dossier_id,
            audience=(context.directory.office.id,),
            actor=clerk.id,
            occurred_at=received_at,
            basis=Basis.POSTAL if draft.channel.value == "postal" else Basis.COUNTER,
            body=encode_body(body.to_body()),
        )
        entry = chain(head, entry_draft, now, context.clock_offset_ms)
        work.journal.append(entry)
        dossier = fold([entry])
        assert dossier is not None
        work.dossiers.put(dossier, pending=1)
        work.drafts.delete(draft.id)
        return dossier


def _body(
    draft: Draft,
    review: Review,
    clerk: Clerk,
    context: OfficeContext,
    code: IssuedCode,
    now: datetime,
    work: UnitOfWork,
) -> DossierReceived:
    procedure, due, fee = review.procedure, review.due, review.fee
    assert procedure is not None
    assert due is not None
    assert fee is not None
    book, line = take_ledger_line(work, context, now)
    office = context.directory.office
    return DossierReceived(
        code=code.code,
        code_kind=code.kind,
        office=office.id,
        office_name=office.center_name,
        counter=context.station.name,
        clerk_name=clerk.name,
        channel=draft.channel,
        owner=draft.owner,
        submitter_role=draft.submitter_role,
        submitter=draft.submitter,
        authorisation=draft.authorisation,
        procedure={
            "code": procedure.code,
            "name": procedure.name_vi,
            "field": procedure.field_vi,
            "decision": procedure.publishing_decision,
            "catalogue_version": draft.catalogue_version,
        },
        components=draft.components,
        set_count=draft.set_count,
        fee=fee.to_plain(),
        due=due.to_plain(),
        delivery=draft.delivery,
        ledger_book=book,
        ledger_line=line,
        slip_number=take_slip_number(work, context, now),
        identity={
            "source": draft.owner.source,
            "findings": list(draft.findings),
            "check": "not_checked_offline",
        },
        profile_version=f"{office.profile}/{office.version}",
        calendar_version=context.calendar.version,
        note=draft.note,
    )


def fill_owner(draft: Draft, party: Party, findings: tuple[str, ...]) -> Draft:
    """The draft with what a card gave; only empty fields are filled, nothing typed is overwritten."""
    owner = draft.owner
    filled = replace(
        owner,
        kind=owner.kind if owner.full_name else party.kind,
        full_name=owner.full_name or party.full_name,
        number=owner.number or party.number,
        birth_date=owner.birth_date or party.birth_date,
        sex=owner.sex or party.sex,
        address=owner.address or party.address,
        source=party.source,
    )
    return draft if filled == owner else replace(draft, owner=filled, findings=findings)
