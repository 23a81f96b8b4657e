"""What waits for a person among the dossiers: identities to look at, what is overdue, and what can be given
a later due time today for the last time.

Asked on news of the line, and each minute: a due time passes without any news.
"""

from __future__ import annotations

from typing import Final

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.i18n import Wording
from counter_app.services.alerts import AlertCounts
from counter_app.services.bundle import CounterServices
from counter_app.services.identity_ports import IdentityCounts
from counter_app.ui.counter.parts.sync_feed import SyncFeed
from counter_app.ui.tasks import Tasks

_EVERY_MS: Final = 60_000
"""The counter asks the e-ID system by itself, and an answer makes no news of the line."""
_SOON_MS: Final = 300


class IdentityWatch(QObject):
    """``changed`` tells how many identities wait, while it watches, also when only what presses changed."""

    changed = Signal(int)
    failed = Signal(object)

    def __init__(self, services: CounterServices, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._acts, self._alerts, self._tasks = services.identity_acts, services.alerts, tasks
        self.waiting = self.overdue = self.apology = 0
        self._watching = False
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self.look)
        self._minute = QTimer(self, interval=_EVERY_MS)
        self._minute.timeout.connect(self.look)
        SyncFeed(services.sync, tasks, self).moved.connect(lambda *_: self._moved())

    @property
    def count(self) -> int:
        """How much there is at the badge."""
        return self.waiting + self.overdue + self.apology

    def badge(self, wording: Wording) -> str:
        """What the badge at the dossiers stands for, in words."""
        said = []
        if self.overdue:
            said.append(wording.count("processing.badge.overdue", self.overdue))
        if self.apology:
            said.append(wording.count("processing.badge.apology", self.apology))
        if self.waiting:
            said.append(wording.text("identity_panel.task.badge", count=wording.number(self.waiting)))
        return ", ".join(said)

    def start(self) -> None:
        """Watch from now on."""
        self._watching = True
        self._minute.start()
        self.look()

    def stop(self) -> None:
        """Nobody looks."""
        self._watching = False
        self._minute.stop()
        self._soon.stop()

    def look(self) -> None:
        """Ask now."""
        acts, alerts = self._acts, self._alerts
        task = self._tasks.database(lambda: (acts.counts(), alerts.counts()), owner=self, replaces="identity")
        task.success(lambda counted: self._learn(*counted)).failure(self.failed.emit)

    def _moved(self) -> None:
        if shiboken6.isValid(self) and self._watching:
            self._soon.start()

    def _learn(self, counts: IdentityCounts, pressing: AlertCounts) -> None:
        waiting = counts.mismatch + counts.no_account
        known = (self.waiting, self.overdue, self.apology)
        if (waiting, pressing.overdue, pressing.apology) != known:
            self.waiting, self.overdue, self.apology = waiting, pressing.overdue, pressing.apology
            self.changed.emit(waiting)
