"""A scan goes on at its byte, whichever of counter and central system was killed in the middle of it."""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from counter_app.bootstrap.enrolment import enrol_station
from counter_app.central.database import open_database
from counter_app.central.settings import CentralSettings
from counter_app.config import Config
from tests.fixtures.central import OFFICE
from tests.fixtures.centre_process import CentreProcess
from tests.fixtures.narrow_line import NarrowLine, narrow_line
from tests.fixtures.real_counter import RealCounter, found_office
from tests.fixtures.telling_program import Telling

pytestmark = [pytest.mark.prove, pytest.mark.timeout(240)]

SIZE: Final = 1_500_000
RATE: Final = 300_000.0
IN_FLIGHT: Final = 160 * 1024
"""What may stand in the line's queue (64 KiB) and in the system's buffers when it is cut."""
OTHER: Final = 96 * 1024
"""Entries, the feed, heads of requests."""


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[CentreProcess]:
    process = CentreProcess(CentralSettings(tmp_path / "central"), tmp_path / "central.log")
    open_database(process.settings).close()
    found_office(process)
    process.start()
    yield process
    process.close()


@pytest.fixture
def line(centre: CentreProcess) -> Iterator[NarrowLine]:
    with narrow_line(centre.port) as made:
        yield made


@pytest.fixture
def folder(centre: CentreProcess, line: NarrowLine, tmp_path: Path) -> Path:
    """A station that knows the central system by the line."""
    folder = tmp_path / "station"
    enrol_station(Config(folder, keys="file"), line.url, centre.code())
    with RealCounter(Config(folder, keys="file")) as counter:
        counter.wait_until_sent()
        counter.wait_for_numbers()
    return folder


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[..., Telling]]:
    started: list[Telling] = []

    def counter(*files: Path) -> Telling:
        command = (sys.executable, "-m", "tests.e2e.scanning_program", str(folder), *map(str, files))
        started.append(Telling(*command))
        return started[-1]

    yield counter
    for one in started:
        one.kill()


@pytest.mark.parametrize("victim", ["counter", "centre", "line"])
def test_a_scan_goes_on_at_its_byte_after_a_kill(
    victim: str, centre: CentreProcess, line: NarrowLine, start: Callable[..., Telling], tmp_path: Path
) -> None:
    data = b"%PDF-1.4\n" + random.Random(3).randbytes(SIZE)
    name = hashlib.sha256(data).hexdigest()
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(data)
    line.set_rate(RATE)
    before = line.passed().up
    counter = start(scan)
    counter.until("reached", SIZE // 4)
    match victim:
        case "counter":
            counter.kill()
            counter = start()
        case "centre":
            centre.kill()
            centre.start()
        case _:
            line.cut()
    counter.until("empty")
    kept = centre.settings.data_dir / "scans" / OFFICE / name[:2] / name
    assert kept.read_bytes() == data
    sent = line.passed().up - before
    assert len(data) <= sent <= len(data) + IN_FLIGHT + OTHER
