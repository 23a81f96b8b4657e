"""The sender of scans, a step at a time: what goes first, what waits, what is never given up."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.domain.errors import DomainError
from counter_app.services.scan_ports import FileState, FileToSend, Lane, ScanStatus
from counter_app.sync.chunk_body import BrokenOffError
from counter_app.sync.lanes import Lanes
from counter_app.sync.link import LinkError, Trouble
from counter_app.sync.policy import Pace
from counter_app.sync.scan_queue import ScanSender
from counter_app.sync.scan_trouble import UploadError, UploadTrouble
from tests.fakes.clock import MORNING, SetClock
from tests.fakes.scan_store import MemoryScanStore

Act = Callable[[FileToSend, ScanSender], None]


def file(number: int, lane: Lane = Lane.SCANS, size: int = 1000) -> FileToSend:
    at = MORNING + timedelta(minutes=number)
    return FileToSend(f"{number:064x}", size, "application/pdf", lane, at)


class ScriptedSending:
    """``Sending``: each send does the next of ``acts``, or works."""

    def __init__(self) -> None:
        self.acts: deque[Act] = deque()
        self.sent: list[FileToSend] = []
        self.asked: list[str] = []
        self.there: set[str] = set()

    def send(self, file: FileToSend, watcher: ScanSender) -> None:
        if self.acts:
            self.acts.popleft()(file, watcher)
        self.sent.append(file)

    def has(self, sha256: str) -> bool:
        self.asked.append(sha256)
        return sha256 in self.there

    def usable_rate(self) -> float | None:
        return 27_840.5

    def break_off(self) -> None:
        pass

    def close(self) -> None:
        pass


class Desk:
    """A sender under virtual time."""

    def __init__(self, *files: FileToSend) -> None:
        self.store = MemoryScanStore(*files)
        self.sending = ScriptedSending()
        self.clock = SetClock()
        self.now = 100.0
        self.lanes = Lanes()
        self.seen: list[ScanStatus] = []
        self.sender = ScanSender(
            self.store,
            lambda: self.sending,
            self.lanes,
            self.clock,
            pace=Pace(),
            uniform=lambda low, high: high,
            monotonic=lambda: self.now,
        )
        self.sender.subscribe(self.seen.append)

    def run(self, steps: int = 20) -> float:
        """Step until nothing is due; returns the seconds until the next step."""
        for _ in range(steps):
            wait = self.sender.step()
            if wait > 0:
                return wait
        raise AssertionError("always something due")

    def after(self, seconds: float) -> float:
        self.now += seconds
        return self.run()


def fails(trouble: Trouble, retry_after: float | None = None) -> Act:
    def act(_file: FileToSend, _watcher: ScanSender) -> None:
        raise LinkError(trouble, retry_after=retry_after)

    return act


def refuses(trouble: UploadTrouble) -> Act:
    def act(_file: FileToSend, _watcher: ScanSender) -> None:
        raise UploadError(trouble)

    return act


def test_all_that_waits_is_sent_and_marked_papers_first() -> None:
    desk = Desk(file(1), file(2), file(3, Lane.PAPERS))
    desk.run()
    assert desk.sending.sent == [file(3, Lane.PAPERS), file(1), file(2)]
    assert set(desk.store.state.values()) == {FileState.SENT}
    status = desk.sender.status()
    assert (status.backlog.files, status.under_way, status.trouble) == (0, None, "")


def test_progress_is_told_with_the_rate_of_the_line() -> None:
    desk = Desk(file(1, size=2000))

    def act(_file: FileToSend, watcher: ScanSender) -> None:
        watcher.reached(0)
        watcher.reached(1500)
        watcher.paused(True)
        watcher.paused(False)

    desk.sending.acts.append(act)
    desk.run()
    progress = [status.under_way for status in desk.seen if status.under_way is not None]
    assert [one.sent for one in progress] == [0, 1500, 1500, 1500]
    assert {status.bytes_per_s for status in desk.seen if status.under_way} == {27_840}
    assert [status.paused for status in desk.seen if status.under_way][2:] == [True, False]


@pytest.mark.parametrize(
    "trouble",
    [Trouble.UNKNOWN_STATION, Trouble.REVOKED, Trouble.RATE_LIMITED, Trouble.SERVER_ERROR, Trouble.CUT],
)
def test_no_trouble_of_the_line_gives_a_scan_up(trouble: Trouble) -> None:
    desk = Desk(file(1))
    desk.sending.acts.extend([fails(trouble)] * 12)
    for _ in range(12):
        wait = desk.run()
        assert 0 < wait <= 60
        assert desk.sender.status().trouble == trouble.value
        assert desk.sender.status().next_try_at == desk.clock.now() + timedelta(seconds=wait)
        assert desk.store.state[file(1).sha256] is FileState.WAITING
        desk.now += wait
    desk.run()
    assert desk.store.state[file(1).sha256] is FileState.SENT
    assert desk.sender.status().trouble == ""


def test_the_wait_grows_to_its_cap_and_begins_anew_after_progress() -> None:
    desk = Desk(file(1))
    waits = []
    desk.sending.acts.extend([fails(Trouble.CUT)] * 7)
    for _ in range(7):
        waits.append(desk.run())
        desk.now += waits[-1]
    assert waits == [1, 2, 4, 8, 16, 30, 30]

    def gets_on(_file: FileToSend, watcher: ScanSender) -> None:
        watcher.reached(100)
        watcher.reached(200)
        raise LinkError(Trouble.CUT)

    desk.sending.acts.append(gets_on)
    assert desk.run() == 1


def test_what_the_server_asks_to_wait_is_heeded() -> None:
    desk = Desk(file(1))
    desk.sending.acts.append(fails(Trouble.RATE_LIMITED, 40))
    assert desk.run() == 40
    desk.sender.wake()
    assert desk.run() == 40
    assert desk.sending.sent == []


def test_a_person_skips_the_wait() -> None:
    desk = Desk(file(1))
    desk.sending.acts.append(fails(Trouble.SERVER_ERROR))
    desk.run()
    desk.sender.send_now()
    desk.run()
    assert desk.sending.sent == [file(1)]


def test_while_the_line_is_down_nothing_is_tried_and_then_at_once() -> None:
    desk = Desk(file(1))
    desk.sender.line(up=False)
    assert desk.run() == 60
    assert desk.sending.sent == []
    assert desk.sender.status().backlog.files == 1
    desk.sender.line(up=True)
    desk.run()
    assert desk.sending.sent == [file(1)]


def test_a_line_that_came_back_ends_the_back_off() -> None:
    desk = Desk(file(1))
    desk.sending.acts.extend([fails(Trouble.CUT)] * 6)
    for _ in range(6):
        desk.now += desk.run()
    desk.sender.line(up=False)
    desk.sender.line(up=True)
    desk.run()
    assert desk.sending.sent == [file(1)]


@pytest.mark.parametrize("trouble", [UploadTrouble.TOO_LARGE, UploadTrouble.FILE_DAMAGED])
def test_what_cannot_be_taken_as_it_is_waits_for_a_person_and_others_go_on(trouble: UploadTrouble) -> None:
    desk = Desk(file(1), file(2))
    desk.sending.acts.append(refuses(trouble))
    desk.run()
    assert desk.store.state == {file(1).sha256: FileState.REFUSED, file(2).sha256: FileState.SENT}
    assert desk.store.codes[file(1).sha256] == f"scan.{trouble.value}"
    assert desk.sender.status().backlog.refused == 1
    desk.sender.send_now()
    desk.run()
    assert desk.store.state[file(1).sha256] is FileState.SENT


def test_a_file_that_the_vault_lost_does_not_stop_the_others() -> None:
    desk = Desk(file(1), file(2))

    def act(one: FileToSend, _watcher: ScanSender) -> None:
        raise DomainError("vault.missing", name=one.sha256)

    desk.sending.acts.append(act)
    desk.run()
    assert desk.store.codes[file(1).sha256] == "scan.file_damaged"
    assert desk.sending.sent == [file(2)]


@pytest.mark.parametrize("trouble", [UploadTrouble.LOCKED, UploadTrouble.BAD_HASH])
def test_a_file_that_cannot_go_now_lets_the_next_one_go_first(trouble: UploadTrouble) -> None:
    desk = Desk(file(1), file(2))
    desk.sending.acts.append(refuses(trouble))
    assert desk.run() == 1
    assert desk.sending.sent == [file(2)]
    desk.after(1)
    assert desk.sending.sent == [file(2), file(1)]


def test_a_full_disk_at_the_centre_makes_all_wait() -> None:
    desk = Desk(file(1), file(2))
    desk.sending.acts.append(refuses(UploadTrouble.STORAGE_FULL))
    assert desk.run() == 1
    assert desk.sending.sent == []
    assert desk.sender.status().trouble == "storage_full"
    desk.after(1)
    assert desk.sending.sent == [file(1), file(2)]


def test_a_scan_that_made_room_is_taken_up_again() -> None:
    desk = Desk(file(1))

    def act(_file: FileToSend, _watcher: ScanSender) -> None:
        raise BrokenOffError

    desk.sending.acts.extend([act, act])
    desk.run()
    assert desk.sending.sent == [file(1)]
    assert desk.sender.status().trouble == ""


def test_a_paper_that_comes_while_a_scan_is_under_way_goes_before_it() -> None:
    desk = Desk(file(1))

    def act(_file: FileToSend, watcher: ScanSender) -> None:
        assert not watcher.leave()
        desk.store.add(file(9))
        watcher.wake()
        assert not watcher.leave(), "another scan waits its turn"
        desk.store.add(file(2, Lane.PAPERS))
        watcher.wake()
        assert watcher.leave()
        raise BrokenOffError

    desk.sending.acts.append(act)
    desk.run()
    assert desk.sending.sent == [file(2, Lane.PAPERS), file(1), file(9)]


def test_nothing_begins_while_entries_are_under_way() -> None:
    desk = Desk(file(1))
    real = ScanSender(desk.store, lambda: desk.sending, desk.lanes, desk.clock)
    with desk.lanes.using(Lane.ENTRIES):
        assert real.step() == 0
        assert desk.sending.sent == []
    real.step()
    assert desk.sending.sent == [file(1)]


def test_scans_of_a_restored_central_system_are_checked_again() -> None:
    desk = Desk(file(1), file(2))
    desk.store.life = "life-1"
    desk.run()
    desk.store.life = "life-2"
    desk.run()
    assert desk.sending.sent == [file(1), file(2), file(1), file(2)]
    assert desk.store.epochs == {file(1).sha256: "life-2", file(2).sha256: "life-2"}


def test_a_scan_sent_while_another_life_began_is_checked_again() -> None:
    desk = Desk(file(1))
    desk.store.life = "life-1"

    def act(_file: FileToSend, _watcher: ScanSender) -> None:
        desk.store.life = "life-2"

    desk.sending.acts.append(act)
    desk.run()
    assert desk.sending.sent == [file(1), file(1)]


def test_a_store_that_fails_is_a_trouble_and_not_the_end() -> None:
    desk = Desk(file(1))
    desk.store.broken = True
    assert desk.run() > 0
    assert desk.sender.status().trouble == "storage"
    desk.store.broken = False
    desk.after(60)
    assert desk.sending.sent == [file(1)]


def test_a_fault_of_the_program_is_not_the_end_of_sending() -> None:
    desk = Desk(file(1))

    def act(_file: FileToSend, _watcher: ScanSender) -> None:
        raise ZeroDivisionError

    desk.sending.acts.append(act)
    desk.run()
    assert desk.sender.status().trouble == "unexpected"
    desk.after(60)
    assert desk.sending.sent == [file(1)]


def test_a_scan_of_another_counter_is_looked_up_when_a_screen_asks_and_then_known() -> None:
    desk = Desk()
    name = "ab" * 32
    assert desk.sender.state_of(name) is FileState.UNKNOWN
    desk.run()
    assert desk.sender.state_of(name) is FileState.UNKNOWN
    desk.run()
    assert desk.sending.asked == [name], "asked again only after a while"
    desk.sending.there.add(name)
    told = len(desk.seen)
    desk.after(61)
    assert desk.sender.state_of(name) is FileState.SENT
    assert len(desk.seen) > told
    desk.after(600)
    assert desk.sending.asked == [name, name]


def test_own_scans_go_before_looking_up_those_of_others() -> None:
    desk = Desk(file(1))
    desk.sender.state_of("ab" * 32)
    desk.sender.step()
    assert (desk.sending.sent, desk.sending.asked) == ([file(1)], [])


def test_the_thread_sends_and_ends() -> None:
    store, sending = MemoryScanStore(file(1)), ScriptedSending()
    sender = ScanSender(store, lambda: sending, Lanes(), SetClock())
    sender.start()
    sender.start()
    assert store.wait_until_sent()
    store.add(file(2))
    sender.wake()
    assert store.wait_until_sent()
    assert sender.stop()


def test_a_listener_that_fails_does_not_stop_the_sending() -> None:
    desk = Desk(file(1))

    def listener(_status: ScanStatus) -> None:
        raise ZeroDivisionError

    end = desk.sender.subscribe(listener)
    desk.run()
    end()
    assert desk.sending.sent == [file(1)]
    assert replace(desk.sender.status(), bytes_per_s=None) == ScanStatus(bytes_per_s=None)
