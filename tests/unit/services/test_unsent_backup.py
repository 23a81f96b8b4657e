"""When a backup of unsent work is due, where it may go, and what is kept of older ones."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.domain.errors import DomainError
from counter_app.services.care_settings import CareSettings, CareSettingsService
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.services.unsent_backup import DOCUMENT, UnsentBackup
from tests.builders import Counter, counter, put_document
from tests.fakes.care import MemoryBackups


class Desk:
    """A counter with its stick; ``restart`` is the next run of the program."""

    def __init__(self, stick: Path) -> None:
        self.counter: Counter = counter()
        self.sticks = MemoryBackups(self.counter.database)
        self.stick = stick
        stick.mkdir()
        self.restart()

    def restart(self) -> None:
        self.settings = CareSettingsService(self.counter.database)
        self.backup = UnsentBackup(self.counter.database, self.sticks, self.settings, self.counter.clock)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "stick")


def test_without_a_folder_nothing_is_due(desk: Desk) -> None:
    desk.counter.accept()
    assert not desk.backup.state().due
    assert desk.backup.make_if_due() is None
    with pytest.raises(DomainError, match=r"backup\.no_folder"):
        desk.backup.make()


@pytest.mark.requirement("O15")
def test_unsent_work_is_backed_up_once_at_the_end_of_a_shift(desk: Desk) -> None:
    desk.backup.choose_folder(desk.stick)
    assert desk.backup.make_if_due() is None
    desk.counter.accept()
    assert desk.backup.state().due
    made = desk.backup.make_if_due()
    assert made is not None
    assert (made.entries, made.at) == (1, desk.counter.clock.now())
    assert desk.backup.make_if_due() is None
    desk.restart()
    assert not desk.backup.state().due
    assert desk.backup.state().last == made
    assert desk.backup.last_made_at() == made.at
    desk.counter.accept()
    assert desk.backup.state().due


def test_what_was_sent_needs_no_backup(desk: Desk) -> None:
    desk.backup.choose_folder(desk.stick)
    desk.counter.accept()
    desk.counter.database.judge(Verdict(VerdictState.ACCEPTED), desk.counter.database.chain()[0].id)
    assert not desk.backup.state().due
    with pytest.raises(DomainError, match=r"backup\.nothing"):
        desk.backup.make()
    assert desk.backup.state().failure == ""


def test_by_hand_it_is_made_again_although_nothing_changed(desk: Desk) -> None:
    desk.backup.choose_folder(desk.stick)
    desk.counter.accept()
    first = desk.backup.make()
    desk.counter.clock.move(timedelta(hours=1))
    assert desk.backup.make().path != first.path


@pytest.mark.parametrize("code", ["backup.full", "backup.read_only", "backup.io", "backup.not_verified"])
def test_a_failure_is_remembered_and_tried_again(desk: Desk, code: str) -> None:
    desk.backup.choose_folder(desk.stick)
    desk.counter.accept()
    desk.backup.make()
    desk.sticks.failing = code
    with pytest.raises(DomainError) as caught:
        desk.backup.make()
    assert caught.value.code == code
    desk.restart()
    state = desk.backup.state()
    assert (state.failure, state.failed_at, state.due) == (code, desk.counter.clock.now(), True)
    assert state.last is not None
    assert desk.backup.last_made_at() is None
    desk.sticks.failing = ""
    assert desk.backup.make_if_due() is not None
    assert desk.backup.state().failure == ""


def test_nothing_is_written_where_the_stick_is_not_in(desk: Desk) -> None:
    desk.backup.choose_folder(desk.stick)
    desk.counter.accept()
    shutil.rmtree(desk.stick)
    with pytest.raises(DomainError, match=r"backup\.folder_missing"):
        desk.backup.make_if_due()
    # The mount point is there again, empty: as after pulling the stick out.
    desk.stick.mkdir()
    del desk.sticks.sticks[desk.stick]
    with pytest.raises(DomainError, match=r"backup\.other_medium"):
        desk.backup.make_if_due()
    assert list(desk.stick.iterdir()) == []


def test_the_last_few_are_kept(desk: Desk) -> None:
    desk.settings.save(CareSettings(backup_keep=3))
    desk.backup.choose_folder(desk.stick)
    made = []
    for _ in range(5):
        desk.counter.accept()
        desk.counter.clock.move(timedelta(hours=8))
        made.append(desk.backup.make().path)
    assert desk.sticks.listed(desk.stick) == made[:1:-1]


def test_a_folder_that_is_not_there_is_not_chosen(desk: Desk) -> None:
    with pytest.raises(DomainError, match=r"backup\.folder_missing"):
        desk.backup.choose_folder(desk.stick / "nowhere")
    assert desk.backup.state().folder is None
    chosen = desk.backup.choose_folder(desk.stick)
    assert chosen is not None
    assert desk.backup.state().folder == chosen.path == desk.stick
    desk.backup.choose_folder(None)
    assert desk.backup.state().folder is None


def test_a_note_that_cannot_be_read_makes_another_backup_due(desk: Desk) -> None:
    desk.backup.choose_folder(desk.stick)
    desk.counter.accept()
    desk.backup.make()
    put_document(desk.counter.database, DOCUMENT, b"\xff", 9)
    desk.restart()
    assert desk.backup.state().due
    assert desk.backup.make_if_due() is not None


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (CareSettings(safety_days=1), "settings.out_of_range"),
        (CareSettings(backup_keep=0), "settings.out_of_range"),
        (CareSettings(notice_minutes=300, warning_minutes=240), "settings.warnings_out_of_order"),
        (CareSettings(warning_minutes=300, urgent_hours=4), "settings.warnings_out_of_order"),
    ],
)
def test_settings_that_make_no_sense_are_not_kept(desk: Desk, settings: CareSettings, code: str) -> None:
    with pytest.raises(DomainError) as caught:
        desk.settings.save(settings)
    assert caught.value.code == code
    assert desk.settings.load() == desk.settings.current() == CareSettings()


def test_settings_are_kept_and_each_that_makes_no_sense_is_the_default(desk: Desk) -> None:
    changed = CareSettings(closed_days=0, backup_folder="/media/stick", backup_medium="ab")
    desk.settings.save(changed)
    desk.restart()
    assert desk.settings.current() == changed
    put_document(
        desk.counter.database, "care_settings", {"closed_days": -1, "safety_days": 60, "urgent_hours": "x"}, 9
    )
    assert desk.settings.load() == CareSettings(safety_days=60)
