"""Other people's tus: their client resumes at our centre, our uploader resumes at their server."""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from counter_app.central.database import open_database
from counter_app.central.settings import CentralSettings
from counter_app.sync.enrolment import enrol, new_private_key
from tests.fixtures.central import OFFICE
from tests.fixtures.centre_process import CentreProcess
from tests.fixtures.narrow_line import narrow_line
from tests.fixtures.postgres import free_port
from tests.fixtures.real_counter import found_office
from tests.fixtures.telling_program import Telling
from tests.fixtures.tus_peers import node

pytestmark = [pytest.mark.prove, pytest.mark.timeout(180)]

Start = Callable[..., Telling]

SIZE: Final = 3_000_000
RATE: Final = 500_000.0
"""Bytes a second: slow enough to kill in the middle, quick enough to wait for."""
OVERHEAD: Final = 64 * 1024
"""Heads of requests, and what stood in the line when it was cut."""


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.4\n" + random.Random(7).randbytes(SIZE))
    return path


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts programs; none is left running."""
    started: list[Telling] = []

    def program(*command: str) -> Telling:
        started.append(Telling(*command))
        return started[-1]

    yield program
    for one in started:
        one.kill()


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[CentreProcess]:
    process = CentreProcess(CentralSettings(tmp_path / "central"), tmp_path / "central.log")
    open_database(process.settings).close()
    found_office(process)
    process.start()
    yield process
    process.close()


@pytest.mark.parametrize("victim", ["client", "centre"])
def test_tus_js_client_resumes_at_our_centre_after_either_was_killed(
    centre: CentreProcess, scan: Path, tmp_path: Path, victim: str, start: Start
) -> None:
    credentials = enrol(centre.url, centre.code(), new_private_key()).credentials
    with narrow_line(centre.port, RATE) as line:
        url = f"{line.url}/v1/offices/{OFFICE}/scans"
        store = str(tmp_path / "urls.json")
        command = (*node("client.js"), url, str(scan), sha256(scan), credentials.token, store)
        client = start(*command)
        client.until("accepted", SIZE // 3)
        if victim == "client":
            client.kill()
            client = start(*command)
            assert client.until("resumed").endswith(sha256(scan))
        else:
            centre.kill()
            centre.start()
        client.until("done")
        passed = line.passed().up
    kept = centre.settings.data_dir / "scans" / OFFICE / sha256(scan)[:2] / sha256(scan)
    assert sha256(kept) == sha256(scan)
    # A killed one costs at most the chunk under way (256 KiB): what came of it is kept.
    assert SIZE <= passed <= SIZE + 256 * 1024 + OVERHEAD


@pytest.mark.parametrize("victim", ["uploader", "server"])
def test_our_uploader_resumes_at_tus_node_server_after_either_was_killed(
    scan: Path, tmp_path: Path, victim: str, start: Start
) -> None:
    our_uploader = (sys.executable, "-m", "tests.e2e.uploading_program")
    folder, port = tmp_path / "received", str(free_port())
    folder.mkdir()
    server = start(*node("server.js"), str(folder), port)
    server.until("port")
    with narrow_line(int(port), RATE) as line:
        command = (*our_uploader, line.url, "office", str(scan))
        uploader = start(*command)
        uploader.until("reached", SIZE // 3)
        if victim == "uploader":
            uploader.kill()
            uploader = start(*command)
        else:
            server.kill()
            server = start(*node("server.js"), str(folder), port)
            server.until("port")
        assert uploader.until("done") is True
        passed = line.passed().up
    assert sha256(folder / sha256(scan)) == sha256(scan)
    assert SIZE <= passed <= SIZE + 1024 * 1024 + OVERHEAD
