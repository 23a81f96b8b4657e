"""Old unsent work and entries that want a person, as the window tells them: never in the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from counter_app.domain.parties import Party
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.services.sync_ports import LineState
from tests.builders import clerk
from tests.ui.counter.conftest import AT, Front


def wait_since(front: Front, **span: float) -> None:
    """Something unsent is as old as this."""
    status = front.services.sync.status()
    oldest = front.services.clock.now() - timedelta(**span)
    backlog = replace(status.backlog, entries=12, dossiers=9, oldest_at=oldest)
    front.counter.line.tell(replace(status, state=LineState.OFFLINE, since=oldest, backlog=backlog))
    front.window.care.look()
    front.settle()


def test_a_short_time_offline_is_a_normal_state(front: Front) -> None:
    wait_since(front, minutes=35)
    assert front.window.strip.waiting.text() == "12 việc chờ gửi từ 08:42"
    assert front.said() == []


def test_old_work_is_told_once_over_the_page_and_stays_on_the_strip(front: Front) -> None:
    wait_since(front, hours=5)
    assert len(front.said()) == 1
    assert front.said()[0] == "12 việc chưa gửi đã 5 giờ, chỉ có trên máy này."
    front.window.care.look()
    front.settle()
    assert len(front.said()) == 1
    wait_since(front, days=4)
    assert len(front.said()) == 2
    assert front.said()[1].startswith("12 việc của 9 hồ sơ chỉ có trên máy này từ 09:17 19/11")
    assert QApplication.activeModalWidget() is None


def test_a_reception_goes_on_while_urgent_work_waits(front: Front) -> None:
    wait_since(front, days=4)
    front.presenter.edit_party("owner.full_name", "Nguyễn Thị Mẫu")
    front.settle()
    assert front.draft().owner == Party(full_name="Nguyễn Thị Mẫu")


def test_what_wants_a_person_is_counted_on_the_strip(front: Front) -> None:
    counter = front.counter
    dossier = counter.accept()
    counter.dossiers.cancel(dossier.id, clerk(), "Tiếp nhận trùng")
    received, cancelled = (entry.id for entry in counter.database.chain())
    counter.database.judge(Verdict(VerdictState.ACCEPTED), received)
    counter.database.judge(Verdict(VerdictState.REFUSED, "already_cancelled"), cancelled)
    front.window.care.look()
    front.settle()
    assert front.window.strip.ailing.text() == "1 việc cần xem"
    counter.services.care.mending.settle(cancelled, clerk(), "Đã xem")
    front.window.care.look()
    front.settle()
    assert not front.window.strip.ailing.isVisible()


def test_a_clock_that_is_off_stands_beside_the_clock(front: Front) -> None:
    status = front.services.sync.status()
    front.counter.line.tell(replace(status, clock_offset_ms=185_000, clock_measured_at=AT))
    front.settle()
    assert front.window.strip.clock_off.accessibleName() == "Đồng hồ chậm 3 phút"


def test_signing_out_backs_up_what_is_not_sent(front: Front, tmp_path: Path) -> None:
    front.counter.accept()
    backup = front.services.care.backup
    backup.choose_folder(tmp_path)
    assert backup.state().due
    front.window.sign_out()
    front.settle()
    assert not backup.state().due


def test_a_stick_that_is_not_in_does_not_keep_the_clerk(front: Front, tmp_path: Path) -> None:
    front.counter.accept()
    backup = front.services.care.backup
    backup.choose_folder(tmp_path)
    backup._store.failing = "backup.folder_missing"  # type: ignore[attr-defined]
    front.window.sign_out()
    front.settle()
    assert front.frame.seat.signed_in is None
    assert backup.state().failure == "backup.folder_missing"
