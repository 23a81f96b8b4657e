"""Real stations and a real central system; and the demonstration's job, run once as a person would run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from counter_app.cli.demo_job import Result
from counter_app.config import Config
from tests.fixtures.central import CentralServer
from tests.fixtures.central_databases import all_databases, databases
from tests.fixtures.real_counter import RealCounter, enrolled, found_office
from tests.fixtures.small_disk import NoSmallDiskError, SmallDisk, small_disk

__all__ = ["all_databases", "databases"]


@pytest.fixture
def central(tmp_path: Path) -> Iterator[CentralServer]:
    """A running central system with the invented office."""
    server = CentralServer(tmp_path / "central")
    found_office(server)
    server.start()
    yield server
    server.close()


@pytest.fixture
def config(central: CentralServer, tmp_path: Path) -> Config:
    """An enrolled station that was online once, so that it has its numbers."""
    config = enrolled(central, tmp_path / "station")
    with RealCounter(config) as counter:
        counter.wait_until_sent()
        counter.wait_for_numbers()
    return config


@pytest.fixture
def offline_counter(config: Config, central: CentralServer) -> Config:
    """The same; the central system does not run now."""
    central.stop()
    return config


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A small disk; the limit of a file's size is tried by everybody, this by root only."""
    try:
        with small_disk(tmp_path / "disk") as mounted:
            yield mounted
    except NoSmallDiskError as error:
        pytest.skip(str(error))


@dataclass(frozen=True)
class Job:
    """What ``counter-app demo --headless --json`` ended with."""

    status: int
    result: Result
    out: Path
    said: str


@pytest.fixture(scope="session")
def job(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Job:
    """One run for the whole session; under xdist the first worker that needs it runs it for all."""
    own = tmp_path_factory.getbasetemp()
    shared = (own if worker_id == "master" else own.parent) / "demo-job"
    with FileLock(f"{shared}.lock"):
        if not (shared / "status").exists():
            _run(shared)
    status, said = int((shared / "status").read_text()), (shared / "said").read_text()
    try:
        result: Result = json.loads((shared / "result.json").read_text("utf-8"))
    except ValueError:
        pytest.fail(f"the job ended with {status} and without a result: {said}")
    return Job(status, result, shared, said)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The worker's name under xdist, ``master`` without it."""
    return os.environ.get("PYTEST_XDIST_WORKER", "master")


def _run(out: Path) -> None:
    out.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "counter_app", "demo", "--headless", "--json", "--out", str(out)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=110,
        check=False,
    )
    (out / "result.json").write_text(done.stdout, "utf-8")
    (out / "said").write_text(done.stderr, "utf-8")
    (out / "status").write_text(str(done.returncode))
