"""An enrolled station's empty store and its key, in folders of their own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from counter_app.domain.journal import Entry, Head, verify_chain
from counter_app.services.store_ports import DossierQuery
from counter_app.storage.create import create_station
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import StationStore, open_station
from tests.fixtures.dossiers import MORNING
from tests.unit.storage.conftest import STATION


@dataclass(frozen=True)
class Folders:
    """Where a station's data and its key are."""

    data: Path
    keys: Path

    def create(self) -> None:
        create_station(self.data, FolderKeys(self.keys), station=STATION, enrolled_at=MORNING).close()

    def open(self) -> StationStore:
        return open_station(self.data, FolderKeys(self.keys))


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    made = Folders(tmp_path / "data", tmp_path / "keys")
    made.create()
    return made


def own_entries(store: StationStore) -> list[Entry]:
    """The station's whole chain."""
    entries = store.sync.next_batch(max_count=10**6, max_bytes=10**12)
    return list(entries)


def assert_whole(store: StationStore, *, at_least: int) -> int:
    """Everything acknowledged is there: each entry in its chain, with its dossier and its number."""
    entries = own_entries(store)
    assert len(entries) >= at_least
    assert verify_chain(Head.start(STATION.id), entries) is None
    with store.database.begin() as work:
        assert work.counters.value("receptions") == len(entries)
        assert work.journal.head().seq == len(entries)
    with store.database.read() as reads:
        rows = reads.find(DossierQuery(), limit=len(entries) + 10)
        assert [row.id for row in rows] == [entry.subject for entry in reversed(entries)]
        assert reads.count(DossierQuery(text="mau"), cap=len(entries) + 10) == len(entries)
        for row in (*rows[:40], *rows[-3:]):
            assert reads.id_of_code(row.code) == row.id
            assert reads.dossier(row.id) is not None
            assert row.id in [hit.id for hit in reads.find(DossierQuery(text=row.code))]
    with store.database.snapshot() as connection:
        assert connection.fetch("PRAGMA integrity_check") == [("ok",)]
        assert connection.fetch("PRAGMA cipher_integrity_check") == []
    assert not store.restored_from_backup
    return len(entries)
