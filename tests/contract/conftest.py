"""The two stores that have to promise the same: the encrypted one, and the one in memory that tests use."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.domain.office import Station
from counter_app.services.store_ports import Database
from counter_app.storage.create import create_station
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import open_station
from tests.fakes.database import MemoryDatabase
from tests.fixtures.dossiers import MORNING

STATION = Station("station-a", 1, "03", "Quầy 03")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "data"
    create_station(folder, FolderKeys(folder / "keys"), station=STATION, enrolled_at=MORNING).close()
    return folder


@pytest.fixture(params=["memory", "encrypted"])
def database(request: pytest.FixtureRequest, template: Path, tmp_path: Path) -> Iterator[Database]:
    if request.param == "memory":
        yield MemoryDatabase(STATION.id)
        return
    folder = tmp_path / "data"
    shutil.copytree(template, folder)
    store = open_station(folder, FolderKeys(folder / "keys"))
    yield store.database
    store.close()
