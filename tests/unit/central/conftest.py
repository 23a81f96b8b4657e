"""A central system in this process, with one office: on SQLite and, by ``make prove``, on PostgreSQL too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from counter_app.central.database import Database, from_json, open_database
from counter_app.central.enrolment import create_code
from counter_app.central.life import settle_epoch
from counter_app.central.projection import dossier_of
from counter_app.central.service import CentralService
from counter_app.central.settings import CentralSettings
from counter_app.central.tables import alarms
from counter_app.domain.dossier import Dossier
from counter_app.sync.wire import FeedAnswer
from tests.fakes.clock import SetClock
from tests.fixtures.central import OFFICE
from tests.fixtures.central_databases import Databases, all_databases, databases
from tests.fixtures.signing_station import SigningStation

__all__ = ["all_databases", "databases"]


@dataclass
class Centre:
    """The service, its database and its clock."""

    settings: CentralSettings
    database: Database
    clock: SetClock
    service: CentralService

    def code(self, number: str = "03", office: str = OFFICE) -> str:
        with self.database.write() as connection:
            return create_code(
                connection, office, number, f"Quầy {number}", timedelta(hours=1), self.clock.now()
            )

    def station(self, number: str = "03", office: str = OFFICE) -> SigningStation:
        return SigningStation(self.service, self.code(number, office), office)

    def feed(self, station: SigningStation, after: int = 0) -> FeedAnswer:
        return self.service.feed(station.office, after, station.authorization)

    def dossier(self, subject: str, office: str = OFFICE) -> Dossier:
        with self.database.read() as connection:
            dossier = dossier_of(connection, office, subject)
        assert dossier is not None
        return dossier

    def alarms(self) -> list[tuple[str, dict[str, str | int | None]]]:
        with self.database.read() as connection:
            rows = connection.execute(select(alarms.c.code, alarms.c.params)).all()
        return sorted((row.code, from_json(row.params)) for row in rows)


def open_centre(data_dir: Path, clock: SetClock | None = None, *, database_url: str = "") -> Centre:
    """A central system on the data in a folder, or in a database elsewhere."""
    settings = CentralSettings(data_dir, database_url)
    database = open_database(settings)
    settle_epoch(database, settings.life_file)
    clock = clock or SetClock()
    return Centre(settings, database, clock, CentralService(database, settings, clock))


@pytest.fixture
def centre(tmp_path: Path, databases: Databases) -> Iterator[Centre]:
    settings = databases.with_office(tmp_path)
    opened = open_centre(tmp_path, database_url=settings.database_url)
    yield opened
    opened.database.close()


@pytest.fixture
def station(centre: Centre) -> SigningStation:
    return centre.station()


@pytest.fixture
def reopen() -> Iterator[Callable[[Centre], Centre]]:
    """Opens a central system again, as a new process does."""
    opened: list[Centre] = []

    def again(known: Centre) -> Centre:
        opened.append(open_centre(known.settings.data_dir, database_url=known.settings.database_url))
        return opened[-1]

    yield again
    for one in opened:
        one.database.close()
