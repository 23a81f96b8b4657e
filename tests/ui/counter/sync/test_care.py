"""The sync centre beyond the line: scans, backups, old unsent work, what wants a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.office import Clerk, Role
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.services.scan_ports import Lane, ScanBacklog, ScanProgress, ScanStatus
from counter_app.services.signing_queue import StampList, WaitingPaper, write_list
from counter_app.services.signing_settings import SigningSettings, SigningSettingsService
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.services.sync_care import (
    BackupMade,
    BackupState,
    NextStep,
    UnsentAge,
    UnsentStage,
)
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.ui.counter.sync.care_words import CareWords
from counter_app.ui.counter.sync.sync_presenter import AILING
from counter_app.ui.counter.sync.sync_screen import SyncScreen
from counter_app.ui.counter.sync.sync_state import Deed, SyncState
from counter_app.ui.shared.tokens import Tone
from tests.builders import clerk
from tests.fakes.clock import MORNING
from tests.fakes.line import EMPTY
from tests.ui.counter.record_desk import Desk

VI, EN = (Wording(language, resources() / "i18n") for language in ("vi", "en"))
ONLINE = SyncStatus(LineState.ONLINE, MORNING, EMPTY)
OFFLINE = SyncStatus(LineState.OFFLINE, MORNING, replace(EMPTY, entries=3, dossiers=2, oldest_at=MORNING))
UNSENT = replace(ONLINE, backlog=OFFLINE.backlog)
WORDS = CareWords(VI)
MEGABYTE = 1024 * 1024


def sending(sent: int, size: int, **changes: object) -> ScanStatus:
    status = ScanStatus(
        ScanBacklog(2, 2 * size, MORNING), ScanProgress("0" * 64, Lane.SCANS, sent, size), bytes_per_s=100_000
    )
    return replace(status, **changes)  # type: ignore[arg-type]


class Last:
    """The last state that the screen was given."""

    def __init__(self, screen: SyncScreen) -> None:
        self.state: SyncState | None = None
        screen.presenter.shown.connect(self._take)
        screen.presenter.open()

    def _take(self, state: SyncState) -> None:
        self.state = state

    @property
    def now(self) -> SyncState:
        assert self.state is not None
        return self.state


def opened(desk: Desk) -> tuple[SyncScreen, Last]:
    screen = desk.sync()
    last = Last(screen)
    desk.settle()
    return screen, last


# --- scans -----------------------------------------------------------------------------------


def test_scans_that_wait_are_counted_with_their_size_and_told_to_come_last() -> None:
    card = WORDS.scans(ScanStatus(ScanBacklog(3, 4 * MEGABYTE, MORNING)), OFFLINE, MORNING)
    assert card.sign.text == "3 bản quét chờ gửi, 4,0 MB"
    assert card.detail == "Gửi sau các việc, khi có mạng."
    assert card.progress is None


def test_a_scan_under_way_shows_how_far_it_is_and_how_long_all_may_take() -> None:
    card = WORDS.scans(sending(MEGABYTE, 2 * MEGABYTE), ONLINE, MORNING)
    assert card.progress == pytest.approx(0.5)
    assert card.detail == "Đang gửi 1,0 MB trên 2,0 MB, tất cả còn khoảng 31 giây"


def test_a_scan_that_makes_room_says_so_and_loses_nothing() -> None:
    card = WORDS.scans(sending(MEGABYTE, 2 * MEGABYTE, paused=True), ONLINE, MORNING)
    assert card.detail == "Tạm dừng ở 1,0 MB trên 2,0 MB để gửi các việc trước"
    assert card.progress == pytest.approx(0.5)


def test_a_scan_that_cannot_be_sent_is_a_warning_with_its_reason() -> None:
    refused = ScanStatus(ScanBacklog(refused=1), trouble="storage_full")
    card = WORDS.scans(refused, ONLINE, MORNING)
    assert (card.sign.text, card.sign.tone) == ("1 bản quét không gửi được", Tone.AMBER)
    assert card.detail == VI.text("scan.trouble.storage_full")


@given(
    files=st.integers(0, 10**5),
    refused=st.integers(0, 100),
    size=st.integers(0, 10**12),
    part=st.floats(0, 1),
    rate=st.none() | st.integers(0, 10**9),
    paused=st.booleans(),
    trouble=st.sampled_from(["", "no_route", "storage_full", "unheard_of"]),
)
def test_scans_have_words_whatever_their_state(
    files: int, refused: int, size: int, part: float, rate: int | None, paused: bool, trouble: str
) -> None:
    going = ScanProgress("0" * 64, Lane.SCANS, round(size * part), size) if files else None
    status = ScanStatus(
        ScanBacklog(files, files * size, MORNING, refused), going, paused, trouble, None, rate
    )
    card = WORDS.scans(status, ONLINE, MORNING)
    assert card.sign.text
    if files:
        assert VI.number(files) in card.sign.text
    assert card.progress is None or 0 <= card.progress <= 1


# --- backups ---------------------------------------------------------------------------------


def made(at: datetime, entries: int = 12) -> BackupMade:
    return BackupMade(Path("/media/stick/a.qmcbak"), at, entries, 0, 0, 4096)


def test_without_a_folder_the_card_leads_to_choosing_one() -> None:
    card = WORDS.backup(BackupState(None, None), UNSENT, MORNING)
    assert card.sign.text == "Chưa chọn nơi sao lưu"
    assert card.act is not None
    assert card.act.deed is Deed.CHOOSE_FOLDER


def test_a_backup_that_holds_all_is_told_with_when_and_how_many() -> None:
    card = WORDS.backup(BackupState(Path("/media/stick"), made(MORNING)), UNSENT, MORNING)
    assert (card.sign.text, card.sign.tone) == ("12 việc lúc 08:30", Tone.GREEN)
    assert card.detail == "/media/stick"


def test_new_work_that_no_backup_holds_is_told_beside_the_last_backup() -> None:
    card = WORDS.backup(BackupState(Path("/media/stick"), made(MORNING), due=True), UNSENT, MORNING)
    assert card.sign.text == "Có việc mới chưa được sao lưu"
    assert "12 việc lúc 08:30" in card.detail


def test_a_backup_that_failed_is_never_covered_by_an_older_one() -> None:
    state = BackupState(
        Path("/media/stick"), made(MORNING), "backup.folder_missing", MORNING + timedelta(hours=1), due=True
    )
    card = WORDS.backup(state, UNSENT, MORNING + timedelta(hours=2))
    assert card.sign.text == "Sao lưu không thành 09:30"
    assert VI.text("error.backup.folder_missing") in card.detail


def test_back_up_now_writes_and_says_what_was_written(desk: Desk, tmp_path: Path) -> None:
    desk.accept()
    desk.counter.services.care.backup.choose_folder(tmp_path)
    desk.counter.line.tell(OFFLINE)
    screen, last = opened(desk)
    assert last.now.backup.sign.text == "Việc chưa gửi chưa được sao lưu"
    screen.view.cards["backup"].act.click()
    busy = last.now.backing_up
    desk.settle()
    assert (busy, last.now.backing_up) == (True, False)
    assert last.now.backup.sign.tone is Tone.GREEN
    assert "Đã sao lưu 1 việc chưa gửi và đọc lại đủ" in desk.notices.shown()[-1][1]


def test_back_up_now_without_its_stick_says_why_and_keeps_saying_it(desk: Desk, tmp_path: Path) -> None:
    desk.accept()
    care = desk.counter.services.care
    care.backup.choose_folder(tmp_path)
    care.backup._store.failing = "backup.full"  # type: ignore[attr-defined]
    desk.counter.line.tell(OFFLINE)
    screen, last = opened(desk)
    screen.presenter.back_up()
    desk.settle()
    assert desk.notices.shown()[-1][1] == VI.text("error.backup.full")
    assert last.now.backup.sign.text.startswith("Sao lưu không thành")


def test_choosing_a_place_leads_to_the_settings(desk: Desk) -> None:
    desk.accept()
    screen, _ = opened(desk)
    screen.view.cards["backup"].act.click()
    assert desk.around.sections == ["care"]


# --- old unsent work -------------------------------------------------------------------------


def aged(stage: UnsentStage, *steps: NextStep) -> UnsentAge:
    return UnsentAge(stage, 12, 9, MORNING, timedelta(hours=4, minutes=10), steps)


def test_old_work_is_told_with_what_to_do_next_and_that_the_counter_goes_on() -> None:
    banner = WORDS.age(
        aged(UnsentStage.WARNING, NextStep.CHECK_LINE, NextStep.BACK_UP, NextStep.SEND_NOW), MORNING
    )
    assert banner is not None
    assert banner.sign.text == "12 việc chưa gửi đã 4 giờ 10 phút, chỉ có trên máy này"
    assert banner.text.index("xem lại dây mạng") < banner.text.index("sao lưu việc chưa gửi")
    assert banner.text.endswith("Quầy vẫn tiếp nhận bình thường.")
    assert [act.deed for act in banner.acts] == [Deed.BACK_UP, Deed.SEND_NOW]


@pytest.mark.parametrize("wording", [VI, EN])
@pytest.mark.parametrize("stage", list(UnsentStage))
def test_every_stage_and_every_step_has_words(wording: Wording, stage: UnsentStage) -> None:
    banner = CareWords(wording).age(aged(stage, *NextStep), MORNING)
    assert (banner is None) is (stage is UnsentStage.NONE)
    if banner is not None:
        assert "{" not in banner.sign.text + banner.text


def test_work_of_a_day_ago_stands_as_a_banner_whose_button_sends(desk: Desk) -> None:
    desk.accept()
    oldest = desk.counter.clock.now() - timedelta(days=3)
    desk.counter.line.tell(replace(OFFLINE, backlog=replace(OFFLINE.backlog, oldest_at=oldest)))
    screen, last = opened(desk)
    assert last.now.banners[0].sign.tone is Tone.RED
    card = screen.view.banners.cards[0]
    card.buttons[Deed.SEND_NOW].click()
    desk.settle()
    assert desk.counter.line.sends == 1


# --- what wants a person ---------------------------------------------------------------------


def test_what_wants_a_person_is_counted_apart_from_what_is_only_held(desk: Desk) -> None:
    first = desk.accept("Nguyễn Thị Mẫu")
    desk.accept("Lê Văn Mẫu")
    desk.counter.dossiers.cancel(first.id, clerk(), "Tiếp nhận trùng")
    database = desk.counter.database
    received, other, cancelled = (entry.id for entry in database.chain())
    database.judge(Verdict(VerdictState.ACCEPTED), received)
    database.judge(Verdict(VerdictState.HELD, "waits_for_reception"), other)
    database.judge(Verdict(VerdictState.REFUSED, "already_cancelled"), cancelled)
    screen, last = opened(desk)
    assert dict(last.now.chips)["ailing"] == "Cần xem 1 · giữ lại 1"
    assert last.now.banners[0].sign.text == "1 việc hệ thống không nhận"
    screen.view.banners.cards[0].buttons[Deed.LOOK].click()
    desk.settle()
    assert last.now.segment == AILING
    assert last.now.banners == ()
    kinds = [screen.presenter.ailing.row(row) for row in range(2)]
    assert [one.row.id for one in kinds if one is not None] == [cancelled, other]
    assert screen.view.look.isVisible()


def test_send_now_sends_scans_too(desk: Desk) -> None:
    screen, _ = opened(desk)
    screen.presenter.send_now()
    desk.settle()
    assert (desk.counter.line.sends, desk.counter.scan_line.sent_now) == (1, 1)


def test_news_of_scans_are_shown_while_somebody_looks(desk: Desk) -> None:
    _, last = opened(desk)
    assert last.now.scans.sign.text == "Không có bản quét chờ gửi"
    desk.counter.scan_line.show(ScanStatus(ScanBacklog(2, MEGABYTE, MORNING)))
    desk.qtbot.waitUntil(lambda: last.now.scans.sign.text == "2 bản quét chờ gửi, 1,0 MB")


def test_signed_papers_that_wait_for_their_time_stamp_are_told_with_why_beside_the_files(desk: Desk) -> None:
    station = desk.counter
    signed = WaitingPaper("dossier-1", "1" * 64, MORNING)
    with station.database.begin() as work:
        write_list(work, StampList((signed,), 1, MORNING, "signing.authority_silent"))
    administrator = Clerk("vo-thi-mau", "Võ Thị Mẫu", Role.ADMINISTRATOR, "")
    wanted = SigningSettings(authority="http://tsa.example.vn")
    SigningSettingsService(station.database).save(administrator, wanted)
    _, last = opened(desk)
    assert last.now.scans.sign.text == "Không có bản quét chờ gửi"
    assert last.now.scans.detail == (
        "1 giấy đã ký đang chờ dấu thời gian\nmáy chủ dấu thời gian không trả lời"
    )
