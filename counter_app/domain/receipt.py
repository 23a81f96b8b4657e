"""What stands on the receipt slip (Giấy tiếp nhận hồ sơ và hẹn trả kết quả, Mẫu 01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

TimeUnit = Literal["working_days", "days", "hours", "same_day", "yearly", "not_set"]


@dataclass(frozen=True)
class ReceiptComponent:
    """One line of "Thành phần hồ sơ nộp gồm"."""

    name: str
    originals: int
    copies: int


@dataclass(frozen=True)
class ReceiptContent:
    """Every value of Mẫu 01 (TT 01/2018/TT-VPCP; appendix of QĐ 03/2023/QĐ-UBND An Giang).

    Instants are timezone-aware; the layout words them in Vietnam time and makes both copies (liên 1
    kept by the one-stop shop, liên 2 handed to the applicant). ``fee_vnd`` is ``None`` when the catalogue
    does not set the fee: that is not the same as 0, which is free of charge. ``provisional`` tells that
    ``dossier_code`` is not the official one yet (the slip then says that it will be announced).
    """

    agency_parent: str
    center_name: str
    center_phone: str
    place: str
    slip_number: str
    dossier_code: str
    provisional: bool
    qr_text: str
    owner_name: str
    owner_address: str
    owner_id_label: str
    """Masked personal number or organisation code, or empty."""
    phone: str
    email: str
    procedure_code: str
    procedure_name: str
    components: tuple[ReceiptComponent, ...]
    set_count: int
    legal_time_value: int | None
    legal_time_unit: TimeUnit
    received_at: datetime | None
    """``None`` on a blank form."""
    due_at: datetime | None
    """``None`` when the catalogue sets no time (or no unit) and the clerk set no date."""
    return_place: str
    fee_vnd: int | None
    ledger_book: str
    ledger_line: int
    submitter_name: str
    receiver_name: str
    counter_name: str
    portal_url: str
    reprint: int = 0
    """0 for the first print; 1, 2, ... for reprints, which are marked "IN LẠI"."""
