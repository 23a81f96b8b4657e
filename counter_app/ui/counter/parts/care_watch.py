"""What the screens know of unsent work beyond the line: its age, what wants a person, backups, scans."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.services.bundle import CounterServices
from counter_app.services.scan_ports import ScanStatus
from counter_app.services.signing_queue import StampStatus
from counter_app.services.sync_care import Ailing, Ailment, BackupState, UnsentAge
from counter_app.ui.counter.parts.sync_feed import SyncFeed
from counter_app.ui.tasks import Tasks

_EVERY_MS: Final = 60_000
"""Work grows old without any news of it."""
_SOON_MS: Final = 300
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class CareNews:
    """All of it at one moment."""

    age: UnsentAge
    ailing: tuple[Ailing, ...]
    backup: BackupState
    scans: ScanStatus
    stamps: StampStatus = field(default_factory=StampStatus)


class CareWatch(QObject):
    """``changed`` tells ``CareNews`` while it watches: on news of the line or of scans, and each minute."""

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, services: CounterServices, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._care, self._scans, self._tasks = services.care, services.scan_sending, tasks
        self._signing = services.signing
        self.news: CareNews | None = None
        self._watching = False
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self.look)
        self._minute = QTimer(self, interval=_EVERY_MS)
        self._minute.timeout.connect(self.look)
        SyncFeed(services.sync, tasks, self).moved.connect(lambda *_: self._moved())
        end = self._scans.subscribe(lambda _status: tasks.on_gui(self._moved))
        self.destroyed.connect(lambda _=None: end())

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
        care, scans, signing = self._care, self._scans, self._signing

        def read() -> CareNews:
            # What is only held goes on by itself: it stands behind what wants a person.
            ailing = tuple(
                sorted(care.mending.ailing(limit=_MOST), key=lambda one: one.ailment is Ailment.HELD)
            )
            return CareNews(care.age.now(), ailing, care.backup.state(), scans.status(), signing.waiting())

        task = self._tasks.database(read, owner=self, replaces="care")
        task.success(self._learn).failure(self.failed.emit)

    def _moved(self) -> None:
        if shiboken6.isValid(self) and self._watching:
            self._soon.start()

    def _learn(self, news: CareNews) -> None:
        if news != self.news:
            self.news = news
            self.changed.emit(news)
