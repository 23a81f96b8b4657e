"""What is set at this station: its devices and how it looks."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Literal, Protocol

from counter_app.domain.errors import DomainError
from counter_app.services.ports import Layout, PrinterCondition, PrintOutcome
from counter_app.services.reader_ports import OnTrial, ReaderStatus
from counter_app.services.store_ports import Database

DOCUMENT = "station_settings"

DeviceRole = Literal["slip_printer", "page_printer", "scanner"]
ROLES: tuple[DeviceRole, ...] = ("slip_printer", "page_printer", "scanner")
LOCK_MINUTES = range(1, 121)
"""After how many minutes without work the counter may lock itself."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """Which driver fills a role, with its settings; an empty ``driver`` means none."""

    driver: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StationSettings:
    """Settings of the station, kept in its database."""

    devices: Mapping[str, DeviceChoice] = field(default_factory=dict)
    layout: Layout = "a5"
    print_after_accept: bool = True
    slip_after_accept: bool = True
    lock_after_minutes: int = 10

    def device(self, role: DeviceRole) -> DeviceChoice:
        """The choice for a role, or none."""
        return self.devices.get(role, DeviceChoice())

    def with_device(self, role: DeviceRole, choice: DeviceChoice) -> StationSettings:
        """The settings with another device for ``role``."""
        return replace(self, devices={**self.devices, role: choice})


@dataclass(frozen=True, slots=True)
class SettingField:
    """One value that a driver asks for; worded as ``label_key``.

    ``options`` are pairs of value and name of what this machine has now; only a field of the kind ``pick``
    has them, and there another value may be typed as well.
    """

    name: str
    label_key: str
    kind: str
    default: str
    choices: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DriverInfo:
    """A driver that may fill a role; ``reason_key`` words why it is not usable here."""

    name: str
    label_key: str
    fields: tuple[SettingField, ...]
    usable: bool
    reason_key: str = ""


class DeviceSetup(Protocol):
    """The devices as the settings screen sees them; slow calls, made off the GUI thread."""

    def drivers(self, role: DeviceRole) -> Sequence[DriverInfo]:
        """The drivers that may fill a role, the usual one first."""
        ...

    def apply(self, settings: StationSettings) -> None:
        """Put the chosen devices to use; raises ``DomainError("device.*")`` and leaves the old ones."""
        ...

    def condition(self, role: DeviceRole) -> PrinterCondition | None:
        """The true state now; for the scanner ``READY`` or ``UNREACHABLE``; ``None`` if none is chosen."""
        ...

    def test(self, role: DeviceRole) -> PrintOutcome:
        """Print a test page on a printer role."""
        ...

    def reader(self) -> ReaderStatus | None:
        """How the code reader is; ``None`` if none is chosen, or only the gun that types."""
        ...

    def try_scan(self, on_trial: OnTrial) -> Callable[[], None]:
        """Give what any reader reads next to ``on_trial`` alone; returns what ends it, also called twice."""
        ...


class SettingsService:
    """Loads and keeps the station's settings."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self) -> StationSettings:
        """The kept settings; each that is not there or makes no sense is the default."""
        with self._database.read() as reads:
            stored = reads.document(DOCUMENT)
        if stored is None:
            return StationSettings()
        try:
            plain = json.loads(stored[1])
        except (ValueError, RecursionError):
            plain = None
        if not isinstance(plain, dict):
            _log.warning("the station's settings cannot be read; the defaults hold")
            return StationSettings()
        return _read(plain)

    def save(self, settings: StationSettings) -> None:
        """Keep the settings; raises ``DomainError("settings.*")`` on values that make no sense."""
        if settings.lock_after_minutes not in LOCK_MINUTES:
            raise DomainError("settings.lock_minutes", min=LOCK_MINUTES[0], max=LOCK_MINUTES[-1])
        with self._database.begin() as work:
            stored = work.documents.get(DOCUMENT)
            version = 1 if stored is None else stored[0] + 1
            work.documents.put(DOCUMENT, version, json.dumps(asdict(settings)).encode())


def _read(plain: Mapping[str, object]) -> StationSettings:
    usual = StationSettings()
    devices, minutes = plain.get("devices"), plain.get("lock_after_minutes")
    rows = devices.items() if isinstance(devices, dict) else ()
    layout: Layout = "a4_two_up" if plain.get("layout") == "a4_two_up" else "a5"
    sensible = type(minutes) is int and minutes in LOCK_MINUTES
    return StationSettings(
        devices={role: choice for role, row in rows if (choice := _choice(row)) is not None},
        layout=layout,
        print_after_accept=_flag(plain, "print_after_accept", usual.print_after_accept),
        slip_after_accept=_flag(plain, "slip_after_accept", usual.slip_after_accept),
        lock_after_minutes=minutes if sensible and isinstance(minutes, int) else usual.lock_after_minutes,
    )


def _choice(row: object) -> DeviceChoice | None:
    driver = row.get("driver") if isinstance(row, dict) else None
    values = row.get("settings", {}) if isinstance(row, dict) else None
    if not isinstance(driver, str) or not isinstance(values, dict):
        return None
    return DeviceChoice(driver, {str(name): str(value) for name, value in values.items()})


def _flag(plain: Mapping[str, object], name: str, default: bool) -> bool:
    value = plain.get(name)
    return value if isinstance(value, bool) else default
