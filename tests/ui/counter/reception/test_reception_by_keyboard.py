"""The whole reception without a mouse: from the empty page to the accepted dossier and on to the next."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from counter_app.domain.parties import SubmitterRole
from tests.ui.counter.conftest import CARD, Front

Enter, Down, Space = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Space
Alt = Qt.KeyboardModifier.AltModifier


@pytest.mark.requirement("PT-04")
def test_a_reception_is_done_by_keyboard_alone_in_under_a_minute(front: Front) -> None:
    began = time.monotonic()
    front.type("089190000017")
    front.key(Enter)
    front.type("nguyễn thị mẫu")
    front.key(Enter)
    front.type("15031990")
    front.key(Enter)
    front.key(Enter)  # the sex came from the number
    front.type("Ấp Mẫu, phường Long Xuyên")
    front.key(Enter)
    front.type("0901234567")
    front.key(Enter)
    front.key(Enter)  # no e-mail
    front.key(Enter)  # the owner in person
    front.type("dk khai sinh")
    front.key(Enter)
    front.key(Qt.Key.Key_F8)
    front.key(Qt.Key.Key_F12)
    accepted = front.state.accepted
    assert accepted is not None
    assert time.monotonic() - began < 60
    assert accepted.code == "H01.15.21-261123-0001"
    dossier = front.services.dossiers.detail(accepted.dossier_id).dossier
    assert dossier.owner.number == "089190000017"
    assert dossier.owner.birth_date == "1990-03-15"
    assert dossier.owner.sex == "female"
    assert dossier.owner.phone == "0901234567"
    assert dossier.procedure["code"] == "1.001193"
    assert [component.present for component in dossier.components].count(True) == 2
    front.key(Enter)
    assert front.state.accepted is None
    assert front.state.form.draft.is_empty
    assert QApplication.focusWidget() is front.view.applicant.owner.fields["number"].edit


def test_a_new_reception_does_not_blame_a_field_that_was_left_in_the_one_before(front: Front) -> None:
    front.type("089190000017")
    front.key(Enter)
    front.type("Lê")
    front.key(Qt.Key.Key_F2)
    front.type("089190000025")
    assert front.view.applicant.owner.fields["full_name"].finding_text() == ""


def test_a_personal_number_is_shown_in_groups_and_kept_plain(front: Front) -> None:
    front.type("089190000017")
    edit = front.view.applicant.owner.fields["number"].edit
    assert edit.text() == "089 190 000 017"
    assert front.state.form.draft.owner.number == "089190000017"


def test_a_digit_typed_in_the_middle_of_a_number_leaves_the_cursor_there(front: Front) -> None:
    front.type("08919000017")
    edit = front.view.applicant.owner.fields["number"].edit
    edit.setCursorPosition(len("089 190 0"))
    front.type("0")
    assert edit.text() == "089 190 000 017"
    assert edit.cursorPosition() == len("089 190 00")


def test_tab_goes_through_the_page_in_the_order_of_its_sections(front: Front) -> None:
    front.presenter.choose_procedure("1.000894")
    front.presenter.edit_party("submitter_role", "authorised")
    front.settle()
    owner, second = front.view.applicant.owner, front.view.applicant.submitter
    expected = [
        *(owner.labelled(name).control for name in ("number", "full_name", "birth_date", "sex")),
        *(owner.labelled(name).control for name in ("address", "phone", "email")),
        front.view.applicant.role.control,
        *(second.labelled(name).control for name in ("number", "full_name", "phone")),
        front.view.applicant.authorisation.edit,
        front.view.procedure.edit,
        front.view.components.table,
        front.view.components.sets,
        front.view.components.write_note,
        front.view.components.tick_all,
        front.view.summary.due.action,
        front.view.summary.fee.action,
    ]
    front.view.go_to("owner.number")
    seen = []
    for _ in expected:
        seen.append(QApplication.focusWidget())
        front.key(Qt.Key.Key_Tab)
    assert seen == expected
    for _ in range(60):
        if QApplication.focusWidget() is expected[0]:
            break
        front.key(Qt.Key.Key_Tab)
    else:
        pytest.fail("Tab does not come back")


def test_alt_and_a_number_jump_to_the_sections(front: Front) -> None:
    front.presenter.choose_procedure("1.001193")
    front.settle()
    for digit, target in (
        (Qt.Key.Key_2, front.view.procedure.edit),
        (Qt.Key.Key_3, front.view.components.table),
        (Qt.Key.Key_4, front.view.summary.due.action),
        (Qt.Key.Key_1, front.view.applicant.owner.fields["number"].edit),
    ):
        front.key(digit, Alt)
        assert QApplication.focusWidget() is target


def test_space_ticks_a_paper_and_digits_count_it(front: Front) -> None:
    front.presenter.choose_procedure("1.001193")
    front.settle()
    front.view.go_to("components")
    front.key(Down)
    front.key(Space)
    front.type("3")
    front.key(Enter)
    second = front.state.form.draft.components[1]
    assert second.present
    assert second.originals == 3


def test_enter_goes_down_the_papers_and_then_to_the_summary(front: Front) -> None:
    front.presenter.choose_procedure("1.000894")
    front.settle()
    front.view.go_to("components")
    for _ in range(len(front.state.form.draft.components)):
        assert QApplication.focusWidget() is front.view.components.table
        front.key(Enter)
    assert QApplication.focusWidget() is front.view.summary.accept


def test_a_count_under_the_cursor_is_taken_when_f12_is_pressed(front: Front) -> None:
    front.scan(CARD)
    front.presenter.choose_procedure("1.001193")
    front.settle()
    front.key(Qt.Key.Key_F8)
    front.view.go_to("components")
    front.type("4")
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    front.key(Qt.Key.Key_F12)
    accepted = front.state.accepted
    assert accepted is not None
    dossier = front.services.dossiers.detail(accepted.dossier_id).dossier
    assert dossier.components[0].originals == 4


@pytest.mark.requirement("AG-02", "PT-12")
def test_a_second_person_is_asked_for_only_when_somebody_else_brings_the_dossier(front: Front) -> None:
    section = front.view.applicant
    assert not section.submitter.isVisible()
    front.presenter.edit_party("submitter_role", SubmitterRole.AUTHORISED.value)
    front.settle()
    assert section.submitter.isVisible()
    assert section.authorisation.isVisible()
    front.presenter.edit_party("owner.full_name", "LÊ VĂN MẪU")
    problems = {item.place for item in front.state.form.missing if item.blocks}
    assert {"submitter.full_name", "authorisation"} <= problems
    front.presenter.edit_party("submitter_role", SubmitterRole.POSTMAN.value)
    front.settle()
    assert not section.authorisation.isVisible()
    assert front.state.form.draft.channel.value == "postal"


def test_a_second_person_that_was_switched_away_comes_back(front: Front) -> None:
    front.presenter.edit_party("submitter_role", "authorised")
    front.presenter.edit_party("submitter.full_name", "PHẠM THỊ MẪU")
    front.presenter.edit_party("authorisation", "Giấy ủy quyền số 12")
    front.presenter.edit_party("submitter_role", "owner")
    assert front.draft().submitter is None
    front.presenter.edit_party("submitter_role", "hired_service")
    submitter = front.state.form.draft.submitter
    assert submitter is not None
    assert submitter.full_name == "PHẠM THỊ MẪU"
    assert front.state.form.draft.authorisation == "Giấy ủy quyền số 12"
