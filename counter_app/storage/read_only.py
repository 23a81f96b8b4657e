"""Looking into a station's database without opening it for work: no lock, no migration, nothing written.

It works beside a running counter, for SQLite's readers see the last commit of whoever writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from counter_app.domain.errors import DomainError
from counter_app.domain.office import Station
from counter_app.storage.card import read_card
from counter_app.storage.chain_head import read_head
from counter_app.storage.connection import Connection, connect, prepare_reader
from counter_app.storage.files import os_error
from counter_app.storage.keys import KeyStore
from counter_app.storage.open import DATABASE_FILE, LOCK_FILE, checked_version, key_of, was_created
from counter_app.storage.open_work import OpenWork
from counter_app.storage.process_lock import LockHeldError, ProcessLock
from counter_app.storage.reads import StoredReads
from counter_app.storage.schema import SCHEMA_VERSION
from counter_app.storage.small_stores import read_fact
from counter_app.storage.station_record import read_station

_SYNC_FACT: Final = "sync."


class Snapshots(Protocol):
    """What has read transactions: an open store's database, or one that was opened to look only."""

    def snapshot(self) -> AbstractContextManager[Connection]:
        """A reading connection inside a transaction."""
        ...

    def read(self) -> AbstractContextManager[StoredReads]:
        """The same, for the services."""
        ...


class ReadOnlyDatabase:
    """``services.store_ports.Database`` that answers every attempt to write with ``storage.read_only``."""

    def __init__(self, connection: Connection, version: int) -> None:
        self._connection = connection
        self.version = version

    def begin(self) -> AbstractContextManager[OpenWork]:
        """Raise ``DomainError("storage.read_only")``."""
        raise DomainError("storage.read_only")

    @contextmanager
    def read(self) -> Iterator[StoredReads]:
        """A snapshot of the last commit."""
        with self.snapshot() as connection:
            yield StoredReads(connection)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """The connection inside a transaction."""
        self._connection.sql("BEGIN")
        try:
            yield self._connection
        finally:
            if self._connection.in_transaction():
                self._connection.sql("ROLLBACK")


@contextmanager
def open_read_only(data_dir: Path, keys: KeyStore) -> Iterator[ReadOnlyDatabase]:
    """Look into the database in ``data_dir``.

    Raises ``DomainError`` as ``open_station`` does: ``storage.not_created``, ``storage.missing``,
    ``keys.missing``, ``storage.wrong_key``, ``storage.damaged``, ``storage.newer_version``; and
    ``storage.older_version`` for a schema that the next start will raise.
    """
    path = data_dir / DATABASE_FILE
    if not path.exists():
        raise DomainError("storage.missing" if was_created(data_dir) else "storage.not_created")
    key = key_of(path, keys)
    version = checked_version(path, key, read_card(data_dir))
    if version < SCHEMA_VERSION:
        raise DomainError("storage.older_version", found=version, known=SCHEMA_VERSION)
    connection = connect(path, key, read_only=True)
    try:
        prepare_reader(connection)
        yield ReadOnlyDatabase(connection, version)
    finally:
        connection.close()


def is_in_use(data_dir: Path) -> bool:
    """Whether a program works with the station in ``data_dir`` now; leaves no trace."""
    path = data_dir / LOCK_FILE
    if not path.exists():
        return False
    lock = ProcessLock(path)
    try:
        lock.acquire()
    except LockHeldError:
        return True
    except OSError as error:
        raise os_error(error) from error
    lock.release()
    return False


@dataclass(frozen=True, slots=True)
class StationFacts:
    """What a database tells of its station: who it is, and when its last entry was recorded."""

    station: Station | None
    last_entry_at: datetime | None


def station_facts(database: Snapshots) -> StationFacts:
    """Read the station's identity and the end of its chain."""
    with database.snapshot() as connection:
        station = read_station(connection)
        return StationFacts(station, None if station is None else read_head(connection).recorded_at)


def sync_fact(database: Snapshots, name: str) -> str | None:
    """What the sync engine keeps under ``name``."""
    with database.snapshot() as connection:
        return read_fact(connection, _SYNC_FACT + name)


def is_whole(database: Snapshots) -> bool:
    """Whether every page of the database can be read and fits the others; reads the whole file."""
    with database.snapshot() as connection:
        return connection.fetch("PRAGMA quick_check(1)") == [("ok",)]
