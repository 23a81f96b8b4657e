"""The settings screen over real services and devices that a test sets."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.services.appearance import Appearance
from counter_app.services.ports import PrinterCondition, PrintOutcome, PrintResult, Scan
from counter_app.services.reader_ports import OnTrial, ReaderStatus
from counter_app.services.settings import DeviceRole, DriverInfo, SettingField, StationSettings
from counter_app.ui.settings.settings_screen import SettingsScreen
from counter_app.ui.settings.state import CheckRow
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks
from tests.builders import Counter, counter

TCP = (
    SettingField("address", "device.setting.address", "host_port", ""),
    SettingField("paper", "device.setting.paper", "choice", "80mm", ("80mm", "58mm")),
    SettingField("speed_mm_s", "device.setting.speed_mm_s", "int", "100"),
)


@dataclass
class Devices:
    """``DeviceSetup``: applies what it is given, or refuses; every call is made off the GUI thread."""

    applied: list[StationSettings] = field(default_factory=list)
    conditions: dict[DeviceRole, PrinterCondition | None] = field(default_factory=dict)
    refuses: DomainError | None = None
    outcome: PrintOutcome | DomainError = field(
        default_factory=lambda: PrintOutcome(PrintResult.PRINTED, PrinterCondition.READY, "Máy in ảo")
    )
    threads: set[int] = field(default_factory=set)
    status: ReaderStatus | None = None
    trials: list[OnTrial] = field(default_factory=list)
    ports: list[tuple[str, str]] = field(default_factory=list)

    def drivers(self, role: DeviceRole) -> Sequence[DriverInfo]:
        self.threads.add(threading.get_ident())
        if role == "scanner":
            port = SettingField("port", "device.setting.port", "pick", "", (), tuple(self.ports))
            baud = SettingField("baud", "device.setting.baud", "choice", "9600", ("9600", "115200"))
            return (
                DriverInfo("wedge", "device.driver.wedge", (), usable=True),
                DriverInfo("serial", "device.driver.serial", (port, baud), usable=True),
            )
        return (
            DriverInfo("escpos_tcp", "device.driver.escpos_tcp", TCP, usable=True),
            DriverInfo("escpos_raw_queue", "device.driver.escpos_raw_queue", (), usable=False),
        )

    def apply(self, settings: StationSettings) -> None:
        self.threads.add(threading.get_ident())
        if self.refuses is not None:
            raise self.refuses
        self.applied.append(settings)

    def condition(self, role: DeviceRole) -> PrinterCondition | None:
        self.threads.add(threading.get_ident())
        return self.conditions.get(role)

    def test(self, role: DeviceRole) -> PrintOutcome:
        self.threads.add(threading.get_ident())
        if isinstance(self.outcome, DomainError):
            raise self.outcome
        return self.outcome

    def subscribe(self, _on_scan: Callable[[Scan], None]) -> Callable[[], None]:
        return lambda: None

    def subscribe_troubles(self, _on_trouble: Callable[[str], None]) -> Callable[[], None]:
        return lambda: None

    def reader(self) -> ReaderStatus | None:
        self.threads.add(threading.get_ident())
        return self.status

    def try_scan(self, on_trial: OnTrial) -> Callable[[], None]:
        self.trials.append(on_trial)
        return lambda: self.trials.remove(on_trial) if on_trial in self.trials else None


@dataclass
class Looks:
    """Where the appearance is kept."""

    kept: Appearance = field(default_factory=Appearance)
    full: bool = False

    def load(self) -> Appearance:
        return self.kept

    def save(self, appearance: Appearance) -> None:
        if self.full:
            raise DomainError("storage.io")
        self.kept = appearance


@dataclass
class Setting:
    """A settings screen with everything around it."""

    screen: SettingsScreen
    counter: Counter
    devices: Devices
    looks: Looks
    notices: Notices
    tasks: Tasks
    qtbot: QtBot
    window: QWidget
    rows: list[CheckRow]
    languages: list[str]
    unexpected: list[BaseException]

    def settle(self) -> None:
        """Until nothing is under way any more."""
        self.qtbot.waitUntil(self.tasks.idle)

    def open(self, section: str) -> None:
        """Open a section and wait for what it asks."""
        self.screen.view.open(section)
        self.settle()

    def kept(self) -> StationSettings:
        """What is in the store now."""
        return self.counter.services.settings.load()


@pytest.fixture
def setting(qtbot: QtBot, wording: Wording) -> Iterator[Setting]:
    unexpected: list[BaseException] = []
    tasks = Tasks(unhandled=unexpected.append)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    window.resize(1278, 652)
    made = counter()
    devices, looks = Devices(), Looks()
    made.devices = devices  # type: ignore[assignment]
    made.restart()
    notices = Notices(window, wording)
    rows: list[CheckRow] = []
    languages: list[str] = []
    screen = SettingsScreen(
        made.services, tasks, wording, notices, looks, lambda: rows, languages.append, window
    )
    column.addWidget(screen)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    screen.activate()
    held = Setting(screen, made, devices, looks, notices, tasks, qtbot, window, rows, languages, unexpected)
    held.settle()
    yield held
    tasks.shutdown()
    assert unexpected == []
