"""What is set at this station: its devices and how it looks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Literal, Protocol

from counter_app.domain.errors import DomainError
from counter_app.services.ports import Layout, PrinterCondition, PrintOutcome
from counter_app.services.store_ports import Database

DOCUMENT = "station_settings"

DeviceRole = Literal["slip_printer", "page_printer", "scanner"]
ROLES: tuple[DeviceRole, ...] = ("slip_printer", "page_printer", "scanner")


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
    """One value that a driver asks for; worded as ``label_key``."""

    name: str
    label_key: str
    kind: str
    default: str
    choices: tuple[str, ...] = ()


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


class SettingsService:
    """Loads and keeps the station's settings."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self) -> StationSettings:
        """The kept settings, or the defaults; unreadable ones count as defaults."""
        with self._database.read() as reads:
            stored = reads.document(DOCUMENT)
        if stored is None:
            return StationSettings()
        try:
            return _read(json.loads(stored[1]))
        except (ValueError, KeyError, TypeError):
            return StationSettings()

    def save(self, settings: StationSettings) -> None:
        """Keep the settings; raises ``DomainError("settings.*")`` on values that make no sense."""
        if not 1 <= settings.lock_after_minutes <= 120:
            raise DomainError("settings.lock_minutes", min=1, max=120)
        with self._database.begin() as work:
            stored = work.documents.get(DOCUMENT)
            version = 1 if stored is None else stored[0] + 1
            work.documents.put(DOCUMENT, version, json.dumps(asdict(settings)).encode())


def _read(plain: Mapping[str, object]) -> StationSettings:
    devices = plain["devices"]
    assert isinstance(devices, dict)
    layout: Layout = "a4_two_up" if plain["layout"] == "a4_two_up" else "a5"
    return StationSettings(
        devices={role: DeviceChoice(str(row["driver"]), row["settings"]) for role, row in devices.items()},
        layout=layout,
        print_after_accept=bool(plain["print_after_accept"]),
        slip_after_accept=bool(plain["slip_after_accept"]),
        lock_after_minutes=int(str(plain["lock_after_minutes"])),
    )
