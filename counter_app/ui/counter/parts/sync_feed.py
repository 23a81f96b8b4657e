"""News of the sync engine, brought from its thread to the GUI thread."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, Signal

from counter_app.services.sync_ports import SyncControl, SyncStatus
from counter_app.ui.tasks import Tasks


class SyncFeed(QObject):
    """``moved(status, changed dossier ids)`` on the GUI thread; the subscription ends with this object."""

    moved = Signal(object, object)

    def __init__(self, control: SyncControl, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        end = control.subscribe(lambda status, ids: tasks.on_gui(lambda: self._tell(status, ids)))
        self.destroyed.connect(lambda _=None: end())

    def _tell(self, status: SyncStatus, changed: frozenset[str]) -> None:
        if shiboken6.isValid(self):
            self.moved.emit(status, changed)
