"""The forms of what may happen to a dossier in progress, in their states."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.ui.counter.pictures import sample_dossiers as sample
from counter_app.ui.counter.processing.end_dialogs import EndDialog, ReappointDialog
from counter_app.ui.counter.processing.resume_dialog import ResumeDialog
from counter_app.ui.counter.processing.supplement_dialogs import AskSupplementDialog, TakeSupplementDialog

_CODE = "261120-5299"
_AGENCY = "Ủy ban nhân dân phường Long Xuyên"


def dialogs(wording: Wording) -> Iterator[tuple[str, QWidget]]:
    """Each form empty or filled, and one that was not recorded."""
    text, dossier, today = wording.text, sample.pending().dossier, sample.NOW.date()
    asking = AskSupplementDialog(wording, _CODE, dossier.components, today)
    yield "processing-ask-supplement", asking
    refused = AskSupplementDialog(wording, _CODE, dossier.components, today)
    refused.agree()
    yield "processing-ask-supplement-nothing", refused
    leaders = [("pham-thi-truong", "Phạm Thị Trưởng")]
    again = AskSupplementDialog(wording, _CODE, dossier.components, today, again=True, supervisors=leaders)
    yield "processing-ask-supplement-again", again
    items = "Giấy xác nhận tình trạng hôn nhân; Bản sao quyết định ly hôn đã có hiệu lực"
    due = text("processing.take_supplement.due", time="09:10 26/11/2026")
    taking = TakeSupplementDialog(
        wording,
        _CODE,
        text("processing.take_supplement.text", items=items),
        sample.NOW,
        lambda _: due,
    )
    yield "processing-take-supplement", taking
    said = text("processing.reappoint.text", due="09:10 25/11/2026", latest="23/11/2026")
    yield "processing-reappoint", ReappointDialog(wording, _CODE, said, _AGENCY, today)
    late = ReappointDialog(wording, _CODE, said, _AGENCY, today)
    late.show_refusal(DomainError("reappointment.too_late", latest="23/11/2026"))
    yield "processing-reappoint-late", late
    owner = dossier.owner.full_name
    yield "processing-refuse", EndDialog(wording, "refuse", _CODE, text("processing.refuse.text", name=owner))
    stopping = text("processing.stop.text", name=owner)
    yield "processing-stop", EndDialog(wording, "stop", _CODE, stopping)
    outside = text("processing.stop.outside", package="Thông tư số 01/2018/TT-VPCP")
    yield "processing-stop-outside", EndDialog(wording, "stop", _CODE, stopping, outside=outside)
    going = text("processing.resume.text", status=text("status.4"), due="09:10 25/11/2026")
    yield "processing-resume", ResumeDialog(wording, _CODE, going, supervisors=leaders)
    by = text("processing.ask_supplement.late", time="hết ngày 23/11/2026 (NĐ 61/2018/NĐ-CP Đ19 k4)")
    yield (
        "processing-ask-supplement-late",
        AskSupplementDialog(wording, _CODE, dossier.components, today, notice=by),
    )
