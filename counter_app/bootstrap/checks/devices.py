"""The true state of each device of the settings, asked now."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Mapping
from time import monotonic
from typing import Final

from counter_app import devices
from counter_app.bootstrap.checks.row import Check, found
from counter_app.bootstrap.checks.situation import Situation
from counter_app.bootstrap.station import RunningStation
from counter_app.devices.scanners.source import Scanner, ScannerLink, ScannerState
from counter_app.domain.errors import DomainError
from counter_app.services.ports import PagePrinter, SlipPrinter
from counter_app.services.settings import ROLES, DeviceChoice, DeviceRole

_SCANNER_S: Final = 3.0
_TYPING: Final = "wedge"
_THROUGH_QT: Final = "system"
_READER: Final[Mapping[str, str]] = {
    ScannerLink.CONNECTED: "ready",
    ScannerLink.LISTENING: "ready",
    ScannerLink.DISCONNECTED: "unreachable",
    ScannerLink.IN_USE: "busy",
    ScannerLink.NO_PERMISSION: "no_permission",
    ScannerLink.SEVERAL: "several",
}
"""What the row says of a reader's link; the other links are on the way to one of these."""


def check_devices(situation: Situation) -> Iterator[Check]:
    """One row for each role."""
    for role in ROLES:
        choice = situation.settings.device(role)
        try:
            yield _state(situation, role, choice)
        except DomainError as error:
            yield found(role, "not_usable", device=choice.driver, reason=error.code)


def _state(situation: Situation, role: DeviceRole, choice: DeviceChoice) -> Check:
    if not choice.driver:
        return found(role, "none")
    if role == "scanner" and choice.driver == _TYPING:
        return found(role, "typing")
    if situation.running is not None and role == "scanner":
        status = situation.running.devices.reader()
        if status is None:
            raise _trouble(situation.running, choice)
        return found(role, _READER.get(status.link, "unreachable"), device=status.name)
    if situation.running is not None:
        condition = situation.running.devices.condition(role)
        if condition is None:
            raise _trouble(situation.running, choice)
        return found(role, condition.value, device=choice.driver)
    if role == "scanner":
        return _scanner(situation, choice)
    printer = _printer(role, choice)
    return found(role, printer.condition().value, device=printer.name)


def _trouble(running: RunningStation, choice: DeviceChoice) -> DomainError:
    return running.device_trouble or DomainError("device.driver_not_usable", driver=choice.driver)


def _printer(role: DeviceRole, choice: DeviceChoice) -> SlipPrinter | PagePrinter:
    if role == "slip_printer":
        return devices.create("slip_printer", choice.driver, dict(choice.settings))
    if choice.driver == _THROUGH_QT:
        _load_qt()
    return devices.create("page_printer", choice.driver, dict(choice.settings))


def _load_qt() -> None:
    """Qt asks the system's printers through its platform plugin, which an application loads."""
    try:
        from counter_app.documents.roll import start_headless  # noqa: PLC0415 - doctor works without Qt too
    except ImportError:
        return  # the row about the display says what is missing
    start_headless()


def _scanner(situation: Situation, choice: DeviceChoice) -> Check:
    """Connect as the counter would, but only while no counter does: a reader talks to one program."""
    scanner = devices.create("scanner", choice.driver, dict(choice.settings))
    if situation.in_use:
        return found("scanner", "in_use", device=scanner.name)
    return found("scanner", _learn(scanner), device=scanner.name)


def _learn(scanner: Scanner) -> str:
    states: queue.SimpleQueue[ScannerState] = queue.SimpleQueue()
    scanner.start(lambda _scan: None, states.put)
    ends_at = monotonic() + _SCANNER_S
    try:
        while (left := ends_at - monotonic()) > 0:
            learned = _READER.get(states.get(timeout=left).link)
            if learned is not None:
                return learned
    except queue.Empty:
        pass
    finally:
        scanner.stop()
    return "unreachable"
