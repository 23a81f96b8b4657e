"""A station's store, opened as far as the sign-in page needs it; the rest is wired while somebody types."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from counter_app.bootstrap.clock import SystemClock
from counter_app.bootstrap.keys import key_store
from counter_app.domain.errors import DomainError
from counter_app.services import pins
from counter_app.services.office_directory import DIRECTORY, DirectoryAlone, read_directory
from counter_app.services.session import SignIn
from counter_app.storage.open import StationStore, open_station
from counter_app.storage.small_stores import read_document
from counter_app.sync.credentials import DOCUMENT as CREDENTIALS

if TYPE_CHECKING:
    from counter_app.bootstrap.station import RunningStation
    from counter_app.config import Config
    from counter_app.domain.office import Directory, Station
    from counter_app.services.ports import Clock
    from counter_app.sync.policy import Pace

_log = logging.getLogger(__name__)


class Entrance:
    """An enrolled station with its store open: who may come in, and what is behind."""

    def __init__(
        self, config: Config, store: StationStore, station: Station, directory: Directory, clock: Clock
    ) -> None:
        self._config, self._store, self._station, self._clock = config, store, station, clock
        self.office_name = directory.office.name
        self.counter_name = station.name
        self.sign_in = SignIn(store.database, DirectoryAlone(directory), clock)

    def furnish(self, pace: Pace | None = None) -> RunningStation:
        """Wire the services, engine and devices; slow, for all of the program is loaded now.

        Raises ``DomainError`` for what the office sent and nobody can read; the store stays open.
        """
        pins.prepare()
        from counter_app.bootstrap.station import assemble  # noqa: PLC0415 - see above

        return assemble(self._config, self._store, self._station, self._clock, pace)

    def close(self) -> None:
        """Close the store of a station that was not furnished."""
        self._store.close()


def open_entrance(config: Config, clock: Clock | None = None) -> Entrance:
    """Open the store; quick, so that a window can ask for a PIN at once.

    Raises ``DomainError``: ``storage.*``, ``keys.*``, ``enrol.needed`` before enrolment, ``directory.*``.
    """
    store = open_station(config.data_dir, key_store(config))
    try:
        station = _identity(store)
        with store.database.snapshot() as connection:
            if read_document(connection, CREDENTIALS) is None:
                raise DomainError("enrol.needed")
            directory = read_directory(read_document(connection, DIRECTORY))
        return Entrance(config, store, station, directory, clock or SystemClock())
    except BaseException:
        store.close()
        raise


def _identity(store: StationStore) -> Station:
    station = store.station.get()
    enrolled_at = store.station.enrolled_at()
    if station is None or enrolled_at is None:
        raise DomainError("enrol.needed")
    if store.restored_from_backup:
        # Entries that were committed are missing here: what comes now must never take their numbers.
        station = replace(station, incarnation=store.next_incarnation)
        store.station.put(station, enrolled_at)
        _log.warning("database restored from a backup; incarnation %d begins", station.incarnation)
    return station
