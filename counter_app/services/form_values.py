"""From a dossier to the values that stand on its papers other than the receipt.

Each builder says what its paper needs beside the dossier: a supplement has a list and a reason, an apology a
new day. Which of the values a form shows, and how it words them, is the form package's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from counter_app.domain.dossier import Dossier
from counter_app.domain.form_content import FormContent, FormRow, FormValue
from counter_app.domain.office import Office

SUPPLEMENT: Final = "supplement"
REFUSAL: Final = "refusal"
APOLOGY: Final = "apology"
STOP: Final = "stop"
CONTROL: Final = "control"
HANDOVER: Final = "handover"
LEDGER: Final = "ledger"


@dataclass(frozen=True, slots=True)
class PaperHead:
    """What every paper says of itself: its number, when it was made, and which print it is (0: the first)."""

    slip_number: str
    issued_at: datetime
    reprint: int = 0


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A paper that is missing or wrong, and how many of it are wanted; ``note`` says what is wrong."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """A dossier changed hands; ``result`` is a ``Punctuality`` value: what the taker notes (NĐ 61 Đ19).

    ``list_number`` is of the list with which it went, ``due`` until when the taker is to be done with it.
    ``struck``: written down by mistake, with why.
    """

    giver: str
    taker: str
    at: datetime | None
    given_by: str = ""
    taken_by: str = ""
    result: str = ""
    note: str = ""
    list_number: str = ""
    due: datetime | None = None
    struck: str = ""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of the ledger; a cancelled one keeps its place and says why (TT 01/2018 Điều 10 khoản 2)."""

    line_no: int
    dossier_code: str
    procedure_name: str
    set_count: int
    owner_name: str
    address_phone: str
    received_at: datetime
    due_at: datetime | None
    lead_agency: str = ""
    returned_at: datetime | None = None
    return_method: str = ""
    note: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class BookHead:
    """A book of the ledger in one year; ``closed_on`` is empty while lines are still added to it."""

    book: str
    year: int
    subject_field: str
    opened_on: date | None = None
    closed_on: date | None = None
    keeper_name: str = ""
    head_name: str = ""


def supplement(
    dossier: Dossier,
    office: Office,
    head: PaperHead,
    items: Sequence[AskedFor],
    *,
    reason: str,
    due: datetime | None,
    guide_name: str,
) -> FormContent:
    """Everything that is missing, asked for at once and with the reason (NĐ 61/2018 Đ17 k1a)."""
    rows = [
        FormRow(
            {
                "name": item.name,
                "originals": item.originals or "",
                "certified": item.certified or "",
                "copies": item.copies or "",
                "note": f"({item.note})" if item.note else "",
            }
        )
        for item in items
    ]
    content = _of_dossier(dossier, office, head, reason=reason, supplement_due=due, guide_name=guide_name)
    return replace(content, rows={"items": rows})


def refusal(
    dossier: Dossier, office: Office, head: PaperHead, *, reason: str, legal_ground: str, receiver_name: str
) -> FormContent:
    """Why a dossier is not taken in or not settled (NĐ 61/2018 Đ17 k1b; Đ19 k8)."""
    return _of_dossier(
        dossier,
        office,
        head,
        reason=reason,
        legal_ground=legal_ground,
        receiver_name=receiver_name,
        submitter_name=(dossier.submitter or dossier.owner).full_name,
    )


def stop(
    dossier: Dossier,
    office: Office,
    head: PaperHead,
    *,
    reason: str,
    legal_ground: str,
    returned_papers: str,
    receiver_name: str,
) -> FormContent:
    """That the work on a dossier ends without a result, and which papers go back (TT 03/2025, Mẫu 05)."""
    content = refusal(
        dossier, office, head, reason=reason, legal_ground=legal_ground, receiver_name=receiver_name
    )
    return replace(content, values={**content.values, "returned_papers": returned_papers})


def apology(
    dossier: Dossier,
    office: Office,
    head: PaperHead,
    *,
    reason: str,
    due_before: datetime | None,
    due_again: datetime | None,
    agency: str,
    head_name: str,
) -> FormContent:
    """The apology with the new day; the old one stays on it (NĐ 61/2018 Đ19 k9).

    It comes from the agency that settles the dossier: where that is the office's own parent, it stands alone.
    """
    return _of_dossier(
        dossier,
        office,
        head,
        agency_parent="" if agency == office.parent_name else office.parent_name,
        reason=reason,
        due_before=due_before,
        due_again=due_again,
        agency=agency,
        head_name=head_name,
    )


def control(
    dossier: Dossier,
    office: Office,
    head: PaperHead,
    legs: Sequence[Handover],
    *,
    lead_agency: str,
    other_agencies: str = "",
) -> FormContent:
    """The way of a dossier through the offices, a line each time that it changes hands."""
    rows = [
        FormRow(
            {
                "giver": leg.giver,
                "taker": leg.taker,
                "at": leg.at,
                "given_by": leg.given_by,
                "taken_by": leg.taken_by,
                "result": leg.result,
                "note": leg.note,
                "list_number": leg.list_number,
                "due": leg.due,
                "struck": leg.struck,
            },
            struck=bool(leg.struck),
        )
        for leg in legs
    ]
    content = _of_dossier(dossier, office, head, lead_agency=lead_agency, other_agencies=other_agencies)
    return replace(content, rows={"legs": rows})


def ledger(office: Office, head: PaperHead, book: BookHead, lines: Sequence[LedgerLine]) -> FormContent:
    """A book of the ledger with its lines in order; closed, it ends with its record."""
    values: dict[str, FormValue] = {
        **of_office(office, head),
        "book": book.book,
        "year": book.year,
        "subject_field": book.subject_field,
        "opened_on": book.opened_on,
        "closed_on": book.closed_on,
        "keeper_name": book.keeper_name,
        "head_name": book.head_name,
    }
    if lines:
        values |= {
            "first_line": lines[0].line_no,
            "last_line": lines[-1].line_no,
            "line_count": len(lines),
            "struck_count": sum(line.cancelled for line in lines),
        }
    rows = [
        FormRow(
            {
                "line_no": line.line_no,
                "dossier_code": line.dossier_code,
                "procedure_name": line.procedure_name,
                "set_count": line.set_count,
                "owner_name": line.owner_name,
                "address_phone": line.address_phone,
                "lead_agency": line.lead_agency,
                "received_at": line.received_at,
                "due_at": line.due_at,
                "returned_at": line.returned_at,
                "return_method": line.return_method,
                "note": line.note,
            },
            struck=line.cancelled,
        )
        for line in lines
    ]
    return FormContent(values=values, rows={"lines": rows}, reprint=head.reprint)


def blank(office: Office, *, qr_text: str = "") -> FormContent:
    """A form to be filled in by hand: only the office stands on it."""
    values: dict[str, FormValue] = {
        "agency_parent": office.parent_name,
        "center_name": office.center_name,
        "agency": office.center_name,
        "center_phone": office.phone,
        "place": office.place,
    }
    return FormContent(values=values, qr_text=qr_text)


def of_office(office: Office, head: PaperHead) -> dict[str, FormValue]:
    """What every paper says of the office and of itself."""
    return {
        "agency_parent": office.parent_name,
        "center_name": office.center_name,
        "center_phone": office.phone,
        "place": office.place,
        "slip_number": head.slip_number,
        "issued_at": head.issued_at,
    }


def _of_dossier(dossier: Dossier, office: Office, head: PaperHead, **more: FormValue) -> FormContent:
    owner = dossier.owner
    code = str(dossier.procedure.get("code", ""))
    values: dict[str, FormValue] = {
        **of_office(office, head),
        "dossier_code": dossier.code,
        "owner_name": owner.full_name,
        "owner_address": owner.address,
        "phone": owner.phone,
        "email": owner.email,
        "procedure_name": str(dossier.procedure.get("name", "")),
        "procedure_code": f"(Mã thủ tục: {code})" if code else "",
        "received_at": dossier.received_at,
        "due_at": dossier.due_at,
        **more,
    }
    return FormContent(
        values=values, qr_text=dossier.code, provisional=dossier.provisional, reprint=head.reprint
    )
