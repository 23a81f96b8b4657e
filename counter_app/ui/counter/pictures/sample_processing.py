"""Invented dossiers in progress: a supplement awaited, a new date set, refused, stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from counter_app.domain.due_time import DueTime, Rule
from counter_app.domain.entries import (
    AskedItem,
    DossierRefused,
    DossierResumed,
    DossierStopped,
    DueReappointed,
    SlipPrinted,
    SupplementReceived,
    SupplementRequested,
)
from counter_app.services.dossiers import DossierDetail
from counter_app.ui.counter.pictures.sample_dossiers import ACCEPTED, CLERK, NOW, Book, printed, reception

_PACKAGE: Final = "tt-01-2018"
_ASKED: Final = SupplementRequested(
    (
        AskedItem("Giấy xác nhận tình trạng hôn nhân", originals=1, note="bản đã nộp hết giá trị"),
        AskedItem("Bản sao quyết định ly hôn đã có hiệu lực", certified=1),
    ),
    "Giấy xác nhận cấp đã quá 6 tháng",
    NOW + timedelta(days=4, hours=8),
    "0007-03",
    _PACKAGE,
    CLERK,
)
_LATER: Final = DueTime(NOW + timedelta(days=7), Rule.REAPPOINTED, 3, "working_days")


def _book() -> Book:
    book = Book(at=NOW - timedelta(days=3))
    code, due_at = "H01.15.21-261120-5299", NOW + timedelta(days=2)
    return book.write(reception(code=code, due_at=due_at), verdict=ACCEPTED).write(
        printed(), verdict=ACCEPTED
    )


def _slip(form: str, number: str) -> SlipPrinted:
    return SlipPrinted(form, 0, 1, "Máy in Quầy 03", "printed", "0" * 64, _PACKAGE, number)


def awaiting() -> DossierDetail:
    """A supplement is awaited; its slip was printed."""
    book = _book().write(_ASKED, verdict=ACCEPTED, after=timedelta(hours=20))
    return book.write(_slip("supplement", "0007-03")).detail()


def supplied() -> DossierDetail:
    """It came: the time is counted from zero."""
    book = _book().write(_ASKED, verdict=ACCEPTED, after=timedelta(hours=20))
    due = DueTime(NOW + timedelta(days=3), Rule.WORKING_DAYS, 3, "working_days")
    came = SupplementReceived("0007-03", due.to_plain(), "restart", CLERK, "đủ hai giấy")
    return book.write(came, after=timedelta(hours=22)).detail()


def reappointed() -> DossierDetail:
    """A later time with an apology."""
    moved = DueReappointed(
        NOW + timedelta(days=2),
        _LATER.to_plain(),
        "inspection",
        "Phải kiểm tra, xác minh tại nơi cư trú cũ",
        "12/PXL-UBND",
        "Ủy ban nhân dân phường Long Xuyên",
        "Phạm Văn Mẫu",
        1,
        "0002-03",
        _PACKAGE,
        CLERK,
    )
    return _book().write(moved, after=timedelta(hours=26)).write(_slip("apology", "0002-03")).detail()


def refused() -> DossierDetail:
    """Not settled, with the reason."""
    refusal = DossierRefused(
        9,
        "not_eligible",
        "Không đủ điều kiện giải quyết theo quy định: chưa đủ tuổi kết hôn",
        "Luật Hôn nhân và gia đình, Điều 8",
        "0003-03",
        _PACKAGE,
        CLERK,
    )
    return _book().write(refusal, after=timedelta(hours=26)).write(_slip("refusal", "0003-03")).detail()


def stopped() -> DossierDetail:
    """The work ended without a result."""
    stop = DossierStopped(
        "asked_by_applicant", "Người nộp đề nghị dừng giải quyết", "", "Tờ khai; giấy xác nhận", "", "", CLERK
    )
    return _book().write(stop, after=timedelta(hours=26)).detail()


def resumed() -> DossierDetail:
    """It was stopped with a notice of the agency's own, and goes on."""
    stop = DossierStopped(
        "dispute", "Đang có tranh chấp", "", "Tờ khai", "", "", CLERK, document="15/TB-UBND"
    )
    going = DossierResumed("Tranh chấp đã hòa giải", "Phạm Thị Trưởng", CLERK, "18/TB-UBND")
    return _book().write(stop, after=timedelta(hours=2)).write(going, after=timedelta(hours=24)).detail()


DETAILS: Final[dict[str, Callable[[], DossierDetail]]] = {
    "awaiting": awaiting,
    "supplied": supplied,
    "reappointed": reappointed,
    "refused-with-slip": refused,
    "stopped": stopped,
    "resumed": resumed,
}
