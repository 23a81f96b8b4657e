"""A counter that is killed in the middle of its work has lost nothing that it acknowledged."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.storage.conftest import Folders, assert_whole

ROOT = Path(__file__).parents[3]


def acknowledged_before_kill(folders: Folders, lines: int) -> int:
    """Let a counter work until it acknowledged some receptions, kill it at once; the last that it said."""
    command = [sys.executable, "-m", "tests.integration.storage.writer_program"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [*command, str(folders.data), str(folders.keys)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        said = [program.stdout.readline() for _ in range(lines)]
        program.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        said += program.stdout.readlines()
        trouble = program.stderr.read()
    whole = [line for line in said if line.endswith("\n")]
    assert whole, trouble
    return int(whole[-1])


def kill_again_and_again(folders: Folders, times: int, most: int) -> None:
    dice = random.Random(20261121)
    for _ in range(times):
        acknowledged = acknowledged_before_kill(folders, dice.randint(1, most))
        store = folders.open()
        there = assert_whole(store, at_least=acknowledged)
        # One more may have become durable before its number was said; never more, never less.
        assert there - acknowledged in (0, 1)
        store.close()


@pytest.mark.requirement("HT-04")
def test_everything_acknowledged_survives_being_killed(folders: Folders) -> None:
    kill_again_and_again(folders, times=3, most=40)


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_everything_acknowledged_survives_being_killed_many_times(folders: Folders) -> None:
    kill_again_and_again(folders, times=60, most=150)
