from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from counter_app.i18n import Wording
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.combo import Check
from counter_app.ui.shared.field import ComboField, Field, Finding, SecretField, TextField
from counter_app.ui.shared.search_box import SearchBox
from tests.ui.conftest import Page


def test_a_label_names_its_field_for_screen_readers(qtbot: QtBot) -> None:
    field = Field("Họ và tên")
    qtbot.addWidget(field)
    assert field.edit.accessibleName() == "Họ và tên"
    field.set_label("Tên tổ chức")
    assert field.edit.accessibleName() == "Tên tổ chức"


def test_a_field_is_as_high_as_the_token_says_with_and_without_focus(qtbot: QtBot, page: Page) -> None:
    field = Field("Họ và tên")
    page(field)
    assert field.edit.height() == tokens.FIELD
    field.setFocus()
    assert field.edit.height() == tokens.FIELD


def test_text_is_composed_and_trimmed_at_the_edge(qtbot: QtBot) -> None:
    field = Field("Họ và tên", text="  NGUYE\u0302\u0303N ")
    qtbot.addWidget(field)
    assert field.text() == "NGUYỄN"


def test_an_error_has_words_and_an_icon_and_is_read_with_the_field(qtbot: QtBot, page: Page) -> None:
    field = Field("Ngày sinh", hint="ngày/tháng/năm")
    host = page(field)
    assert field.finding is Finding.HINT
    before = host.sizeHint().height()
    field.show_error("Tháng 13 không có trong lịch.")
    assert field.finding_text() == "Tháng 13 không có trong lịch."
    assert field.edit.accessibleDescription() == "Tháng 13 không có trong lịch."
    field.clear_finding()
    assert field.finding_text() == "ngày/tháng/năm"
    assert host.sizeHint().height() == before


def test_filling_with_the_same_text_tells_nothing_and_keeps_the_cursor(qtbot: QtBot) -> None:
    field = Field("Họ và tên", text="MẪU")
    qtbot.addWidget(field)
    field.edit.setCursorPosition(2)
    with qtbot.assertNotEmitted(field.changed):
        field.set_text("MẪU")
    assert field.edit.cursorPosition() == 2


def test_the_start_of_a_long_filled_text_is_in_sight(qtbot: QtBot) -> None:
    field = Field("Nơi cư trú")
    qtbot.addWidget(field)
    field.set_text("Ấp Mẫu, phường Long Xuyên, tỉnh An Giang" * 3)
    assert field.edit.cursorPosition() == 0


def test_leaving_a_field_commits_it(qtbot: QtBot, page: Page) -> None:
    field, other = Field("Một"), Field("Hai")
    page(field, other)
    field.setFocus()
    with qtbot.waitSignal(field.committed):
        QTest.keyClick(field.edit, Qt.Key.Key_A)
        QTest.keyClick(field.edit, Qt.Key.Key_Tab)


def test_tab_walks_through_fields_in_the_order_of_the_page(qtbot: QtBot, page: Page) -> None:
    first, text, combo, check = Field("Một"), TextField("Hai"), ComboField("Ba", [("a", "A")]), Check("Bốn")
    choice = Choice([("x", "X"), ("y", "Y")], name="Năm")
    page(first, text, combo, check, choice)
    first.setFocus()
    order = []
    for _ in range(5):
        focus = QApplication.focusWidget()
        assert focus is not None
        order.append(focus.accessibleName() or getattr(focus, "text", str)())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert order == ["Một", "Hai", "Ba", "Bốn", "X"]


def test_a_choice_moves_with_the_arrow_keys_and_tells_its_key(qtbot: QtBot, page: Page) -> None:
    choice = Choice([("counter", "Tại quầy"), ("post", "Bưu chính")], label="Nhận kết quả")
    page(choice)
    assert choice.value() == "counter"
    choice.button("counter").setFocus()
    with qtbot.waitSignal(choice.chosen) as told:
        QTest.keyClick(choice.button("counter"), Qt.Key.Key_Right)
    assert told.args == ["post"]
    assert choice.value() == "post"


def test_setting_a_choice_from_the_program_tells_nothing(qtbot: QtBot) -> None:
    choice = Choice([("a", "A"), ("b", "B")])
    qtbot.addWidget(choice)
    with qtbot.assertNotEmitted(choice.chosen):
        choice.set_value("b")


def test_choices_break_into_lines_when_it_gets_narrow(qtbot: QtBot, page: Page) -> None:
    choice = Choice([(str(number), f"Lựa chọn {number}") for number in range(6)])
    host = page(choice)
    host.resize(900, 300)
    one_line = choice.minimumHeight()
    host.resize(260, 300)
    assert choice.minimumHeight() > one_line
    assert choice.button("5").geometry().right() <= choice.width()


def test_a_combo_keeps_its_choice_when_the_options_change(qtbot: QtBot) -> None:
    combo = ComboField("Giới tính", [("m", "Nam"), ("f", "Nữ")])
    qtbot.addWidget(combo)
    combo.set_value("f")
    combo.set_options([("f", "Nữ"), ("m", "Nam"), ("x", "Không rõ")])
    assert combo.value() == "f"


def test_the_wheel_does_not_change_a_combo(qtbot: QtBot, page: Page) -> None:
    combo = ComboField("Giới tính", [("m", "Nam"), ("f", "Nữ")])
    page(combo)
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo.combo, wheel)
    assert combo.value() == "m"


def test_a_search_is_told_once_after_typing_stops(qtbot: QtBot, page: Page) -> None:
    box = SearchBox("Tìm hồ sơ", delay_ms=1)
    page(box)
    told: list[str] = []
    box.searched.connect(told.append)
    for text in ("m", "ma", "mau"):
        box.setText(text)
    qtbot.waitUntil(lambda: told == ["mau"])


def test_enter_searches_at_once_and_escape_empties(qtbot: QtBot, page: Page) -> None:
    box = SearchBox("Tìm hồ sơ", delay_ms=60_000)
    page(box)
    box.setText("mẫu")
    with qtbot.waitSignals([box.searched, box.entered]):
        QTest.keyClick(box, Qt.Key.Key_Return)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""


def test_the_key_of_the_search_jumps_there_and_selects(qtbot: QtBot, page: Page) -> None:
    box, other = SearchBox("Tìm hồ sơ", shortcut="F3"), Field("Khác")
    host = page(other, box)
    box.setText("mẫu")
    other.setFocus()
    QTest.keyClick(host, Qt.Key.Key_F3)
    assert QApplication.focusWidget() is box
    assert box.selectedText() == "mẫu"


def test_notes_in_a_field_keep_room_from_the_text(qtbot: QtBot) -> None:
    field = Field("Giờ nhận", text="08:51")
    qtbot.addWidget(field)
    field.set_note("trong sự cố, sau dòng 04")
    margins = field.edit.textMargins()
    assert margins.right() > 100
    field.set_note("")
    assert field.edit.textMargins().right() == 0


def test_fields_grow_with_the_text_scale(qtbot: QtBot, page: Page, qapp: QApplication) -> None:
    field = Field("Họ và tên")
    page(field)
    theme.apply(qapp, "light", 1.5)
    qtbot.waitUntil(lambda: field.edit.height() == 51)


def test_a_check_box_is_pressed_by_the_space_bar_and_by_its_words(qtbot: QtBot, page: Page) -> None:
    check = Check("Giấy chứng sinh")
    page(check)
    QTest.keyClick(check, Qt.Key.Key_Space)
    assert check.isChecked()
    QTest.mouseClick(check, Qt.MouseButton.LeftButton, pos=check.rect().center())
    assert not check.isChecked()


def test_a_secret_is_hidden_until_the_eye_is_pressed(page: Page, wording: Wording) -> None:
    field = SecretField("Mã PIN", wording)
    page(field)
    field.set_text(" 2468 ")
    assert field.edit.displayText() != field.edit.text()
    assert field.eye.accessibleName() == "Hiện mật khẩu"
    QTest.mouseClick(field.eye, Qt.MouseButton.LeftButton)
    assert field.edit.displayText() == " 2468 "
    assert field.eye.accessibleName() == "Ẩn mật khẩu"
    assert field.secret() == " 2468 "


def test_labels_stay_on_one_line_beside_a_field_with_a_long_finding(page: Page) -> None:
    plain, wrong = Field("Họ và tên"), Field("Ngày sinh")
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.addWidget(plain)
    layout.addWidget(wrong)
    host = page(row)
    host.resize(420, 300)
    wrong.show_error("Tháng 13 không có trong lịch. Ghi ngày/tháng/năm như trên giấy tờ của người nộp.")
    QApplication.sendPostedEvents()
    host.grab()
    assert plain.edit.mapTo(host, QPoint()).y() == wrong.edit.mapTo(host, QPoint()).y()
