"""The database of every release still opens, with everything that stands in it."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from counter_app.domain.journal import Head, verify_chain, verify_entry
from counter_app.domain.statuses import Status
from counter_app.services.store_ports import DossierFilter, DossierQuery, VerdictState
from counter_app.services.sync_ports import FeedPosition
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import DATABASE_FILE, StationStore, open_station
from counter_app.storage.rebuild import rebuild_projections
from counter_app.storage.schema import SCHEMA_VERSION
from tests.fixtures.dossiers import MORNING, Scribe
from tests.fixtures.storage.keep_release import FOLDER, PROVISIONAL, REFUSED, SCAN, STATION
from tests.unit.storage.books import dossier_of, found, receive

RELEASES = {"0.1.0": 1}
"""Each release that wrote databases, and the schema that it wrote."""


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def opened(release: str, tmp_path: Path) -> StationStore:
    """A copy of the kept database; projections are rebuilt as the program would do it."""
    shutil.copytree(FOLDER / release, tmp_path / "data", ignore=shutil.ignore_patterns("keys"))
    store = open_station(tmp_path / "data", FolderKeys(FOLDER / release / "keys"))
    if store.needs_rebuild:
        rebuild_projections(store.database)
    return store


@pytest.mark.requirement("HT-04")
def test_everything_that_a_release_wrote_is_there(release: str, tmp_path: Path) -> None:
    with closing(opened(release, tmp_path)) as store:
        assert (store.station.get(), store.station.enrolled_at()) == (STATION, MORNING)
        assert not store.restored_from_backup
        assert (store.copy_before_migration is not None) == (RELEASES[release] < SCHEMA_VERSION)
        assert store.vault.get(hashlib.sha256(SCAN).hexdigest()) == SCAN
        assert store.sync.position() == FeedPosition(6, "life-1")
        assert store.sync.recall("last_contact") == "2026-11-20T01:30:00Z"
        with store.database.begin() as work:
            assert work.counters.value("slip/03/2026") == 2
            assert work.documents.get("catalogue") == (7, b'{"procedures":[]}')
            draft = work.drafts.get("draft-1")
            assert draft is not None
            assert draft.content == '{"step":2}'


def test_the_journal_of_a_release_still_verifies(release: str, tmp_path: Path) -> None:
    with closing(opened(release, tmp_path)) as store, store.database.read() as reads:
        rows = reads.journal(list(VerdictState), limit=1000)
        subjects = dict.fromkeys(row.subject for row in rows)
        recorded = [entry for subject in subjects for entry in reads.timeline(subject)]
        own = sorted((r.entry for r in recorded if r.own), key=lambda entry: entry.seq)
        assert len(own) == len(rows) == 25
        assert verify_chain(Head.start(STATION.id), own) is None
        assert all(verify_entry(r.entry) is None for r in recorded)
        [refused] = [r for r in recorded if r.verdict.state is VerdictState.REFUSED]
        assert refused.verdict == REFUSED


def test_the_dossiers_of_a_release_are_what_they_were(release: str, tmp_path: Path) -> None:
    with closing(opened(release, tmp_path)) as store:
        assert len(found(store)) == 23
        assert found(store, "do van mau") == ["dossier-station-a-0002"]
        assert found(store, PROVISIONAL) == found(store, "9001") == ["dossier-station-a-0002"]
        assert found(store, selection=DossierFilter.TO_RETURN) == ["dossier-station-a-0100"]
        first, foreign = dossier_of(store, "dossier-station-a-0001"), dossier_of(store, "dossier-foreign")
        assert first is not None
        assert (first.status, first.cancelled, first.prints) == (Status.IN_PROCESS, False, {"mau-01": 1})
        assert foreign is not None
        assert (foreign.owner.full_name, foreign.read_only) == ("Phan Thị Mẫu", True)
        with store.database.read() as reads:
            assert reads.count(DossierQuery(selection=DossierFilter.UNSENT)) == 20


def test_work_goes_on_in_the_database_of_a_release(release: str, tmp_path: Path) -> None:
    with closing(opened(release, tmp_path)) as store:
        scribe = Scribe()
        head = store.station.head()
        assert head is not None
        scribe.head = head
        subject = receive(store, scribe, 500, name="Tô Mới Mẫu")
        assert found(store, "to moi") == [subject]
        assert store.sync.next_batch(max_count=100, max_bytes=10**6)[-1].subject == subject


def test_the_kept_files_are_encrypted(release: str) -> None:
    content = (FOLDER / release / DATABASE_FILE).read_bytes()
    assert b"SQLite format" not in content
    assert "Nguyễn".encode() not in content
