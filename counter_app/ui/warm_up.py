"""Work that can wait for a quiet moment: piece by piece, and not while somebody types."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

QUIET_MS = 250
"""How long no key must have been pressed before the next piece."""

Piece = Callable[[], object]


class WarmUp(QObject):
    """Does its pieces in order on the GUI thread, one in each turn of a quiet event loop; then ``done``."""

    done = Signal()

    def __init__(self, pieces: Iterable[Piece], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pieces = deque(pieces)
        self._last_key = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._next)

    def start(self) -> None:
        """Begin in the next turn of the event loop."""
        app = QGuiApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._timer.start(0)

    def stop(self) -> None:
        """What is not done yet is left undone."""
        self._pieces.clear()
        self._timer.stop()
        app = QGuiApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Only looks."""
        if event.type() == QEvent.Type.KeyPress:
            self._last_key = monotonic()
        return False

    def _next(self) -> None:
        wait = self._last_key + QUIET_MS / 1000 - monotonic()
        if wait > 0:
            self._timer.start(round(wait * 1000) + 1)
        elif self._pieces:
            self._pieces.popleft()()
            self._timer.start(0)
        else:
            self.stop()
            self.done.emit()
