"""A reception in hand: what the clerk has put together so far, saved at each step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from counter_app.domain.bodies import MISFITS
from counter_app.domain.entries import Channel, Delivery, DeliveryMethod, ReceivedComponent
from counter_app.domain.errors import DomainError
from counter_app.domain.identity_status import NOTHING_READ, CheckAnswer, Guidance, IdentityEvidence
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.domain.pads import PaperSheet
from counter_app.domain.parties import Party, SubmitterRole
from counter_app.domain.procedures import ComponentCondition, ComponentSpec, Procedure, procedure_from_plain

DRAFT_VERSION = 1

COPY_KINDS = ("original", "copy", "certified_copy", "sighted", "electronic", "on_record")
"""How a paper is handed over. ``on_record``: the data are held already and need not be shown (LC-05)."""

NOT_KEPT = frozenset({"sighted", "electronic", "on_record"})
"""The kinds of which no paper stays here, so that none is counted."""


@dataclass(frozen=True, slots=True)
class FeeChoice:
    """A fee that the clerk set because the catalogue does not, or an exemption.

    ``basis`` is ``"typed"`` (amount from the local table, ``note`` names it) or ``"exempt"`` (Luật Phí
    và lệ phí Đ10; ``note`` names the group).
    """

    amount_vnd: int
    basis: str
    note: str


@dataclass(frozen=True, slots=True)
class DueChoice:
    """A due time that the clerk set because the catalogue sets none, or another one, with the reason."""

    due_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything of one reception before it is accepted; ``dossier_id`` is fixed from the start.

    ``received_at`` is ``None`` for "now"; a typed time (the postman's handover minutes, QĐ 45/2016 Đ7
    k4) may lie in the past, never in the future. ``findings`` are the codes that the card read gave.
    ``fee_copies`` and ``fee_pages`` (of one copy) are counted where a fee is so much a copy or a page.
    ``evidence``, ``answer`` and ``guidance`` are about the owner; the last two count only while they are
    about the data that the owner has now (``services.draft_identity``). ``chosen`` is the procedure as the
    catalogue of ``catalogue_version`` had it; ``keeps_chosen``: the catalogue changed since, and the clerk
    decided to receive under that version (HT Đ17 k3). ``paper`` is the sheet of a paper pad on which it was
    received; ``received_at`` is then what stands on it.
    """

    id: str
    dossier_id: str
    clerk: str
    opened_at: datetime
    channel: Channel = Channel.DIRECT
    owner: Party = Party()
    submitter_role: SubmitterRole = SubmitterRole.OWNER
    submitter: Party | None = None
    authorisation: str = ""
    procedure_code: str = ""
    catalogue_version: str = ""
    components: tuple[ReceivedComponent, ...] = ()
    set_count: int = 1
    fee: FeeChoice | None = None
    fee_copies: int = 0
    fee_pages: int = 0
    due: DueChoice | None = None
    delivery: Delivery = Delivery()
    received_at: datetime | None = None
    findings: tuple[str, ...] = ()
    note: str = ""
    evidence: IdentityEvidence = NOTHING_READ
    answer: CheckAnswer | None = None
    guidance: Guidance | None = None
    chosen: Procedure | None = None
    keeps_chosen: bool = False
    paper: PaperSheet | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing worth keeping was entered."""
        begun = self.procedure_code or self.submitter is not None or self.note or self.paper is not None
        return self.owner == Party() and not begun


def with_procedure(draft: Draft, procedure: Procedure, catalogue_version: str) -> Draft:
    """Choose a procedure: its components are listed, none ticked yet.

    Chosen again under another version of the catalogue, what was ticked stays ticked.
    """
    same = draft.procedure_code == procedure.code and draft.components
    if same and draft.catalogue_version == catalogue_version:
        return draft
    before = draft.components if same else ()
    kept = {component.name: component for component in before}
    listed = [_renewed(kept.pop(spec.name, None), spec) for spec in procedure.components]
    chosen = replace(
        draft,
        procedure_code=procedure.code,
        catalogue_version=catalogue_version,
        components=(*listed, *(component for component in kept.values() if component.present)),
        chosen=procedure,
        keeps_chosen=False,
    )
    return chosen if same else replace(chosen, fee=None, fee_copies=0, fee_pages=0, due=None)


def _renewed(kept: ReceivedComponent | None, spec: ComponentSpec) -> ReceivedComponent:
    """What was ticked stays as it was handed over; whether it is asked for is the catalogue's word."""
    if kept is None or not kept.present:
        return _component(spec)
    return replace(kept, condition=spec.condition.value)


def _component(spec: ComponentSpec) -> ReceivedComponent:
    """As it is usually handed over; what is only shown does not stay here and counts nothing."""
    sighted = spec.condition is ComponentCondition.PRESENT_ONLY
    handed_over = "original" if spec.originals or not spec.copies else "copy"
    return ReceivedComponent(
        name=spec.name,
        condition=spec.condition.value,
        copy_kind="sighted" if sighted else handed_over,
        originals=0 if sighted else spec.originals,
        copies=0 if sighted else spec.copies,
        present=False,
    )


def to_json(draft: Draft) -> str:
    """The draft as JSON text for the store."""
    body: dict[str, object] = {
        "version": DRAFT_VERSION,
        "id": draft.id,
        "dossier_id": draft.dossier_id,
        "clerk": draft.clerk,
        "opened_at": instant_text(draft.opened_at),
        "channel": draft.channel.value,
        "owner": draft.owner.to_body(),
        "submitter_role": draft.submitter_role.value,
        "submitter": None if draft.submitter is None else draft.submitter.to_body(),
        "authorisation": draft.authorisation,
        "procedure_code": draft.procedure_code,
        "catalogue_version": draft.catalogue_version,
        "chosen": None if draft.chosen is None else draft.chosen.to_dict(),
        "keeps_chosen": draft.keeps_chosen,
        "components": [
            [c.name, c.condition, c.copy_kind, c.originals, c.copies, c.present] for c in draft.components
        ],
        "set_count": draft.set_count,
        "fee": None if draft.fee is None else [draft.fee.amount_vnd, draft.fee.basis, draft.fee.note],
        "fee_counts": [draft.fee_copies, draft.fee_pages],
        "due": None if draft.due is None else [instant_text(draft.due.due_at), draft.due.reason],
        "delivery": [draft.delivery.method.value, draft.delivery.place],
        "received_at": None if draft.received_at is None else instant_text(draft.received_at),
        "findings": list(draft.findings),
        "identity": {
            "evidence": draft.evidence.to_plain(),
            "answer": None if draft.answer is None else draft.answer.to_plain(),
            "guidance": None if draft.guidance is None else draft.guidance.to_plain(),
        },
        "note": draft.note,
        "paper": None if draft.paper is None else draft.paper.to_plain(),
    }
    text = json.dumps(body, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half a character, which no file can hold as it is
        return json.dumps(body)
    return text


def from_json(text: str) -> Draft:
    """Read a stored draft; raises ``DomainError("draft.unreadable")``."""
    try:
        return _read(json.loads(text))
    except (*MISFITS, DomainError) as error:
        raise DomainError("draft.unreadable") from error


def _read(body: Mapping[str, Any]) -> Draft:
    if body["version"] != DRAFT_VERSION:
        raise DomainError("draft.unreadable")
    fee, due, submitter, received_at = body["fee"], body["due"], body["submitter"], body["received_at"]
    copies, pages = body["fee_counts"]
    method, place = body["delivery"]
    identity: Mapping[str, Any] = body["identity"]
    return Draft(
        id=str(body["id"]),
        dossier_id=str(body["dossier_id"]),
        clerk=str(body["clerk"]),
        opened_at=parse_instant(str(body["opened_at"])),
        channel=Channel(body["channel"]),
        owner=Party.from_body(body["owner"]),
        submitter_role=SubmitterRole(body["submitter_role"]),
        submitter=None if submitter is None else Party.from_body(submitter),
        authorisation=str(body["authorisation"]),
        procedure_code=str(body["procedure_code"]),
        catalogue_version=str(body["catalogue_version"]),
        chosen=None if body["chosen"] is None else procedure_from_plain(body["chosen"]),
        keeps_chosen=bool(body["keeps_chosen"]),
        components=tuple(
            ReceivedComponent(str(name), str(condition), str(kind), int(originals), int(count), bool(present))
            for name, condition, kind, originals, count, present in body["components"]
        ),
        set_count=int(body["set_count"]),
        fee=None if fee is None else FeeChoice(int(fee[0]), str(fee[1]), str(fee[2])),
        fee_copies=int(copies),
        fee_pages=int(pages),
        due=None if due is None else DueChoice(parse_instant(str(due[0])), str(due[1])),
        delivery=Delivery(DeliveryMethod(method), str(place)),
        received_at=None if received_at is None else parse_instant(str(received_at)),
        findings=tuple(str(code) for code in body["findings"]),
        evidence=IdentityEvidence.from_plain(identity["evidence"]),
        answer=CheckAnswer.from_plain(identity["answer"] or {}),
        guidance=Guidance.from_plain(identity["guidance"]),
        note=str(body["note"]),
        paper=None if body["paper"] is None else PaperSheet.from_plain(body["paper"]),
    )
