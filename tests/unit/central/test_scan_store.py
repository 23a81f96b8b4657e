"""Scans on the disk: continued at the exact byte, verified, kept once, whatever ends the process."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.central.problems import ProblemError
from counter_app.central.scans.settings import ScanSettings
from counter_app.central.scans.store import ScanStore, UploadState

OFFICE = "long-xuyen"
SCAN = bytes(range(256)) * 40
NAME = hashlib.sha256(SCAN).hexdigest()
SETTINGS = ScanSettings(largest=100_000, reserve=0)


class Clock:
    def __init__(self) -> None:
        self.later = 0.0

    def __call__(self) -> float:
        return time.time() + self.later


@pytest.fixture
def scans(tmp_path: Path) -> ScanStore:
    return ScanStore(tmp_path / "scans", SETTINGS)


def put(scans: ScanStore, data: bytes, offset: int = 0, name: str = NAME) -> UploadState:
    upload = scans.continued(OFFICE, name, offset, len(data))
    try:
        upload.write(data)
        return upload.settled()
    finally:
        upload.close()


def refused(call: Callable[[], object]) -> ProblemError:
    with pytest.raises(ProblemError) as raised:
        call()
    return raised.value


def files(scans: ScanStore) -> list[str]:
    root = scans._folder
    return sorted(str(one.relative_to(root)) for one in root.rglob("*") if one.is_file())


def test_a_scan_that_came_in_pieces_is_kept_under_its_hash(scans: ScanStore) -> None:
    scans.begin(OFFICE, NAME, len(SCAN), "application/pdf")
    assert put(scans, SCAN[:1000]).offset == 1000
    assert put(scans, SCAN[1000:], 1000) == UploadState(len(SCAN), len(SCAN), complete=True)
    kept = scans.path_of(OFFICE, NAME)
    assert kept is not None
    assert kept.read_bytes() == SCAN
    assert files(scans) == [f"{OFFICE}/{NAME[:2]}/{NAME}"]


@pytest.mark.skipif(os.name == "nt", reason="permission bits")
def test_only_the_owner_may_read_scans(scans: ScanStore) -> None:
    scans.begin(OFFICE, NAME, len(SCAN), "")
    put(scans, SCAN)
    modes = {one.stat().st_mode & 0o077 for one in (scans._folder, *scans._folder.rglob("*"))}
    assert modes == {0}


def test_a_scan_that_is_there_is_not_received_again(scans: ScanStore) -> None:
    scans.begin(OFFICE, NAME, len(SCAN), "")
    put(scans, SCAN)
    assert scans.begin(OFFICE, NAME, len(SCAN), "").complete
    assert scans.state(OFFICE, NAME).offset == len(SCAN)
    assert refused(lambda: put(scans, b"x")).params == {"offset": len(SCAN)}


def test_another_office_has_scans_of_its_own(scans: ScanStore) -> None:
    scans.begin(OFFICE, NAME, len(SCAN), "")
    put(scans, SCAN)
    assert scans.path_of("other", NAME) is None
    assert refused(lambda: scans.state("other", NAME)).code == "scan.unknown"


def test_what_came_before_a_break_is_kept_to_the_byte(scans: ScanStore) -> None:
    scans.begin(OFFICE, NAME, len(SCAN), "")
    upload = scans.continued(OFFICE, NAME, 0, None)
    upload.write(SCAN[:777])
    upload.close()
    assert scans.state(OFFICE, NAME).offset == 777
    problem = refused(lambda: put(scans, SCAN[1000:], 1000))
    assert (problem.status, problem.code, problem.params) == (409, "scan.wrong_offset", {"offset": 777})


def test_bytes_that_a_killed_process_left_count_and_are_verified(scans: ScanStore) -> None:
    scans.begin(OFFICE, NAME, len(SCAN), "")
    put(scans, SCAN[:10])
    part = scans._files(OFFICE, NAME).part
    part.write_bytes(SCAN)  # the last byte came, then the process was killed before it looked
    assert scans.state(OFFICE, NAME).complete
    assert files(scans) == [f"{OFFICE}/{NAME[:2]}/{NAME}"]


def test_a_scan_that_is_not_what_its_name_says_is_dropped(scans: ScanStore) -> None:
    scans.begin(OFFICE, NAME, len(SCAN), "")
    problem = refused(lambda: put(scans, SCAN[:-1] + b"?"))
    assert (problem.status, problem.code, problem.alarm) == (422, "scan.bad_hash", True)
    assert files(scans) == []
    assert scans.begin(OFFICE, NAME, len(SCAN), "").offset == 0


def test_two_at_once_on_one_upload_are_told_apart(scans: ScanStore, tmp_path: Path) -> None:
    scans.begin(OFFICE, NAME, len(SCAN), "")
    upload = scans.continued(OFFICE, NAME, 0, None)
    another = ScanStore(tmp_path / "scans", SETTINGS)
    for call in (
        lambda: another.continued(OFFICE, NAME, 0, None),
        lambda: another.state(OFFICE, NAME),
        lambda: another.begin(OFFICE, NAME, len(SCAN), ""),
        lambda: another.remove(OFFICE, NAME),
    ):
        assert refused(call).status == 423
    upload.close()
    assert another.state(OFFICE, NAME).offset == 0


def test_too_large_a_scan_is_refused_before_its_first_byte(scans: ScanStore) -> None:
    problem = refused(lambda: scans.begin(OFFICE, NAME, 2 * 1024**3, ""))
    assert (problem.status, problem.code, problem.params) == (413, "scan.too_large", {"limit": 100_000})
    assert not scans._folder.exists()


def test_more_than_was_announced_is_not_taken(scans: ScanStore) -> None:
    scans.begin(OFFICE, NAME, 10, "")
    assert refused(lambda: put(scans, SCAN)).code == "scan.past_end"
    upload = scans.continued(OFFICE, NAME, 0, None)
    assert refused(lambda: upload.write(SCAN)).code == "scan.past_end"
    upload.close()
    assert scans.state(OFFICE, NAME).offset == 0


def test_another_length_for_the_same_name_is_refused(scans: ScanStore) -> None:
    scans.begin(OFFICE, NAME, len(SCAN), "")
    assert refused(lambda: scans.begin(OFFICE, NAME, 5, "")).code == "scan.other_length"


def test_scans_leave_the_journal_its_room(tmp_path: Path) -> None:
    scans = ScanStore(tmp_path / "scans", SETTINGS)
    scans.begin(OFFICE, NAME, len(SCAN), "")
    greedy = ScanStore(tmp_path / "scans", replace(SETTINGS, reserve=2**60))
    assert refused(lambda: greedy.continued(OFFICE, NAME, 0, 5)).status == 507
    assert refused(lambda: greedy.begin(OFFICE, "0" * 64, 5, "")).code == "scan.storage_full"
    assert scans.state(OFFICE, NAME).offset == 0


def test_a_chunk_is_taken_back_to_where_it_began(scans: ScanStore) -> None:
    scans.begin(OFFICE, NAME, len(SCAN), "")
    put(scans, SCAN[:100])
    upload = scans.continued(OFFICE, NAME, 100, None)
    upload.write(b"mangled")
    upload.take_back(100)
    upload.close()
    assert put(scans, SCAN[100:], 100).complete


def test_an_upload_that_is_given_up_leaves_nothing(scans: ScanStore) -> None:
    scans.begin(OFFICE, NAME, len(SCAN), "")
    put(scans, SCAN[:100])
    scans.remove(OFFICE, NAME)
    assert files(scans) == []
    assert refused(lambda: scans.remove(OFFICE, NAME)).status == 404


def test_a_whole_scan_is_not_removed(scans: ScanStore) -> None:
    scans.begin(OFFICE, NAME, len(SCAN), "")
    put(scans, SCAN)
    assert refused(lambda: scans.remove(OFFICE, NAME)).code == "scan.kept"
    assert scans.path_of(OFFICE, NAME) is not None


def test_uploads_that_nobody_continues_expire_and_others_stay(tmp_path: Path) -> None:
    clock = Clock()
    scans = ScanStore(tmp_path / "scans", replace(SETTINGS, life=timedelta(days=7)), clock)
    whole, name = b"whole", hashlib.sha256(b"whole").hexdigest()
    scans.begin(OFFICE, name, len(whole), "")
    put(scans, whole, name=name)
    scans.begin(OFFICE, NAME, len(SCAN), "")
    put(scans, SCAN[:100])
    assert scans.state(OFFICE, NAME).expires_at is not None
    clock.later = timedelta(days=6).total_seconds()
    assert scans.sweep() == 0
    clock.later = timedelta(days=8).total_seconds()
    held = scans.continued(OFFICE, NAME, 100, None)
    assert scans.sweep() == 0
    held.close()
    assert scans.sweep() == 1
    assert files(scans) == [f"{OFFICE}/{name[:2]}/{name}"]
