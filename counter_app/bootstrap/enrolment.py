"""Making this computer a station: database, key, identity and credentials in one go."""

from __future__ import annotations

from counter_app.bootstrap.clock import SystemClock
from counter_app.bootstrap.keys import key_store
from counter_app.config import Config
from counter_app.domain.errors import DomainError
from counter_app.domain.office import Station
from counter_app.services.office_directory import DIRECTORY
from counter_app.storage.create import create_station
from counter_app.storage.open import DATABASE_FILE, StationStore, open_station, was_created
from counter_app.sync.credentials import DOCUMENT as CREDENTIALS
from counter_app.sync.enrolment import Enrolled, enrol, new_private_key

_PENDING_KEY = "enrolment_key"


def is_enrolled(store: StationStore) -> bool:
    """Whether this store belongs to a station."""
    return store.station.get() is not None


def enrol_station(config: Config, server: str, code: str) -> Station:
    """Create the store if there is none, spend the one-time code, keep what the answer gives.

    Raises ``DomainError``: ``enrol.*``, ``sync.*`` (the line), ``storage.*``, ``keys.*``. Doing it again
    after a failure goes on where it stopped: the key pair is kept, so an answer lost on the way comes again.
    """
    keys = key_store(config)
    exists = (config.data_dir / DATABASE_FILE).exists() or was_created(config.data_dir)
    store = open_station(config.data_dir, keys) if exists else create_station(config.data_dir, keys)
    try:
        earlier = store.station.get()
        if earlier is not None:
            raise DomainError("enrol.already", station=earlier.name)
        enrolled = _ask(store, server, code)
        return _keep(store, enrolled)
    finally:
        store.close()


def _ask(store: StationStore, server: str, code: str) -> Enrolled:
    with store.database.begin() as work:
        pending = work.documents.get(_PENDING_KEY)
        private_key = pending[1] if pending is not None and pending[1] else new_private_key()
        if pending is None or not pending[1]:
            work.documents.put(_PENDING_KEY, 1, private_key)
    return enrol(server, code, private_key)


def _keep(store: StationStore, enrolled: Enrolled) -> Station:
    credentials = enrolled.credentials
    store.seal_key(credentials.recovery_public_key)
    with store.database.begin() as work:
        work.documents.put(CREDENTIALS, 1, credentials.to_bytes())
        work.documents.put(DIRECTORY, enrolled.directory_version, enrolled.directory)
    station = Station(credentials.station, 1, credentials.number, credentials.name)
    store.station.put(station, SystemClock().now())
    # Only now the key pair of a half done enrolment is of no use any more.
    with store.database.begin() as work:
        work.documents.put(_PENDING_KEY, 2, b"")
    return station
