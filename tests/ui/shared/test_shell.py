"""The rail, the strip and the timeline."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter_app.i18n import Wording
from counter_app.ui.shared import theme
from counter_app.ui.shared.rail import Rail, RailItem
from counter_app.ui.shared.strip import Connection, Strip, StripState
from counter_app.ui.shared.timeline import TimelineEntry, TimelineModel, TimelineView
from counter_app.ui.shared.tokens import Tone

ITEMS = [
    RailItem("reception", "file-plus", "Tiếp nhận", "Alt+1"),
    RailItem("dossiers", "folders", "Hồ sơ", "Alt+2"),
    RailItem("sync", "refresh-cw", "Đồng bộ"),
]
STATE = StripState(
    office="UBND phường Long Xuyên",
    counter="Quầy 03 · Hộ tịch, chứng thực",
    connection="offline",
    offline_since="08:42",
    waiting=12,
    clerk="Trần Thị Mẫu",
    clock="09:17",
    printer="ready",
    scanner="missing",
)


@pytest.fixture
def rail(qtbot: QtBot, wording: Wording) -> Rail:
    made = Rail(wording, ITEMS)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def strip(qtbot: QtBot, wording: Wording) -> Strip:
    made = Strip(wording)
    qtbot.addWidget(made)
    made.resize(1366, 44)
    made.show_state(STATE)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_press_opens_a_screen_and_selecting_does_not(qtbot: QtBot, rail: Rail) -> None:
    with qtbot.waitSignal(rail.chosen) as told:
        QTest.mouseClick(rail.button("dossiers"), Qt.MouseButton.LeftButton)
    assert told.args == ["dossiers"]
    with qtbot.assertNotEmitted(rail.chosen):
        rail.select("sync")
    assert rail.selected() == "sync"


def test_a_key_opens_a_screen(qtbot: QtBot, rail: Rail) -> None:
    rail.activateWindow()
    qtbot.waitUntil(rail.isActiveWindow)
    with qtbot.waitSignal(rail.chosen) as told:
        QTest.keyClick(rail, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert told.args == ["dossiers"]


def test_arrow_keys_walk_down_the_rail(qtbot: QtBot, rail: Rail) -> None:
    rail.select("reception")
    rail.button("reception").setFocus()
    QTest.keyClick(rail.button("reception"), Qt.Key.Key_Down)
    assert QApplication.focusWidget() is rail.button("dossiers")


def test_a_badge_is_read_with_the_name(rail: Rail) -> None:
    rail.set_badge("sync", "12")
    assert rail.button("sync").accessibleName() == "Đồng bộ, 12"
    rail.set_badge("sync", "")
    assert rail.button("sync").accessibleName() == "Đồng bộ"


def test_eight_screens_fit_a_small_display_with_large_text(
    qtbot: QtBot, qapp: QApplication, wording: Wording
) -> None:
    theme.apply(qapp, "light", 1.5)
    rail = Rail(wording, [RailItem(str(number), "folders", "Trả kết quả") for number in range(8)])
    qtbot.addWidget(rail)
    assert rail.minimumSizeHint().height() <= 696 - 66


def test_the_strip_says_the_connection_and_what_waits(strip: Strip) -> None:
    assert strip.connection.accessibleName() == "Ngoại tuyến từ 08:42"
    assert strip.waiting.accessibleName() == "12 việc chờ gửi"
    strip.show_state(replace(STATE, connection="online", offline_since="", waiting=0))
    assert strip.connection.accessibleName() == "Trực tuyến"
    assert not strip.waiting.isVisible()


@pytest.mark.parametrize(
    ("connection", "words"),
    [
        ("starting", "Đang nối"),
        ("not_enrolled", "Chưa đăng ký máy"),
        ("revoked", "Máy bị ngừng quyền"),
        ("weak", "Mạng yếu"),
    ],
)
def test_a_machine_that_may_not_send_is_not_called_offline(
    strip: Strip, connection: Connection, words: str
) -> None:
    strip.show_state(replace(STATE, connection=connection, offline_since=""))
    assert strip.connection.accessibleName() == words


def test_what_waits_is_told_with_since_when_as_far_as_there_is_room(strip: Strip) -> None:
    strip.show_state(replace(STATE, waiting_since="08:43"))
    assert strip.waiting.text() == "12 việc chờ gửi từ 08:43"
    strip.resize(900, 44)
    assert strip.waiting.text() == "12 việc chờ gửi"
    assert strip.waiting.accessibleName() == "12 việc chờ gửi từ 08:43"


def test_sending_is_told_with_what_is_left(strip: Strip) -> None:
    strip.show_state(replace(STATE, connection="online", sending=True, waiting=7, waiting_since="08:43"))
    assert strip.waiting.text() == "Đang gửi, còn 7 việc"


def test_a_clock_that_is_off_and_entries_that_want_a_person_stand_in_words(strip: Strip) -> None:
    assert not strip.clock_off.isVisible()
    assert not strip.ailing.isVisible()
    strip.show_state(replace(STATE, clock_off="chậm 3 phút", ailing=2))
    assert strip.clock_off.accessibleName() == "Đồng hồ chậm 3 phút"
    assert strip.ailing.text() == "2 việc cần xem"


FULL = replace(
    STATE, waiting=1204, waiting_since="16:43 21/11", urgency="urgent", ailing=12, clock_off="chậm 12 phút"
)


@pytest.mark.parametrize(("width", "scale"), [(1366, 1.0), (1100, 1.0), (1366, 1.5)])
def test_a_strip_with_all_that_there_can_be_to_say_cuts_nothing(
    strip: Strip, qapp: QApplication, width: int, scale: float
) -> None:
    theme.apply(qapp, "light", scale)
    strip.resize(width, 44)
    strip.show_state(FULL)
    QApplication.processEvents()
    for pill in (strip.connection, strip.waiting, strip.ailing, strip.clock_off):
        assert pill.width() >= pill.sizeHint().width()
    assert strip.minimumSizeHint().width() <= width
    assert strip.ailing.accessibleName() == "12 việc cần xem"


def test_devices_say_their_state_in_words_too(strip: Strip, wording: Wording) -> None:
    assert strip.scanner.accessibleName() == wording.text("shared.strip.device_missing", device="Đầu đọc")
    strip.show_state(replace(STATE, printer="attention", printer_detail="Máy in: hết giấy", scanner="ready"))
    assert strip.printer.accessibleName() == "Máy in: hết giấy"
    assert strip.printer.text() == wording.text("shared.strip.device_attention", device="Máy in")
    strip.resize(700, 44)
    assert strip.printer.text() == "!"
    strip.show_state(replace(STATE, printer="none"))
    assert not strip.printer.isVisible()


@pytest.mark.parametrize("width", [1366, 1100, 900])
def test_a_narrow_strip_never_cuts_the_state(strip: Strip, width: int) -> None:
    strip.resize(width, 44)
    assert strip.connection.width() >= strip.connection.sizeHint().width()
    assert strip.waiting.width() >= strip.waiting.sizeHint().width()
    assert strip.scanner.accessibleName()
    assert strip.clerk.accessibleName() == "Cán bộ Trần Thị Mẫu"


def test_large_text_fits_the_small_screen(strip: Strip, qapp: QApplication) -> None:
    theme.apply(qapp, "light", 1.5)
    strip.show_state(STATE)
    assert strip.minimumSizeHint().width() <= 1366
    assert strip.waiting.width() >= strip.waiting.sizeHint().width()


def test_the_pills_lead_somewhere(qtbot: QtBot, strip: Strip) -> None:
    with qtbot.waitSignal(strip.connection_pressed):
        QTest.mouseClick(strip.connection, Qt.MouseButton.LeftButton)
    strip.waiting.setFocus()
    with qtbot.waitSignal(strip.waiting_pressed):
        QTest.keyClick(strip.waiting, Qt.Key.Key_Space)


def entry(key: str, detail: str = "") -> TimelineEntry:
    return TimelineEntry(
        key, "printer", "In giấy tiếp nhận", "08:58", detail, Tone.GREEN, "chờ gửi", "circle", Tone.AMBER
    )


def test_the_timeline_model_behaves(qtbot: QtBot) -> None:
    model = TimelineModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show([entry("1"), entry("2")])
    model.show([entry("2")])
    assert model.rowCount() == 1


def test_showing_the_same_entries_moves_nothing(qtbot: QtBot) -> None:
    model = TimelineModel()
    model.show([entry("1")])
    with qtbot.assertNotEmitted(model.modelReset):
        model.show([entry("1")])


def test_an_entry_is_read_whole(qtbot: QtBot) -> None:
    model = TimelineModel()
    model.show([entry("1", "Máy in Quầy 03")])
    said = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "In giấy tiếp nhận, 08:58, Máy in Quầy 03, chờ gửi"


def test_long_details_wrap_and_make_the_entry_higher(qtbot: QtBot, wording: Wording) -> None:
    view = TimelineView(wording)
    qtbot.addWidget(view)
    view.resize(280, 400)
    view.show_entries([entry("1", "ngắn"), entry("2", "Thẻ hợp lệ; VNeID chưa xác thực (ngoại tuyến) " * 3)])
    view.show()
    qtbot.waitExposed(view)
    short, long = (view.visualRect(view.model().index(row, 0)).height() for row in (0, 1))
    assert long > short


def test_a_long_title_wraps_too_so_that_no_number_is_cut_off(qtbot: QtBot, wording: Wording) -> None:
    view = TimelineView(wording)
    qtbot.addWidget(view)
    view.resize(220, 400)
    long = replace(entry("2", "ngắn"), title="Yêu cầu bổ sung, phiếu số 0001-03")
    view.show_entries([entry("1", "ngắn"), long])
    view.show()
    qtbot.waitExposed(view)
    first, second = (view.visualRect(view.model().index(row, 0)).height() for row in (0, 1))
    assert second >= first + 14


def names_of_focusable(root: QWidget) -> dict[str, str]:
    return {
        type(widget).__name__ + str(number): widget.accessibleName()
        for number, widget in enumerate(root.findChildren(QWidget))
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
    }


def test_everything_that_takes_the_focus_has_a_name(strip: Strip, rail: Rail) -> None:
    for root in (strip, rail):
        names = names_of_focusable(root)
        assert names
        assert all(names.values()), names
