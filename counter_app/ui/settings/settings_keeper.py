"""The station's settings in hand: put to use first, then kept; on any error the old ones stay in force."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from counter_app.services.bundle import CounterServices
from counter_app.services.settings import StationSettings
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks


class SettingsKeeper(QObject):
    """``changed`` tells that ``settings`` are others now; changes are made one after the other."""

    changed = Signal()

    def __init__(
        self, services: CounterServices, tasks: Tasks, notices: Notices, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._service, self._devices = services.settings, services.devices
        self._tasks, self._notices = tasks, notices
        self.settings = StationSettings()
        self.loaded = False

    def load(self) -> None:
        """Read what is kept."""
        task = self._tasks.database(self._service.load, owner=self, replaces="load")
        task.success(self._learn).failure(tell(self._notices))

    def keep(
        self,
        wanted: StationSettings,
        *,
        apply: bool,
        kept: Callable[[], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Put ``wanted`` to use (with ``apply``) and keep them, then call ``kept`` or ``failed``."""
        before = self.settings
        if apply:
            # Making devices may take a while: on a worker of its own, not on a printer's.
            task = self._tasks.device("devices", lambda: self._devices.apply(wanted), owner=self)
            task.success(lambda _: self._store(wanted, before, applied=True, kept=kept, failed=failed))
            task.failure(failed)
        else:
            self._store(wanted, before, applied=False, kept=kept, failed=failed)

    def _store(
        self,
        wanted: StationSettings,
        before: StationSettings,
        *,
        applied: bool,
        kept: Callable[[], object],
        failed: Callable[[Exception], object],
    ) -> None:
        def not_kept(error: Exception) -> None:
            if applied:
                # What could not be kept must not be in force either.
                back = self._tasks.device("devices", lambda: self._devices.apply(before), owner=self)
                back.failure(tell(self._notices))
            failed(error)

        def done(_: object) -> None:
            self._learn(wanted)
            kept()

        self._tasks.database(lambda: self._service.save(wanted), owner=self).success(done).failure(not_kept)

    def _learn(self, settings: StationSettings) -> None:
        self.settings, self.loaded = settings, True
        self.changed.emit()
