"""The sync screen: what is told of the line and the backlog, and that it never says more than is true."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.services.sync_ports import Backlog, LineState, SyncStatus
from counter_app.ui.counter.parts.clock_offset import CLOCK_WARNING
from counter_app.ui.counter.sync.sync_screen import SyncScreen
from counter_app.ui.counter.sync.sync_state import SyncState
from counter_app.ui.counter.sync.sync_words import SyncWords
from counter_app.ui.shared import theme
from counter_app.ui.shared.cells import CELL_ROLE
from counter_app.ui.shared.tokens import Tone
from tests.fakes.clock import MORNING
from tests.fakes.line import EMPTY
from tests.ui.counter.record_desk import Desk

VI, EN = (Wording(language, resources() / "i18n") for language in ("vi", "en"))


def status(state: LineState = LineState.ONLINE, backlog: Backlog = EMPTY, **changes: object) -> SyncStatus:
    return replace(SyncStatus(state, MORNING, backlog), **changes)  # type: ignore[arg-type]


def waiting(entries: int, *, since: datetime = MORNING) -> Backlog:
    return replace(EMPTY, entries=entries, dossiers=entries, oldest_at=since if entries else None)


class Watch:
    """The last state that the screen was given."""

    def __init__(self, screen: SyncScreen) -> None:
        self.state: SyncState | None = None
        screen.presenter.shown.connect(self._take)

    def _take(self, state: SyncState) -> None:
        self.state = state

    @property
    def now(self) -> SyncState:
        assert self.state is not None
        return self.state


def opened(desk: Desk) -> tuple[SyncScreen, Watch]:
    screen = desk.sync()
    watch = Watch(screen)
    screen.presenter.open()
    desk.settle()
    return screen, watch


# --- the line --------------------------------------------------------------------------------


def test_offline_is_told_as_a_normal_state_with_since_when_and_the_next_try() -> None:
    now = MORNING + timedelta(minutes=35)
    card = SyncWords(VI).line(
        status(
            LineState.OFFLINE,
            last_contact_at=MORNING,
            next_try_at=now + timedelta(seconds=40),
            trouble="no_route",
        ),
        now,
    )
    assert card.sign.text == "Mất kết nối 35 phút"
    assert card.sign.tone is Tone.NEUTRAL
    assert "Liên lạc lần cuối 08:30:00" in card.detail
    assert "Tự thử lại sau 40 giây" in card.detail
    assert VI.text("sync.trouble.no_route") in card.detail


@pytest.mark.parametrize("state", list(LineState))
@pytest.mark.parametrize("wording", [VI, EN])
def test_every_state_of_the_line_has_words_and_an_icon(state: LineState, wording: Wording) -> None:
    card = SyncWords(wording).line(status(state), MORNING)
    assert card.sign.text
    assert (resources() / "icons" / f"{card.sign.icon}.svg").is_file()


def test_a_machine_that_is_not_enrolled_says_that_work_goes_on_and_cannot_send(desk: Desk) -> None:
    desk.counter.line.tell(status(LineState.NOT_ENROLLED))
    screen, watch = opened(desk)
    assert watch.now.line.sign.text == "Máy chưa đăng ký"
    assert "Việc vẫn được ghi tại máy" in watch.now.line.detail
    assert not screen.view.send.isEnabled()


# --- the backlog -----------------------------------------------------------------------------


@pytest.mark.requirement("N-80")
def test_what_waits_is_called_saved_here_and_not_sent(desk: Desk) -> None:
    desk.accept()
    desk.counter.line.tell(status(LineState.OFFLINE, waiting(1)))
    screen, watch = opened(desk)
    assert watch.now.waiting.sign.text == "1 việc trong 1 hồ sơ"
    assert watch.now.waiting.detail == "Đã lưu tại máy, cũ nhất từ 08:30"
    cell = screen.presenter.model.index(0, 2).data(CELL_ROLE)
    assert cell.text == "Đã lưu tại máy – chưa gửi"
    assert cell.second == "gửi trước tiên"


def test_safe_reaches_no_further_than_the_oldest_entry_that_waits() -> None:
    words = SyncWords(VI)
    accepted = replace(EMPTY, accepted_total=12, last_accepted_recorded_at=MORNING)
    assert words.safe(status(backlog=accepted), MORNING).sign.text == "Mọi việc đến 08:30"
    earlier = replace(accepted, entries=2, oldest_at=MORNING - timedelta(minutes=10))
    assert words.safe(status(backlog=earlier), MORNING).sign.text == "Mọi việc trước 08:20"
    refused = words.safe(status(backlog=replace(accepted, refused=1)), MORNING)
    assert "trừ 1 việc hệ thống không nhận" in refused.detail
    assert words.safe(status(), MORNING).sign.text == "Chưa có việc nào"


@given(
    entries=st.integers(0, 5000),
    held=st.integers(0, 50),
    refused=st.integers(0, 50),
    accepted=st.integers(0, 10**6),
    minutes=st.integers(0, 10**6),
)
def test_the_cards_never_call_safe_what_waits(
    entries: int, held: int, refused: int, accepted: int, minutes: int
) -> None:
    backlog = Backlog(
        entries,
        entries,
        MORNING - timedelta(minutes=minutes) if entries else None,
        refused,
        held,
        0,
        accepted,
        MORNING if accepted else None,
    )
    words, told = SyncWords(VI), status(backlog=backlog)
    safe, waits = words.safe(told, MORNING), words.waiting(told, MORNING)
    if entries or held:
        assert waits.sign.tone is Tone.AMBER
    if accepted and entries:
        assert safe.sign.text.startswith("Mọi việc trước")
    if not accepted:
        assert safe.sign.tone is Tone.NEUTRAL


# --- the clock -------------------------------------------------------------------------------


def test_a_clock_that_is_more_than_two_minutes_off_is_a_warning_with_advice() -> None:
    words = SyncWords(VI)
    edge = round(CLOCK_WARNING.total_seconds() * 1000)
    fine = words.clock(status(clock_offset_ms=400, clock_measured_at=MORNING), MORNING)
    assert (fine.sign.text, fine.sign.tone) == ("Lệch 0,4 giây", Tone.NEUTRAL)
    assert words.clock(status(clock_offset_ms=-edge), MORNING).sign.tone is Tone.NEUTRAL
    slow = words.clock(status(clock_offset_ms=edge + 65_000), MORNING)
    assert (slow.sign.text, slow.sign.tone) == ("Chậm 3 phút", Tone.AMBER)
    assert "Chỉnh lại ngày giờ" in slow.detail
    assert words.clock(status(clock_offset_ms=-edge - 1000), MORNING).sign.text == "Nhanh 2 phút"
    assert words.clock(status(), MORNING).sign.text == "Chưa đo được"


# --- the rows --------------------------------------------------------------------------------


def test_waiting_entries_stand_in_the_order_of_sending_and_only_the_first_is_next(desk: Desk) -> None:
    for name in ("Nguyễn Thị Mẫu", "Lê Văn Mẫu", "Phạm Thị Mẫu"):
        desk.accept(name)
    screen, _ = opened(desk)
    model = screen.presenter.model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    owners = [
        model.index(row, 1).data(CELL_ROLE).second.partition(" · ")[0] for row in range(model.rowCount())
    ]
    assert owners == ["Nguyễn Thị Mẫu", "Lê Văn Mẫu", "Phạm Thị Mẫu"]
    seconds = [model.index(row, 2).data(CELL_ROLE).second for row in range(model.rowCount())]
    assert seconds == ["gửi trước tiên", "", ""]
    tester.deleteLater()


def test_the_segments_show_what_was_sent_and_what_is_held(desk: Desk) -> None:
    desk.accept("Nguyễn Thị Mẫu")
    desk.accept("Lê Văn Mẫu")
    database = desk.counter.database
    first, second = (entry.id for entry in database.chain())
    database.judge(Verdict(VerdictState.ACCEPTED), first)
    database.judge(Verdict(VerdictState.HELD, "waits_for_reception"), second)
    screen, watch = opened(desk)
    assert screen.presenter.model.rowCount() == 1
    assert screen.presenter.model.index(0, 2).data(CELL_ROLE).text == "Đã gửi, hệ thống giữ lại chưa ghi"
    screen.view.segments.button("sent").click()
    desk.settle()
    assert watch.now.heading == "Hệ thống đã nhận, mới nhất trước"
    assert screen.presenter.model.index(0, 2).data(CELL_ROLE).text == "Hệ thống đã nhận"
    assert dict(watch.now.chips)["ailing"] == "Cần xem 0 · giữ lại 1"


def test_enter_on_a_row_opens_its_dossier(desk: Desk) -> None:
    dossier = desk.accept()
    screen, _ = opened(desk)
    screen.view.table.choose(0)
    QTest.keyClick(screen.view.table, Qt.Key.Key_Return)
    assert desk.around.dossiers == [dossier.id]


# --- sending, following ----------------------------------------------------------------------


def test_send_now_asks_the_engine_and_shows_that_it_tries(desk: Desk) -> None:
    desk.accept()
    desk.counter.line.tell(status(LineState.OFFLINE, waiting(1)))
    screen, watch = opened(desk)
    QTest.keyClick(screen, Qt.Key.Key_F5)
    assert watch.now.trying
    desk.settle()
    assert desk.counter.line.sends == 1
    tell_from_its_own_thread(desk, status(LineState.OFFLINE, waiting(1)))
    desk.qtbot.waitUntil(lambda: not watch.now.trying)


def tell_from_its_own_thread(desk: Desk, told: SyncStatus) -> None:
    teller = threading.Thread(target=desk.counter.line.tell, args=(told,))
    teller.start()
    teller.join()


def test_news_of_the_engine_are_shown_while_somebody_looks(desk: Desk) -> None:
    desk.accept()
    screen, watch = opened(desk)
    database = desk.counter.database
    database.judge(Verdict(VerdictState.ACCEPTED), database.chain()[0].id)
    accepted = replace(EMPTY, accepted_total=1, accepted_today=1, last_accepted_recorded_at=MORNING)
    tell_from_its_own_thread(desk, status(backlog=accepted))
    desk.qtbot.waitUntil(lambda: watch.now.safe.sign.text == "Mọi việc đến 08:30")
    desk.qtbot.waitUntil(lambda: screen.presenter.model.rowCount() == 0)
    assert watch.now.empty is not None
    assert watch.now.empty.title == "Không có việc nào chờ gửi"


def test_the_time_offline_counts_on_by_itself(desk: Desk) -> None:
    desk.counter.line.tell(status(LineState.OFFLINE))
    _, watch = opened(desk)
    desk.counter.clock.move(timedelta(minutes=7))
    desk.qtbot.waitUntil(lambda: watch.now.line.sign.text == "Mất kết nối 7 phút")


def test_a_screen_that_is_gone_is_told_nothing(desk: Desk) -> None:
    others = len(desk.counter.line._listeners)
    screen = desk.sync()
    assert len(desk.counter.line._listeners) > others
    screen.setParent(None)
    screen.deleteLater()
    desk.qtbot.waitUntil(lambda: len(desk.counter.line._listeners) == others)
    tell_from_its_own_thread(desk, status())
    desk.settle()


def test_the_cards_stand_two_by_two_with_large_text(desk: Desk, qapp: QApplication) -> None:
    screen = desk.sync()
    assert len({card.y() for card in screen.view.cards.values()}) == 2
    theme.apply(qapp, "contrast", 1.5)
    desk.qtbot.waitUntil(lambda: len({card.y() for card in screen.view.cards.values()}) == 3)
