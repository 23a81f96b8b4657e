"""Several processes on one port: one address, one set of metrics, one end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

PROGRAM = """
import argparse, sys
from counter_app.central import commands
if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    sys.exit(commands.run(parser.parse_args()))
"""

pytestmark = [
    pytest.mark.prove,
    pytest.mark.skipif(not hasattr(signal, "SIGCHLD"), reason="one process serves on this system"),
]


class Running:
    """``central serve --workers 2``."""

    def __init__(self, folder: Path) -> None:
        program = folder / "serve.py"
        program.write_text(PROGRAM)
        command = [sys.executable, str(program), "--data", str(folder / "data"), "serve", "--port", "0"]
        self.log = folder / "log"
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[3])}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--workers", "2"], stdout=subprocess.PIPE, stderr=log, text=True, env=environment
            )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        assert said, self.log.read_text()
        self.url = json.loads(said)["url"]

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.url + path, timeout=20, trust_env=False)

    def workers(self) -> set[int]:
        """The processes that serve, as they name themselves in the log."""
        lines = (json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{"))
        begun = {line["process"] for line in lines if line["event"].startswith("Started server process")}
        return {process for process in begun if _alive(process)}

    def calls(self) -> float:
        """Calls of /health, as the metrics of all processes together say."""
        wanted = 'quaymotcua_calls_total{method="GET",route="/health",status="200"}'
        lines = self.get("/metrics").text.splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(wanted))

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < ends, "it does not come to be so"
        time.sleep(0.05)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    made = Running(tmp_path)
    yield made
    made.close()


def test_worker_that_dies_is_replaced_and_nothing_that_was_counted_is_forgotten(running: Running) -> None:
    first = running.workers()
    assert len(first) == 2
    for _ in range(20):
        assert running.get("/health").status_code == 200
    assert running.calls() == 20
    os.kill(min(first), signal.SIGKILL)
    until(lambda: len(running.workers() - {min(first)}) == 2)
    for _ in range(10):
        assert running.get("/health").status_code == 200
    assert running.calls() == 30

    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(60) == 0, running.log.read_text()
    assert running.workers() == set()
    assert "Traceback" not in running.log.read_text()


def test_workers_end_when_their_parent_is_gone(running: Running) -> None:
    running.process.kill()
    until(lambda: running.workers() == set())
