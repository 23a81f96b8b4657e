"""The devices of the station: drivers, true states, saving without a restart, test pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.ports import PrinterCondition, PrintOutcome
from counter_app.services.reader_ports import ReaderStatus
from counter_app.services.settings import ROLES, DeviceChoice, DeviceRole, DriverInfo
from counter_app.ui.settings.device_words import DeviceWords
from counter_app.ui.settings.reader_trial import ReaderTrial
from counter_app.ui.settings.reader_words import ReaderWords
from counter_app.ui.settings.settings_keeper import SettingsKeeper
from counter_app.ui.settings.state import DeviceState, Told
from counter_app.ui.tasks import Tasks

LOOK_MS: Final = 5_000
"""How often the devices are asked while somebody looks at this section."""


class DevicesPresenter(QObject):
    """``shown(role, DeviceState)``; each device has its own worker, none waits for another."""

    shown = Signal(str, object)

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        keeper: SettingsKeeper,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._devices, self._tasks = services.devices, tasks
        self._words, self._text = DeviceWords(wording), wording.text
        self._reader = ReaderWords(wording)
        self._trial = ReaderTrial(services, tasks, self._reader, self)
        self._trial.told.connect(self._tell_trial)
        self._keeper = keeper
        self._states: dict[DeviceRole, DeviceState] = {role: DeviceState() for role in ROLES}
        self._asked: set[DeviceRole] = set()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        keeper.changed.connect(self._follow_settings)

    def open(self) -> None:
        """The section is looked at: drivers once, then the devices again and again."""
        self._timer.start()
        for role in ROLES:
            self.shown.emit(role, self._states[role])
            if role != "scanner" and not self._states[role].drivers:
                self._ask_drivers(role)
        self._follow_settings()
        self.look()

    def close(self) -> None:
        """Nobody looks."""
        self._timer.stop()
        if self._trial.stop():
            self._put("scanner", testing=False, result=None)

    def look(self) -> None:
        """Ask every device that has answered the last question."""
        for role in ROLES:
            if role not in self._asked:
                self._asked.add(role)
                self._ask_condition(role)
        # What can be picked changes when a reader is plugged in.
        self._ask_drivers("scanner")

    def save(self, role: DeviceRole, choice: DeviceChoice) -> None:
        """Put a device to use and keep it; the old one stays when the new one cannot be made."""
        self._put(role, saving=True, errors={}, problem="", result=None)
        wanted = self._keeper.settings.with_device(role, choice)
        self._keeper.keep(
            wanted,
            apply=True,
            kept=lambda: self._saved(role),
            failed=lambda error: self._not_saved(role, choice, error),
        )

    def test(self, role: DeviceRole) -> None:
        """Print a test page, or wait for a code; the result tells no more than is known."""
        if role == "scanner":
            self._trial.begin()
            return
        self._put(role, testing=True, result=None, problem="")
        task = self._tasks.device(role, lambda: self._devices.test(role), owner=self)
        task.success(lambda outcome: self._tested(role, outcome))
        task.failure(lambda error: self._not_tested(role, error))

    # --- asking --------------------------------------------------------------------------------

    def _ask_drivers(self, role: DeviceRole) -> None:
        task = self._tasks.device(role, lambda: self._devices.drivers(role), owner=self)
        task.success(lambda drivers: self._learn_drivers(role, drivers))

    def _ask_condition(self, role: DeviceRole) -> None:
        if role == "scanner":
            asked = self._tasks.device(role, self._devices.reader, owner=self)
            asked.success(self._learn_reader).failure(lambda error: self._ask_failed(role, error))
            return
        task = self._tasks.device(role, lambda: self._devices.condition(role), owner=self)
        task.success(lambda condition: self._learn_condition(role, condition))
        task.failure(lambda error: self._ask_failed(role, error))

    # --- answers -------------------------------------------------------------------------------

    def _follow_settings(self) -> None:
        for role in ROLES:
            choice = self._keeper.settings.device(role)
            if choice != self._states[role].choice:
                self._put(role, choice=choice, condition=None, errors={}, problem="")

    def _learn_drivers(self, role: DeviceRole, drivers: Sequence[DriverInfo]) -> None:
        self._put(role, drivers=tuple(drivers), choice=self._keeper.settings.device(role))

    def _learn_condition(self, role: DeviceRole, condition: PrinterCondition | None) -> None:
        self._asked.discard(role)
        self._put(role, condition=self._words.condition(role, condition))

    def _learn_reader(self, status: ReaderStatus | None) -> None:
        self._asked.discard("scanner")
        choice = self._states["scanner"].choice
        self._put("scanner", condition=self._reader.status(choice, status))

    def _tell_trial(self, told: Told, waiting: bool) -> None:
        self._put("scanner", result=told, testing=waiting)
        self.look()

    def _ask_failed(self, role: DeviceRole, error: Exception) -> None:
        self._learn_condition(role, PrinterCondition.FAULT)
        raise error

    def _saved(self, role: DeviceRole) -> None:
        self._put(role, saving=False, condition=None)
        self.look()

    def _not_saved(self, role: DeviceRole, choice: DeviceChoice, error: Exception) -> None:
        if not isinstance(error, DomainError):
            self._put(role, saving=False, problem=self._text("shared.notice.unexpected_plain"))
            raise error
        driver = next((each for each in self._states[role].drivers if each.name == choice.driver), None)
        field, words = self._words.field_error(error, driver)
        if field:
            self._put(role, saving=False, errors={field: words})
        else:
            self._put(role, saving=False, problem=words)

    def _tested(self, role: DeviceRole, outcome: PrintOutcome) -> None:
        self._put(role, testing=False, result=self._words.outcome(outcome))
        self.look()

    def _not_tested(self, role: DeviceRole, error: Exception) -> None:
        result = self._words.failed(error) if isinstance(error, DomainError) else None
        self._put(role, testing=False, result=result)
        if result is None:
            raise error

    def _put(self, role: DeviceRole, **changes: object) -> None:
        state = replace(self._states[role], **changes)  # type: ignore[arg-type]
        if state != self._states[role]:
            self._states[role] = state
            self.shown.emit(role, state)
