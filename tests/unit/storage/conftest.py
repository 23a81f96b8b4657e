"""A station's store in a temporary folder, its key in a folder beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.domain.office import Station
from counter_app.storage.create import create_station
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import StationStore
from tests.fixtures.dossiers import MORNING

STATION = Station("station-a", 1, "03", "Quầy 3")


@pytest.fixture
def keys(tmp_path: Path) -> FolderKeys:
    return FolderKeys(tmp_path / "machine-keys")


@pytest.fixture
def store(tmp_path: Path, keys: FolderKeys) -> Iterator[StationStore]:
    opened = create_station(tmp_path / "data", keys, station=STATION, enrolled_at=MORNING)
    yield opened
    opened.close()
