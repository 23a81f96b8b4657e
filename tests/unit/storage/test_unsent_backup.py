"""A backup of unsent work holds all of it, is whole or not there, and opens for whom it was sealed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from counter_app.domain.entries import SlipPrinted
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry
from counter_app.services.scan_ports import FileToSend, Lane
from counter_app.services.store_ports import StoredDraft, Verdict, VerdictState
from counter_app.storage.open import StationStore
from counter_app.storage.scan_store import FilesToSend
from counter_app.storage.sealed_file import OpeningKeys
from counter_app.storage.unsent_backup import SUFFIX, UnsentBackups, open_backup
from counter_app.storage.unsent_records import Ending, Item, VaultFile
from counter_app.sync.signing import StationKey, new_private_key
from tests.fixtures.dossiers import MORNING, Scribe
from tests.unit.storage.books import ACCEPTED, receive, record

LARGE = os.urandom(2_500_000)


@dataclass
class Office:
    """Who may open: the office's recovery key and the station's own."""

    recovery: bytes
    signer: StationKey
    stick: Path


@pytest.fixture
def office(store: StationStore, tmp_path: Path) -> Office:
    private = X25519PrivateKey.generate()
    store.seal_key(private.public_key().public_bytes_raw())
    stick = tmp_path / "stick"
    stick.mkdir()
    return Office(private.private_bytes_raw(), StationKey(new_private_key()), stick)


@pytest.fixture
def backups(store: StationStore, office: Office) -> UnsentBackups:
    return store.backups(office.signer.sign)


def fill(store: StationStore) -> list[Entry]:
    """Entries of every state, a draft, a scan that waits; returns what a backup has to hold."""
    scribe = Scribe()
    for number in range(1, 6):
        receive(store, scribe, number)
    scan = store.vault.put(LARGE)
    printed = SlipPrinted("mau-01", 0, 2, "Máy in 1", "printed", store.vault.put(b"a receipt"))
    record(store, [scribe.write("dossier-station-a-0005", printed)])
    own = store.sync.next_batch(max_count=99, max_bytes=10**7)
    held = Verdict(VerdictState.HELD, "body_missing")
    refused = Verdict(VerdictState.REFUSED, "already_cancelled")
    store.sync.record_verdicts({own[0].id: ACCEPTED, own[1].id: held, own[2].id: refused})
    with store.database.begin() as work:
        work.drafts.save(StoredDraft("draft-1", "clerk-1", MORNING, '{"dossier_id":"dossier-new"}'))
    with store.database.transaction() as connection:
        FilesToSend(connection).add(FileToSend(scan, len(LARGE), "application/pdf", Lane.SCANS, MORNING))
    return [own[1], *own[3:]]


def items_of(path: Path, **keys: bytes) -> list[Item]:
    with open_backup(path, OpeningKeys(**keys)) as items:
        return list(items)


@pytest.mark.requirement("NA-49")
@pytest.mark.parametrize("by", ["the office's recovery key", "the station's own key"])
def test_a_backup_holds_all_unsent_work_for_either_key(
    store: StationStore, backups: UnsentBackups, office: Office, by: str
) -> None:
    unsent = fill(store)
    written = backups.write(office.stick, MORNING)
    assert (written.entries, written.drafts, written.files) == (4, 1, 2)
    assert written.path.stat().st_size == written.size
    keys = (
        {"recovery_private_key": office.recovery}
        if by.startswith("the office")
        else {"database_key": store._key}
    )
    items = items_of(written.path, **keys)
    assert [item for item in items if isinstance(item, Entry)] == unsent
    assert [item.id for item in items if isinstance(item, StoredDraft)] == ["draft-1"]
    assert [item.size for item in items if isinstance(item, FileToSend)] == [len(LARGE)]
    sizes = sorted(item.size for item in items if isinstance(item, VaultFile))
    assert sizes == [len(b"a receipt"), len(LARGE)]
    assert LARGE in b"".join(item for item in items if isinstance(item, bytes))
    assert isinstance(items[-1], Ending)


def test_nothing_of_a_person_can_be_read_without_a_key(
    store: StationStore, backups: UnsentBackups, office: Office
) -> None:
    fill(store)
    content = backups.write(office.stick, MORNING).path.read_bytes()
    for word in ("Nguyễn", "092190000001", "dossier.received", "clerk-1"):
        assert word.encode() not in content


def test_another_key_opens_nothing(store: StationStore, backups: UnsentBackups, office: Office) -> None:
    fill(store)
    path = backups.write(office.stick, MORNING).path
    stranger = X25519PrivateKey.generate().private_bytes_raw()
    for keys in ({}, {"database_key": bytes(32)}, {"recovery_private_key": stranger}):
        with pytest.raises(DomainError) as caught:
            items_of(path, **keys)
        assert caught.value.code == "backup.wrong_key"


@pytest.mark.parametrize("where", [0.001, 0.3, 0.6, 0.999])
@pytest.mark.parametrize("how", ["a bit", "the rest", "a piece"])
def test_a_damaged_backup_is_told_from_a_whole_one(
    store: StationStore, backups: UnsentBackups, office: Office, where: float, how: str
) -> None:
    fill(store)
    path = backups.write(office.stick, MORNING).path
    content = bytearray(path.read_bytes())
    at = int(len(content) * where)
    if how == "a bit":
        content[at] ^= 1
    elif how == "the rest":
        del content[at:]
    else:
        del content[at : at + 1024 * 1024 + 16]
    path.write_bytes(content)
    with pytest.raises(DomainError) as caught:
        items_of(path, database_key=store._key)
    assert caught.value.code in ("backup.damaged", "backup.not_a_backup", "backup.wrong_key")


def test_a_file_that_is_no_backup_is_told(office: Office) -> None:
    other = office.stick / f"letter{SUFFIX}"
    other.write_bytes(b"Dear clerk")
    with pytest.raises(DomainError, match=r"backup\.not_a_backup"):
        items_of(other, database_key=bytes(32))
    with pytest.raises(DomainError, match=r"backup\.file_missing"):
        items_of(office.stick / "nowhere", database_key=bytes(32))


def test_what_waits_tells_a_change_from_none(store: StationStore, backups: UnsentBackups) -> None:
    assert backups.work().is_empty
    seen = [backups.work().mark]
    scribe = Scribe()
    receive(store, scribe, 1)
    seen.append(backups.work().mark)
    with store.database.begin() as work:
        work.drafts.save(StoredDraft("draft-1", "clerk-1", MORNING, "{}"))
    seen.append(backups.work().mark)
    with store.database.begin() as work:
        work.drafts.save(StoredDraft("draft-1", "clerk-1", MORNING + timedelta(minutes=1), "{}"))
    seen.append(backups.work().mark)
    store.sync.record_verdicts(
        {entry.id: ACCEPTED for entry in store.sync.next_batch(max_count=9, max_bytes=10**6)}
    )
    seen.append(backups.work().mark)
    assert len(set(seen)) == len(seen)
    assert backups.work().mark == seen[-1]


def test_a_medium_keeps_its_mark_and_another_has_another(
    backups: UnsentBackups, office: Office, tmp_path: Path
) -> None:
    mark, same_disk, free = backups.prepare(office.stick)
    assert (backups.prepare(office.stick)[0], same_disk) == (mark, True)
    assert free > 0
    other = tmp_path / "other"
    other.mkdir()
    assert backups.mark(other) == ""
    assert backups.prepare(other)[0] != mark


def test_a_folder_inside_the_data_is_no_second_disk(backups: UnsentBackups, data_dir: Path) -> None:
    (data_dir / "copies").mkdir()
    with pytest.raises(DomainError, match=r"backup\.inside_data"):
        backups.prepare(data_dir / "copies")


def test_only_this_stations_backups_are_listed_the_newest_first(
    store: StationStore, backups: UnsentBackups, office: Office
) -> None:
    fill(store)
    written = [backups.write(office.stick, MORNING + timedelta(days=day)).path for day in (2, 0, 1)]
    (office.stick / f"quay-04-0000abcd-20261121-000000-aaaa{SUFFIX}").write_bytes(b"another counter's")
    assert backups.listed(office.stick) == [written[0], written[2], written[1]]
    backups.remove(written[1])
    assert backups.listed(office.stick) == [written[0], written[2]]


# --- what goes wrong -------------------------------------------------------------------------------


@pytest.fixture
def locked_stick(office: Office) -> Iterator[Path]:
    """A stick that may only be read."""
    office.stick.chmod(stat.S_IRUSR | stat.S_IXUSR)
    yield office.stick
    office.stick.chmod(stat.S_IRWXU)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root and Windows may write there")
def test_a_stick_that_may_only_be_read_is_told(
    store: StationStore, backups: UnsentBackups, locked_stick: Path
) -> None:
    fill(store)
    with pytest.raises(DomainError, match=r"backup\.read_only"):
        backups.write(locked_stick, MORNING)


def test_a_folder_that_is_gone_is_told(store: StationStore, backups: UnsentBackups, office: Office) -> None:
    fill(store)
    with pytest.raises(DomainError, match=r"backup\.io"):
        backups.write(office.stick / "gone", MORNING)


class StickFaultError(Exception):
    pass


@pytest.mark.parametrize("at", ["begin", "entries", "written", "verified"])
def test_a_backup_that_broke_off_has_no_name_and_leaves_the_older_ones(
    store: StationStore, office: Office, data_dir: Path, at: str
) -> None:
    fill(store)
    whole = store.backups(office.signer.sign).write(office.stick, MORNING).path

    def step(name: str) -> None:
        if name == at:
            raise StickFaultError

    usual = store.backups(office.signer.sign)
    breaking = UnsentBackups(store.database, store.vault, data_dir, usual.keys, step)
    with pytest.raises(StickFaultError):
        breaking.write(office.stick, MORNING + timedelta(hours=1))
    assert list(office.stick.iterdir()) == [whole]
    items_of(whole, database_key=store._key)


def test_a_stick_that_forgets_what_it_was_given_is_noticed(
    store: StationStore, office: Office, data_dir: Path
) -> None:
    fill(store)
    usual = store.backups(office.signer.sign)

    def spoil(name: str) -> None:
        if name == "written":
            [part] = office.stick.glob("*.part")
            content = bytearray(part.read_bytes())
            content[len(content) // 2] ^= 1
            part.write_bytes(content)

    with pytest.raises(DomainError, match=r"backup\.not_verified"):
        UnsentBackups(store.database, store.vault, data_dir, usual.keys, spoil).write(office.stick, MORNING)
    assert list(office.stick.iterdir()) == []
