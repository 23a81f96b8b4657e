"""A station's disk: the real encrypted store, with crashes and full disks at its commits."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import EntryId, Head
from counter_app.domain.office import Station
from counter_app.services.store_ports import Verdict
from counter_app.services.sync_ports import FeedPage
from counter_app.storage.connection import Connection
from counter_app.storage.high_water import HighWater
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import DATABASE_FILE, database_id
from counter_app.storage.open_work import OpenWork
from counter_app.storage.station_record import StationRecord
from counter_app.storage.sync_store import StationSyncStore
from counter_app.storage.unit_of_work import EncryptedDatabase
from tests.simulation.faults import Fault, Faults

NOTE: Final = "highwater.json"
KEYS: Final = "keys"


class PowerCut(BaseException):
    """The station's program is gone, wherever it was; not to be caught by anything of the program."""


_BEFORE: Final = {
    "append": Fault.CRASH_BEFORE_APPEND,
    "verdicts": Fault.CRASH_BEFORE_VERDICTS,
    "page": Fault.CRASH_BEFORE_PAGE,
}
_AFTER: Final = {
    "append": Fault.CRASH_AFTER_APPEND,
    "verdicts": Fault.CRASH_AFTER_VERDICTS,
    "page": Fault.CRASH_AFTER_PAGE,
}


class CrashingDatabase(EncryptedDatabase):
    """The real database; ``doing`` names what the transaction is for."""

    def __init__(
        self, path: Path, key: bytes, faults: Faults, committed: Callable[[Head], None] | None = None
    ) -> None:
        super().__init__(path, key, committed)
        self._faults = faults
        self._committed_last = False
        self.doing = ""
        self.full = False
        self.calm = False
        """Whether nothing strikes for now."""
        self.failed = False
        """Whether the disk failed since this was last set to false."""

    @contextmanager
    def begin(self) -> Iterator[OpenWork]:
        """A transaction of the services; a crash after its commit comes before the note of it."""
        self._committed_last = False
        try:
            with super().begin() as work:
                self.doing = "append"
                yield work
        except PowerCut:
            if self._committed_last:
                self._faults.struck(Fault.NOTE_LOST)
            raise
        finally:
            self.doing = ""

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """The writing connection; before and after the commit the power may be cut."""
        with super().transaction() as connection:
            yield connection
            doing = self.doing
            self._fail_disk()
            if self._happens(self._faults.odds.crash):
                self._faults.struck(_BEFORE.get(doing, Fault.CRASH_ELSEWHERE))
                raise PowerCut
        self._committed_last = True
        if self._happens(self._faults.odds.crash):
            self._faults.struck(_AFTER.get(doing, Fault.CRASH_ELSEWHERE))
            raise PowerCut

    def _happens(self, odds: float) -> bool:
        return self._faults.happens(odds) and not self.calm

    def _fail_disk(self) -> None:
        if self._faults.over:
            self.full = False
        if self.full and not self.calm:
            self.failed = True
            self._faults.struck(Fault.DISK_FULL)
            raise DomainError("storage.full")
        if self._happens(self._faults.odds.disk):
            self.failed = True
            self._faults.struck(Fault.DISK_ERROR)
            raise DomainError("storage.io")


class NamedStore(StationSyncStore):
    """The real store; tells its database what each transaction is for."""

    def __init__(self, database: CrashingDatabase) -> None:
        super().__init__(database)
        self.database = database

    def record_verdicts(self, verdicts: Mapping[EntryId, Verdict]) -> frozenset[str]:
        """As the real one."""
        with self._doing("verdicts"):
            return super().record_verdicts(verdicts)

    def take_page(self, page: FeedPage) -> frozenset[str]:
        """As the real one."""
        with self._doing("page"):
            return super().take_page(page)

    @contextmanager
    def _doing(self, name: str) -> Iterator[None]:
        self.database.doing = name
        try:
            yield
        finally:
            self.database.doing = ""


@dataclass(frozen=True, slots=True)
class OpenDisk:
    """An open database of a station that may be used."""

    database: CrashingDatabase
    high_water: HighWater
    station: Station

    def close(self) -> None:
        """Let go of the files."""
        self.database.close()
        self.high_water.close()


def open_disk(
    folder: Path,
    faults: Faults,
    enrolled_at: datetime,
    make: Callable[[Path, bytes, Faults, Callable[[Head], None]], CrashingDatabase] = CrashingDatabase,
) -> OpenDisk:
    """Open a station's data as the program does at its start, and begin anew where a backup was put back."""
    path = folder / DATABASE_FILE
    key = FolderKeys(folder.parent / KEYS).load(database_id(path))
    assert key is not None
    high_water = HighWater(folder)
    database = make(path, key, faults, high_water.note)
    record = StationRecord(database)
    head, station = record.head(), record.get()
    assert head is not None
    assert station is not None
    if high_water.is_ahead_of(head):
        station = replace(station, incarnation=station.incarnation + 1)
        calm = faults.over
        faults.over = True
        try:
            record.put(station, enrolled_at)
        finally:
            faults.over = calm
    return OpenDisk(database, high_water, station)


def copy_disk(source: Path, target: Path) -> None:
    """Copy the data as it lies there: database, log and note."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
