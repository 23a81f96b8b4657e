"""Errors of the operating system at the Nth write or sync, and death there: what was acknowledged stays.

strace makes the kernel's answers up, so that SQLite and everything above it run into them as they would on a
full or a failing disk.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from counter_app.config import Config
from tests.e2e.acknowledged import News, counter_command, holds_what_was_acknowledged, news_of, told
from tests.fixtures.central import CentralServer
from tests.fixtures.real_counter import RealCounter

pytestmark = [pytest.mark.prove, pytest.mark.timeout(1800)]

DOSSIERS: Final = 4
RUNS: Final = int(os.environ.get("FAULT_RUNS", "14"))
"""How many places of each kind are tried; more than there are tries every one."""
_REPORTED: Final = frozenset({"storage.full", "storage.io", "storage.damaged", "storage.busy"})


@dataclass(frozen=True)
class Fault:
    """What happens at a system call; ``lasting``: at each one from then on."""

    call: str
    effect: str
    lasting: bool = False

    def at(self, place: int) -> str:
        """strace's expression for the ``place``-th call of the kind."""
        return f"inject={self.call}:{self.effect}:when={place}{'+' if self.lasting else ''}"


FAULTS: Final = {
    "killed while writing": Fault("pwrite64", "signal=SIGKILL"),
    "killed while syncing": Fault("fsync", "signal=SIGKILL"),
    "disk full from then on": Fault("pwrite64", "error=ENOSPC", lasting=True),
    "disk full once": Fault("pwrite64", "error=ENOSPC"),
    "one write fails": Fault("pwrite64", "error=EIO"),
    "one sync fails": Fault("fsync", "error=EIO"),
    "syncs fail from then on": Fault("fsync", "error=EIO", lasting=True),
}


def strace() -> str:
    """The program; without it nothing is proved, so the test fails."""
    found = shutil.which("strace")
    if found is None:
        pytest.fail(
            "strace is missing; make prove needs installers/linux/prove-packages.txt: apt-get install strace"
        )
    return found


def traced(expressions: list[str], folder: Path, trace: Path) -> News:
    """Run a counter under strace; returns what it told."""
    options = [part for expression in expressions for part in ("-e", expression)]
    # The quick way of stopping at calls does not deliver signals.
    quick = [] if any("signal=" in expression for expression in expressions) else ["--seccomp-bpf"]
    command = [strace(), "-f", "-qq", *quick, "-o", str(trace), *options]
    done = subprocess.run(
        [*command, *counter_command(folder, DOSSIERS)],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert "strace:" not in done.stderr, f"strace cannot work here: {done.stderr}"
    return news_of(done.stdout.splitlines(keepends=True))


def calls_in(trace: Path, call: str) -> int:
    """How many calls of a kind a clean run makes."""
    return sum(f" {call}(" in line for line in trace.read_text(errors="replace").splitlines())


@pytest.fixture
def fresh(offline_counter: Config, tmp_path: Path) -> Iterator[Path]:
    """Copies of one enrolled station, as many as are asked for."""

    def copies() -> Iterator[Path]:
        for number in count():
            folder = tmp_path / f"copy-{number}"
            shutil.copytree(offline_counter.data_dir, folder)
            yield folder
            shutil.rmtree(folder)

    return copies()


@pytest.mark.requirement("HT-04")
@pytest.mark.parametrize("name", FAULTS)
def test_what_was_acknowledged_outlives_a_fault_at_any_call(
    name: str, fresh: Iterator[Path], central: CentralServer, tmp_path: Path
) -> None:
    fault = FAULTS[name]
    trace = tmp_path / "trace"
    clean = traced([f"trace={fault.call}"], next(fresh), trace)
    assert told(clean, "failed", "code") == []
    total = calls_in(trace, fault.call)
    assert total >= DOSSIERS
    chance = random.Random()
    places = sorted(chance.sample(range(1, total + 1), min(RUNS, total)))
    met = 0
    for place in places:
        folder = next(fresh)
        news = traced([f"trace={fault.call}", fault.at(place)], folder, trace)
        codes = {*told(news, "failed", "code"), *told(news, "not_open", "code")}
        killed = "done" not in {one["event"] for one in news} and not told(news, "not_open", "code")
        met += bool(codes or killed)
        assert codes <= _REPORTED, (place, codes)
        with RealCounter(Config(folder, keys="file"), sync=False) as counter:
            # A commit whose last step failed may be found whole later: it was not told, and is no loss.
            holds_what_was_acknowledged(counter, news, interruptions=1)
            assert counter.receive().ledger_line >= 1
    assert met > 0, f"none of {places} was noticed"
