"""Tries the code reader: the next code is shown in the settings and filled in nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.services.bundle import CounterServices
from counter_app.services.ports import Scan
from counter_app.services.reader_ports import Trial
from counter_app.ui.settings.reader_words import ReaderWords
from counter_app.ui.tasks import Tasks

WAIT_S: Final = 20


class ReaderTrial(QObject):
    """``told(Told, bool)``: what to show, and whether a code is still waited for."""

    told = Signal(object, bool)

    def __init__(
        self, services: CounterServices, tasks: Tasks, words: ReaderWords, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._words = services, tasks, words
        self._end: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=WAIT_S * 1000)
        self._timer.timeout.connect(self._nothing_came)

    def begin(self) -> None:
        """Wait for a code."""
        self.stop()
        self._end = self._services.devices.try_scan(self._from_reader)
        self._timer.start()
        self.told.emit(self._words.waiting(WAIT_S), True)

    def stop(self) -> bool:
        """Wait no longer; whether it was waiting."""
        end, self._end = self._end, None
        self._timer.stop()
        if end is not None:
            end()
        return end is not None

    def _from_reader(self, trial: Trial) -> None:
        self._tasks.on_gui(lambda: self._take(trial))

    def _nothing_came(self) -> None:
        if self.stop():
            self.told.emit(self._words.nothing_came(), False)

    def _take(self, trial: Trial) -> None:
        if not self.stop():
            return  # a second code came with the first
        if trial.scan is None:
            self.told.emit(self._words.no_scan(trial.trouble), False)
        else:
            self._interpret(trial.scan, trial.trouble)

    def _interpret(self, scan: Scan, trouble: str) -> None:
        task = self._tasks.database(lambda: self._services.scans.interpret(scan.text), owner=self)
        task.success(lambda meaning: self.told.emit(self._words.read(scan, meaning, trouble), False))
        task.failure(self._failed)

    def _failed(self, error: Exception) -> None:
        self.told.emit(self._words.nothing_came(), False)
        raise error
