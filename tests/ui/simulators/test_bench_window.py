"""The window of the virtual devices, as the person who shows the program uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.ui.shared import theme
from counter_app.ui.shared.buttons import IconButton
from counter_app.ui.shared.notices import Weight
from counter_app.ui.simulators.bench_parts import BenchParts
from counter_app.ui.simulators.bench_window import SIZE, BenchWindow, has_room_beside
from counter_app.ui.simulators.card_keys import PAGE, CardKey
from counter_app.ui.simulators.paper_sheet import PaperSheet
from counter_app.ui.simulators.shots import invented_slips, shots
from counter_app.ui.tasks import Tasks
from tests.ui.simulators.fakes import CARDS, Desk

Opened = Callable[[BenchParts], BenchWindow]


@pytest.fixture
def opened(qtbot: QtBot, tasks: Tasks) -> Iterator[Opened]:
    """Opens windows, and closes them before the tasks end, as the program does."""
    windows: list[BenchWindow] = []

    def open_window(parts: BenchParts) -> BenchWindow:
        made = BenchWindow(parts, tasks)
        qtbot.addWidget(made)
        windows.append(made)
        made.show()
        return made

    yield open_window
    for made in windows:
        made.close()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, tasks: Tasks, opened: Opened) -> BenchWindow:
    made = opened(desk.parts)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.start()
    qtbot.waitUntil(tasks.idle)
    return made


def sheets(window: QWidget) -> list[PaperSheet]:
    """From top to bottom."""
    found = window.findChildren(PaperSheet)
    return sorted(found, key=lambda sheet: sheet.mapTo(window, sheet.rect().topLeft()).y())


def test_it_opens_at_its_size_and_says_how_everything_is(window: BenchWindow) -> None:
    assert window.size() == SIZE
    assert window.printer.state.text() == "Sẵn sàng"
    assert window.scanner.state.text() == "1 quầy đang nghe"
    assert window.printer.roll.empty.isVisible()


@pytest.mark.parametrize(
    ("key", "position"), [(Qt.Key.Key_1, 0), (Qt.Key.Key_6, 5), (Qt.Key.Key_9, 8), (Qt.Key.Key_0, 9)]
)
def test_a_digit_scans_its_card_also_when_the_card_is_not_in_sight(
    qtbot: QtBot, desk: Desk, window: BenchWindow, tasks: Tasks, key: Qt.Key, position: int
) -> None:
    QTest.keyClick(window, key)
    qtbot.waitUntil(tasks.idle)
    assert desk.scanner.heard == [CARDS[position].text]
    assert window.scanner.state.text() == "Đã quét 1 lượt"


def test_a_digit_of_the_keypad_scans_and_one_with_ctrl_does_not(
    qtbot: QtBot, desk: Desk, window: BenchWindow, tasks: Tasks
) -> None:
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.KeypadModifier)
    qtbot.waitUntil(tasks.idle)
    assert desk.scanner.heard == [CARDS[2].text]


def test_a_digit_scans_also_while_a_control_has_the_focus(
    qtbot: QtBot, desk: Desk, window: BenchWindow, tasks: Tasks
) -> None:
    chip = window.printer.switches["mute"]
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_4)
    qtbot.waitUntil(tasks.idle)
    assert desk.scanner.heard == [CARDS[3].text]


def test_a_press_on_a_card_scans_it(qtbot: QtBot, desk: Desk, window: BenchWindow, tasks: Tasks) -> None:
    QTest.mouseClick(window.scanner.keys.keys[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(tasks.idle)
    assert desk.scanner.heard == [CARDS[1].text]


def test_the_other_cards_are_one_press_away_and_take_no_more_room(window: BenchWindow) -> None:
    keys = window.scanner.keys
    before = keys.height()
    assert [key.isVisible() for key in keys.keys] == [True] * PAGE + [False] * PAGE
    keys.more.click()
    QApplication.processEvents()
    assert [key.isVisible() for key in keys.keys] == [False] * PAGE + [True] * PAGE
    assert keys.height() == before
    keys.more.click()
    assert keys.page == 0


def test_a_card_says_its_key_and_what_is_special_about_it(window: BenchWindow) -> None:
    key = window.scanner.keys.keys[0]
    assert key.accessibleName() == f"Phím 1: {CARDS[0].name}"
    assert key.accessibleDescription() == CARDS[0].hint


def test_a_scan_without_a_counter_is_told_in_words(
    qtbot: QtBot, desk: Desk, window: BenchWindow, tasks: Tasks
) -> None:
    desk.scanner.listeners = 0
    QTest.keyClick(window, Qt.Key.Key_1)
    qtbot.waitUntil(tasks.idle)
    assert window.scanner.state.text() == "Chưa quét được: không có quầy nghe"


def test_a_switch_acts_on_the_printer_and_its_state_is_said(
    qtbot: QtBot, desk: Desk, window: BenchWindow, tasks: Tasks
) -> None:
    desk.printer.printing = True
    QTest.mouseClick(window.printer.switches["cover_open"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(tasks.idle)
    assert desk.printer.on == {"cover_open"}
    assert window.printer.switches["cover_open"].isChecked()
    assert window.printer.state.text() == "Nắp đang mở, phiếu đang in dở"
    QTest.mouseClick(window.printer.switches["cover_open"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(tasks.idle)
    assert window.printer.state.text() == "Đang in"


def test_a_switch_that_the_printer_did_not_take_jumps_back(
    qtbot: QtBot, desk: Desk, window: BenchWindow, tasks: Tasks
) -> None:
    desk.printer.silent = True
    QTest.mouseClick(window.printer.switches["mute"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(tasks.idle)
    assert not window.printer.switches["mute"].isChecked()
    assert [weight for weight, _ in window.notices.shown()] == [Weight.ERROR]


def test_a_printer_that_ended_cannot_be_switched(
    qtbot: QtBot, desk: Desk, window: BenchWindow, tasks: Tasks
) -> None:
    desk.printer.silent = True
    window.presenter.ask()
    qtbot.waitUntil(tasks.idle)
    assert window.printer.state.text() == "Thiết bị ảo không chạy"
    assert not any(switch.isEnabled() for switch in window.printer.switches.values())


def test_f8_pulls_the_cable_and_plugs_it_in_again(
    qtbot: QtBot, desk: Desk, window: BenchWindow, tasks: Tasks
) -> None:
    assert window.line.turn.words() == "Rút dây"
    QTest.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(tasks.idle)
    assert not desk.line.up
    assert window.line.turn.words() == "Cắm dây"
    QTest.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(tasks.idle)
    assert desk.line.up


def test_while_the_cable_is_turned_the_button_waits(
    qtbot: QtBot, desk: Desk, window: BenchWindow, tasks: Tasks
) -> None:
    desk.line.held.clear()
    window.line.turn.click()
    assert not window.line.turn.isEnabled()
    desk.line.held.set()
    qtbot.waitUntil(tasks.idle)
    assert window.line.turn.isEnabled()


def test_without_a_line_there_is_no_cable_to_pull(desk: Desk, opened: Opened) -> None:
    assert not opened(replace(desk.parts, line=None)).line.isVisible()


def test_new_paper_comes_out_on_top(qtbot: QtBot, desk: Desk, window: BenchWindow) -> None:
    roll = window.printer.roll
    desk.print_slip(1)
    qtbot.waitUntil(lambda: roll.pieces() == 1)
    desk.print_slip(2)
    qtbot.waitUntil(lambda: roll.pieces() == 2)
    assert not roll.empty.isVisible()
    names = [sheet.accessibleName() for sheet in sheets(roll)]
    assert names[0].startswith("Tờ 2, in lúc 09:12")
    assert names[1].startswith("Tờ 1")


def test_paper_moves_out_of_the_slot_until_all_of_it_is_there(
    qtbot: QtBot, desk: Desk, window: BenchWindow
) -> None:
    desk.print_slip(1)
    qtbot.waitUntil(lambda: window.printer.roll.pieces() == 1)
    [sheet] = sheets(window.printer.roll)
    host = window.printer.roll.area.widget()
    assert host is not None

    def top() -> int:
        return sheet.mapTo(host, sheet.rect().topLeft()).y()

    qtbot.waitUntil(lambda: top() < 0)
    qtbot.waitUntil(lambda: top() == 0)


def test_a_press_on_paper_opens_it_at_full_size_and_esc_closes_it(
    qtbot: QtBot, desk: Desk, window: BenchWindow
) -> None:
    desk.print_slip(1)
    qtbot.waitUntil(lambda: window.printer.roll.pieces() == 1)
    [sheet] = sheets(window.printer.roll)
    sheet.click()
    assert window.zoom is not None
    assert window.zoom.isVisible()
    assert window.zoom.sheet.sizeHint().width() > 1.8 * sheet.sizeHint().width()
    QTest.keyClick(window.zoom, Qt.Key.Key_Escape)
    assert window.zoom is None


def test_the_code_on_paper_is_scanned_from_the_roll_and_from_the_zoom(
    qtbot: QtBot, desk: Desk, window: BenchWindow, tasks: Tasks
) -> None:
    desk.codes["receipt-0001.png"] = "H01.15.21-261123-5301"
    desk.print_slip(1)
    qtbot.waitUntil(lambda: window.printer.roll.pieces() == 1)
    scan = next(
        button
        for button in window.printer.roll.findChildren(IconButton)
        if button.accessibleName() == "Quét mã trên giấy"
    )
    scan.click()
    qtbot.waitUntil(tasks.idle)
    sheets(window.printer.roll)[0].click()
    assert window.zoom is not None
    window.zoom.scan.click()
    qtbot.waitUntil(tasks.idle)
    assert desk.scanner.heard == ["H01.15.21-261123-5301"] * 2


def test_paper_without_a_code_is_told(qtbot: QtBot, desk: Desk, window: BenchWindow, tasks: Tasks) -> None:
    desk.print_slip(1)
    qtbot.waitUntil(lambda: window.printer.roll.pieces() == 1)
    window.printer.roll.scan_wanted.emit(invented_slips(1)[0])
    qtbot.waitUntil(tasks.idle)
    assert window.notices.shown() == [(Weight.INFO, "Trên tờ này không đọc được mã nào.")]


def test_where_codes_cannot_be_read_nothing_offers_it(desk: Desk, opened: Opened) -> None:
    made = opened(replace(desk.parts, read_code=None))
    made.printer.roll.add(invented_slips(1), moving=False)
    names = [button.accessibleName() for button in made.printer.roll.findChildren(IconButton)]
    assert names == ["Phóng to tờ này"]


def test_it_lies_over_the_counter_by_itself_only_where_both_have_room() -> None:
    assert not has_room_beside(1366)
    assert has_room_beside(1920)


def test_it_stays_on_top_until_that_is_not_wanted(window: BenchWindow) -> None:
    window.on_top.setChecked(True)
    assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    window.on_top.click()
    assert not window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert window.isVisible()


def test_paper_is_white_in_every_theme(qapp: QApplication, desk: Desk, opened: Opened) -> None:
    theme.apply(qapp, "dark")
    made = opened(desk.parts)
    made.printer.roll.add(invented_slips(1), moving=False)
    QApplication.processEvents()
    [sheet] = sheets(made.printer.roll)
    picture: QImage = sheet.grab().toImage()
    assert picture.pixelColor(8, 12).name() == "#ffffff"


@pytest.mark.parametrize(("language", "scale"), [("vi", 1.0), ("en", 1.5)])
def test_nothing_is_squeezed_in_any_state(
    qapp: QApplication, desk: Desk, tasks: Tasks, language: str, scale: float
) -> None:
    theme.apply(qapp, "light", scale)
    wording = Wording("vi" if language == "vi" else "en", resources() / "i18n")
    for name, shown in shots(wording, tasks, desk.folder, invented_slips()):
        shown.show()
        QApplication.processEvents()
        for key in shown.findChildren(CardKey):
            if key.isVisible():
                assert key.height() >= key.sizeHint().height(), name
        if isinstance(shown, BenchWindow):
            assert shown.printer.roll.height() >= shown.printer.roll.minimumSizeHint().height(), name
            assert shown.size() == QSize(theme.current().px(SIZE.width()), SIZE.height()), name
        shown.close()
        shown.deleteLater()
        QApplication.sendPostedEvents(shown, QEvent.Type.DeferredDelete)
