"""Notices that nobody has touched keyboard or mouse for a while."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

_SIGNS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """``idle`` is told once after ``minutes`` without a sign of life; 0 minutes is never."""

    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.idle)
        self._watching = False

    def set_minutes(self, minutes: float) -> None:
        """After how long."""
        self._timer.setInterval(round(minutes * 60_000))
        self.touch()

    def start(self) -> None:
        """Begin to watch the whole program."""
        app = QGuiApplication.instance()
        if app is not None and not self._watching:
            app.installEventFilter(self)
            self._watching = True
        self.touch()

    def stop(self) -> None:
        """Watch no more."""
        app = QGuiApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._watching = False
        self._timer.stop()

    def touch(self) -> None:
        """Somebody is there (a scan counts too)."""
        if self._watching and self._timer.interval() > 0:
            self._timer.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Only looks."""
        if event.type() in _SIGNS:
            self.touch()
        return False
