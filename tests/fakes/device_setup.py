"""The devices as the settings screen and the window see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from counter_app.domain.errors import DomainError
from counter_app.services.ports import PrinterCondition, PrintOutcome, PrintResult, Scan
from counter_app.services.reader_ports import OnTrial, ReaderStatus
from counter_app.services.settings import DeviceRole, DriverInfo, SettingField, StationSettings


@dataclass
class SetDevices:
    """``DeviceSetup`` and ``ScannerFeed``; ``refuses`` makes ``apply`` fail and keep the old devices."""

    applied: list[StationSettings] = field(default_factory=list)
    conditions: dict[DeviceRole, PrinterCondition] = field(default_factory=dict)
    refuses: DomainError | None = None
    subscribers: list[Callable[[Scan], None]] = field(default_factory=list)
    troubled: list[Callable[[str], None]] = field(default_factory=list)
    trials: list[OnTrial] = field(default_factory=list)
    status: ReaderStatus | None = None

    def drivers(self, role: DeviceRole) -> Sequence[DriverInfo]:
        if role == "scanner":
            return (DriverInfo("wedge", "device.wedge.name", (), usable=True),)
        host = SettingField("host", "device.field.host", "text", "127.0.0.1")
        return (
            DriverInfo("network", "device.network.name", (host,), usable=True),
            DriverInfo("queue", "device.queue.name", (), usable=False, reason_key="device.queue.missing"),
        )

    def apply(self, settings: StationSettings) -> None:
        if self.refuses is not None:
            raise self.refuses
        self.applied.append(settings)

    def condition(self, role: DeviceRole) -> PrinterCondition | None:
        chosen = self.applied and self.applied[-1].device(role).driver
        return self.conditions.get(role, PrinterCondition.READY) if chosen else None

    def test(self, role: DeviceRole) -> PrintOutcome:
        condition = self.condition(role)
        if condition is None:
            raise DomainError("print.no_slip_printer")
        result = PrintResult.PRINTED if condition.can_print else PrintResult.FAILED
        return PrintOutcome(result, condition, role)

    def subscribe(self, on_scan: Callable[[Scan], None]) -> Callable[[], None]:
        self.subscribers.append(on_scan)
        return lambda: self.subscribers.remove(on_scan)

    def subscribe_troubles(self, on_trouble: Callable[[str], None]) -> Callable[[], None]:
        self.troubled.append(on_trouble)
        return lambda: self.troubled.remove(on_trouble)

    def reader(self) -> ReaderStatus | None:
        return self.status

    def try_scan(self, on_trial: OnTrial) -> Callable[[], None]:
        self.trials.append(on_trial)
        return lambda: self.trials.remove(on_trial) if on_trial in self.trials else None

    def trouble(self, code: str) -> None:
        """What came is no scan."""
        for listener in tuple(self.troubled):
            listener(code)

    def scan(self, scan: Scan) -> None:
        """A reader reads."""
        for subscriber in tuple(self.subscribers):
            subscriber(scan)
