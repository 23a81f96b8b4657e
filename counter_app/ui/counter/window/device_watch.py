"""Asks printers and reader now and then how they are; each on its own worker, none waits for another."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.services.ports import PrinterCondition
from counter_app.services.settings import ROLES, DeviceRole, DeviceSetup
from counter_app.ui.tasks import Tasks

EVERY_MS = 20_000


class DeviceWatch(QObject):
    """``changed`` tells that a condition is another one now."""

    changed = Signal()

    def __init__(self, devices: DeviceSetup, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._devices, self._tasks = devices, tasks
        self.conditions: dict[DeviceRole, PrinterCondition | None] = {}
        self._asked: set[DeviceRole] = set()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Ask now and go on asking."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def look(self) -> None:
        """Ask every device that has answered the last question."""
        for role in ROLES:
            if role not in self._asked:
                self._asked.add(role)
                self._ask(role)

    def _ask(self, role: DeviceRole) -> None:
        task = self._tasks.device(role, lambda: self._devices.condition(role), owner=self)
        task.success(lambda condition: self._learn(role, condition))
        task.failure(lambda error: self._failed(role, error))

    def _learn(self, role: DeviceRole, condition: PrinterCondition | None) -> None:
        self._asked.discard(role)
        if role not in self.conditions or self.conditions[role] is not condition:
            self.conditions[role] = condition
            self.changed.emit()

    def _failed(self, role: DeviceRole, error: Exception) -> None:
        self._learn(role, PrinterCondition.FAULT)
        raise error
