"""What a backup brings back is there once, wherever it is put back and however often."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from counter_app.domain.entries import SlipPrinted
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, EntryId, Head, erase_body, verify_chain
from counter_app.domain.office import Station
from counter_app.services.scan_ports import FileToSend, Lane
from counter_app.services.store_ports import StoredDraft, Verdict, VerdictState
from counter_app.storage.create import create_station
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import StationStore, open_station
from counter_app.storage.scan_store import FilesToSend, StationScanStore
from counter_app.storage.unsent_restore import Restored
from counter_app.sync.signing import StationKey, is_signature, new_private_key
from tests.fixtures.dossiers import MORNING, Scribe
from tests.unit.storage.books import dossier_of, found, page, receive, record, told
from tests.unit.storage.conftest import STATION

BARE = Verdict(VerdictState.HELD, "body_missing")


@dataclass
class Desk:
    """Stations of one office in folders of their own, their stick, and the office's recovery key."""

    folder: Path
    stick: Path
    recovery: bytes
    office_key: bytes
    opened: ExitStack
    signers: dict[str, StationKey]

    def new(self, station: Station = STATION) -> StationStore:
        """A newly enrolled station."""
        data = self.folder / f"data-{len(list(self.folder.iterdir()))}"
        store = create_station(
            data,
            FolderKeys(self.folder / "keys"),
            recovery_public_key=self.office_key,
            station=station,
            enrolled_at=MORNING,
        )
        self.signers.setdefault(station.id, StationKey(new_private_key()))
        self.opened.callback(store.close)
        return store

    def copy_of(self, store: StationStore) -> Callable[[], StationStore]:
        """The folder as it is now; what is returned opens it as an older copy later."""
        kept = self.folder / f"copy-{len(list(self.folder.iterdir()))}"
        store.purge.shorten_log()
        shutil.copytree(store.data_dir, kept, ignore=shutil.ignore_patterns("*.lock", "highwater.json"))

        def reopened() -> StationStore:
            again = open_station(kept, FolderKeys(self.folder / "keys"))
            self.opened.callback(again.close)
            return again

        return reopened

    def back_up(self, store: StationStore) -> Path:
        return store.backups(self._signer(store).sign).write(self.stick, MORNING).path

    def put_back(self, store: StationStore, backup: Path, *, asked: bool = True) -> Restored:
        public = self._signer(store).public_hex
        restoring = store.restoring(lambda statement, signature: is_signature(public, signature, statement))
        return restoring.restore(backup, self.recovery, asked=asked)

    def _signer(self, store: StationStore) -> StationKey:
        station = store.station.get()
        assert station is not None
        return self.signers[station.id]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    (tmp_path / "stick").mkdir()
    (tmp_path / "stations").mkdir()
    with ExitStack() as opened:
        yield Desk(tmp_path / "stations", tmp_path / "stick", private.private_bytes_raw(), public, opened, {})


def own_entries(store: StationStore) -> list[Entry]:
    """Every own entry that is here, in the order of its chains."""
    station = store.station.get()
    assert station is not None
    with store.database.read() as reads:
        rows = reads.journal(list(VerdictState), limit=10_000)
        subjects = dict.fromkeys(row.subject for row in rows)
        entries = [r.entry for subject in subjects for r in reads.timeline(subject) if r.own]
    return sorted(entries, key=lambda entry: entry.id)


def confirm(store: StationStore, count: int = 10_000) -> None:
    sent = store.sync.next_batch(max_count=count, max_bytes=10**9)
    after = store.sync.position().after
    store.sync.take_page(page(*(told(after + no, entry) for no, entry in enumerate(sent, start=1))))


def counts(restored: Restored) -> tuple[int, int, int, int]:
    return restored.known, restored.own, restored.appended, restored.waiting


def test_into_the_station_that_has_everything_nothing_comes(desk: Desk) -> None:
    store = desk.new()
    scribe = Scribe()
    for number in range(1, 4):
        receive(store, scribe, number)
    backup = desk.back_up(store)
    before = own_entries(store)
    assert counts(desk.put_back(store, backup, asked=False)) == (3, 0, 0, 0)
    confirm(store)
    assert counts(desk.put_back(store, backup)) == (3, 0, 0, 0)
    assert own_entries(store) == before


@pytest.mark.requirement("NA-49", "LC-71")
def test_what_an_older_copy_lost_goes_back_to_its_own_place(desk: Desk) -> None:
    store = desk.new()
    scribe = Scribe()
    receive(store, scribe, 1)
    older = desk.copy_of(store)
    for number in range(2, 5):
        receive(store, scribe, number)
    backup = desk.back_up(store)
    lost = own_entries(store)
    again = older()
    # Without a line: its own chain shows where they belong.
    assert counts(desk.put_back(again, backup, asked=False)) == (1, 3, 0, 0)
    assert own_entries(again) == lost
    assert verify_chain(Head.start(STATION.id), own_entries(again)) is None
    assert len(found(again)) == 4
    station = again.station.get()
    assert station is not None
    # The copy does not know which numbers were given out after it: they are not given out again.
    assert station.incarnation == 2
    assert counts(desk.put_back(again, backup, asked=False)) == (4, 0, 0, 0)


def test_what_came_before_goes_back_although_a_new_incarnation_is_at_work(desk: Desk) -> None:
    store = desk.new()
    scribe = Scribe()
    receive(store, scribe, 1)
    older = desk.copy_of(store)
    receive(store, scribe, 2)
    backup = desk.back_up(store)
    again = older()
    again.station.put(replace(STATION, incarnation=2), MORNING)
    receive(again, Scribe(incarnation=2), 3)
    assert counts(desk.put_back(again, backup, asked=False)) == (1, 1, 0, 0)
    assert [entry.id[1:] for entry in own_entries(again)] == [(1, 1), (1, 2), (2, 1)]
    station = again.station.get()
    assert station is not None
    assert station.incarnation == 2


def test_entries_before_the_lost_ones_come_from_the_centre_first(desk: Desk) -> None:
    store = desk.new()
    scribe = Scribe()
    receive(store, scribe, 1)
    older = desk.copy_of(store)
    receive(store, scribe, 2)
    sent = store.sync.next_batch(max_count=9, max_bytes=10**6)
    confirm(store)
    receive(store, scribe, 3)
    backup = desk.back_up(store)
    again = older()
    assert counts(desk.put_back(again, backup, asked=False)) == (0, 0, 0, 1)
    assert len(found(again)) == 1
    again.sync.take_page(page(*(told(no, entry) for no, entry in enumerate(sent, start=1))))
    assert counts(desk.put_back(again, backup)) == (0, 1, 0, 0)
    assert [entry.seq for entry in own_entries(again)] == [1, 2, 3]


def test_whose_place_is_taken_goes_to_the_end_once_that_is_certain(desk: Desk) -> None:
    store = desk.new()
    scribe = Scribe()
    receive(store, scribe, 1)
    older = desk.copy_of(store)
    receive(store, scribe, 2)
    receive(store, scribe, 3)
    backup = desk.back_up(store)
    again = older()
    other = Scribe(now=MORNING.replace(hour=5))
    other.head = Head.after(own_entries(again)[-1])
    receive(again, other, 7)
    assert counts(desk.put_back(again, backup)) == (1, 0, 0, 2)
    confirm(again)
    assert counts(desk.put_back(again, backup, asked=False)) == (1, 0, 0, 2)
    restored = desk.put_back(again, backup)
    assert counts(restored) == (1, 0, 2, 0)
    assert restored.subjects == {"dossier-station-a-0002", "dossier-station-a-0003"}
    assert verify_chain(Head.start(STATION.id), own_entries(again)) is None
    assert [entry.subject[-4:] for entry in own_entries(again)] == ["0001", "0007", "0002", "0003"]
    assert counts(desk.put_back(again, backup)) == (3, 0, 0, 0)


@pytest.mark.requirement("NA-49")
def test_a_newly_enrolled_station_takes_over_what_its_forerunner_could_not_send(desk: Desk) -> None:
    store = desk.new()
    scribe = Scribe()
    for number in range(1, 4):
        receive(store, scribe, number)
    sent = store.sync.next_batch(max_count=1, max_bytes=10**6)
    backup = desk.back_up(store)
    heir = desk.new(Station("station-b", 1, "03", "Quầy 3"))
    receive(heir, Scribe("station-b"), 9)
    # Perhaps the centre got them after the backup was made: without asking nobody can tell.
    assert counts(desk.put_back(heir, backup, asked=False)) == (0, 0, 0, 3)
    heir.sync.take_page(page(*(told(no, entry) for no, entry in enumerate(sent, start=1))))
    assert counts(desk.put_back(heir, backup)) == (1, 0, 2, 0)
    own = own_entries(heir)
    assert [entry.id for entry in own] == [EntryId("station-b", 1, seq) for seq in (1, 2, 3)]
    assert verify_chain(Head.start("station-b"), own) is None
    assert sorted(found(heir)) == sorted(
        [*(f"dossier-station-a-000{number}" for number in (1, 2, 3)), "dossier-station-b-0009"]
    )
    for _ in range(2):
        assert counts(desk.put_back(heir, backup)) == (3, 0, 0, 0)
    taken_over = dossier_of(heir, "dossier-station-a-0003")
    assert taken_over is not None
    assert taken_over.received_at == sent[0].occurred_at.replace(second=2)


def test_what_sync_moved_to_another_incarnation_since_is_known(desk: Desk) -> None:
    store = desk.new()
    scribe = Scribe()
    for number in range(1, 4):
        receive(store, scribe, number)
    backup = desk.back_up(store)
    assert store.sync.begin_anew({1: 0}, EntryId(STATION.id, 1, 2))
    moved = own_entries(store)
    assert [entry.id[1:] for entry in moved] == [(1, 1), (2, 1), (2, 2)]
    assert counts(desk.put_back(store, backup)) == (3, 0, 0, 0)
    assert own_entries(store) == moved


def test_a_quarantined_entry_gets_back_the_body_that_only_the_backup_has(desk: Desk) -> None:
    store = desk.new()
    receive(store, Scribe(), 1)
    [entry] = store.sync.next_batch(max_count=9, max_bytes=10**6)
    store.sync.record_verdicts({entry.id: BARE})
    backup = desk.back_up(store)
    again = desk.new()
    again.sync.take_page(page(told(1, erase_body(entry), BARE)))
    assert dossier_of(again, entry.subject) is None
    assert counts(desk.put_back(again, backup)) == (1, 0, 0, 0)
    assert dossier_of(again, entry.subject) is not None
    assert again.sync.next_batch(max_count=9, max_bytes=10**6) == [entry]


def test_drafts_and_files_come_back_unless_they_are_newer_or_done_here(desk: Desk) -> None:
    store = desk.new()
    scribe = Scribe()
    subject = receive(store, scribe, 1)
    paper = store.vault.put(b"a receipt")
    record(store, [scribe.write(subject, SlipPrinted("mau-01", 0, 2, "Máy in", "printed", paper))])
    scan = store.vault.put(b"a scan")
    with store.database.transaction() as connection:
        FilesToSend(connection).add(FileToSend(scan, 6, "application/pdf", Lane.SCANS, MORNING))
    with store.database.begin() as work:
        for name, content in (
            ("in-hand", '{"dossier_id":"dossier-new"}'),
            ("accepted", f'{{"dossier_id":"{subject}"}}'),
            ("newer-here", '{"dossier_id":"dossier-x"}'),
        ):
            work.drafts.save(StoredDraft(name, "clerk-1", MORNING, content))
    backup = desk.back_up(store)
    again = desk.new()
    with again.database.begin() as work:
        newer = StoredDraft("newer-here", "clerk-1", MORNING.replace(hour=9), '{"dossier_id":"dossier-x"}')
        work.drafts.save(newer)
    restored = desk.put_back(again, backup)
    assert (restored.drafts, restored.files) == (1, 2)
    with again.database.begin() as work:
        assert {draft.id for draft in work.drafts.of_clerk("clerk-1")} == {"in-hand", "newer-here"}
        assert work.drafts.get("newer-here") == newer
    assert (again.vault.get(paper), again.vault.get(scan)) == (b"a receipt", b"a scan")
    assert [file.sha256 for file in StationScanStore(again.database).waiting()] == [scan]


def test_a_backup_that_another_wrote_in_the_stations_name_is_not_put_back(desk: Desk) -> None:
    """Anybody can seal to the office's public key; only the station can sign."""
    store = desk.new()
    receive(store, Scribe(), 1)
    forger = StationKey(new_private_key())
    forged = store.backups(forger.sign).write(desk.stick, MORNING).path
    again = desk.new()
    with pytest.raises(DomainError, match=r"backup\.bad_signature"):
        desk.put_back(again, forged)
    assert own_entries(again) == []


def test_a_damaged_backup_changes_nothing(desk: Desk) -> None:
    store = desk.new()
    scribe = Scribe()
    for number in range(1, 4):
        receive(store, scribe, number)
    backup = desk.back_up(store)
    backup.write_bytes(backup.read_bytes()[:-20])
    again = desk.new()
    with pytest.raises(DomainError, match=r"backup\.damaged"):
        desk.put_back(again, backup)
    assert own_entries(again) == []
