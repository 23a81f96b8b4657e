"""A full disk is told, loses nothing, and once there is room again the work goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from counter_app.domain.errors import DomainError
from counter_app.storage.open import StationStore
from tests.integration.storage.conftest import Folders, assert_whole
from tests.integration.storage.writer_program import receive_next

NOTE = "x" * 20_000
MOST = 2000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB of its own."""
    if sys.platform == "win32" or os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine mounts no tmpfs")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def receive_until_full(store: StationStore) -> int:
    """How many receptions were acknowledged before the disk was full."""
    done = 0

    def receive_on() -> None:
        nonlocal done
        for _ in range(MOST):
            receive_next(store, note=NOTE)
            done += 1

    with pytest.raises(DomainError, match=r"storage\.full"):
        receive_on()
    return done


@pytest.mark.requirement("HT-04")
def test_a_full_disk_is_told_and_nothing_acknowledged_is_lost(small_disk: Path) -> None:
    folders = Folders(small_disk / "data", small_disk.parent / "keys")
    folders.create()
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(1024 * 1024))
    with closing(folders.open()) as store:
        done = receive_until_full(store)
        assert done > 5
        for _ in range(3):
            with pytest.raises(DomainError, match=r"storage\.full"):
                receive_next(store, note=NOTE)
        with pytest.raises(DomainError, match=r"vault\.full"):
            store.vault.put(bytes(2_000_000))
        assert not [path for path in (small_disk / "data" / "vault").rglob("*") if path.is_file()]
        ballast.unlink()
        assert receive_next(store, note=NOTE) == done + 1
        assert_whole(store, at_least=done + 1)
    with closing(folders.open()) as store:
        assert assert_whole(store, at_least=done + 1) == done + 1


@pytest.mark.requirement("HT-04")
def test_a_file_that_may_not_grow_is_told_and_goes_on_when_it_may(folders: Folders) -> None:
    with closing(folders.open()) as store:
        receive_next(store)
        with store.database.transaction() as connection:
            [(pages,)] = connection.fetch("PRAGMA page_count")
            connection.fetch(f"PRAGMA max_page_count = {pages + 40}")
        done = receive_until_full(store)
        assert_whole(store, at_least=done + 1)
        with store.database.transaction() as connection:
            connection.fetch("PRAGMA max_page_count = 1000000")
        assert receive_next(store, note=NOTE) == done + 2
        assert_whole(store, at_least=done + 2)


def test_a_station_cannot_be_created_on_a_full_disk_and_leaves_nothing_in_the_way(small_disk: Path) -> None:
    folders = Folders(small_disk / "data", small_disk.parent / "keys")
    ballast = small_disk / "ballast"
    with pytest.raises(OSError, match="space"):
        ballast.write_bytes(bytes(16 * 1024 * 1024))
    with pytest.raises(DomainError) as caught:
        folders.create()
    assert caught.value.code in ("storage.full", "storage.io", "storage.cannot_open")
    ballast.unlink()
    folders.create()
    with closing(folders.open()) as store:
        receive_next(store)
        assert_whole(store, at_least=1)
