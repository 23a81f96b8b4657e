"""Scans arrive from any reader, on any screen: cards fill, slips open, anything else is named."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.parties import Party, SubmitterRole
from tests.ui.counter.conftest import CARD, OTHER_CARD, DossiersStandIn, Front

CUT_SHORT = "089190000017|350000017|NGUYỄN THỊ M"
INSURANCE = (
    "GD4890000000017|4e475559e1bb844e205448e1bb8a204de1baaa55|15/03/1990|2|e1baa470204de1baab75|89 - 001|"
    "01/01/2026|-|01/01/2026|89000000000017|-|4|01/01/2026|0000000000000000-0000|$"
)


def test_a_card_fills_the_applicant_and_the_focus_goes_to_what_is_still_empty(front: Front) -> None:
    front.scan(CARD)
    owner = front.state.form.draft.owner
    assert (owner.full_name, owner.birth_date, owner.sex) == ("NGUYỄN THỊ MẪU", "1990-03-15", "female")
    assert owner.source == "card"
    assert front.view.applicant.owner.fields["phone"].edit.hasFocus()
    identity = front.state.form.identity
    assert identity.check.text == "Chưa xác thực"
    assert identity.known is not None
    assert identity.known.text == "Thẻ CCCD · súng quét 09:17"


def test_a_card_scanned_on_another_screen_leads_to_the_reception(front: Front) -> None:
    front.window.open_screen("dossiers")
    front.scan(CARD)
    assert front.window.opened() == "reception"
    assert front.state.form.draft.owner.number == "089190000017"


def test_what_was_typed_is_not_overwritten_and_both_are_shown(front: Front) -> None:
    front.presenter.edit_party("owner.number", "089190000017")
    front.presenter.edit_party("owner.address", "Số 5 đường Mẫu")
    front.scan(CARD)
    draft = front.state.form.draft
    assert draft.owner.full_name == "NGUYỄN THỊ MẪU"
    assert draft.owner.address == "Số 5 đường Mẫu"
    question = front.state.form.question
    assert question is not None
    assert question.same_person
    row = question.differences[0]
    assert (row.typed, row.card) == ("Số 5 đường Mẫu", "Ấp Mẫu, phường Long Xuyên, tỉnh An Giang")
    assert front.view.applicant.question.isVisible()
    front.view.applicant.question.buttons["use_card"].click()
    front.settle()
    assert front.state.form.draft.owner.address.startswith("Ấp Mẫu")
    front.frame.notices.bars()[-1].acted.emit()
    assert front.state.form.draft.owner.address == "Số 5 đường Mẫu"


def for_somebody(front: Front) -> None:
    front.presenter.edit_party("submitter_role", SubmitterRole.AUTHORISED.value)
    front.settle()


def test_while_the_owner_is_empty_and_somebody_brings_the_dossier_it_is_asked_whose_card_it_is(
    front: Front,
) -> None:
    for_somebody(front)
    front.scan(OTHER_CARD)
    draft, panel = front.state.form.draft, front.view.applicant.question
    assert (draft.owner.full_name, draft.submitter or Party()) == ("", Party())
    assert panel.title.text() == "Giấy tờ vừa đọc (Thẻ CCCD) của LÊ VĂN MẪU là của ai?"
    shown = [name for name, button in panel.buttons.items() if button.isVisible()]
    assert shown == ["owner_card", "as_submitter", "keep_typed"]
    panel.buttons["as_submitter"].click()
    front.settle()
    draft = front.state.form.draft
    assert draft.owner.full_name == ""
    assert draft.submitter is not None
    assert (draft.submitter.full_name, draft.submitter_role) == ("LÊ VĂN MẪU", SubmitterRole.AUTHORISED)
    front.scan(CARD)
    assert front.state.form.question is None
    assert front.state.form.draft.owner.full_name == "NGUYỄN THỊ MẪU"
    front.scan(OTHER_CARD)
    assert front.state.form.question is None


def test_the_card_is_the_owners_where_the_clerk_says_so_and_what_was_typed_is_shown_beside_it(
    front: Front,
) -> None:
    for_somebody(front)
    front.presenter.edit_party("owner.address", "Số 5 đường Mẫu")
    front.scan(CARD)
    front.view.applicant.question.buttons["owner_card"].click()
    front.settle()
    draft, question = front.state.form.draft, front.state.form.question
    assert (draft.owner.full_name, draft.owner.address) == ("NGUYỄN THỊ MẪU", "Số 5 đường Mẫu")
    assert question is not None
    assert (question.whose, question.differences[0].typed) == (None, "Số 5 đường Mẫu")


def test_a_card_of_which_nobody_says_whose_it_is_fills_nothing(front: Front) -> None:
    for_somebody(front)
    front.scan(CARD)
    button = front.view.applicant.question.buttons["keep_typed"]
    assert button.words() == "Không dùng giấy tờ này"
    button.click()
    front.settle()
    draft = front.state.form.draft
    assert (draft.owner.full_name, draft.submitter or Party()) == ("", Party())
    assert front.state.form.question is None


def test_the_card_of_a_submitter_who_is_typed_already_is_not_asked_about(front: Front) -> None:
    for_somebody(front)
    front.presenter.edit_party("submitter.full_name", "Lê Văn Mẫu")
    front.scan(OTHER_CARD)
    draft = front.state.form.draft
    assert (draft.owner.full_name, front.state.form.question) == ("", None)
    assert draft.submitter is not None
    assert draft.submitter.number == "089080000021"


def test_another_persons_card_can_begin_a_new_reception_and_the_first_stays_a_draft(front: Front) -> None:
    front.scan(CARD)
    first = front.state.form.draft.id
    front.scan(OTHER_CARD)
    assert front.state.form.draft.owner.full_name == "NGUYỄN THỊ MẪU"
    front.view.applicant.question.buttons["new_reception"].click()
    front.settle()
    draft = front.state.form.draft
    assert draft.owner.full_name == "LÊ VĂN MẪU"
    assert {row.id for row in front.state.form.drafts} == {first, draft.id}


def test_another_persons_card_can_be_the_one_who_brings_the_dossier(front: Front) -> None:
    front.scan(CARD)
    front.scan(OTHER_CARD)
    front.view.applicant.question.buttons["as_submitter"].click()
    front.settle()
    draft = front.state.form.draft
    assert draft.owner.full_name == "NGUYỄN THỊ MẪU"
    assert draft.submitter_role is SubmitterRole.AUTHORISED
    assert draft.submitter is not None
    assert draft.submitter.full_name == "LÊ VĂN MẪU"


def test_the_second_person_is_filled_without_a_question_when_one_is_expected(front: Front) -> None:
    front.scan(CARD)
    front.presenter.edit_party("submitter_role", "authorised")
    front.scan(OTHER_CARD)
    draft = front.state.form.draft
    assert draft.submitter is not None
    assert draft.submitter.full_name == "LÊ VĂN MẪU"
    assert front.state.form.question is None


@pytest.mark.parametrize(
    ("place", "typed", "read"),
    [("birth_date", "1991-01-01", "1990-03-15"), ("sex", "male", "female"), ("address", "Số 5", "Ấp Mẫu")],
)
def test_a_detail_typed_before_the_name_is_asked_about_as_well(
    front: Front, place: str, typed: str, read: str
) -> None:
    front.presenter.edit_party(f"owner.{place}", typed)
    front.scan(CARD)
    owner = front.state.form.draft.owner
    assert (owner.full_name, getattr(owner, place)) == ("NGUYỄN THỊ MẪU", typed)
    question = front.state.form.question
    assert question is not None
    assert len(question.differences) == 1
    front.view.applicant.question.buttons["use_card"].click()
    assert getattr(front.state.form.draft.owner, place).startswith(read)


def test_what_was_typed_of_the_second_person_is_not_overwritten_by_her_own_card(front: Front) -> None:
    front.scan(CARD)
    front.presenter.edit_party("submitter_role", "authorised")
    front.presenter.edit_party("submitter.number", "089080000021")
    front.presenter.edit_party("submitter.full_name", "Lê Văn Mẫn")
    front.scan(OTHER_CARD)
    second = front.state.form.draft.submitter
    assert second is not None
    assert (second.full_name, second.source) == ("Lê Văn Mẫn", "typed")
    question = front.state.form.question
    assert question is not None
    assert [(row.typed, row.card) for row in question.differences] == [("Lê Văn Mẫn", "LÊ VĂN MẪU")]
    front.view.applicant.question.buttons["use_card"].click()
    draft = front.state.form.draft
    assert draft.submitter is not None
    assert (draft.owner.full_name, draft.submitter.full_name) == ("NGUYỄN THỊ MẪU", "LÊ VĂN MẪU")
    front.frame.notices.bars()[-1].acted.emit()
    assert front.state.form.draft.submitter == second


def test_the_second_persons_card_read_again_asks_nothing(front: Front) -> None:
    front.scan(CARD)
    front.presenter.edit_party("submitter_role", "authorised")
    front.scan(OTHER_CARD)
    before = front.state.form.draft
    front.scan(OTHER_CARD)
    assert front.state.form.question is None
    assert front.state.form.draft.submitter == before.submitter


def test_another_second_person_replaces_the_one_typed_only_with_a_way_back(front: Front) -> None:
    front.scan(CARD)
    front.presenter.edit_party("submitter_role", "postman")
    front.presenter.edit_party("submitter.full_name", "Trần Thị Mẫu")
    front.scan(OTHER_CARD)
    front.view.applicant.question.buttons["as_submitter"].click()
    draft = front.state.form.draft
    assert draft.submitter is not None
    assert (draft.submitter_role, draft.submitter.full_name) == (SubmitterRole.POSTMAN, "LÊ VĂN MẪU")
    front.frame.notices.bars()[-1].acted.emit()
    kept = front.state.form.draft.submitter
    assert kept is not None
    assert kept.full_name == "Trần Thị Mẫu"


def test_a_card_after_a_reception_begins_the_next_one(front: Front) -> None:
    front.scan(CARD)
    front.presenter.choose_procedure("1.001193")
    front.presenter.tick_required()
    front.presenter.accept()
    front.settle()
    assert front.accepted() is not None
    front.scan(OTHER_CARD)
    assert front.accepted() is None
    assert front.state.form.draft.owner.full_name == "LÊ VĂN MẪU"


@pytest.mark.requirement("AG-04")
def test_a_slip_opens_its_dossier(front: Front) -> None:
    dossier = front.counter.accept()
    front.scan(dossier.code)
    screen = front.window._made["dossiers"]
    assert isinstance(screen, DossiersStandIn)
    assert screen.opened == [dossier.id]


def test_a_slip_of_an_unknown_dossier_is_told(front: Front) -> None:
    front.scan("H01.15.21-261120-0042")
    assert front.window.opened() == "reception"
    assert "H01.15.21-261120-0042" in front.said()[0]


def test_any_other_code_is_named(front: Front) -> None:
    front.scan("https://example.org/")
    assert front.said() == [front.wording.text("finding.scan_web_address")]


def test_a_code_that_was_of_no_use_is_not_told_any_more_once_a_card_is_read(front: Front) -> None:
    front.scan("xin chào")
    assert front.said() == ["Chưa nhận ra mã vừa quét. Quét lại, hoặc gõ tay."]
    front.scan(CARD)
    assert front.said() == []


def test_a_code_that_was_of_no_use_is_not_told_to_the_next_applicant(front: Front) -> None:
    front.presenter.edit_party("owner.full_name", "Lê Văn Mẫu")
    front.scan("xin chào")
    front.key(Qt.Key.Key_F2)
    assert front.said() == []


def test_broken_letters_are_told_and_not_filled_in(front: Front) -> None:
    front.scan("089190000017|350000017|NGUY?N TH? M?U|15031990|N?|?p M?u, ph??ng Long Xuy?n|01082021")
    assert front.state.form.draft.owner.full_name == ""
    assert front.state.form.draft.owner.number == "089190000017"
    assert any("hỏng" in text for text in front.said())


def test_what_was_wrong_with_a_card_is_over_with_the_next_card_or_applicant(
    front: Front,
) -> None:
    front.scan(CUT_SHORT)
    assert len(front.said()) == 1
    front.scan(CARD)
    assert front.said() == []
    front.key(Qt.Key.Key_F2)
    front.scan(CUT_SHORT)
    assert len(front.said()) == 1
    front.key(Qt.Key.Key_F2)
    assert front.said() == []


@pytest.mark.parametrize(("day", "same"), [("15/03/1990", True), ("16/03/1990", False)])
def test_a_paper_without_number_completes_a_card_that_gave_no_name_if_the_day_of_birth_agrees(
    front: Front, day: str, same: bool
) -> None:
    front.presenter.edit_party("owner.number", "089190000017")
    front.presenter.edit_party("owner.birth_date", "1990-03-15")
    front.scan(INSURANCE.replace("15/03/1990", day))
    assert (front.state.form.draft.owner.full_name == "NGUYỄN THỊ MẪU") is same
    assert (front.state.form.question is None) is same


def test_nothing_is_scanned_while_the_counter_is_locked(front: Front) -> None:
    front.window.lock()
    front.scan(CARD)
    assert front.said() == []
    front.sign_in()
    assert front.state.form.draft.is_empty


def test_why_what_a_reader_sent_is_no_scan_is_told(front: Front) -> None:
    front.counter.devices.trouble("changed_by_input_method")
    front.settle()
    [said] = front.said()
    assert "Unikey" in said
    assert "USB-COM" in said
    assert front.state.form.draft.is_empty


def test_that_a_changed_code_was_read_all_the_same_is_told_once(front: Front) -> None:
    for _ in range(3):
        front.scan(CARD)
        front.counter.devices.trouble("read_despite_input_method")
        front.settle()
    hint = front.wording.text("device.finding.read_despite_input_method")
    assert front.said().count(hint) == 1
