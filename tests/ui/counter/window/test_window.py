"""Strip, rail, keys, locking: what works on every screen."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from counter_app.domain.errors import DomainError
from counter_app.domain.identifiers.personal_number import PersonalNumberRead
from counter_app.domain.parties import Party
from counter_app.services.ports import PrinterCondition
from counter_app.services.scans import ScanMeaning, Scans
from counter_app.services.settings import DeviceChoice, StationSettings
from counter_app.services.sync_ports import LineState
from counter_app.ui.counter.door.sign_in_state import Door
from counter_app.ui.counter.window.idle import IdleWatch
from counter_app.ui.shared.dialogs import confirm
from tests.builders import counter
from tests.fakes.clock import SetClock
from tests.ui.counter.conftest import AT, CARD, CLERK, OTHER, DossiersStandIn, Front, MakeFront

Control = Qt.KeyboardModifier.ControlModifier


def test_the_strip_says_where_we_are_and_who_sits_here(front: Front) -> None:
    strip = front.window.strip
    assert strip._office.text() == "UBND phường Long Xuyên"
    assert strip._counter.text() == "Quầy 03"
    assert strip.clerk.words() == "Trần Thị Mẫu"
    assert strip._clock.text() == "09:17"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (LineState.ONLINE, "Trực tuyến"),
        (LineState.WEAK, "Mạng yếu"),
        (LineState.OFFLINE, "Ngoại tuyến từ 09:17"),
        (LineState.STARTING, "Đang nối"),
        (LineState.NOT_ENROLLED, "Chưa đăng ký máy"),
        (LineState.REVOKED, "Máy bị ngừng quyền"),
    ],
)
def test_the_line_is_told_in_words(front: Front, state: LineState, words: str) -> None:
    front.line(state, entries=12)
    assert front.window.strip.connection.text() == words
    assert front.window.strip.waiting.text() == "12 việc chờ gửi"


def test_being_offline_is_calm(front: Front) -> None:
    front.line(LineState.OFFLINE, entries=3)
    assert front.said() == []


def test_what_waits_is_counted_on_the_rail_too(make_front: MakeFront) -> None:
    front = make_front()
    front.sign_in()
    assert set(front.window.rail._items) == {"reception", "dossiers"}


def test_screens_that_do_not_exist_are_not_offered(make_front: MakeFront) -> None:
    front = make_front(dossiers=False)
    front.sign_in()
    assert set(front.window.rail._items) == {"reception"}
    assert not front.view.search.isVisible()
    front.key(Qt.Key.Key_F3)
    assert front.window.opened() == "reception"
    front.window.open_screen("sync")
    assert front.window.opened() == "reception"


def test_screens_are_made_when_they_are_first_opened(front: Front) -> None:
    assert set(front.window._made) == {"reception"}
    front.window.rail.chosen.emit("dossiers")
    assert set(front.window._made) == {"reception", "dossiers"}
    assert front.frame.windowTitle().startswith("Hồ sơ")


def test_f3_finds_and_f2_begins_on_any_screen(front: Front) -> None:
    front.key(Qt.Key.Key_F3)
    screen = front.window._made["dossiers"]
    assert isinstance(screen, DossiersStandIn)
    assert screen.box.hasFocus()
    front.key(Qt.Key.Key_F2)
    assert front.window.opened() == "reception"
    assert front.view.applicant.owner.fields["number"].edit.hasFocus()


def test_a_search_typed_at_the_reception_goes_to_the_dossiers(front: Front) -> None:
    front.view.search.setFocus()
    front.type("lê văn")
    front.key(Qt.Key.Key_Return)
    screen = front.window._made["dossiers"]
    assert isinstance(screen, DossiersStandIn)
    assert screen.searched == ["lê văn"]


def test_f1_lists_the_keys_and_esc_closes_the_list(front: Front) -> None:
    front.key(Qt.Key.Key_F1)
    shown = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog)]
    assert any(dialog.isVisible() for dialog in shown)
    for dialog in shown:
        dialog.reject()


def test_the_devices_signs_follow_the_devices(make_front: MakeFront) -> None:
    station = counter(clock=SetClock(AT))
    chosen = StationSettings().with_device("slip_printer", DeviceChoice("network"))
    station.devices.apply(chosen)
    station.devices.conditions["slip_printer"] = PrinterCondition.PAPER_OUT
    front = make_front(station)
    front.sign_in()
    printer = front.window.strip.printer
    assert printer.isVisible()
    assert "hết giấy" in printer.toolTip()
    assert not front.window.strip.scanner.isVisible()
    station.devices.conditions["slip_printer"] = PrinterCondition.READY
    front.window.devices.look()
    front.settle()
    assert "sẵn sàng" in printer.toolTip()


@pytest.mark.requirement("AG-08")
def test_after_minutes_without_a_touch_the_counter_is_locked(front: Front) -> None:
    watch = IdleWatch(front.frame)
    watch.idle.connect(front.window.lock)
    watch.set_minutes(0.001)
    watch.start()
    front.qtbot.waitUntil(lambda: front.frame.seat.signed_in is None)
    watch.stop()
    assert front.frame.guard.state.door is Door.LOCKED
    assert front.frame.guard.state.holder == "Trần Thị Mẫu"


class CountingWatch(IdleWatch):
    touches = 0

    def touch(self) -> None:
        super().touch()
        self.touches += 1


def test_a_key_is_a_sign_of_life(front: Front) -> None:
    watch = CountingWatch(front.frame)
    watch.set_minutes(10)
    watch.start()
    before = watch.touches
    QTest.keyClick(front.view.search, Qt.Key.Key_5)
    assert watch.touches > before
    watch.stop()


def test_a_locked_counter_shows_nothing_of_a_citizen_and_takes_another_clerk(front: Front) -> None:
    front.scan(CARD)
    front.frame.notices.info("NGUYỄN THỊ MẪU")
    question = confirm(front.window, front.wording, title="?", text="", act="Có", on_agree=lambda: None)
    front.key(Qt.Key.Key_L, Control)
    front.window.lock()
    front.settle()
    assert front.said() == []
    assert not shiboken6.isValid(question) or not question.isVisible()
    assert not front.window.isVisible()
    assert "Mẫu" not in front.frame.windowTitle()
    assert front.frame.focusWidget() is front.frame.door.pin.edit
    front.sign_in(OTHER)
    assert front.frame.seat.clerk.id == OTHER


def test_the_clerk_who_comes_back_finds_the_screen_that_was_open(front: Front) -> None:
    front.window.open_screen("dossiers")
    front.window.lock()
    front.sign_in(CLERK)
    assert front.window.opened() == "dossiers"


def test_signing_out_asks_for_a_name_again(front: Front) -> None:
    front.window.sign_out()
    assert front.frame.guard.state.door is Door.SIGN_IN
    assert front.frame.guard.state.chosen == ""


class FailingScans:
    """Finds out what a scan means, unless the disk fails."""

    def __init__(self, real: Scans) -> None:
        self._real = real
        self.fault: DomainError | None = DomainError("storage.io")

    def interpret(self, text: str) -> ScanMeaning:
        if self.fault is not None:
            raise self.fault
        return self._real.interpret(text)

    def check_number(self, party: Party) -> PersonalNumberRead:
        return self._real.check_number(party)


def test_a_failure_is_told_and_the_window_lives(make_front: MakeFront) -> None:
    station = counter(clock=SetClock(AT))
    scans = FailingScans(station.services.scans)
    front = make_front(station, scans=scans)
    front.sign_in()
    front.scan("H01.15.21-261120-0042")
    assert front.said() == [front.wording.text("error.storage.io")]
    scans.fault = None
    front.scan(CARD)
    assert front.state.form.draft.owner.full_name == "NGUYỄN THỊ MẪU"


def test_many_lasting_messages_leave_the_form_its_place_and_the_summary_whole(front: Front) -> None:
    summary = front.view.summary.height()
    for number in range(4):
        front.frame.notices.error(f"Máy in báo lỗi lần {number}, xem lại giấy và dây.")
    front.settle()
    form = front.view.giving_way()
    assert front.frame.notices.room() < front.view.height() // 3
    assert form.height() == front.view.height() - front.frame.notices.room()
    assert front.view.summary.height() == summary
    right = form.mapTo(front.frame, form.rect().topRight()).x()
    for bar in front.frame.notices.bars():
        assert bar.mapTo(front.frame, bar.rect().topRight()).x() <= right
