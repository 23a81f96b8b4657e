"""The entry with which a dossier begins, put together from a draft inside one unit of work."""

from __future__ import annotations

from datetime import datetime

from counter_app.domain.entries import Channel, DossierReceived
from counter_app.domain.fees import FeeDecision
from counter_app.domain.journal import Basis, EntryDraft, encode_body
from counter_app.domain.office import Clerk
from counter_app.domain.parties import Party, SubmitterRole
from counter_app.domain.procedures import Procedure
from counter_app.domain.vietnamese import nfc
from counter_app.domain.working_time import DueTime
from counter_app.services.draft import Draft
from counter_app.services.draft_identity import reception_identity
from counter_app.services.issuing import issue_code, take_ledger_line, take_slip_number
from counter_app.services.office_context import OfficeContext
from counter_app.services.pads import ReservedNumbers, claim_sheet
from counter_app.services.store_ports import UnitOfWork


def reception_entry(
    work: UnitOfWork,
    draft: Draft,
    clerk: Clerk,
    context: OfficeContext,
    decided: tuple[Procedure, DueTime, FeeDecision],
    now: datetime,
) -> tuple[EntryDraft, DossierReceived]:
    """Take the numbers and write down what was decided; ``occurred_at`` is the true time of reception."""
    received = _received(work, draft, clerk, context, decided, now)
    entry_draft = EntryDraft(
        kind=DossierReceived.KIND,
        kind_version=DossierReceived.VERSION,
        subject=draft.dossier_id,
        audience=(context.directory.office.id,),
        actor=clerk.id,
        occurred_at=draft.received_at or now,
        basis=_basis(draft),
        body=encode_body(received.to_body()),
    )
    return entry_draft, received


def _received(
    work: UnitOfWork,
    draft: Draft,
    clerk: Clerk,
    context: OfficeContext,
    decided: tuple[Procedure, DueTime, FeeDecision],
    now: datetime,
) -> DossierReceived:
    procedure, due, fee = decided
    office = context.directory.office
    context = context.of_incarnation(work.journal.head().incarnation)
    numbers = _numbers(work, draft, context, now)
    submitter, authorisation = _submitter(draft)
    return DossierReceived(
        code=numbers.code,
        code_kind=numbers.kind,
        office=office.id,
        office_name=office.center_name,
        counter=context.station.name,
        clerk_name=clerk.name if draft.paper is None else draft.paper.clerk_name or clerk.name,
        channel=draft.channel,
        owner=draft.owner.tidied(),
        submitter_role=draft.submitter_role,
        submitter=submitter,
        authorisation=authorisation,
        procedure={
            "code": procedure.code,
            "name": procedure.name_vi,
            "field": procedure.field_vi,
            "decision": procedure.publishing_decision,
            "catalogue_version": draft.catalogue_version if draft.keeps_chosen else context.catalogue.version,
        },
        components=draft.components,
        set_count=draft.set_count,
        fee=fee.to_plain(),
        due=due.to_plain(),
        delivery=draft.delivery,
        ledger_book=numbers.book,
        ledger_line=numbers.line,
        slip_number=numbers.slip,
        identity=reception_identity(draft),
        profile_version=context.profile_version,
        calendar_version=context.calendar.version,
        note=nfc(draft.note.strip()),
    )


def _basis(draft: Draft) -> Basis:
    if draft.paper is not None:
        return Basis.PAPER
    return Basis.POSTAL if draft.channel is Channel.POSTAL else Basis.COUNTER


def _numbers(work: UnitOfWork, draft: Draft, context: OfficeContext, now: datetime) -> ReservedNumbers:
    """The next numbers of this station; what was received on paper has those that stand on its sheet."""
    if draft.paper is not None:
        return claim_sheet(work, context, draft.paper)
    code = issue_code(work, context, now)
    book, line = take_ledger_line(work, context, now)
    return ReservedNumbers(code.code, code.kind, book, line, take_slip_number(work, context, now))


def _submitter(draft: Draft) -> tuple[Party | None, str]:
    """Who brings it for the owner; what was typed before the owner came in person does not count."""
    if draft.submitter_role is SubmitterRole.OWNER or draft.submitter is None:
        return None, ""
    return draft.submitter.tidied(), nfc(draft.authorisation.strip())
