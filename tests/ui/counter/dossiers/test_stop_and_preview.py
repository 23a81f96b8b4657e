"""Stopping with and without a form for it, going on again, and looking at a slip before it is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.domain.entries import AskedItem
from counter_app.domain.statuses import Status
from counter_app.services.office_context import FORM_CHOICE
from counter_app.services.processing_offer import Deed
from counter_app.services.processing_wishes import EndWish, SupplementWish
from counter_app.ui.counter.dossiers.paper_preview import PaperPreview
from counter_app.ui.counter.processing.end_dialogs import EndDialog
from counter_app.ui.counter.processing.resume_dialog import ResumeDialog
from counter_app.ui.counter.processing.supplement_dialogs import AskSupplementDialog
from tests.builders import MARRIAGE, PINS, clerk, clerks, put_document
from tests.ui.counter.dossiers.looking import detail, opened
from tests.ui.counter.dossiers.test_processing import asked, printed
from tests.ui.counter.record_desk import Desk

STOP = EndWish("dispute", "Đang có tranh chấp")


def with_stop_form(desk: Desk) -> None:
    """The office prints with the forms of TT 03/2025."""
    put_document(desk.counter.database, FORM_CHOICE, {"kind": FORM_CHOICE, "package": "tt-03-2025"})
    desk.counter.office.refresh()


def shown_preview(desk: Desk, window: Callable[[], list[PaperPreview]]) -> PaperPreview:
    desk.settle()
    (preview,) = window()
    return preview


@pytest.mark.requirement("N-74")
def test_where_the_forms_have_no_notice_the_clerk_is_told_what_to_write_and_stops_with_the_reason(
    desk: Desk,
) -> None:
    screen = opened(desk, desk.counter.accept(MARRIAGE))
    dialog = asked(screen, Deed.STOP)
    assert isinstance(dialog, EndDialog)
    assert "Thông tư số 01/2018/TT-VPCP không có mẫu" in dialog.outside.text()
    assert not dialog.preview.isVisibleTo(dialog), "there is no slip to look at"
    dialog.reason.text.set_text("Đang có tranh chấp")
    dialog.document.set_text("15/TB-UBND")
    dialog.act.click()
    desk.settle()
    state = detail(screen)
    assert (state.status.text, printed(desk)) == ("Dừng xử lý", [])
    assert "Đang có tranh chấp" in state.timeline[0].detail
    assert "Văn bản thông báo của cơ quan: số 15/TB-UBND" in state.timeline[0].detail


@pytest.mark.requirement("N-74")
def test_where_the_forms_have_one_it_is_printed(desk: Desk) -> None:
    with_stop_form(desk)
    screen = opened(desk, desk.counter.accept(MARRIAGE))
    dialog = asked(screen, Deed.STOP)
    assert isinstance(dialog, EndDialog)
    assert (dialog.outside.isVisibleTo(dialog), dialog.act.words()) == (False, "Dừng và in thông báo")
    dialog.reason.text.set_text("Đang có tranh chấp")
    dialog.act.click()
    desk.settle()
    assert printed(desk) == ["stop"]


def test_a_stopped_dossier_goes_on_by_a_supervisors_pin(desk: Desk) -> None:
    dossier = desk.counter.accept(MARRIAGE)
    desk.counter.services.processing.stop(dossier.id, clerk(), STOP)
    screen = opened(desk, dossier)
    dialog = asked(screen, Deed.RESUME)
    assert isinstance(dialog, ResumeDialog)
    dialog.leave.reason.set_text("Tranh chấp đã hòa giải")
    dialog.act.click()
    desk.settle()
    assert dialog.leave.pin.finding_text(), "no PIN was given"
    dialog.leave.pin.set_text(PINS[clerks()[2].id])
    dialog.act.click()
    desk.settle()
    state = detail(screen)
    assert (state.status.text, state.dossier.due_at) == ("Đang xử lý", dossier.due_at)
    assert state.timeline[0].title == "Tiếp tục giải quyết hồ sơ"
    assert "Phạm Thị Trưởng cho làm tiếp" in state.timeline[0].detail


def test_a_slip_is_looked_at_before_it_is_recorded_and_can_be_recorded_from_there(desk: Desk) -> None:
    screen = opened(desk, desk.counter.accept(MARRIAGE))
    dialog = asked(screen, Deed.ASK_SUPPLEMENT)
    assert isinstance(dialog, AskSupplementDialog)
    dialog.activateWindow()
    desk.qtbot.waitUntil(dialog.isActiveWindow, timeout=10_000)
    QTest.keyClick(dialog, Qt.Key.Key_F6)
    desk.settle()
    assert dialog.due.day.finding_text(), "what is missing is said before anything is laid out"
    dialog.papers.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.reason.set_text("Bản đã nộp bị mờ")
    dialog.due.day.set_text("30/11/2026")
    dialog.preview.click()
    preview = shown_preview(desk, lambda: dialog.findChildren(PaperPreview))
    assert preview.page_count() >= 1
    assert detail(screen).status.text == "Được tiếp nhận", "nothing is recorded yet"
    preview.print.click()
    desk.settle()
    assert detail(screen).status.text == "Yêu cầu bổ sung giấy tờ"
    assert "Yêu cầu bổ sung, phiếu số 0001-03" in [entry.title for entry in detail(screen).timeline]
    assert printed(desk) == ["supplement"]


def test_a_paper_is_looked_at_from_the_menu_and_printed_from_there(desk: Desk) -> None:
    dossier = desk.counter.accept(MARRIAGE)
    desk.counter.services.processing.refuse(dossier.id, clerk(), EndWish("other", "Không đủ điều kiện"))
    screen = opened(desk, dossier)
    menu = screen.processing.menu(detail(screen).dossier)
    next(one for one in menu.actions() if one.text().startswith("Xem phiếu từ chối")).trigger()
    preview = shown_preview(desk, lambda: screen.findChildren(PaperPreview))
    assert printed(desk) == []
    QTest.keyClick(preview, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert printed(desk) == ["refusal"]


@pytest.mark.requirement("N-19")
def test_a_slip_that_comes_late_says_so_in_the_form_and_in_the_history(desk: Desk) -> None:
    dossier = desk.counter.accept("1.010040")
    desk.counter.clock.move(timedelta(days=6))
    screen = opened(desk, dossier)
    dialog = asked(screen, Deed.ASK_SUPPLEMENT)
    assert isinstance(dialog, AskSupplementDialog)
    assert dialog.notice.text().startswith("Đã qua hạn báo bổ sung")
    dialog.reject()
    wish = SupplementWish((AskedItem("Tờ khai"),), "Thiếu")
    changed = desk.counter.services.processing.ask_supplement(dossier.id, clerk(), wish)
    assert changed.status is Status.SUPPLEMENT_ASKED
    screen.keeper.refresh()
    desk.settle()
    assert "Phiếu ra sau hạn báo bổ sung" in detail(screen).timeline[0].detail
