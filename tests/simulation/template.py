"""What every seed begins from, made once per process: two offices with five enrolled counters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from counter_app.central import admin
from counter_app.central.database import connect_database, open_database
from counter_app.central.enrolment import create_code
from counter_app.central.life import settle_epoch
from counter_app.central.service import CentralService
from counter_app.central.settings import CentralSettings
from counter_app.domain.office import Station
from counter_app.storage.create import create_station
from counter_app.storage.keys import FolderKeys
from counter_app.sync.credentials import Credentials
from tests.fakes.clock import SetClock
from tests.fixtures.central import AGENCY, CALENDAR, CATALOGUE, OFFICE, directory_plain
from tests.fixtures.signing_station import SigningStation
from tests.simulation.disk import KEYS
from tests.simulation.timeline import BEGINNING

OFFICES: Final = ((OFFICE, AGENCY), ("chau-doc", "H01.15.22"))
COUNTERS: Final = ((OFFICE, "01"), (OFFICE, "02"), ("chau-doc", "01"), (OFFICE, "03"), ("chau-doc", "02"))
"""Office and number of each counter; a seed uses the first two to five."""
_SIZES: Final = admin.LeaseSizes(standing=4, overflow=2)
"""So few numbers that some counters run out of them."""

CENTRE: Final = "centre"
DOCUMENTS: Final = ("directory", "catalogue", "calendar", "lease")
ENROLLED: Final = BEGINNING - timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CounterTemplate:
    """An enrolled counter; ``folder`` holds its data before its first start."""

    name: str
    office: str
    credentials: Credentials
    folder: Path


@dataclass(frozen=True, slots=True)
class Template:
    """``centre`` is the folder of the central system's data, ``world`` where one seed after the other lives.

    ``engine`` opens the central database in ``world``: kept, for it has every statement compiled.
    """

    folder: Path
    centre: Path
    world: Path
    engine: Engine
    counters: tuple[CounterTemplate, ...]

    @property
    def world_settings(self) -> CentralSettings:
        """The settings of the central system in ``world``."""
        return settings_of(self.world / CENTRE)


def settings_of(folder: Path) -> CentralSettings:
    """The central system's settings; its limits on calls are out of the way, for they read a real clock."""
    return CentralSettings(folder, enrolments_per_minute=10**9, pushes_per_minute=10**9, feed_page_entries=7)


def make_template(folder: Path) -> Template:
    """Found the offices and enrol the counters; takes a second."""
    settings = settings_of(folder / CENTRE)
    database = open_database(settings)
    settle_epoch(database, settings.life_file)
    clock = SetClock(ENROLLED)
    service = CentralService(database, settings, clock)
    with database.write() as connection:
        for office, agency in OFFICES:
            plain = directory_plain(office, agency)
            admin.add_office(connection, plain, CATALOGUE, CALENDAR, ENROLLED, _SIZES)
    counters = []
    for index, (office, number) in enumerate(COUNTERS):
        with database.write() as connection:
            code = create_code(connection, office, number, f"Quầy {number}", timedelta(hours=2), ENROLLED)
        enrolled = SigningStation(service, code, office)
        counters.append(_counter(folder, f"{'AB'[office != OFFICE]}{index + 1}", service, enrolled))
    service.close()
    world = folder.parent / "world"
    engine = connect_database(settings_of(world / CENTRE)).engine
    return Template(folder, folder / CENTRE, world, engine, tuple(counters))


def _counter(folder: Path, name: str, service: CentralService, enrolled: SigningStation) -> CounterTemplate:
    """A counter that has fetched its office's documents and nothing else."""
    answer = enrolled.enrolled
    credentials = Credentials(
        server="http://localhost",
        office=answer.office,
        station=answer.station,
        number=answer.number,
        name=answer.name,
        token=answer.token,
        private_key=enrolled.private_key,
        recovery_public_key=bytes(32),
    )
    home = folder / name
    station = Station(answer.station, 1, answer.number, answer.name)
    store = create_station(home, FolderKeys(folder / KEYS), station=station, enrolled_at=ENROLLED)
    for document in DOCUMENTS:
        stored = service.document(answer.office, document, enrolled.authorization)
        store.sync.put_document(document, stored.version, stored.content.encode())
    store.close()
    return CounterTemplate(name, answer.office, credentials, home)
