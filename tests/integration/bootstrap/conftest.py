"""An enrolled station that is not open, and its central system."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from counter_app.config import Config
from tests.fixtures.central import CentralServer
from tests.fixtures.real_counter import enrolled, found_office


@pytest.fixture
def central(tmp_path: Path) -> Iterator[CentralServer]:
    server = CentralServer(tmp_path / "central")
    found_office(server)
    server.start()
    yield server
    server.close()


@pytest.fixture
def config(central: CentralServer, tmp_path: Path, qapp: QApplication) -> Config:
    """An enrolled station that is not open."""
    return enrolled(central, tmp_path / "station")
