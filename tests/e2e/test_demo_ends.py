"""Nothing of a demonstration outlives it, and no two serve the same data."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from counter_app.cli import main
from counter_app.cli.demo_office import DemoOffice
from counter_app.cli.lifeline import held
from counter_app.domain.errors import DomainError

PROGRAMS = {"central", "vneid", "printer", "scanner", "bench", "station"}


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A demonstration in a process of its own, in the folder ``demo``."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.demo_program", str(tmp_path / "demo")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process
        process.kill()


def runs(lock: Path) -> bool:
    """Whether the program lives that holds this lock."""
    try:
        held(lock, within_s=0).release()
    except DomainError:
        return True
    return False


def test_all_programs_of_a_killed_demonstration_end_before_the_next_begins(
    demo: subprocess.Popen[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "demo"
    assert demo.stdout is not None
    assert demo.stdout.readline()
    locks = [folder / "running" / f"{name}.lock" for name in PROGRAMS]
    ends_at = monotonic() + 60  # the window does not say when it has begun
    while not all(map(runs, locks)):
        assert demo.poll() is None
        assert monotonic() < ends_at

    assert main(["demo", "--headless", "--out", str(tmp_path)]) == 1
    assert str(folder) in capsys.readouterr().err
    assert all(map(runs, locks))

    demo.kill()
    demo.wait()
    with DemoOffice(folder):
        assert not any(map(runs, locks))
        assert (folder / "founded").exists()


def test_a_new_demonstration_empties_the_folder_of_an_earlier_one(tmp_path: Path) -> None:
    with DemoOffice(tmp_path) as office:
        (office.paper_dir / "receipt-0001.png").touch()
        (tmp_path / "founded").touch()
    with DemoOffice(tmp_path, anew=True) as office:
        assert list(office.paper_dir.iterdir()) == []
        assert not (tmp_path / "founded").exists()
