"""The start of the counter: what is not loaded before the door is there, and who is quicker than the rest."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from counter_app.bootstrap.counter import counter_parts
from counter_app.config import Config
from counter_app.services.session import SignedIn
from counter_app.storage.read_only import is_in_use
from counter_app.ui.app import Program, build_window
from counter_app.ui.tasks import Tasks
from tests.builders import PINS, clerk, clerks

HEAVY = (
    "alembic", "argon2", "asyncio", "cryptography", "escpos", "fastapi", "filelock", "holidays",
    "keyring", "PIL", "platformdirs", "pydantic", "pypdfium2", "qrcode", "reportlab", "requests",
    "sqlalchemy", "ssl", "stdnum", "urllib.request", "uuid_utils", "zstandard",
)  # fmt: skip
OURS = (
    "central", "devices", "documents", "domain.dossier", "domain.entries", "domain.identifiers",
    "domain.procedures", "services.bundle", "services.reception", "storage.tables",
    "storage.dossier_store", "storage.migrate", "storage.sync_store", "sync.engine", "sync.transport",
    "ui.counter.window.counter_window", "ui.counter.reception", "ui.settings", "ui.shared.strip",
)  # fmt: skip

AT_THE_DOOR = """
import json, os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from counter_app.bootstrap.counter import counter_parts
from counter_app.config import Config
from counter_app.ui.app import build_window
from counter_app.ui.tasks import Tasks

app = QApplication([])
program = build_window(counter_parts(Config(Path(sys.argv[1]), keys="file")), Tasks())

def look():
    if not program.frame.guard.state.opening:
        print(json.dumps([[clerk.name for clerk in program.frame.guard.state.people], sorted(sys.modules)]))
        app.quit()

program.frame.guard.changed.connect(look)
program.frame.show()
app.exec()
program.close()
"""


def test_the_door_is_open_before_anything_heavy_is_loaded(config: Config) -> None:
    command = [sys.executable, "-W", "error", "-c", AT_THE_DOOR, str(config.data_dir)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    people, loaded = json.loads(done.stdout)
    assert sorted(people) == sorted(known.name for known in clerks())
    heavy = (*HEAVY, *(f"counter_app.{name}" for name in OURS))
    assert [name for name in loaded if name in heavy] == []


@pytest.fixture
def program(config: Config, qtbot: QtBot) -> Iterator[Program]:
    tasks = Tasks()
    program = build_window(counter_parts(config), tasks)
    program.frame.show()
    yield program
    program.frame.close()
    program.close()
    program.frame.deleteLater()


def test_a_clerk_who_types_before_the_store_is_open_comes_in(program: Program, qtbot: QtBot) -> None:
    program.frame.guard.enter(clerk().id, PINS[clerk().id])
    qtbot.waitUntil(lambda: program.frame.seat.signed_in is not None, timeout=20_000)
    assert program.frame.seat.clerk == clerk()
    assert opened(program) == "reception"


def test_a_clerk_who_is_quicker_than_the_counter_is_let_in_when_it_is_there(
    program: Program, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: bool(program.frame.guard.state.people), timeout=20_000)
    right = SignedIn(clerk(), datetime.now(UTC))
    program.frame.guard.signed_in.emit(right)
    assert program.frame.guard.state.checking
    assert program.frame.seat.signed_in is None
    qtbot.waitUntil(lambda: program.frame.seat.signed_in == right, timeout=20_000)
    assert opened(program) == "reception"


def test_the_counter_is_made_while_nobody_sits_there_and_shows_nothing_before_the_pin(
    program: Program, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: program.frame.counter is not None, timeout=20_000)
    assert program.frame.door.isVisible()
    assert opened(program) is None
    program.frame.keep()
    program.frame.guard.enter(clerk().id, "0000")
    qtbot.waitUntil(lambda: bool(program.frame.guard.state.said), timeout=20_000)
    assert program.frame.door.isVisible()
    assert opened(program) is None
    program.frame.guard.enter(clerk().id, PINS[clerk().id])
    qtbot.waitUntil(lambda: program.frame.seat.signed_in is not None, timeout=20_000)
    assert opened(program) == "reception"
    assert not program.frame.door.isVisible()


def opened(program: Program) -> str | None:
    """The screen that is open, of a counter that was made."""
    assert program.frame.counter is not None
    return program.frame.counter.opened()


def test_a_program_that_is_closed_at_the_door_leaves_the_store_free(config: Config, qtbot: QtBot) -> None:
    for _ in range(2):
        program = build_window(counter_parts(config), Tasks())
        program.frame.show()
        qtbot.waitUntil(lambda: bool(program.frame.guard.state.people), timeout=20_000)  # noqa: B023
        program.frame.close()
        program.close()
        assert not is_in_use(config.data_dir)
