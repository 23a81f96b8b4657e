"""The office as one frozen value: who we are, what we offer, when we work, which numbers we may give."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import Holidays
from counter_app.domain.leases import Lease
from counter_app.domain.office import Directory, Station, directory_from_plain
from counter_app.domain.office_hours import OfficeHours
from counter_app.domain.procedures import Catalogue, parse_catalogue
from counter_app.domain.work_calendar import WorkCalendar
from counter_app.services.store_ports import Database

DIRECTORY, CATALOGUE, CALENDAR, LEASE = "directory", "catalogue", "calendar", "lease"
"""Names of the versioned documents that come from the central system."""


@dataclass(frozen=True, slots=True)
class OfficeContext:
    """Everything that a reception needs to know of its office, at one moment."""

    station: Station
    directory: Directory
    catalogue: Catalogue
    calendar: WorkCalendar
    lease: Lease | None
    clock_offset_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ShippedData:
    """What the program brings along for what the central system has not sent: parsed once.

    ``index`` holds the procedures of which only the name is known.
    """

    catalogue: Catalogue
    index: Catalogue
    holidays: Mapping[str, object]


class OfficeSource:
    """Holds the present context; ``refresh`` reads it anew when a document has come.

    Safe to use from any thread: a context is replaced whole.
    """

    def __init__(self, load: Callable[[], OfficeContext]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._context = load()

    def current(self) -> OfficeContext:
        """The context as last read."""
        return self._context

    def refresh(self) -> OfficeContext:
        """Read the documents again; the old context stays when they cannot be read."""
        fresh = self._load()
        with self._lock:
            self._context = replace(fresh, clock_offset_ms=self._context.clock_offset_ms)
        return self._context

    def set_clock_offset(self, offset_ms: int | None) -> None:
        """Keep the measured difference to central time for the entries to come."""
        with self._lock:
            if offset_ms != self._context.clock_offset_ms:
                self._context = replace(self._context, clock_offset_ms=offset_ms)


def load_context(database: Database, station: Station, shipped: ShippedData) -> OfficeContext:
    """Read the office's documents; raises ``DomainError("directory.missing")`` before enrolment."""
    with database.read() as reads:
        documents = {name: reads.document(name) for name in (DIRECTORY, CATALOGUE, CALENDAR, LEASE)}
    directory_row = documents[DIRECTORY]
    if directory_row is None:
        raise DomainError("directory.missing")
    directory = directory_from_plain(json.loads(directory_row[1]))
    catalogue = shipped.catalogue
    if (row := documents[CATALOGUE]) is not None:
        catalogue = parse_catalogue(json.loads(row[1]))
    holidays = shipped.holidays
    if (row := documents[CALENDAR]) is not None:
        holidays = json.loads(row[1])
    lease = None
    if (row := documents[LEASE]) is not None:
        lease = Lease.from_plain(json.loads(row[1]))
    hours = OfficeHours.from_plain(directory.office.hours)
    version = f"{holidays.get('version', '')}/{directory.office.version}"
    calendar = WorkCalendar(hours, Holidays.from_plain(holidays), version)
    return OfficeContext(station, directory, catalogue.extended_by(shipped.index), calendar, lease)
