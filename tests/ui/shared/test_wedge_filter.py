"""A code gun that types: nothing of it reaches a field, and nothing that a person types is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from counter_app.devices.scanners.wedge import Key, KeyKind, PassOn
from counter_app.devices.scanners.wedge_scanner import WedgeScanner, WedgeSettings
from counter_app.services.ports import Scan
from counter_app.ui.shared.wedge_filter import KeyPress, WedgeFilter

CODE = "H01.15.21-261123-5306"


class Gate:
    """Joins the filter to the driver of the gun, as bootstrap does."""

    def __init__(self, scanner: WedgeScanner) -> None:
        self._scanner = scanner

    @property
    def hold_s(self) -> float:
        return self._scanner.hold_s

    def feed(self, press: KeyPress) -> Iterable[KeyPress]:
        key = Key(press.text, press.at, KeyKind(press.kind.value), press.auto_repeat, press)
        decision = self._scanner.feed(key)
        return presses(decision) if isinstance(decision, PassOn) else ()

    def flush(self, now: float) -> Iterable[KeyPress]:
        return presses(self._scanner.flush(now))

    def release(self) -> Iterable[KeyPress]:
        return presses(self._scanner.release())


def presses(passed: PassOn) -> list[KeyPress]:
    return [key.payload for key in passed.keys if isinstance(key.payload, KeyPress)]


class Desk:
    """A window with two fields, a gun, and a person; time is told, not waited for."""

    def __init__(self, qtbot: QtBot, qapp: QApplication) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        self.first, self.second = QLineEdit(), QLineEdit()
        column = QVBoxLayout(self.window)
        column.addWidget(self.first)
        column.addWidget(self.second)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.first.setFocus()
        self.scans: list[str] = []
        self.scanner = WedgeScanner(WedgeSettings(), now=lambda: datetime(2026, 11, 23, tzinfo=UTC))
        self.scanner.start(self._scanned, lambda _: None)
        self.filter = WedgeFilter(Gate(self.scanner))
        self.filter.install(qapp)
        self.at_ms = 1_000

    def _scanned(self, scan: Scan) -> None:
        self.scans.append(scan.text)

    def press(self, text: str, key: int = 0, *, after_ms: int) -> None:
        self.at_ms += after_ms
        code = key or (ord(text.upper()) if text.isascii() else Qt.Key.Key_unknown)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(self.at_ms)
            QApplication.sendEvent(self.window.windowHandle(), event)

    def type(self, text: str, *, gap_ms: int) -> None:
        for letter in text:
            self.press(letter, after_ms=gap_ms)

    def enter(self, *, after_ms: int) -> None:
        self.press("\r", Qt.Key.Key_Return, after_ms=after_ms)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    made = Desk(qtbot, qapp)
    yield made
    made.filter.remove(qapp)


def test_a_scan_is_told_and_not_typed(desk: Desk) -> None:
    desk.type(CODE, gap_ms=5)
    desk.enter(after_ms=5)
    assert desk.scans == [CODE]
    assert desk.first.text() == ""


def test_typing_reaches_the_field_in_order(desk: Desk) -> None:
    desk.type("Nguyen", gap_ms=150)
    desk.qtbot.waitUntil(lambda: desk.first.text() == "Nguyen")
    assert desk.scans == []


def test_a_single_letter_appears_without_a_further_key(desk: Desk) -> None:
    desk.press("a", after_ms=500)
    desk.qtbot.waitUntil(lambda: desk.first.text() == "a")


def test_vietnamese_letters_are_typed_as_they_are(desk: Desk) -> None:
    desk.type("Lê Thị Mẫu", gap_ms=150)
    desk.qtbot.waitUntil(lambda: desk.first.text() == "Lê Thị Mẫu")


def test_a_short_burst_is_typing(desk: Desk) -> None:
    desk.type("abc", gap_ms=5)
    desk.enter(after_ms=5)
    assert desk.first.text() == "abc"
    assert desk.scans == []


def test_held_keys_go_to_the_field_before_a_click_moves_the_focus(desk: Desk) -> None:
    desk.type("08", gap_ms=5)
    place = desk.second.mapTo(desk.window, desk.second.rect().center())
    QTest.mouseClick(desk.window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.second.hasFocus()
    assert (desk.first.text(), desk.second.text()) == ("08", "")


def test_a_function_key_lets_held_keys_go_first(desk: Desk) -> None:
    desk.type("08", gap_ms=5)
    desk.press("", Qt.Key.Key_F12, after_ms=5)
    assert desk.first.text() == "08"


def test_the_arrow_and_backspace_keys_still_edit(desk: Desk) -> None:
    desk.first.setText("abc")
    desk.press("", Qt.Key.Key_Left, after_ms=300)
    desk.press("\b", Qt.Key.Key_Backspace, after_ms=300)
    assert desk.first.text() == "ac"


def test_two_scans_after_one_another_are_two(desk: Desk) -> None:
    for code in (CODE, "089190000017"):
        desk.type(code, gap_ms=5)
        desk.enter(after_ms=5)
        desk.at_ms += 400
    assert desk.scans == [CODE, "089190000017"]
    assert desk.first.text() == ""


def test_a_stopped_reader_lets_everything_pass(desk: Desk) -> None:
    desk.scanner.stop()
    desk.type(CODE, gap_ms=5)
    assert desk.first.text() == CODE


def test_taking_the_filter_away_gives_back_what_is_held(desk: Desk, qapp: QApplication) -> None:
    desk.type("089", gap_ms=5)
    desk.filter.remove(qapp)
    assert desk.first.text() == "089"


def test_letters_that_a_gun_types_by_alt_codes_belong_to_its_scan(desk: Desk, qapp: QApplication) -> None:
    code = "089|NGUYỄN"
    desk.type(code[:-2], gap_ms=4)
    desk.press("", Qt.Key.Key_Alt, after_ms=2)
    held = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.KeypadModifier
    desk.at_ms += 2
    digit = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_7, held, "7")
    digit.setTimestamp(desk.at_ms)
    qapp.sendEvent(desk.window.windowHandle(), digit)
    desk.press(code[-2], after_ms=2)
    desk.press(code[-1], after_ms=4)
    desk.enter(after_ms=4)
    assert desk.scans == [code]
    assert desk.first.text() == ""
