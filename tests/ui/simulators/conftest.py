"""One desk of virtual devices for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from counter_app.i18n import Wording
from counter_app.ui.tasks import Tasks
from tests.ui.simulators.fakes import Desk


@pytest.fixture
def desk(wording: Wording, tmp_path: Path) -> Desk:
    return Desk(wording, tmp_path)


@pytest.fixture
def unhandled() -> list[BaseException]:
    return []


@pytest.fixture
def tasks(qtbot: QtBot, desk: Desk, unhandled: list[BaseException]) -> Iterator[Tasks]:
    made = Tasks(unhandled=unhandled.append)
    yield made
    desk.line.held.set()
    made.shutdown(wait=True)
    assert unhandled == []
