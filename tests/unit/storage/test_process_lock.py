"""One process at a time: held, refused, let go, and let go by whoever dies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.storage.process_lock import LockHeldError, ProcessLock

HOLDER = """
import sys
from pathlib import Path
from counter_app.storage.process_lock import ProcessLock
lock = ProcessLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_held_lock_is_refused_and_is_free_again_after_its_release(tmp_path: Path) -> None:
    path = tmp_path / "station.lock"
    first, second = ProcessLock(path), ProcessLock(path)
    first.acquire()
    with pytest.raises(LockHeldError):
        second.acquire()
    with pytest.raises(LockHeldError):
        first.acquire()
    first.release()
    second.acquire()
    second.release()
    second.release()
    assert path.exists()


def test_a_process_that_is_killed_leaves_no_lock_behind(tmp_path: Path) -> None:
    path = tmp_path / "station.lock"
    command = [sys.executable, "-c", HOLDER, str(path)]
    lock = ProcessLock(path)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LockHeldError):
            lock.acquire()
        holder.kill()
        holder.wait()
        lock.acquire()
    lock.release()


def test_a_folder_that_is_not_there_is_told_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ProcessLock(tmp_path / "nowhere" / "station.lock").acquire()
