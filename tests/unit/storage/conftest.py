"""A station's store in a temporary folder, its key in a folder beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from counter_app.domain.office import Station
from counter_app.storage.create import create_station
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import StationStore, open_station
from tests.fixtures.dossiers import MORNING

STATION = Station("station-a", 1, "03", "Quầy 3")

MakeStore = Callable[[], StationStore]


@pytest.fixture(scope="session")
def empty_station(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an enrolled station's empty store and its key, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("empty-station")
    keys = FolderKeys(folder / "machine-keys")
    create_station(folder / "data", keys, station=STATION, enrolled_at=MORNING).close()
    return folder


@pytest.fixture
def keys(tmp_path: Path) -> FolderKeys:
    return FolderKeys(tmp_path / "machine-keys")


@pytest.fixture
def data_dir(empty_station: Path, tmp_path: Path) -> Path:
    """The data folder of an enrolled station that is not open."""
    shutil.copytree(empty_station, tmp_path, dirs_exist_ok=True)
    return tmp_path / "data"


@pytest.fixture
def store(data_dir: Path, keys: FolderKeys) -> Iterator[StationStore]:
    opened = open_station(data_dir, keys)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def make_store(empty_station: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeStore]:
    """Opens further empty stores, closed when the module ends."""
    opened: list[StationStore] = []

    def make() -> StationStore:
        folder = tmp_path_factory.mktemp("station")
        shutil.copytree(empty_station, folder, dirs_exist_ok=True)
        opened.append(open_station(folder / "data", FolderKeys(folder / "machine-keys")))
        return opened[-1]

    yield make
    for store in opened:
        store.close()
