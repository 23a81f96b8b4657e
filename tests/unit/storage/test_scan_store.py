"""Files on their way: in order, marked only on the central system's word, checked again after a restore."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.domain.office import Station
from counter_app.services.scan_ports import FileState, FileToSend, Lane, ScanBacklog
from counter_app.services.sync_ports import FeedPage
from counter_app.storage.create import create_station
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import StationStore, open_station
from tests.fixtures.dossiers import MORNING

STATION = Station("station-a", 1, "03", "Quầy 03")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "data"
    create_station(folder, FolderKeys(folder / "keys"), station=STATION, enrolled_at=MORNING).close()
    return folder


@pytest.fixture
def store(template: Path, tmp_path: Path) -> Iterator[StationStore]:
    shutil.copytree(template, tmp_path / "data")
    opened = open_station(tmp_path / "data", FolderKeys(tmp_path / "data" / "keys"))
    yield opened
    opened.close()


def file(number: int, lane: Lane = Lane.SCANS) -> FileToSend:
    at = MORNING + timedelta(minutes=number)
    return FileToSend(f"{number:064x}", 1000 + number, "application/pdf", lane, at)


def add(store: StationStore, *files: FileToSend) -> None:
    with store.database.begin() as work:
        for one in files:
            work.files_to_send.add(one)


def state_of(store: StationStore, one: FileToSend) -> FileState:
    with store.database.read() as reads:
        return reads.file_states([one.sha256])[one.sha256]


def test_papers_go_before_scans_and_each_lane_in_its_order(store: StationStore) -> None:
    add(store, file(1), file(2), file(3, Lane.PAPERS), file(4))
    assert list(store.scans.waiting()) == [file(3, Lane.PAPERS), file(1), file(2), file(4)]
    assert list(store.scans.waiting(limit=1)) == [file(3, Lane.PAPERS)]


def test_what_waits_is_counted(store: StationStore) -> None:
    assert store.scans.backlog() == ScanBacklog()
    add(store, file(1), file(2), file(3))
    store.scans.mark_refused(file(2).sha256, "scan.too_large")
    assert store.scans.backlog() == ScanBacklog(2, 2004, MORNING + timedelta(minutes=1), refused=1)
    store.scans.mark_sent(file(1).sha256, "life-1")
    assert store.scans.backlog() == ScanBacklog(1, 1003, MORNING + timedelta(minutes=3), refused=1)


def test_a_sent_file_is_not_sent_again_when_it_is_attached_again(store: StationStore) -> None:
    add(store, file(1))
    store.scans.mark_sent(file(1).sha256, "life-1")
    add(store, file(1))
    assert list(store.scans.waiting()) == []
    assert state_of(store, file(1)) is FileState.SENT


def test_a_restored_central_system_is_asked_for_what_it_had(store: StationStore) -> None:
    add(store, file(1), file(2), file(3))
    store.scans.mark_sent(file(1).sha256, "life-1")
    store.scans.mark_sent(file(2).sha256, "life-2")
    assert store.scans.check_again("life-2") == 1
    assert list(store.scans.waiting()) == [file(1), file(3)]
    assert store.scans.check_again("life-2") == 0


def test_refused_files_wait_again_when_a_person_wants_it(store: StationStore) -> None:
    add(store, file(1))
    store.scans.mark_refused(file(1).sha256, "scan.too_large")
    assert state_of(store, file(1)) is FileState.REFUSED
    assert store.scans.try_refused_again() == 1
    assert list(store.scans.waiting()) == [file(1)]
    assert store.scans.try_refused_again() == 0


def test_the_life_of_the_central_system_is_known_from_the_feed(store: StationStore) -> None:
    assert store.scans.epoch() == ""
    store.sync.take_page(FeedPage([], 0, "life-1"))
    assert store.scans.epoch() == "life-1"


def test_the_queue_outlives_the_program(store: StationStore, tmp_path: Path) -> None:
    add(store, file(1))
    store.close()
    again = open_station(tmp_path / "data", FolderKeys(tmp_path / "data" / "keys"))
    assert list(again.scans.waiting()) == [file(1)]
    again.close()
