"""The sample that test prints show: an invented person, nothing of the office's dossiers."""

from __future__ import annotations

from datetime import datetime, timedelta

from counter_app.domain.receipt import ReceiptComponent, ReceiptContent
from counter_app.services.office_context import OfficeContext


def sample_receipt(context: OfficeContext, now: datetime) -> ReceiptContent:
    """A receipt that is plainly a test: its code is zero and its people are called Mẫu."""
    office = context.directory.office
    return ReceiptContent(
        agency_parent=office.parent_name,
        center_name=office.center_name,
        center_phone=office.phone,
        place=office.place,
        slip_number=f"0000-{context.station.number}/{office.slip_suffix}",
        dossier_code=f"{office.agency}-000000-0000",
        provisional=True,
        qr_text=f"{office.agency}-000000-0000",
        owner_name="NGUYỄN THỊ MẪU (BẢN IN THỬ)",
        owner_address="Ấp Mẫu, không có thật",
        owner_id_label="0891******17",
        phone="",
        email="",
        procedure_code="0.000000",
        procedure_name="In thử: ằ ẵ ậ ể ỗ ợ ữ ỵ Đ đ",
        components=(ReceiptComponent("Giấy tờ mẫu", 1, 0),),
        set_count=1,
        legal_time_value=1,
        legal_time_unit="working_days",
        received_at=now,
        due_at=now + timedelta(days=1),
        return_place=office.center_name,
        fee_vnd=None,
        ledger_book=f"{context.station.number}/{now.year}",
        ledger_line=0,
        submitter_name="NGUYỄN THỊ MẪU",
        receiver_name=context.station.name,
        counter_name=context.station.name,
        portal_url=office.portal_url,
    )
