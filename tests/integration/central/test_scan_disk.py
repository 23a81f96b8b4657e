"""Scans on a real disk that is full, and an upload whose process was killed with it in hand."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.central.problems import ProblemError
from counter_app.central.scans.settings import ScanSettings
from counter_app.central.scans.store import ScanStore
from tests.fixtures.small_disk import NoSmallDiskError, small_disk

OFFICE = "long-xuyen"
SCAN = bytes(range(256)) * 16_000
NAME = hashlib.sha256(SCAN).hexdigest()
SETTINGS = ScanSettings(reserve=0)

HOLDER = """
import sys
from pathlib import Path
from counter_app.central.scans.settings import ScanSettings
from counter_app.central.scans.store import ScanStore
upload = ScanStore(Path(sys.argv[1]), ScanSettings(reserve=0)).continued(sys.argv[2], sys.argv[3], 0, None)
upload.write(bytes(range(256)) * 100)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_disk_that_fills_up_keeps_what_came_and_takes_the_rest_once_there_is_room(tmp_path: Path) -> None:
    try:
        with small_disk(tmp_path / "disk") as disk:
            scans = ScanStore(disk.folder / "scans", SETTINGS)
            scans.begin(OFFICE, NAME, len(SCAN), "")
            upload = scans.continued(OFFICE, NAME, 0, 1000)
            disk.fill()
            with pytest.raises(ProblemError) as raised:
                upload.write(SCAN)
            upload.close()
            assert (raised.value.status, raised.value.code) == (507, "scan.storage_full")
            with pytest.raises(ProblemError) as raised:
                scans.begin(OFFICE, "0" * 64, 5, "")
            assert raised.value.status == 507
            disk.empty()
            offset = scans.state(OFFICE, NAME).offset
            again = scans.continued(OFFICE, NAME, offset, len(SCAN) - offset)
            again.write(SCAN[offset:])
            assert again.settled().complete
            again.close()
            kept = scans.path_of(OFFICE, NAME)
            assert kept is not None
            assert kept.read_bytes() == SCAN
    except NoSmallDiskError as error:
        pytest.skip(str(error))


def test_the_next_process_goes_on_where_a_killed_one_held_the_upload(tmp_path: Path) -> None:
    scans = ScanStore(tmp_path / "scans", SETTINGS)
    scans.begin(OFFICE, NAME, len(SCAN), "")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "scans"), OFFICE, NAME],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(ProblemError) as raised:
            scans.state(OFFICE, NAME)
        assert raised.value.status == 423
    finally:
        holder.kill()
        holder.wait(10)
        holder.stdin.close()
        holder.stdout.close()
    assert scans.state(OFFICE, NAME).offset == 25_600
    upload = scans.continued(OFFICE, NAME, 25_600, None)
    upload.write(SCAN[25_600:])
    assert upload.settled().complete
    upload.close()
