"""A counter that is killed while it erases or backs up has lost nothing and goes on afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from counter_app.domain.entries import SlipPrinted
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Head, verify_chain
from counter_app.domain.statuses import Status
from counter_app.services.store_ports import DossierQuery, VerdictState
from counter_app.storage.open import StationStore
from counter_app.storage.sealed_file import OpeningKeys
from counter_app.storage.unsent_backup import SUFFIX, open_backup
from counter_app.sync.signing import StationKey
from tests.fixtures.dossiers import MORNING, Scribe
from tests.integration.storage.care_program import erase_all
from tests.integration.storage.conftest import Folders
from tests.unit.storage.books import page, receive, record, status, told
from tests.unit.storage.conftest import STATION

ROOT = Path(__file__).parents[3]
CLOSED = 3


def killed_at(folders: Folders, stick: Path, what: str, step: str) -> int:
    """Let a counter work until it kills itself there; its exit status."""
    program = [sys.executable, "-m", "tests.integration.storage.care_program"]
    ended = subprocess.run(
        [*program, str(folders.data), str(folders.keys), str(stick), what, step],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        timeout=60,
    )
    assert not ended.stderr, ended.stderr
    return ended.returncode


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def worked(folders: Folders) -> Folders:
    """Three closed dossiers with a receipt each, safe at the centre; one open, one unsent."""
    with closing(folders.open()) as store:
        scribe = Scribe()
        for number in range(1, CLOSED + 1):
            subject = receive(store, scribe, number)
            paper = store.vault.put(f"receipt {number}".encode())
            record(store, [scribe.write(subject, SlipPrinted("mau-01", 0, 2, "Máy in", "printed", paper))])
            record(store, [status(scribe, subject, to) for to in (Status.DONE, Status.RETURNED)])
        receive(store, scribe, 8)
        own = store.sync.next_batch(max_count=99, max_bytes=10**7)
        store.sync.take_page(page(*(told(no, entry) for no, entry in enumerate(own, start=1))))
        receive(store, scribe, 9)
    return folders


def assert_every_dossier_is_whole_or_erased(store: StationStore) -> int:
    """Half of one is never there; returns how many are erased."""
    erased = 0
    with store.database.read() as reads:
        rows = reads.find(DossierQuery())
        assert len(rows) == CLOSED + 2
        entries = []
        for row in rows:
            dossier, timeline = reads.dossier(row.id), reads.timeline(row.id)
            assert dossier is not None
            bodies = {recorded.entry.body is not None for recorded in timeline}
            assert bodies == {not dossier.erased}
            assert (row.owner_name == "") == dossier.erased
            assert reads.id_of_code(dossier.code) == row.id
            found = {hit.id for hit in reads.find(DossierQuery(text="nguyen thi mau"))}
            assert (row.id in found) != dossier.erased
            erased += dossier.erased
            entries += [recorded.entry for recorded in timeline]
        assert len(reads.journal([VerdictState.PENDING])) == 1
    entries.sort(key=lambda entry: entry.seq)
    assert verify_chain(Head.start(STATION.id), entries) is None
    with store.database.snapshot() as connection:
        assert connection.fetch("PRAGMA integrity_check") == [("ok",)]
    return erased


@pytest.mark.parametrize("step", ["checked", "projected", "erased", "file"])
def test_killed_while_erasing_each_dossier_is_whole_or_erased_and_the_rest_follows(
    worked: Folders, stick: Path, step: str
) -> None:
    assert killed_at(worked, stick, "erase", step) != 0
    with closing(worked.open()) as store:
        assert assert_every_dossier_is_whole_or_erased(store) in (0, CLOSED)
        erase_all(store, store.purge)
        assert assert_every_dossier_is_whole_or_erased(store) == CLOSED
        assert not [path for path in (worked.data / "vault").rglob("*") if path.is_file()]


@pytest.mark.parametrize("step", ["begin", "entries", "written", "verified", "named"])
def test_killed_while_backing_up_only_whole_backups_have_their_name(
    worked: Folders, stick: Path, step: str
) -> None:
    assert killed_at(worked, stick, "back-up", "never") == 0
    assert killed_at(worked, stick, "back-up", step) != 0
    with closing(worked.open()) as store:
        backups = store.backups(StationKey(bytes(range(32))).sign)
        listed = backups.listed(stick)
        assert len(listed) == (2 if step == "named" else 1)
        assert len(backups.halves(stick)) == (step in ("entries", "written", "verified"))
        for path in listed:
            with open_backup(path, OpeningKeys(database_key=backups.keys.database_key)) as items:
                assert len(list(items)) == 2
        backups.write(stick, MORNING)


@pytest.fixture
def small_stick(tmp_path: Path) -> Iterator[Path]:
    """A stick of 256 KB."""
    if sys.platform == "win32" or os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    folder = tmp_path / "small-stick"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine mounts no tmpfs")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_stick_is_told_and_the_older_backup_is_still_there(worked: Folders, small_stick: Path) -> None:
    with closing(worked.open()) as store:
        backups = store.backups(StationKey(bytes(range(32))).sign)
        before = backups.write(small_stick, MORNING)
        with store.database.begin() as work:
            head = work.journal.head()
        scribe = Scribe()
        scribe.head = head
        paper = store.vault.put(os.urandom(600_000))
        printed = SlipPrinted("mau-01", 0, 2, "Máy in", "printed", paper)
        record(store, [scribe.write("dossier-station-a-0009", printed)])
        with pytest.raises(DomainError, match=r"backup\.full"):
            backups.write(small_stick, MORNING)
        assert list(small_stick.glob(f"*{SUFFIX}*")) == [before.path]
