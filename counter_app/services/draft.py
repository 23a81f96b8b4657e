"""A reception in hand: what the clerk has put together so far, saved at each step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from counter_app.domain.entries import Channel, Delivery, DeliveryMethod, ReceivedComponent
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.domain.parties import Party, SubmitterRole
from counter_app.domain.procedures import Procedure

DRAFT_VERSION = 1

COPY_KINDS = ("original", "copy", "certified_copy", "sighted", "electronic", "on_record")
"""How a paper is handed over. ``on_record``: the data are held already and need not be shown (LC-05)."""


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

    @property
    def is_empty(self) -> bool:
        """Whether nothing worth keeping was entered."""
        return self.owner == Party() and not self.procedure_code and self.submitter is None and not self.note


def with_procedure(draft: Draft, procedure: Procedure, catalogue_version: str) -> Draft:
    """Choose a procedure: its components are listed, the required ones ticked as handed over."""
    if draft.procedure_code == procedure.code and draft.components:
        return draft
    components = tuple(
        ReceivedComponent(
            name=spec.name,
            condition=spec.condition.value,
            copy_kind=_usual_copy_kind(spec.condition.value, spec.originals, spec.copies),
            originals=spec.originals,
            copies=spec.copies,
            present=False,
        )
        for spec in procedure.components
    )
    return replace(
        draft,
        procedure_code=procedure.code,
        catalogue_version=catalogue_version,
        components=components,
        fee=None,
        fee_copies=0,
        fee_pages=0,
        due=None,
    )


def _usual_copy_kind(condition: str, originals: int, copies: int) -> str:
    if condition == "present_only":
        return "sighted"
    return "original" if originals or not copies else "copy"


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
        "note": draft.note,
    }
    return json.dumps(body, ensure_ascii=False)


def from_json(text: str) -> Draft:
    """Read a stored draft; raises ``DomainError("draft.unreadable")``."""
    try:
        return _read(json.loads(text))
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise DomainError("draft.unreadable") from error


def _read(body: Mapping[str, object]) -> Draft:
    if body["version"] != DRAFT_VERSION:
        raise DomainError("draft.unreadable")
    fee, due, received_at = body["fee"], body["due"], body["received_at"]
    delivery = body["delivery"]
    submitter = body["submitter"]
    owner = body["owner"]
    components = body["components"]
    findings = body["findings"]
    counts = body["fee_counts"]
    assert isinstance(counts, list)
    assert isinstance(owner, dict)
    assert isinstance(components, list)
    assert isinstance(findings, list)
    assert isinstance(delivery, list)
    return Draft(
        id=str(body["id"]),
        dossier_id=str(body["dossier_id"]),
        clerk=str(body["clerk"]),
        opened_at=parse_instant(str(body["opened_at"])),
        channel=Channel(str(body["channel"])),
        owner=Party.from_body(owner),
        submitter_role=SubmitterRole(str(body["submitter_role"])),
        submitter=Party.from_body(submitter) if isinstance(submitter, dict) else None,
        authorisation=str(body["authorisation"]),
        procedure_code=str(body["procedure_code"]),
        catalogue_version=str(body["catalogue_version"]),
        components=tuple(ReceivedComponent(*item) for item in components),
        set_count=int(str(body["set_count"])),
        fee=FeeChoice(int(fee[0]), str(fee[1]), str(fee[2])) if isinstance(fee, list) else None,
        fee_copies=int(counts[0]),
        fee_pages=int(counts[1]),
        due=DueChoice(parse_instant(str(due[0])), str(due[1])) if isinstance(due, list) else None,
        delivery=Delivery(DeliveryMethod(str(delivery[0])), str(delivery[1])),
        received_at=parse_instant(str(received_at)) if received_at is not None else None,
        findings=tuple(str(code) for code in findings),
        note=str(body["note"]),
    )
