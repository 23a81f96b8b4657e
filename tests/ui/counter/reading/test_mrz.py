"""Typing the lines of a machine-readable zone: checked at every key, filled in like a scan."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.domain.parties import PartyKind
from counter_app.ui.counter.reading.mrz_dialog import MrzDialog
from counter_app.ui.counter.reading.mrz_line import MrzLine
from counter_app.ui.shared.dialogs import Question
from tests.ui.counter.conftest import CARD, Front

TD1 = (
    "IDVNM1900000174089190000017<<7",
    "9003152F3003150VNM<<<<<<<<<<<0",
    "NGUYEN<<THI<MAU<<<<<<<<<<<<<<<",
)
TD3 = (
    "P<VNMNGUYEN<<THI<MAU<<<<<<<<<<<<<<<<<<<<<<<<",
    "C0000001<7VNM9003152F3003150089190000017<<76",
)
FOREIGN = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F3204153ZE184226B<<<<<16",
)
"""The specimen of ICAO Doc 9303, part 4, valid for longer."""


class Typing:
    """A clerk who pressed Alt+M."""

    def __init__(self, front: Front) -> None:
        self.front = front
        front.screen.view.reading.wanted.emit("mrz")
        front.settle()

    @property
    def dialog(self) -> MrzDialog:
        dialog = self.front.window.reading.dialog
        assert isinstance(dialog, MrzDialog)
        return dialog

    def type(self, text: str) -> None:
        """Sign by sign, wherever the focus is led."""
        for sign in text:
            self.front.type(sign)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.front.key(key, modifiers)

    def lines(self) -> list[str]:
        return [edit.text() for edit in self.dialog.lines.edits if edit.isVisible()]

    def checks(self) -> dict[str, str]:
        return {row.name: row.sign.text for row in self.dialog._state.checks}

    def fills(self) -> dict[str, str]:
        return dict(self.dialog._state.fills)

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def typing(front: Front) -> Typing:
    return Typing(front)


def test_enter_after_a_full_line_skips_none(typing: Typing) -> None:
    for line in TD1[:2]:
        typing.type(line)
        typing.key(Qt.Key.Key_Return)
    typing.type(TD1[2])
    assert typing.lines() == list(TD1)
    typing.key(Qt.Key.Key_Return)
    assert typing.front.draft().owner.number == "089190000017"


def test_a_card_is_recognised_by_its_first_sign_and_typed_line_by_line(typing: Typing) -> None:
    assert len(typing.lines()) == 1
    typing.type("i")
    assert len(typing.lines()) == 3
    typing.type("dvnm1900000174089190000017  7")
    typing.type("9003152f3003150vnm           0")
    typing.type("nguyen  thi mau")
    assert typing.lines() == [TD1[0], TD1[1], "NGUYEN<<THI<MAU"]
    assert set(typing.checks().values()) == {"đúng"}
    assert typing.fills() == {
        "Họ và tên": "NGUYEN THI MAU",
        "Ngày sinh": "15/03/1990",
        "Giới tính": "Nữ",
        "Số": "089 190 000 017",
    }
    typing.key(Qt.Key.Key_Return)
    assert typing.front.window.reading.dialog is None
    owner = typing.front.draft().owner
    assert (owner.number, owner.full_name, owner.birth_date) == (
        "089190000017",
        "NGUYEN THI MAU",
        "1990-03-15",
    )
    assert "Đã điền từ dòng MRZ." in typing.front.said()


def test_each_check_digit_is_judged_as_soon_as_it_is_typed(typing: Typing) -> None:
    typing.type(TD1[0][:14])
    assert typing.checks()["Số giấy tờ"] == "chưa gõ đủ"
    typing.type(TD1[0][14])
    assert typing.checks()["Số giấy tờ"] == "đúng"
    typing.type(TD1[0][15:] + "9003153")
    assert typing.checks()["Ngày sinh"] == "sai, xem lại dòng 2, ký tự 1 đến 7"
    assert typing.checks()["Hạn dùng"] == "chưa gõ đủ"


def test_a_passport_is_pasted_and_a_foreigner_filled_in(typing: Typing) -> None:
    typing.paste("\r\n".join(FOREIGN))
    assert typing.lines() == list(FOREIGN)
    typing.front.settle()
    typing.dialog.fill.click()
    typing.front.settle()
    owner = typing.front.draft().owner
    assert owner.kind is PartyKind.FOREIGNER
    assert (owner.number, owner.full_name) == ("L898902C3", "ERIKSSON ANNA MARIA")


def test_one_long_line_is_cut_where_the_lines_of_the_document_end(typing: Typing) -> None:
    typing.paste("".join(TD3))
    assert typing.lines() == list(TD3)


def test_what_is_pasted_and_is_no_such_line_is_said(typing: Typing) -> None:
    typing.paste("Nguyễn Thị Mẫu, sinh 15/03/1990")
    assert typing.lines() == [""]
    assert typing.dialog.note.text() == typing.front.wording.text("reading.mrz.not_mrz")


def test_a_letter_in_the_place_of_a_digit_is_pointed_at_and_not_changed(typing: Typing) -> None:
    typing.dialog.typed.emit([TD1[0].replace("089190000017", "O89190000017"), *TD1[1:]], False)
    typing.front.settle()
    assert [link.words() for link in typing.dialog.proposals] == ["Dòng 1, ký tự 16: «O» có lẽ là «0»"]
    typing.dialog.proposals[0].click()
    edit = typing.dialog.lines.edits[0]
    assert edit.hasFocus()
    assert edit.selectedText() == "O"
    typing.type("0")
    assert typing.lines()[0] == TD1[0]
    assert typing.dialog.proposals == []


def test_what_is_wrong_is_filled_in_only_after_a_question(typing: Typing) -> None:
    typing.dialog.typed.emit([TD3[0], TD3[1].replace("9003152", "9003162")], False)
    typing.front.settle()
    assert typing.dialog.fill.words() == "Vẫn điền"
    typing.dialog.fill.click()
    question = typing.dialog.findChild(Question)
    assert question is not None
    assert typing.front.draft().is_empty
    question.agree()
    typing.front.settle()
    owner = typing.front.draft().owner
    assert owner.full_name == "NGUYEN THI MAU"
    assert owner.birth_date == ""


def test_nothing_is_filled_in_before_there_is_enough(typing: Typing) -> None:
    typing.type("IDVNM1900000174")
    assert not typing.dialog.fill.isEnabled()
    typing.key(Qt.Key.Key_Return)
    typing.key(Qt.Key.Key_Return)
    typing.key(Qt.Key.Key_Return)
    assert typing.front.draft().is_empty


def test_letters_changed_by_an_input_method_are_named(typing: Typing) -> None:
    typing.type("IĐ")
    assert typing.lines()[0] == "ID"
    assert "Unikey" in typing.dialog.note.text()
    assert typing.dialog.note.isVisible()


def test_a_line_that_begins_with_no_documents_letter_is_said(typing: Typing) -> None:
    typing.type("900315")
    assert typing.dialog.note.text() == typing.front.wording.text("reading.mrz.first_sign")


def test_enter_and_backspace_lead_from_line_to_line(typing: Typing) -> None:
    typing.type("P<VNMNGUYEN<<THI")
    typing.key(Qt.Key.Key_Return)
    assert typing.dialog.lines.edits[1].hasFocus()
    typing.key(Qt.Key.Key_Backspace)
    assert typing.dialog.lines.edits[0].hasFocus()
    assert typing.lines()[0] == "P<VNMNGUYEN<<THI"


def test_the_burst_of_a_gun_goes_into_the_lines_one_after_the_other(typing: Typing) -> None:
    typing.front.scan(TD3[0])
    assert typing.lines() == [TD3[0], ""]
    typing.front.scan(TD3[1])
    assert typing.lines() == list(TD3)
    assert typing.dialog._state.can_fill


def test_a_card_scanned_meanwhile_is_taken_as_ever(typing: Typing) -> None:
    typing.front.scan(CARD)
    assert typing.front.window.reading.dialog is None
    assert typing.front.draft().owner.full_name == "NGUYỄN THỊ MẪU"


def test_a_press_puts_the_cursor_into_its_cell(typing: Typing) -> None:
    typing.type(TD1[0])
    edit = typing.dialog.lines.edits[0]
    edit.setCursorPosition(0)
    spot = edit._box(12).center()
    QTest.mouseClick(edit, Qt.MouseButton.LeftButton, pos=spot.toPoint())
    assert edit.cursorPosition() in (12, 13)


def test_typed_text_is_never_longer_than_the_line(typing: Typing) -> None:
    typing.type(TD3[0] + "XYZ")
    assert typing.lines() == [TD3[0], "XYZ"]
    focused = QApplication.focusWidget()
    assert isinstance(focused, MrzLine)
