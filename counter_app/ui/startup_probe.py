"""Tells how long a start took: until the door was drawn, until the data were there, until a key was echoed.

For the benchmark of start-up: it types into the sign-in page as a clerk would and waits for the paint.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication

from counter_app.ui.counter.window.frame import Frame

Report = Callable[[dict[str, float]], None]


class StartupProbe(QObject):
    """Collects wall-clock times (seconds since the epoch) under ``painted``, ``ready`` and ``echoed``."""

    def __init__(self, frame: Frame, report: Report) -> None:
        super().__init__(frame)
        self._frame, self._report = frame, report
        self._times: dict[str, float] = {}
        frame.painted.connect(lambda: self._note("painted"))
        frame.guard.changed.connect(self._look)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The field is drawn: with the key in it, the clerk has seen her key."""
        if event.type() == QEvent.Type.Paint and self._frame.door.pin.edit.text():
            self._frame.door.pin.edit.removeEventFilter(self)
            # The paint itself still has to happen; the next turn of the event loop is after it.
            QTimer.singleShot(0, self, self._echoed)
        return False

    def _note(self, name: str) -> None:
        self._times.setdefault(name, time.time())
        if {"painted", "ready"} <= self._times.keys() and "typed" not in self._times:
            self._type()

    def _look(self) -> None:
        state = self._frame.guard.state
        if state.people:
            self._note("ready")
        elif not state.opening:
            sys.stderr.write(f"{state.said}\n")
            QApplication.exit(1)

    def _type(self) -> None:
        self._times["typed"] = time.time()
        field = self._frame.door.pin.edit
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.installEventFilter(self)
        target = QGuiApplication.focusWindow() or self._frame.windowHandle()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1")
            QApplication.sendEvent(target, event)

    def _echoed(self) -> None:
        self._note("echoed")
        self._frame.door.pin.edit.clear()
        self._report(dict(self._times))
