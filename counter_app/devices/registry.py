"""Which drivers there are for which role, what they need to know, and how one is made from settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar, cast, get_args, overload

from counter_app.devices.scanners.source import Scanner
from counter_app.devices.setting_fields import SettingField, read_settings, setting_fields
from counter_app.domain.errors import DomainError
from counter_app.services.ports import PagePrinter, SlipPrinter

Role = Literal["slip_printer", "page_printer", "scanner"]
ROLES: tuple[Role, ...] = get_args(Role)


class DriverClass(Protocol):
    """What a class must offer to be registered: made from its settings, and able to say whether it can run
    here.
    """

    def __call__(self, settings: Any, /) -> object:
        """Make the device; nothing is contacted yet."""
        ...

    def is_usable(self) -> bool:
        """Whether its libraries, programs and the platform are here."""
        ...


D = TypeVar("D", bound=DriverClass)


@dataclass(frozen=True)
class Driver:
    """A registered driver, as the settings screen lists it."""

    role: Role
    name: str
    settings_type: type
    is_usable: Callable[[], bool]
    build: Callable[[Any], object]

    @property
    def label_key(self) -> str:
        """The key of its name for people."""
        return f"device.driver.{self.name}"

    @property
    def fields(self) -> tuple[SettingField, ...]:
        """Its settings, in the order of the screen."""
        return setting_fields(self.settings_type)


_drivers: dict[tuple[Role, str], Driver] = {}


def driver(role: Role, name: str, *, settings: type) -> Callable[[D], D]:
    """Class decorator: register a driver of ``role`` under ``name`` with its settings dataclass."""

    def register(cls: D) -> D:
        if (role, name) in _drivers:
            raise ValueError(f"two drivers are called {name!r} for {role}")
        _drivers[role, name] = Driver(role, name, settings, cls.is_usable, cls)
        return cls

    return register


def drivers(role: Role) -> tuple[Driver, ...]:
    """Every driver of a role, usable here or not, by name."""
    return tuple(entry for _, entry in sorted(_drivers.items()) if entry.role == role)


@overload
def create(
    role: Literal["slip_printer"], driver_name: str, settings: Mapping[str, object]
) -> SlipPrinter: ...
@overload
def create(
    role: Literal["page_printer"], driver_name: str, settings: Mapping[str, object]
) -> PagePrinter: ...
@overload
def create(role: Literal["scanner"], driver_name: str, settings: Mapping[str, object]) -> Scanner: ...
def create(
    role: Role, driver_name: str, settings: Mapping[str, object]
) -> SlipPrinter | PagePrinter | Scanner:
    """Make the device of a role from stored settings; nothing is contacted yet.

    Raises ``DomainError``: ``device.role_unknown``, ``device.driver_unknown``,
    ``device.driver_not_usable``, or one of the ``device.setting_*`` codes of ``read_settings``.
    """
    if role not in ROLES:
        raise DomainError("device.role_unknown", role=role)
    entry = _drivers.get((role, driver_name))
    if entry is None:
        raise DomainError("device.driver_unknown", driver=driver_name)
    checked: object = read_settings(entry.settings_type, settings)
    if not entry.is_usable():
        raise DomainError("device.driver_not_usable", driver=driver_name)
    return cast("SlipPrinter | PagePrinter | Scanner", entry.build(checked))
