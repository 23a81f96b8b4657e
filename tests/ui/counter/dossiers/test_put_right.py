"""Putting a dossier right and striking it through: what stood there, the reason, what is kept."""

from __future__ import annotations

from dataclasses import replace

from counter_app.domain.entries import Delivery, DeliveryMethod, DossierCorrected
from counter_app.ui.counter.dossiers.correction_dialog import CorrectionDialog
from counter_app.ui.counter.dossiers.dossier_presenter import Correction
from counter_app.ui.counter.dossiers.dossiers_screen import DossiersScreen
from counter_app.ui.shared.dialogs import ReasonQuestion
from tests.ui.counter.dossiers.looking import detail, facts, opened, private
from tests.ui.counter.record_desk import Desk


def correcting(desk: Desk, screen: DossiersScreen) -> CorrectionDialog:
    screen.view.panel.acts.correct.click()
    dialog = screen.findChild(CorrectionDialog)
    assert dialog is not None
    return dialog


def test_a_correction_shows_what_stood_there_and_needs_a_reason(desk: Desk) -> None:
    dossier = desk.accept()
    screen = opened(desk, dossier)
    dialog = correcting(desk, screen)
    phone = dialog.party.fields["phone"]
    phone.edit.setText("0901234576")
    assert phone.finding_text() == "Đang ghi: 0900 000 017"
    dialog.act.click()
    assert dialog.reason.finding_text() == "Cần ghi lý do đính chính."
    dialog.reason.set_text("Gõ nhầm số điện thoại")
    dialog.act.click()
    desk.settle()
    assert screen.findChild(CorrectionDialog) is None
    entry = detail(screen).timeline[0]
    assert entry.title == "Đính chính"
    assert "Điện thoại: •••• ••• 017 → •••••••576" in entry.detail
    assert "lý do: Gõ nhầm số điện thoại" in entry.detail
    assert private(screen, "Điện thoại").shown() == "•••••••576"


def test_a_correction_of_nothing_is_not_recorded(desk: Desk) -> None:
    dossier = desk.accept()
    dialog = correcting(desk, opened(desk, dossier))
    dialog.reason.set_text("Không có gì")
    dialog.act.click()
    assert dialog.problem.text() == "Chưa có mục nào thay đổi."
    assert DossierCorrected.KIND not in [entry.kind for entry in desk.counter.database.chain()]
    dialog.reject()


def test_what_was_typed_stays_when_the_correction_could_not_be_stored(desk: Desk) -> None:
    screen = opened(desk, desk.accept())
    dialog = correcting(desk, screen)
    dialog.party.fields["full_name"].edit.setText("Nguyễn Thị Mẫu Hai")
    dialog.reason.set_text("Thiếu tên đệm")
    desk.counter.database.fail()
    dialog.act.click()
    desk.settle()
    assert dialog.isVisible()
    assert dialog.problem.text() == desk.wording.text("error.storage.full")
    dialog.act.click()
    desk.settle()
    assert detail(screen).owner == "Nguyễn Thị Mẫu Hai"


def test_the_personal_number_is_not_written_out_in_the_timeline(desk: Desk) -> None:
    dossier = desk.accept(number="089190000017")
    screen = opened(desk, dossier)
    owner = replace(dossier.owner, number="089190000025")
    screen.keeper.correct(dossier.id, Correction("Gõ nhầm số", owner=owner))
    desk.settle()
    told = detail(screen).timeline[0].detail.replace(" ", "")
    assert "089190000017" not in told
    assert "089190000025" not in told


def test_the_way_of_delivery_can_be_put_right(desk: Desk) -> None:
    screen = opened(desk, desk.accept())
    dialog = correcting(desk, screen)
    dialog.method.button("postal").click()
    dialog.place.edit.setText("Số 5 đường Mẫu")
    assert dialog.correction().delivery == Delivery(DeliveryMethod.POSTAL, "Số 5 đường Mẫu")
    dialog.reason.set_text("Người nộp đổi ý")
    dialog.act.click()
    desk.settle()
    assert facts(detail(screen))["Nhận kết quả"] == "Bưu chính · Số 5 đường Mẫu"


def test_cancelling_asks_first_names_what_happens_and_needs_a_reason(desk: Desk) -> None:
    dossier = desk.accept()
    screen = opened(desk, dossier)
    screen.view.panel.acts.cancel.click()
    question = screen.findChild(ReasonQuestion)
    assert question is not None
    assert str(dossier.ledger_line) in question.accessibleDescription()
    question.act.click()
    assert question.reason.finding_text()
    assert len(desk.counter.database.chain()) == 1
    question.reason.set_text("Tiếp nhận trùng")
    question.act.click()
    desk.settle()
    state = detail(screen)
    assert state.status.text == "Đã hủy"
    assert state.warned[0].detail.startswith("Lý do: Tiếp nhận trùng")
    panel = screen.view.panel
    buttons = (panel.acts.correct, panel.acts.cancel, *panel.acts.print_buttons.values())
    assert not [button for button in buttons if button.isEnabled()]
