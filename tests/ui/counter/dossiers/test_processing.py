"""The acts on a dossier in progress, as a clerk does them from its detail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.entries import AskedItem
from counter_app.services.processing_offer import Deed
from counter_app.services.processing_wishes import SupplementWish
from counter_app.ui.counter.dossiers.dossiers_screen import DossiersScreen
from counter_app.ui.counter.identity.identity_watch import IdentityWatch
from counter_app.ui.counter.parts.told_block import ToldBlock
from counter_app.ui.counter.processing.end_dialogs import EndDialog, ReappointDialog
from counter_app.ui.counter.processing.supplement_dialogs import AskSupplementDialog, TakeSupplementDialog
from counter_app.ui.counter.processing.wish_dialog import WishDialog
from tests.builders import MARRIAGE, PINS, clerk, clerks
from tests.ui.counter.dossiers.looking import detail, opened
from tests.ui.counter.record_desk import Desk

MISSING = SupplementWish((AskedItem("Tờ khai"),), "Thiếu")


def asked(screen: DossiersScreen, deed: Deed) -> WishDialog:
    state = screen.keeper.state
    assert state is not None
    return screen.processing.ask(deed, state.dossier)


def printed(desk: Desk) -> list[str]:
    return [title.rpartition("-")[0] for _, title, _ in desk.counter.page.sheets]


@pytest.mark.requirement("N-12", "NA-16")
def test_a_supplement_is_asked_for_in_one_pass_and_its_slip_printed_at_once(desk: Desk) -> None:
    screen = opened(desk, desk.counter.accept(MARRIAGE))
    dialog = asked(screen, Deed.ASK_SUPPLEMENT)
    assert isinstance(dialog, AskSupplementDialog)
    dialog.papers.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.others.set_text("Bản sao quyết định ly hôn\n")
    dialog.reason.set_text("Bản đã nộp bị mờ")
    dialog.due.day.set_text("30/11/2026")
    dialog.act.click()
    desk.settle()
    state = detail(screen)
    assert state.status.text == "Yêu cầu bổ sung giấy tờ"
    (awaited,) = [one for one in state.warned if one.deed == Deed.TAKE_SUPPLEMENT]
    assert "Bản sao quyết định ly hôn" in awaited.detail
    assert printed(desk) == ["supplement"]
    titles = [entry.title for entry in state.timeline]
    assert "Yêu cầu bổ sung, phiếu số 0001-03" in titles
    assert "In phiếu yêu cầu bổ sung" in titles


def test_all_that_is_missing_is_said_at_once_next_to_its_field(desk: Desk) -> None:
    screen = opened(desk, desk.counter.accept(MARRIAGE))
    dialog = asked(screen, Deed.ASK_SUPPLEMENT)
    assert isinstance(dialog, AskSupplementDialog)
    for place in range(dialog.papers.count()):
        dialog.papers.item(place).setCheckState(Qt.CheckState.Unchecked)
    dialog.due.time.set_text("")
    dialog.act.click()
    said = [field.finding_text() for field in (dialog.asked, dialog.reason, dialog.due.day, dialog.due.time)]
    assert said == [
        "Chọn ít nhất một giấy tờ cần bổ sung.",
        "Ghi lý do yêu cầu bổ sung.",
        "Gõ ngày như 25/11/2026 hoặc 25112026.",
        "Gõ giờ như 17:00 hoặc 1700.",
    ]
    dialog.others.set_text("Bản sao quyết định ly hôn")
    assert dialog.asked.finding_text() == ""
    dialog.reason.set_text("Bản đã nộp bị mờ")
    assert dialog.reason.finding_text() == ""
    dialog.act.click()
    assert (dialog.reason.text(), dialog.act.isEnabled()) == ("Bản đã nộp bị mờ", True)
    assert dialog.due.day.edit.placeholderText() == "ngày/tháng/năm"
    dialog.reject()


def test_a_second_one_is_looked_at_without_a_pin_but_not_recorded_without(desk: Desk) -> None:
    dossier = desk.counter.accept(MARRIAGE)
    processing = desk.counter.services.processing
    processing.ask_supplement(dossier.id, clerk(), MISSING)
    processing.take_supplement(dossier.id, clerk())
    dialog = asked(opened(desk, dossier), Deed.ASK_SUPPLEMENT)
    assert isinstance(dialog, AskSupplementDialog)
    dialog.preview.click()
    assert dialog.leave.reason.finding_text() == "Ghi lý do phải yêu cầu bổ sung thêm một lần."
    assert dialog.leave.pin.finding_text() == ""
    dialog.act.click()
    assert dialog.leave.pin.finding_text() == "Nhập mã PIN của người phụ trách."
    dialog.reject()


def test_a_re_appointment_names_time_and_document_together(desk: Desk) -> None:
    dialog = asked(opened(desk, desk.counter.accept(MARRIAGE)), Deed.REAPPOINT)
    assert isinstance(dialog, ReappointDialog)
    dialog.reason.text.set_text("")
    dialog.act.click()
    assert all(field.finding_text() for field in (dialog.due.day, dialog.reason.text, dialog.document))
    dialog.reject()


@pytest.mark.requirement("N-19")
def test_taking_it_in_tells_the_new_due_time_before_it_is_recorded(desk: Desk) -> None:
    dossier = desk.counter.accept(MARRIAGE)
    desk.counter.services.processing.ask_supplement(dossier.id, clerk(), MISSING)
    desk.counter.clock.move(timedelta(days=1))
    screen = opened(desk, dossier)
    blocks = screen.view.panel.head.findChildren(ToldBlock)
    next(block for block in blocks if hasattr(block, "act")).act.click()
    dialog = screen.findChild(TakeSupplementDialog)
    assert dialog is not None
    assert "Hẹn trả mới" in dialog.due.text()
    dialog.act.click()
    desk.settle()
    assert detail(screen).status.text == "Được tiếp nhận"
    assert detail(screen).timeline[0].title == "Đã nhận bổ sung theo phiếu số 0001-03"


@pytest.mark.requirement("NA-16")
def test_a_second_one_needs_the_supervisors_pin(desk: Desk) -> None:
    dossier = desk.counter.accept(MARRIAGE)
    processing = desk.counter.services.processing
    processing.ask_supplement(dossier.id, clerk(), MISSING)
    processing.take_supplement(dossier.id, clerk())
    screen = opened(desk, dossier)
    dialog = asked(screen, Deed.ASK_SUPPLEMENT)
    assert isinstance(dialog, AskSupplementDialog)
    dialog.others.set_text("Giấy khác")
    dialog.reason.set_text("Thiếu")
    dialog.due.day.set_text("30/11/2026")
    dialog.leave.reason.set_text("Thẩm định thấy thiếu")
    dialog.leave.pin.set_text("0000")
    dialog.act.click()
    desk.settle()
    assert dialog.problem.text()
    dialog.leave.pin.set_text(PINS[clerks()[2].id])
    dialog.act.click()
    desk.settle()
    entry = detail(screen).timeline[1]
    assert "Phạm Thị Trưởng cho phép" in entry.detail


@pytest.mark.requirement("AG-39", "PT-16")
def test_a_refusal_prints_its_slip_and_offers_nothing_more(desk: Desk) -> None:
    screen = opened(desk, desk.counter.accept(MARRIAGE))
    dialog = asked(screen, Deed.REFUSE)
    assert isinstance(dialog, EndDialog)
    assert dialog.reason.text.text() == "Không đủ điều kiện giải quyết theo quy định"
    dialog.act.click()
    desk.settle()
    state = detail(screen)
    assert (state.status.text, printed(desk)) == ("Đã xử lý xong", ["refusal"])
    words = [action.text() for action in screen.processing.menu(state.dossier).actions() if action.text()]
    assert words == [
        "Xem phiếu từ chối 0001-03…",
        "In lại phiếu từ chối 0001-03",
        "Xem phiếu kiểm soát…",
        "In phiếu kiểm soát",
    ]


@pytest.mark.requirement("NA-39")
def test_too_late_to_apologise_is_said_in_the_form(desk: Desk) -> None:
    dossier = desk.counter.accept(MARRIAGE)
    assert dossier.due_at is not None
    desk.counter.clock.set(dossier.due_at)
    screen = opened(desk, dossier)
    dialog = asked(screen, Deed.REAPPOINT)
    assert isinstance(dialog, ReappointDialog)
    dialog.due.day.set_text("30/11/2026")
    dialog.due.time.set_text("16:00")
    dialog.document.set_text("12/PXL")
    dialog.act.click()
    desk.settle()
    assert "Muộn nhất" in dialog.problem.text()
    dialog.reject()


@pytest.mark.requirement("NA-39", "N-81")
def test_what_is_overdue_is_counted_at_the_screens_icon_without_any_line(desk: Desk) -> None:
    dossier = desk.counter.accept(MARRIAGE)
    screen = opened(desk, dossier)
    watch = IdentityWatch(desk.counter.services, desk.tasks, screen)
    watch.start()
    desk.settle()
    assert (watch.overdue, watch.apology, watch.count) == (0, 1, 1)
    assert watch.badge(desk.wording) == "1 hồ sơ tới hạn chót hẹn lại"
    assert dossier.due_at is not None
    desk.counter.clock.set(dossier.due_at + timedelta(minutes=1))
    watch.look()
    desk.settle()
    assert (watch.overdue, watch.badge(desk.wording)) == (1, "1 hồ sơ quá hạn")
    assert watch.count == 1
    watch.stop()
