"""One dossier: what is told of it, what is hidden, what can be done, and what is truly known of each deed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from counter_app.domain.entries import DossierReceived, StatusChanged
from counter_app.domain.identifiers.personal_number import masked
from counter_app.domain.journal import Basis
from counter_app.domain.parties import PartyKind, SubmitterRole
from counter_app.domain.statuses import Status
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.services.ports import PrinterCondition
from counter_app.services.printing import FORM, SLIP
from counter_app.services.recording import record
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.ui.counter.dossiers.dossier_words import DossierWords
from counter_app.ui.counter.dossiers.paper_preview import PaperPreview
from counter_app.ui.counter.parts.shown import PaperStage
from tests.builders import brought_by, citizen, clerk, counter
from tests.fakes.clock import MORNING
from tests.fakes.line import EMPTY
from tests.ui.counter.dossiers.looking import detail, facts, opened, private
from tests.ui.counter.record_desk import Desk


def judge_all(desk: Desk, verdict: Verdict) -> None:
    database = desk.counter.database
    database.judge(verdict, *(entry.id for entry in database.chain()))


# --- what is told ----------------------------------------------------------------------------


@pytest.mark.requirement("PT-37")
def test_the_detail_tells_code_owner_procedure_due_time_and_status(desk: Desk) -> None:
    dossier = desk.accept(code="1.000894")
    state = detail(opened(desk, dossier))
    assert state.code_lead + state.code_main == dossier.code
    assert state.owner == dossier.owner.full_name
    assert state.procedure.startswith("Đăng ký kết hôn · Hộ tịch")
    assert dossier.due_at is not None
    assert state.due.value == desk.wording.date_time(dossier.due_at)
    assert "trừ 24/11 nghỉ Ngày Văn hóa Việt Nam" in state.due.detail
    assert state.status.text == "Được tiếp nhận"
    assert facts(state)["Nhận kết quả"] == "Tại quầy"
    handed_over = sum(component.present for component in dossier.components)
    assert handed_over > 0
    assert state.components_title == f"Thành phần hồ sơ đã nhận: {handed_over} giấy tờ"


@pytest.mark.requirement("NA-19")
def test_all_codes_of_a_dossier_are_told(desk: Desk) -> None:
    desk.counter = counter(numbers=None, clock=desk.counter.clock)
    dossier = desk.accept()
    state = detail(opened(desk, dossier))
    assert [warned.sign.text for warned in state.warned] == ["Đang dùng mã tạm"]
    assert state.code_lead + state.code_main == dossier.code
    assert state.code_main.startswith("Q03-")


def test_the_number_is_hidden_until_somebody_asks_and_hides_again_with_the_choice(desk: Desk) -> None:
    first = desk.accept(number="089190000017")
    second = desk.accept("Lê Văn Mẫu", "089080000021")
    screen = opened(desk, first)
    hidden = masked("089190000017").replace("*", "•")
    assert private(screen).shown() == hidden
    private(screen).eye.click()
    desk.settle()
    assert private(screen).shown() == "089 190 000 017"
    screen.open_dossier(second.id)
    desk.settle()
    screen.open_dossier(first.id)
    desk.settle()
    assert private(screen).shown() == hidden


def test_the_number_hides_when_the_screen_is_left(desk: Desk) -> None:
    screen = opened(desk, desk.accept(number="089190000017"))
    private(screen).eye.click()
    desk.settle()
    screen.leave()
    assert "•" in private(screen).shown()
    private(screen).eye.click()
    desk.settle()
    screen.hide()
    assert "•" in private(screen).shown()


def test_a_number_that_was_asked_for_is_not_shown_when_the_screen_was_left_meanwhile(desk: Desk) -> None:
    screen = opened(desk, desk.accept(number="089190000017"))
    private(screen).eye.click()
    screen.leave()
    desk.settle()
    assert "•" in private(screen).shown()


def test_telephone_and_e_mail_are_hidden_like_the_number_each_by_itself(desk: Desk) -> None:
    owner = citizen(phone="0901 234 567", email="mau.le@vidu.vn")
    screen = opened(desk, desk.counter.accept(owner=owner))
    phone, email = private(screen, "Điện thoại"), private(screen, "Thư điện tử")
    assert (phone.shown(), email.shown()) == ("•••• ••• 567", "m•••@vidu.vn")
    phone.eye.click()
    desk.settle()
    assert (phone.shown(), email.shown()) == ("0901 234 567", "m•••@vidu.vn")
    screen.leave()
    assert phone.shown() == "•••• ••• 567"


def test_nothing_of_a_telephone_stands_in_the_timeline(desk: Desk) -> None:
    dossier = desk.counter.accept(owner=citizen(phone="0901234567"))
    owner = replace(dossier.owner, phone="0901234576", email="mau.le@vidu.vn")
    desk.counter.services.dossiers.correct(dossier.id, clerk(), "Gõ nhầm", owner=owner)
    told = detail(opened(desk, dossier)).timeline[0].detail
    assert "•••••••567 → •••••••576" in told
    assert "m•••@vidu.vn" in told
    assert "0901" not in told


def test_the_code_of_an_organisation_is_public(desk: Desk) -> None:
    owner = citizen(kind=PartyKind.ORGANISATION, full_name="Công ty TNHH Mẫu", number="0300588569")
    dossier = desk.counter.accept(owner=owner)
    screen = opened(desk, dossier)
    assert private(screen, "Mã số").shown() == "0300588569"
    assert not private(screen, "Mã số").eye.isVisible()


def test_who_brought_it_is_told_beside_whose_it_is(desk: Desk) -> None:
    dossier = desk.accept(**brought_by(SubmitterRole.AUTHORISED))
    assert facts(detail(opened(desk, dossier)))["Người nộp"] == "Lê Văn Mẫu · người được ủy quyền"


def test_the_code_can_be_copied_whole(desk: Desk) -> None:
    dossier = desk.accept()
    screen = opened(desk, dossier)
    screen.view.panel.head.copy.click()
    assert QGuiApplication.clipboard().text() == dossier.code


def test_a_code_that_is_not_known_here_is_told(desk: Desk) -> None:
    screen = desk.dossiers()
    screen.keeper.open_by_code("H01.15.21-261120-0009", lambda _: None)
    desk.settle()
    assert "H01.15.21-261120-0009" in desk.notices.shown()[0][1]


# --- the timeline ----------------------------------------------------------------------------


@pytest.mark.requirement("N-35", "N-80")
def test_every_step_is_told_with_its_time_who_did_it_and_how_far_it_has_come(desk: Desk) -> None:
    dossier = desk.accept()
    desk.counter.clock.move(timedelta(minutes=2))
    desk.counter.printing.print_form(dossier.id, clerk())
    screen = opened(desk, dossier)
    printed, received = detail(screen).timeline
    assert (received.title, received.time) == ("Tiếp nhận tại quầy", "08:30")
    assert received.detail.startswith("Trần Thị Mẫu · Quầy 03 · quyển ")
    assert (printed.title, printed.time) == ("In giấy tiếp nhận", "08:32")
    assert printed.detail == "Trần Thị Mẫu · Máy in ảo: đã in xong"
    assert {entry.state for entry in (printed, received)} == {"Đã lưu tại máy – chưa gửi"}
    judge_all(desk, Verdict(VerdictState.ACCEPTED))
    desk.counter.line.tell(SyncStatus(LineState.ONLINE, MORNING, EMPTY), frozenset({dossier.id}))
    desk.qtbot.waitUntil(lambda: {entry.state for entry in detail(screen).timeline} == {"Hệ thống đã nhận"})


def test_a_print_that_nobody_can_know_of_is_not_called_printed(desk: Desk) -> None:
    dossier = desk.accept()
    desk.counter.page.state = PrinterCondition.MUTE
    desk.counter.printing.print_form(dossier.id, clerk())
    printed = detail(opened(desk, dossier)).timeline[0]
    assert "không rõ giấy đã ra chưa" in printed.detail


def test_a_status_that_came_from_the_centre_says_so(desk: Desk) -> None:
    dossier = desk.accept()
    put_status(desk, dossier.id, Status.IN_PROCESS)
    state = detail(opened(desk, dossier))
    assert state.status.text == "Đang xử lý"
    assert state.timeline[0].title == "Đang xử lý"


def put_status(desk: Desk, dossier_id: str, new: Status) -> None:
    database = desk.counter.database
    desk.counter.clock.move(timedelta(minutes=1))
    with database.begin() as work:
        dossier = work.dossiers.get(dossier_id)
        assert dossier is not None
        context = desk.counter.office.current()
        record(work, desk.counter.clock, context, dossier, "centre", StatusChanged(int(new)), Basis.CENTRAL)


def test_what_was_refused_is_told_with_its_reason_and_leaves_the_rest_alone(desk: Desk) -> None:
    dossier = desk.accept()
    desk.counter.dossiers.correct(dossier.id, clerk(), "Gõ nhầm", note="Gọi trước")
    database = desk.counter.database
    first, second = (entry.id for entry in database.chain())
    database.judge(Verdict(VerdictState.ACCEPTED), first)
    database.judge(Verdict(VerdictState.REFUSED, "already_cancelled"), second)
    state = detail(opened(desk, dossier))
    assert state.sent.text == "Có 1 việc không được nhận"
    assert [warned.sign.text for warned in state.warned] == ["Hệ thống không nhận: đính chính"]
    assert desk.wording.text("verdict.already_cancelled") in state.warned[0].detail
    assert state.timeline[0].state.startswith("Hệ thống không nhận: ")


def test_a_conflict_is_told_for_a_person_to_settle(desk: Desk) -> None:
    dossier = desk.accept()
    again = received(desk)
    with desk.counter.database.begin() as work:
        known = work.dossiers.get(dossier.id)
        assert known is not None
        context = desk.counter.office.current()
        other = replace(again, code="H01.15.21-261123-9001")
        record(work, desk.counter.clock, context, known, "tran-thi-mau", other, Basis.COUNTER)
    state = detail(opened(desk, dossier))
    assert [warned.sign.icon for warned in state.warned] == ["triangle-alert"]
    assert "hai lần" in state.warned[0].detail
    assert "H01.15.21-261123-9001" in state.aliases


def received(desk: Desk) -> DossierReceived:
    database = desk.counter.database
    item = desk.counter.dossiers.detail(database.chain()[0].subject).timeline[-1]
    assert isinstance(item.event, DossierReceived)
    return item.event


def test_what_a_newer_program_wrote_is_kept_and_the_dossier_can_only_be_viewed(desk: Desk) -> None:
    dossier = desk.accept()
    known = desk.counter.dossiers.detail(dossier.id)
    newer = replace(known, dossier=replace(known.dossier, read_only=True))
    state = DossierWords(desk.wording).detail(newer, MORNING)
    assert state.locked == "Hồ sơ chỉ xem được tại máy này."
    assert [warned.sign.icon for warned in state.warned] == ["lock"]


def test_english_is_whole(desk: Desk) -> None:
    dossier = desk.accept(**brought_by(SubmitterRole.AUTHORISED))
    desk.counter.printing.print_slip(dossier.id, clerk())
    desk.counter.dossiers.cancel(dossier.id, clerk(), "twice")
    words = DossierWords(Wording("en", resources() / "i18n"))
    state = words.detail(desk.counter.dossiers.detail(dossier.id), MORNING)
    assert [entry.title for entry in state.timeline] == [
        "Cancelled",
        "Printed: short slip",
        "Received at the counter",
    ]


# --- papers ----------------------------------------------------------------------------------


def test_a_reprint_is_counted_and_told_as_it_went(desk: Desk) -> None:
    dossier = desk.accept()
    screen = opened(desk, dossier)
    panel = screen.view.panel
    assert panel.acts.print_buttons[FORM].words() == "In giấy hẹn"
    panel.acts.print_buttons[FORM].click()
    desk.settle()
    assert [row.stage for row in panel.acts.papers.rows()] == [PaperStage.PRINTED]
    assert panel.acts.print_buttons[FORM].words() == "In lại giấy hẹn"
    panel.acts.print_buttons[FORM].click()
    desk.settle()
    assert len(desk.counter.page.sheets) == 2
    assert detail(screen).timeline[0].title == "In lại giấy tiếp nhận, lần 1"


def test_ctrl_p_prints_the_slip_of_the_dossier_on_the_screen(desk: Desk) -> None:
    screen = opened(desk, desk.accept())
    QTest.keyClick(screen.view.list.search, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: len(desk.counter.page.sheets) == 1)
    desk.settle()


def test_a_print_that_failed_says_why_and_records_nothing(desk: Desk) -> None:
    dossier = desk.accept()
    desk.counter.slip.state = PrinterCondition.PAPER_OUT
    screen = opened(desk, dossier)
    screen.view.panel.acts.print_buttons[SLIP].click()
    desk.settle()
    row = screen.view.panel.acts.papers.rows()[0]
    assert row.stage is PaperStage.FAILED
    assert "hết giấy" in row.sign.text
    assert len(detail(screen).timeline) == 1


def test_a_print_that_ends_after_the_clerk_went_on_is_still_told(desk: Desk) -> None:
    first, second = desk.accept(), desk.accept("Lê Văn Mẫu", "089080000021")
    desk.counter.page.state = PrinterCondition.PAPER_OUT
    screen = opened(desk, first)
    screen.view.panel.acts.print_buttons[FORM].click()
    screen.open_dossier(second.id)
    desk.settle()
    assert screen.view.panel.acts.papers.rows() == ()
    told = [text for _, text in desk.notices.shown()]
    assert any("hết giấy" in text for text in told)


def test_the_preview_shows_every_page_and_records_nothing(desk: Desk) -> None:
    dossier = desk.accept()
    screen = opened(desk, dossier)
    screen.view.panel.acts.preview.click()
    desk.settle()
    preview = screen.findChild(PaperPreview)
    assert preview is not None
    assert preview.page_count() == 2
    assert len(desk.counter.database.chain()) == 1
    preview.print.click()
    desk.qtbot.waitUntil(lambda: len(desk.counter.page.sheets) == 1)
    desk.settle()


# --- putting right ---------------------------------------------------------------------------


def test_nothing_is_printed_for_a_dossier_that_is_only_being_fetched(desk: Desk) -> None:
    first, second = desk.accept(), desk.accept("Lê Văn Mẫu", "089080000021")
    screen = opened(desk, first)
    screen.keeper.open(second.id)
    screen.keeper.print_paper(FORM)
    desk.settle()
    assert desk.counter.page.sheets == []
