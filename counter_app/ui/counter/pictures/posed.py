"""Stand-ins for what is outside the window, for pictures of its states: a line, devices, a full disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from counter_app.domain.errors import DomainError
from counter_app.services.bundle import CounterServices
from counter_app.services.ports import (
    MonoImage,
    Paper,
    PrinterCondition,
    PrintOutcome,
    PrintResult,
    Scan,
)
from counter_app.services.printing import Printers
from counter_app.services.reader_ports import OnTrial, ReaderStatus
from counter_app.services.reception import Reception
from counter_app.services.settings import DeviceRole, DriverInfo, StationSettings
from counter_app.services.sync_ports import Backlog, LineState, SyncStatus


def backlog(entries: int, now: datetime) -> Backlog:
    """So much waits."""
    return Backlog(
        entries=entries,
        dossiers=entries,
        oldest_at=now if entries else None,
        refused=0,
        held=0,
        accepted_today=41,
        accepted_total=18_204,
        last_accepted_recorded_at=now,
    )


class PosedLine:
    """A line that is as the picture wants it."""

    def __init__(self, state: LineState, since: datetime, waiting: int) -> None:
        self._status = SyncStatus(state, since, backlog(waiting, since))

    def status(self) -> SyncStatus:
        """As posed."""
        return self._status

    def wake(self) -> None:
        """Nothing is sent."""

    def send_now(self) -> None:
        """Nothing is sent."""

    def subscribe(self, _listener: Callable[[SyncStatus, frozenset[str]], None]) -> Callable[[], None]:
        """Nothing ever changes."""
        return lambda: None


@dataclass
class PosedPrinter:
    """A printer of both kinds in one state."""

    name: str
    state: PrinterCondition = PrinterCondition.READY
    result: PrintResult = PrintResult.PRINTED
    width_dots: int = 576

    def condition(self) -> PrinterCondition:
        """As posed."""
        return self.state

    def print_image(self, _image: MonoImage) -> PrintOutcome:
        """As posed."""
        return PrintOutcome(self.result, self.state, self.name)

    def print_pdf(self, _pdf: bytes, *, title: str, paper: Paper) -> PrintOutcome:  # noqa: ARG002 - the port's
        """As posed."""
        return PrintOutcome(self.result, self.state, self.name)


@dataclass
class PosedDevices:
    """Devices in the states of the posed printers."""

    printers: Printers
    scanner: PrinterCondition | None = PrinterCondition.READY
    subscribers: list[Callable[[Scan], None]] = field(default_factory=list)

    def drivers(self, _role: DeviceRole) -> Sequence[DriverInfo]:
        """None to choose from."""
        return ()

    def apply(self, _settings: StationSettings) -> None:
        """The posed ones stay."""

    def condition(self, role: DeviceRole) -> PrinterCondition | None:
        """As posed."""
        if role == "scanner":
            return self.scanner
        printer = self.printers.slip if role == "slip_printer" else self.printers.page
        return None if printer is None else printer.condition()

    def test(self, role: DeviceRole) -> PrintOutcome:
        """Comes out."""
        return PrintOutcome(PrintResult.PRINTED, PrinterCondition.READY, role)

    def subscribe(self, on_scan: Callable[[Scan], None]) -> Callable[[], None]:
        """For scans of a picture."""
        self.subscribers.append(on_scan)
        return lambda: self.subscribers.remove(on_scan)

    def subscribe_troubles(self, _on_trouble: Callable[[str], None]) -> Callable[[], None]:
        """Nothing goes wrong in pictures."""
        return lambda: None

    def reader(self) -> ReaderStatus | None:
        """As posed."""
        link = "connected" if self.scanner is PrinterCondition.READY else "disconnected"
        return None if self.scanner is None else ReaderStatus("", link)

    def try_scan(self, _on_trial: OnTrial) -> Callable[[], None]:
        """Nobody tries one."""
        return lambda: None


class _FullDisk:
    """A reception whose store has no room."""

    def __init__(self, real: Reception) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def accept(self, *_: object) -> None:
        raise DomainError("storage.full")

    def save(self, *_: object) -> None:
        raise DomainError("storage.full")


def posed(
    services: CounterServices,
    *,
    state: LineState = LineState.ONLINE,
    since: datetime | None = None,
    waiting: int = 0,
    printer: PrinterCondition = PrinterCondition.READY,
    result: PrintResult = PrintResult.PRINTED,
    full_disk: bool = False,
) -> CounterServices:
    """The services with another outside; printers are exchanged in place."""
    line = PosedLine(state, since or services.clock.now(), waiting)
    printers = services.printing.printers
    printers.slip = PosedPrinter("Máy in phiếu")
    printers.page = PosedPrinter("Máy in Quầy", printer, result)
    devices = PosedDevices(printers)
    reception = cast("Reception", _FullDisk(services.reception)) if full_disk else services.reception
    return replace(services, sync=line, devices=devices, scanner=devices, reception=reception)
