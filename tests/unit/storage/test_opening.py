"""Opening a station's store: what is refused with its reason, and that nothing is ever replaced silently."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.domain.errors import DomainError
from counter_app.domain.office import Station
from counter_app.storage.card import RECOVERY_FILE
from counter_app.storage.connection import connect
from counter_app.storage.create import create_station
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import DATABASE_FILE, StationStore, database_id, open_station
from counter_app.storage.schema import SCHEMA_VERSION
from tests.fixtures.dossiers import MORNING, Scribe
from tests.unit.storage.books import found, receive
from tests.unit.storage.conftest import STATION


def code_of_opening(data_dir: Path, keys: FolderKeys) -> str:
    with pytest.raises(DomainError) as caught:
        open_station(data_dir, keys)
    return caught.value.code


def key_of(data_dir: Path, keys: FolderKeys) -> bytes:
    key = keys.load(database_id(data_dir / DATABASE_FILE))
    assert key is not None
    return key


def copy_database(data_dir: Path, folder: Path) -> Path:
    """The file of a closed store, as a backup program would take it."""
    folder.mkdir()
    return Path(shutil.copy(data_dir / DATABASE_FILE, folder))


@pytest.mark.requirement("HT-04")
def test_what_was_committed_is_there_when_the_store_is_opened_again(data_dir: Path, keys: FolderKeys) -> None:
    store = open_station(data_dir, keys)
    subject = receive(store, Scribe())
    store.close()
    store = open_station(data_dir, keys)
    assert found(store, "mẫu") == [subject]
    assert (store.station.get(), store.station.enrolled_at()) == (STATION, MORNING)
    assert not store.restored_from_backup
    assert not store.needs_rebuild
    assert store.copy_before_migration is None
    store.close()


@pytest.mark.requirement("AG-08")
def test_nothing_of_a_dossier_can_be_read_in_the_files(data_dir: Path, keys: FolderKeys) -> None:
    store = open_station(data_dir, keys)
    receive(store, Scribe(), name="Nguyễn Bí Mật Mẫu", owner_number="092190987654")
    scan = store.vault.put(b"092190987654 " * 1000)
    files = [path for path in data_dir.rglob("*") if path.is_file()]
    assert any(path.name == scan for path in files)
    for path in files:
        content = path.read_bytes()
        for secret in ("092190987654", "Bí Mật", "bi mat", "SQLite format"):
            assert secret.encode() not in content, path
    store.close()


def test_a_second_program_is_told_that_the_store_is_in_use(store: StationStore, keys: FolderKeys) -> None:
    assert code_of_opening(store.data_dir, keys) == "storage.in_use"


def test_an_empty_folder_is_no_station(tmp_path: Path, keys: FolderKeys) -> None:
    assert code_of_opening(tmp_path / "new", keys) == "storage.not_created"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("left", [RECOVERY_FILE, "highwater.json"])
def test_a_database_that_is_gone_is_missed_and_not_replaced(
    data_dir: Path, keys: FolderKeys, left: str
) -> None:
    store = open_station(data_dir, keys)
    receive(store, Scribe())
    store.close()
    for path in data_dir.iterdir():
        if path.name != left:
            path.unlink()
    assert code_of_opening(data_dir, keys) == "storage.missing"
    with pytest.raises(DomainError) as caught:
        create_station(data_dir, keys)
    assert caught.value.code == "storage.missing"
    assert not (data_dir / DATABASE_FILE).exists()


def test_creating_over_a_store_is_refused(data_dir: Path, keys: FolderKeys) -> None:
    before = (data_dir / DATABASE_FILE).read_bytes()
    with pytest.raises(DomainError) as caught:
        create_station(data_dir, keys)
    assert caught.value.code == "storage.exists"
    assert (data_dir / DATABASE_FILE).read_bytes() == before


def test_a_missing_key_leaves_the_database_as_it_is(data_dir: Path, tmp_path: Path) -> None:
    before = (data_dir / DATABASE_FILE).read_bytes()
    assert code_of_opening(data_dir, FolderKeys(tmp_path / "elsewhere")) == "keys.missing"
    assert (data_dir / DATABASE_FILE).read_bytes() == before


@pytest.mark.requirement("AG-08")
def test_a_wrong_key_opens_nothing_and_changes_nothing(data_dir: Path, keys: FolderKeys) -> None:
    path = data_dir / DATABASE_FILE
    before = path.read_bytes()
    keys.save(database_id(path), bytes(32))
    assert code_of_opening(data_dir, keys) == "storage.wrong_key"
    assert path.read_bytes() == before


def test_a_damaged_file_is_told_from_a_wrong_key(data_dir: Path, keys: FolderKeys) -> None:
    path = data_dir / DATABASE_FILE
    content = bytearray(path.read_bytes())
    content[100:200] = bytes(100)
    path.write_bytes(content)
    assert code_of_opening(data_dir, keys) == "storage.damaged"
    assert path.read_bytes() == content
    path.write_bytes(b"")
    assert code_of_opening(data_dir, keys) == "storage.damaged"


def test_a_database_of_a_newer_program_is_left_alone(data_dir: Path, keys: FolderKeys) -> None:
    connection = connect(data_dir / DATABASE_FILE, key_of(data_dir, keys))
    connection.sql(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    before = (data_dir / DATABASE_FILE).read_bytes()
    assert code_of_opening(data_dir, keys) == "storage.newer_version"
    assert (data_dir / DATABASE_FILE).read_bytes() == before


def test_a_moved_folder_finds_its_key_again(data_dir: Path, tmp_path: Path, keys: FolderKeys) -> None:
    shutil.move(data_dir, tmp_path / "moved")
    open_station(tmp_path / "moved", keys).close()


def test_a_lost_card_is_written_again(data_dir: Path, keys: FolderKeys) -> None:
    card = (data_dir / RECOVERY_FILE).read_bytes()
    (data_dir / RECOVERY_FILE).unlink()
    open_station(data_dir, keys).close()
    assert (data_dir / RECOVERY_FILE).read_bytes() == card


def test_a_restored_older_copy_is_noticed(data_dir: Path, tmp_path: Path, keys: FolderKeys) -> None:
    scribe = Scribe()
    store = open_station(data_dir, keys)
    receive(store, scribe, 1)
    store.close()
    backup = copy_database(data_dir, tmp_path / "backup")
    store = open_station(data_dir, keys)
    receive(store, scribe, 2)
    store.close()
    shutil.copy(backup, data_dir)
    for _ in range(2):
        store = open_station(data_dir, keys)
        assert store.restored_from_backup
        assert len(found(store)) == 1
        store.close()
    store = open_station(data_dir, keys)
    store.station.put(replace(STATION, incarnation=2), MORNING + timedelta(days=1))
    receive(store, Scribe(incarnation=2), 3)
    store.close()
    store = open_station(data_dir, keys)
    assert not store.restored_from_backup
    store.close()


@pytest.mark.parametrize("content", [b"", b"{", b"\x00" * 160, b'{"station": "station-a"}', None])
def test_a_high_water_mark_that_cannot_be_read_claims_nothing(
    data_dir: Path, keys: FolderKeys, content: bytes | None
) -> None:
    mark = data_dir / "highwater.json"
    if content is None:
        mark.mkdir()
    else:
        mark.write_bytes(content)
    store = open_station(data_dir, keys)
    assert not store.restored_from_backup
    receive(store, Scribe())
    assert len(found(store)) == 1
    store.close()


def test_a_store_with_entries_does_not_become_another_station(store: StationStore) -> None:
    store.station.put(replace(STATION, id="station-b"), MORNING)
    receive(store, Scribe("station-b"))
    store.station.put(Station("station-b", 2, "04", "Quầy 4"), MORNING)
    with pytest.raises(DomainError) as caught:
        store.station.put(STATION, MORNING)
    assert caught.value.code == "storage.other_station"
    assert store.station.get() == Station("station-b", 2, "04", "Quầy 4")


def test_nothing_can_be_appended_before_enrolment(tmp_path: Path, keys: FolderKeys) -> None:
    store = create_station(tmp_path / "new", keys)
    assert store.station.get() is None
    assert store.station.head() is None
    with pytest.raises(DomainError) as caught:
        receive(store, Scribe())
    assert caught.value.code == "storage.no_station"
    store.close()


def test_half_a_creation_is_begun_anew(tmp_path: Path, keys: FolderKeys) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / f"{DATABASE_FILE}.new").write_bytes(b"half")
    create_station(folder, keys).close()
    open_station(folder, keys).close()


def test_a_key_that_cannot_be_kept_ends_the_creation(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DomainError):
        create_station(tmp_path / "new", FolderKeys(tmp_path / "file" / "keys"))
    assert not (tmp_path / "new" / DATABASE_FILE).exists()
