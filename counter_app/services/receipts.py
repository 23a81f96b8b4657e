"""From a dossier to the values that stand on its receipt slip."""

from __future__ import annotations

from typing import cast

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import DeliveryMethod, ReceivedComponent
from counter_app.domain.identifiers.personal_number import masked
from counter_app.domain.parties import Party
from counter_app.domain.receipt import ReceiptComponent, ReceiptContent, TimeUnit
from counter_app.services.draft import NOT_KEPT
from counter_app.services.office_context import OfficeContext


def receipt_content(dossier: Dossier, context: OfficeContext, *, reprint: int) -> ReceiptContent:
    """Everything that Mẫu 01 and the slip show: the papers of the dossier, counted where they stay here.

    A receipt says what it said at first, also when the due time has moved since.
    """
    office = context.directory.office
    due = dossier.first_due or {}
    value = due.get("value")
    amount = dossier.fee.get("amount_vnd")
    submitter = dossier.submitter.full_name if dossier.submitter is not None else dossier.owner.full_name
    return ReceiptContent(
        agency_parent=office.parent_name,
        center_name=office.center_name,
        center_phone=office.phone,
        place=office.place,
        slip_number=dossier.slip_number,
        dossier_code=dossier.code,
        provisional=dossier.provisional,
        qr_text=dossier.code,
        owner_name=dossier.owner.full_name,
        owner_address=dossier.owner.address,
        owner_id_label=_shown_number(dossier.owner),
        phone=dossier.owner.phone,
        email=dossier.owner.email,
        procedure_code=str(dossier.procedure.get("code", "")),
        procedure_name=str(dossier.procedure.get("name", "")),
        components=tuple(_component(component) for component in dossier.components if component.present),
        set_count=dossier.set_count,
        legal_time_value=value if isinstance(value, int) else None,
        legal_time_unit=cast("TimeUnit", due.get("unit", "not_set")),
        received_at=dossier.received_at,
        due_at=dossier.first_due_at,
        return_place=_return_place(dossier, office.center_name),
        fee_vnd=amount if isinstance(amount, int) else None,
        ledger_book=dossier.ledger_book,
        ledger_line=dossier.ledger_line,
        submitter_name=submitter,
        receiver_name=dossier.clerk_name,
        counter_name=dossier.counter,
        portal_url=office.portal_url,
        reprint=reprint,
    )


def _shown_number(owner: Party) -> str:
    """A person's number is masked on paper too (NĐ 61 Đ5 k1d); an organisation's code is public."""
    return masked(owner.number) if owner.kind.is_person else owner.number


def _component(component: ReceivedComponent) -> ReceiptComponent:
    if component.copy_kind in NOT_KEPT:
        return ReceiptComponent(component.name, 0, 0)
    return ReceiptComponent(component.name, component.originals, component.copies)


def _return_place(dossier: Dossier, center_name: str) -> str:
    if dossier.delivery.method is DeliveryMethod.COUNTER:
        return dossier.delivery.place or center_name
    if dossier.delivery.method is DeliveryMethod.ONLINE:
        return dossier.delivery.place or dossier.owner.email or dossier.owner.phone
    return dossier.delivery.place
