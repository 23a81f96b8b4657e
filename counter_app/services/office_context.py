"""The office as one frozen value: who we are, what we offer, when we work, which numbers we may give."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import Holidays
from counter_app.domain.leases import Lease
from counter_app.domain.office import Directory, Office, Station
from counter_app.domain.office_days import OfficeDays
from counter_app.domain.office_hours import OfficeHours
from counter_app.domain.procedures import Catalogue, parse_catalogue
from counter_app.domain.regulation import OwnRules
from counter_app.domain.time_rules import TimeRules
from counter_app.domain.work_calendar import WorkCalendar
from counter_app.services.office_directory import DIRECTORY, plain_document, read_directory
from counter_app.services.office_history import days_changes, days_with, note_changes, notes_with
from counter_app.services.office_notes import NOTES, read_notes, with_notes
from counter_app.services.store_ports import Database

_T = TypeVar("_T")
_log = logging.getLogger(__name__)

CATALOGUE, CALENDAR, LEASE = "catalogue", "calendar", "lease"
"""Names of the other versioned documents that come from the central system."""

OWN_CATALOGUE = "own_catalogue"
"""The station's own document: procedures from a file, where no central system sent a catalogue."""

OWN_RULES, FORM_CHOICE = "office_rules", "form_choice"
"""The station's own documents: what the office decided of its regulation, and which forms it prints with."""

__all__ = [
    "CALENDAR",
    "CATALOGUE",
    "DIRECTORY",
    "FORM_CHOICE",
    "LEASE",
    "NOTES",
    "OWN_CATALOGUE",
    "OWN_RULES",
    "OfficeContext",
    "OfficeSource",
    "ShippedData",
    "load_context",
    "read_own_rules",
]


@dataclass(frozen=True, slots=True)
class OfficeContext:
    """Everything that a reception needs to know of its office, at one moment."""

    station: Station
    directory: Directory
    catalogue: Catalogue
    calendar: WorkCalendar
    lease: Lease | None
    clock_offset_ms: int | None = None
    time_rules: TimeRules = field(default_factory=TimeRules)
    """What the office's regulation decides about time; the national rules if its profile is not known."""
    form_package: str = ""
    """The form package that the office chose; empty: the newest one that is valid on the day."""
    own_rules: int = 0
    """How often the office's own values of its regulation were changed at this station."""
    faults: Mapping[str, DomainError] = field(default_factory=dict)
    """Documents that could not be read, by name; what the program brings along stands in for them."""

    @property
    def profile_version(self) -> str:
        """Names the regulation's data for the entries that were decided with it."""
        office = self.directory.office
        version = f"{office.profile}/{office.version}"
        return f"{version}+{self.own_rules}" if self.own_rules else version

    def of_incarnation(self, incarnation: int) -> OfficeContext:
        """The same for another self of the station: sync may have begun one since this was read."""
        if self.station.incarnation == incarnation:
            return self
        return replace(self, station=replace(self.station, incarnation=incarnation))


@dataclass(frozen=True, slots=True)
class ShippedData:
    """What the program brings along for what the central system has not sent: parsed once.

    ``index`` holds the procedures of which only the name is known, ``profiles`` the provinces' regulations.
    """

    catalogue: Catalogue
    index: Catalogue
    holidays: Mapping[str, object]
    profiles: Mapping[str, object] | None = None


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

    def directory(self) -> Directory:
        """The directory as last read."""
        return self._context.directory

    def refresh(self) -> OfficeContext:
        """Read the documents again; what cannot be read stays as it was, and is named in ``faults``.

        Raises ``DomainError("directory.*")``; the whole old context stays then.
        """
        fresh = self._load()
        with self._lock:
            old = self._context
            self._context = replace(
                fresh,
                catalogue=old.catalogue if CATALOGUE in fresh.faults else fresh.catalogue,
                calendar=old.calendar if CALENDAR in fresh.faults else fresh.calendar,
                clock_offset_ms=old.clock_offset_ms,
            )
            return self._context

    def set_clock_offset(self, offset_ms: int | None) -> None:
        """Keep the measured difference to central time for the entries to come."""
        with self._lock:
            if offset_ms != self._context.clock_offset_ms:
                self._context = replace(self._context, clock_offset_ms=offset_ms)


def load_context(database: Database, station: Station, shipped: ShippedData) -> OfficeContext:
    """Read the office's documents.

    A catalogue or calendar that cannot be read is replaced by the shipped one, a lease by none (codes are
    provisional then): the counter opens all the same. Raises ``DomainError("directory.missing")`` before
    enrolment, ``("directory.bad_document")`` or ``("working_time.bad_hours")``.
    """
    with database.read() as reads:
        names = (DIRECTORY, CATALOGUE, CALENDAR, LEASE, NOTES, OWN_CATALOGUE, OWN_RULES, FORM_CHOICE)
        documents = {name: reads.document(name) for name in names}
        directory = read_directory(documents[DIRECTORY])
        day_changes = days_changes(reads, directory.office.id)
        written = note_changes(reads, directory.office.id)
    hours = OfficeHours.from_plain(directory.office.hours)
    faults: dict[str, DomainError] = {}

    def read(name: str, parse: Callable[[Mapping[str, object]], _T], bad: DomainError) -> _T | None:
        row = documents[name]
        try:
            return None if row is None else parse(plain_document(row[1], bad))
        except DomainError as error:
            _log.warning("the document %s cannot be used: %s", name, error)
            faults[name] = error
            return None

    own_rules = read(OWN_RULES, OwnRules.from_plain, DomainError("rules.unreadable")) or OwnRules()
    forms = read(FORM_CHOICE, _chosen_package, DomainError("forms.unreadable")) or ""
    centre = directory.office
    office = replace(centre, profile=centre.profile or own_rules.profile)
    directory = replace(directory, office=office)

    def calendar_of(plain: Mapping[str, object]) -> WorkCalendar:
        days, own = days_with(OfficeDays.from_plain(plain), day_changes)
        version = f"{plain.get('version', '')}/{directory.office.version}"
        version = f"{version}+{station.number}-{own}" if own else version
        holidays = Holidays.from_plain({**plain, "overrides": []})
        decided = [special for override in days.table for special in override.special_days]
        return WorkCalendar(hours, holidays.with_overrides(decided), version)

    bad_catalogue = DomainError("catalogue.bad_document", field="")
    catalogue = read(CATALOGUE, parse_catalogue, bad_catalogue)
    if documents[CATALOGUE] is None:
        catalogue = read(OWN_CATALOGUE, parse_catalogue, bad_catalogue)
    notes = notes_with(read(NOTES, read_notes, bad_catalogue) or {}, written)
    calendar = read(CALENDAR, calendar_of, DomainError("working_time.bad_holidays"))
    lease = read(LEASE, Lease.from_plain, DomainError("numbering.bad_lease", agency=directory.office.agency))
    return OfficeContext(
        station=station,
        directory=directory,
        catalogue=with_notes((catalogue or shipped.catalogue).extended_by(shipped.index), notes),
        calendar=calendar or calendar_of(shipped.holidays),
        lease=lease,
        time_rules=_time_rules(shipped, office, own_rules),
        form_package=office.form_package or forms,
        own_rules=_version(documents[OWN_RULES]),
        faults=faults,
    )


def read_own_rules(stored: tuple[int, bytes] | None) -> OwnRules:
    """The office's own values as they are kept at a station; raises ``DomainError("rules.*")``."""
    if stored is None:
        return OwnRules()
    return OwnRules.from_plain(plain_document(stored[1], DomainError("rules.unreadable")))


def _version(stored: tuple[int, bytes] | None) -> int:
    return 0 if stored is None else stored[0]


def _chosen_package(plain: Mapping[str, object]) -> str:
    return str(plain.get("package") or "")


def _time_rules(shipped: ShippedData, office: Office, own: OwnRules) -> TimeRules:
    if shipped.profiles is None:
        return TimeRules()
    try:
        return TimeRules.of_profile(shipped.profiles, office.profile, own.layer(), office.time_rules)
    except DomainError as error:
        _log.warning("the office's profile cannot be used, the national rules stand in: %s", error)
        return TimeRules()
