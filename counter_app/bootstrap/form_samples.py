"""One sample dossier, as long as real names get, on every official form: what a print of a package shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from counter_app.bootstrap.shipped import shipped_data
from counter_app.documents import receipt_papers
from counter_app.documents.form_text import receipt_text
from counter_app.documents.forms.official import OfficialForms
from counter_app.documents.forms.package import RECEIPT
from counter_app.documents.forms.spec import FormSpec
from counter_app.domain.dossier import Dossier, begin
from counter_app.domain.entries import Channel, CodeKind, Delivery, DossierReceived, ReceivedComponent
from counter_app.domain.form_content import FormContent
from counter_app.domain.journal import Basis, EntryDraft, Head, chain, encode_body
from counter_app.domain.office import Office
from counter_app.domain.parties import Party, SubmitterRole
from counter_app.domain.procedures import Procedure
from counter_app.domain.receipt import ReceiptComponent, ReceiptContent
from counter_app.domain.work_calendar import VIETNAM
from counter_app.paths import resources
from counter_app.services import form_values as papers
from counter_app.services.handover_lines import ListHead, handover_list

_CODE: Final = "H01.15.21-261120-0017"
_AT: Final = datetime(2026, 11, 20, 16, 20, tzinfo=VIETNAM)
_DUE: Final = datetime(2026, 11, 26, 16, 20, tzinfo=VIETNAM)
_REASON: Final = (
    "Tờ khai chưa ghi đủ ngày, tháng, năm sinh của người được khai; giấy tờ kèm theo do cơ quan nước ngoài "
    "cấp chưa được hợp pháp hóa lãnh sự và chưa có bản dịch sang tiếng Việt được chứng thực chữ ký dịch giả."
)
_CLERK: Final = "Trần Thị Mẫu"
_HEAD: Final = "Nguyễn Văn Mẫu"
_SAMPLE_OFFICE: Final = Office(
    id="mau",
    agency="H01.15.21",
    parent_name="Ủy ban nhân dân phường Long Xuyên",
    name="Ủy ban nhân dân phường Long Xuyên",
    center_name="Trung tâm Phục vụ hành chính công",
    place="Long Xuyên",
    phone="0296 3000 000",
    address="Số 1, đường Mẫu, phường Long Xuyên, tỉnh An Giang",
    portal_url="https://dichvucong.example.gov.vn",
    profile="an-giang",
    hours={},
    version=1,
)


@dataclass(frozen=True, slots=True)
class SamplePaper:
    """A form of a package made from the sample, or blank; ``copies`` is how many labelled copies it has."""

    package: str
    form: str
    blank: bool
    pdf: bytes


def packages_shown() -> list[dict[str, Any]]:
    """Every package that the program brings with its forms, as plain data for people to look at."""
    return [
        {
            "key": package.key,
            "name": package.head.name,
            "valid_from": package.head.valid_from.isoformat(),
            "valid_to": None if package.head.valid_to is None else package.head.valid_to.isoformat(),
            "provisional": package.head.provisional,
            "remark": package.head.remark,
            "forms": sorted(
                [
                    _receipt_shown(package.key),
                    *(_form_shown(key, form) for key, form in package.forms.items()),
                ],
                key=lambda form: form["number"],
            ),
        }
        for package in OfficialForms(resources()).packages()
    ]


def _form_shown(key: str, form: FormSpec) -> dict[str, Any]:
    head = form.form
    return {
        "key": key,
        "number": head.number,
        "title": head.title,
        "paper": head.paper,
        "source": head.source,
    }


def _receipt_shown(package: str) -> dict[str, Any]:
    form = receipt_text(resources(), package).form
    return {
        "key": RECEIPT,
        "number": form.number,
        "title": form.title,
        "paper": "A5",
        "source": form.legal_basis[-1],
    }


def sample_papers(only: str = "") -> Iterator[SamplePaper]:
    """Every form of every package that the program brings, or of one, filled in and blank.

    Raises ``DomainError("forms.unknown_package", package)``.
    """
    forms = OfficialForms(resources())
    contents = sample_contents()
    for package in (forms.package(only),) if only else forms.packages():
        receipts = receipt_papers(resources(), package.key)
        for receipt, empty in ((sample_receipt_content(), False), (_blank_receipt(), True)):
            yield SamplePaper(package.key, RECEIPT, empty, receipts.pdf(receipt, layout="a5"))
        for key in package.forms:
            for content, empty in ((contents[key], False), (papers.blank(_SAMPLE_OFFICE), True)):
                yield SamplePaper(package.key, key, empty, forms.pdf(package.key, key, content))


def sample_contents() -> dict[str, FormContent]:
    """What each form other than the receipt shows of the sample, by key."""
    dossier, office = sample_dossier(), _SAMPLE_OFFICE
    head = papers.PaperHead("0017", _AT)
    asked = [
        papers.AskedFor(part.name, part.originals, 0, part.copies, "chưa có") for part in dossier.components
    ]
    unit = "Phòng Văn hóa – Xã hội phường Long Xuyên"
    legs = [
        papers.Handover(
            office.center_name, unit, _AT + timedelta(minutes=20), _CLERK, "Lê Văn Mẫu", "on_time"
        ),
        papers.Handover(
            unit, "Lãnh đạo Ủy ban nhân dân phường", _AT + timedelta(days=3), "Lê Văn Mẫu", _HEAD, "early"
        ),
        papers.Handover("Lãnh đạo Ủy ban nhân dân phường", office.center_name, None, note="Văn thư đóng dấu"),
    ]
    late = replace(head, slip_number="0003")
    return {
        papers.SUPPLEMENT: papers.supplement(
            dossier, office, head, asked, reason=_REASON, due=_DUE + timedelta(days=7), guide_name=_CLERK
        ),
        papers.REFUSAL: papers.refusal(
            dossier,
            office,
            head,
            reason=_REASON,
            legal_ground="Nghị định số 123/2015/NĐ-CP, Điều 2",
            receiver_name=_CLERK,
        ),
        papers.STOP: papers.stop(
            dossier,
            office,
            head,
            reason=_REASON,
            legal_ground="Nghị định số 118/2025/NĐ-CP",
            returned_papers="toàn bộ giấy tờ đã nộp",
            receiver_name=_CLERK,
        ),
        papers.APOLOGY: papers.apology(
            dossier,
            office,
            late,
            reason="Phải xác minh tại nơi cư trú trước đây của người được khai; cơ quan nơi đó chưa trả lời.",
            due_before=_DUE,
            due_again=_DUE + timedelta(days=4),
            agency=office.name,
            head_name=_HEAD,
        ),
        papers.CONTROL: papers.control(dossier, office, head, legs, lead_agency=unit),
        papers.HANDOVER: handover_list(
            office,
            papers.PaperHead("0005-03", _AT),
            ListHead(office.center_name, unit, _CLERK),
            [(replace(dossier, aliases=(f"H01.15.21-261120-{at:04d}",)), legs[0]) for at in range(17, 25)],
        ),
        papers.LEDGER: papers.ledger(
            office,
            papers.PaperHead("", _AT),
            papers.BookHead("03/2026", 2026, "Hộ tịch", date(2026, 1, 5), date(2026, 12, 31), _CLERK, _HEAD),
            _ledger_lines(dossier),
        ),
    }


def sample_dossier() -> Dossier:
    """An invented dossier of the procedure with the longest name that the program brings."""
    procedure = max(shipped_data().catalogue.procedures, key=lambda one: len(one.name_vi))
    entry = chain(
        Head.start("mau", 1),
        EntryDraft(
            kind=DossierReceived.KIND,
            kind_version=DossierReceived.VERSION,
            subject="mau",
            audience=(_SAMPLE_OFFICE.id,),
            actor="mau",
            occurred_at=_AT,
            basis=Basis.COUNTER,
            body=encode_body(_received(procedure).to_body()),
        ),
        _AT,
        0,
    )
    return begin(entry, _received(procedure))


def _received(procedure: Procedure) -> DossierReceived:
    return DossierReceived(
        code=_CODE,
        code_kind=CodeKind.LEASED,
        office=_SAMPLE_OFFICE.id,
        office_name=_SAMPLE_OFFICE.center_name,
        counter="Quầy 03",
        clerk_name=_CLERK,
        channel=Channel.DIRECT,
        owner=Party(
            full_name="NGUYỄN HOÀNG PHƯƠNG THẢO NGUYÊN MẪU",
            number="089190000017",
            birth_date="1990-03-15",
            sex="female",
            address="Số 1234/56/7 đường Nguyễn Thị Minh Khai nối dài, tổ 12, khóm Bình Khánh 5, phường Long "
            "Xuyên, tỉnh An Giang",
            phone="0900 000 017",
            email="nguyen.hoang.phuong.thao.nguyen.mau@example.com",
        ),
        submitter_role=SubmitterRole.OWNER,
        submitter=None,
        authorisation="",
        procedure={"code": procedure.code, "name": procedure.name_vi, "field": procedure.field_vi},
        components=tuple(
            ReceivedComponent(
                part.name, part.condition.value, "original", part.originals or 1, part.copies, present=True
            )
            for part in procedure.components
        ),
        set_count=1,
        fee={"amount_vnd": 8000, "basis": "catalogue", "note": ""},
        due={"due_at": "2026-11-26T09:20:00.000Z", "value": 3, "unit": "working_days"},
        delivery=Delivery(),
        ledger_book="03/2026",
        ledger_line=47,
        slip_number="0017-03/TTPVHCC",
        identity={},
        profile_version="an-giang/1",
        calendar_version="2026.11.1",
    )


def _ledger_lines(dossier: Dossier) -> list[papers.LedgerLine]:
    names = sorted((one.name_vi for one in shipped_data().catalogue.procedures), key=len, reverse=True)
    owner = dossier.owner
    return [
        papers.LedgerLine(
            line_no=41 + index,
            dossier_code=f"H01.15.21-261120-{11 + index:04d}",
            procedure_name=name,
            set_count=1,
            owner_name=owner.full_name,
            address_phone=f"{owner.address}; {owner.phone}",
            received_at=_AT + timedelta(minutes=9 * index),
            due_at=_DUE,
            lead_agency="Phòng Văn hóa – Xã hội",
            returned_at=_DUE if index == 1 else None,
            return_method="Tại Bộ phận Một cửa",
            note="Gạch bỏ: nhập hai lần" if index == 2 else "",
            cancelled=index == 2,
        )
        for index, name in enumerate(names[:12])
    ]


def sample_receipt_content() -> ReceiptContent:
    """What the receipt shows of the sample."""
    dossier = sample_dossier()
    office, owner = _SAMPLE_OFFICE, dossier.owner
    return ReceiptContent(
        agency_parent=office.parent_name,
        center_name=office.center_name,
        center_phone=office.phone,
        place=office.place,
        slip_number=dossier.slip_number,
        dossier_code=dossier.code,
        provisional=False,
        qr_text=dossier.code,
        owner_name=owner.full_name,
        owner_address=owner.address,
        owner_id_label="0891******17",
        phone=owner.phone,
        email=owner.email,
        procedure_code=str(dossier.procedure["code"]),
        procedure_name=str(dossier.procedure["name"]),
        components=tuple(
            ReceiptComponent(part.name, part.originals, part.copies) for part in dossier.components
        ),
        set_count=1,
        legal_time_value=3,
        legal_time_unit="working_days",
        received_at=_AT,
        due_at=_DUE,
        return_place=office.center_name,
        fee_vnd=8000,
        ledger_book=dossier.ledger_book,
        ledger_line=dossier.ledger_line,
        submitter_name=owner.full_name,
        receiver_name=_CLERK,
        counter_name="Quầy 03",
        portal_url=office.portal_url,
    )


def _blank_receipt() -> ReceiptContent:
    """Only the office and the places to write; a blank one has no code to show."""
    return replace(
        sample_receipt_content(),
        slip_number="",
        dossier_code="",
        qr_text="",
        owner_name="",
        owner_address="",
        owner_id_label="",
        phone="",
        email="",
        procedure_code="",
        procedure_name="",
        components=(),
        set_count=0,
        ledger_line=0,
        received_at=None,
        legal_time_value=None,
        legal_time_unit="not_set",
        due_at=None,
        return_place="",
        fee_vnd=None,
        ledger_book="",
        submitter_name="",
        receiver_name="",
    )
