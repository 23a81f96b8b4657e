"""Finding the procedure while typing: without marks, recent ones first, by keyboard only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.counter.conftest import CLERK, Front, MakeFront

Enter, Down, Esc = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape


def test_letters_without_marks_find_and_enter_takes_the_first(front: Front) -> None:
    section = front.view.procedure
    front.view.go_to("procedure")
    front.type("dk ket hon")
    assert section.list_open()
    assert section.edit.hasFocus()
    front.key(Enter)
    assert front.state.form.draft.procedure_code == "1.000894"
    assert not section.list_open()
    assert section.edit.text() == "Thủ tục đăng ký kết hôn"
    assert QApplication.focusWidget() is front.view.components.table


def test_arrows_move_in_the_list_and_esc_gives_back_what_was_chosen(front: Front) -> None:
    front.presenter.choose_procedure("1.001193")
    front.settle()
    section = front.view.procedure
    front.view.go_to("procedure")
    front.type("k")
    assert section.list_open()
    front.key(Down)
    assert section._list is not None
    assert section._list.row() == 1
    front.key(Esc)
    assert not section.list_open()
    assert section.edit.text() == "Thủ tục đăng ký khai sinh"
    assert front.state.form.draft.procedure_code == "1.001193"


def test_the_first_letter_replaces_the_chosen_name(front: Front) -> None:
    front.presenter.choose_procedure("1.001193")
    front.settle()
    front.view.go_to("procedure")
    front.type("kh")
    assert front.view.procedure.edit.text() == "kh"


def test_nothing_found_says_so(front: Front) -> None:
    front.view.go_to("procedure")
    front.type("qqqq")
    section = front.view.procedure
    assert section._list is not None
    assert "qqqq" in section._list._foot.text()
    front.key(Enter)
    assert front.state.form.draft.procedure_code == ""


def test_text_that_was_left_without_choosing_is_pointed_out(front: Front) -> None:
    front.view.go_to("procedure")
    front.type("khai")
    front.view.go_to("owner.phone")
    front.settle()
    assert front.view.procedure.field.finding_text() == front.wording.text("reception.procedure.not_chosen")


def test_a_clerks_recent_procedures_come_first_and_stand_beside_the_title(make_front: MakeFront) -> None:
    front = make_front()
    front.counter.accept("1.000894")
    front.sign_in(CLERK)
    assert [procedure.code for procedure in front.state.form.recent] == ["1.000894"]
    front.view.go_to("procedure")
    front.settle()
    assert front.view.procedure.list_open()
    assert front.view.procedure.model.procedure(0) == front.state.form.recent[0]
    front.key(Esc)
    front.view.procedure._quick_buttons[0].click()
    front.settle()
    assert front.state.form.draft.procedure_code == "1.000894"


def test_a_procedure_of_which_only_the_name_is_known_is_said_to_be_so(front: Front) -> None:
    known = front.services.office.current().catalogue.procedures
    bare = next(procedure for procedure in known if not procedure.detailed)
    front.presenter.choose_procedure(bare.code)
    assert front.state.form.procedure_hint == front.wording.text("reception.procedure.not_detailed")
