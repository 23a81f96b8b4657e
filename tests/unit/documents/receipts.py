"""Invented receipts to lay out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from counter_app.domain.receipt import ReceiptComponent, ReceiptContent

LONG_NAME = (
    "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất đã cấp, kèm "
    "theo trích đo địa chính thửa đất do cơ quan có thẩm quyền lập trong thời hạn không quá 06 tháng tính "
    "đến ngày nộp hồ sơ; trường hợp giấy chứng nhận bị mất thì nộp giấy xác nhận của Ủy ban nhân dân cấp xã "
    "về việc niêm yết thông báo mất giấy chứng nhận theo quy định của pháp luật về đất đai"
)
assert len(LONG_NAME) <= 400

RECEIPT = ReceiptContent(
    agency_parent="Ủy ban nhân dân phường Long Xuyên",
    center_name="Trung tâm Phục vụ hành chính công",
    center_phone="0296 3000 000",
    place="Long Xuyên",
    slip_number="0123/TTPVHCC",
    dossier_code="H01.15.21-261120-0001",
    provisional=False,
    qr_text="H01.15.21-261120-0001",
    owner_name="NGUYỄN THỊ MẪU",
    owner_address="Số 12, đường Mẫu, khóm Mẫu, phường Long Xuyên, tỉnh An Giang",
    owner_id_label="0891******17",
    phone="0900 000 017",
    email="mau@example.com",
    procedure_code="2.000635",
    procedure_name="Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
    components=(
        ReceiptComponent("Tờ khai cấp bản sao trích lục hộ tịch", 1, 0),
        ReceiptComponent("Văn bản ủy quyền", 1, 2),
        ReceiptComponent("Giấy tờ tùy thân (xuất trình)", 0, 0),
    ),
    set_count=1,
    legal_time_value=3,
    legal_time_unit="working_days",
    received_at=datetime(2026, 11, 20, 9, 20, tzinfo=UTC),
    due_at=datetime(2026, 11, 26, 9, 20, tzinfo=UTC),
    return_place="nhà, qua dịch vụ bưu chính",
    fee_vnd=8000,
    ledger_book="Q03/2026",
    ledger_line=47,
    submitter_name="Lê Văn Mẫu",
    receiver_name="Trần Thị Mẫu",
    counter_name="Quầy 03",
    portal_url="https://dichvucong.example.gov.vn",
)

PROVISIONAL = replace(
    RECEIPT,
    dossier_code="TAM-H01.15.21-Q03-261120-0001",
    qr_text="TAM-H01.15.21-Q03-261120-0001",
    provisional=True,
)

BLANK = replace(
    RECEIPT,
    slip_number="",
    owner_address="",
    owner_id_label="",
    phone="",
    email="",
    components=(),
    legal_time_value=None,
    legal_time_unit="not_set",
    due_at=None,
    return_place="",
    fee_vnd=None,
    ledger_book="",
    submitter_name="",
    center_phone="",
)

ORGANISATION = replace(
    RECEIPT,
    owner_name="CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN THƯƠNG MẠI DỊCH VỤ XUẤT NHẬP KHẨU MẪU MIỀN TÂY",
    owner_id_label="0100109106-001",
    owner_address="Lô A12-B34, Khu công nghiệp Mẫu, quốc lộ 91, khóm Mẫu Thạnh, phường Mẫu, tỉnh An Giang",
    email="phong.hanh.chinh.tong.hop@cong-ty-mau-mien-tay.example.com",
)

FOREIGNER = replace(RECEIPT, owner_name="JOHANNES MAXIMILIAN VON MUSTERMANN-ÅNGSTRÖM", phone="", email="")


def with_components(count: int, name: str = "Văn bản xác nhận tình trạng") -> ReceiptContent:
    """The receipt with a list of that length; each name ends in its number."""
    papers = (ReceiptComponent(f"{name} [{number}]", 1, 0) for number in range(1, count + 1))
    return replace(RECEIPT, components=tuple(papers))


EVERY_KIND = {
    "plain": RECEIPT,
    "provisional": PROVISIONAL,
    "blank": BLANK,
    "organisation": ORGANISATION,
    "foreigner": FOREIGNER,
    "reprint": replace(PROVISIONAL, reprint=12),
    "one component": with_components(1),
    "twelve components": with_components(12),
    "twenty-five long components": with_components(25, LONG_NAME[:390]),
    "absurdly long values": replace(
        with_components(3, "x" * 3000),
        owner_name="Mẫu " * 500,
        owner_address="đường " * 500,
        procedure_name="thủ tục " * 500,
        return_place="nơi " * 500,
        email="a" * 900 + "@example.com",
        receiver_name="Trần Thị Mẫu",
    ),
}
