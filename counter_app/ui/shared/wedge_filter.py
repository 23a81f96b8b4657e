"""Takes key presses before the window gets them, so that a code gun that types is not typed into a field."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

_TERMINATORS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_SILENT = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
    }
)
_SEPARATORS = frozenset("\x1c\x1d\x1e\x1f\x04")
_HARMLESS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_LEAVING = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
        QEvent.Type.FocusOut,
        QEvent.Type.InputMethod,
        QEvent.Type.Close,
    }
)
_GRACE_MS = 10


class KeyKind(StrEnum):
    """What a key does."""

    TEXT = "text"
    TERMINATOR = "terminator"
    BACKSPACE = "backspace"
    SILENT = "silent"
    OTHER = "other"


@dataclass(frozen=True)
class KeyPress:
    """One key press: all that is needed to judge it, and to hand it to the window later.

    ``at`` is the time of the event itself in seconds of a steady clock, ``scan_code`` the native one.
    """

    text: str
    at: float
    kind: KeyKind
    auto_repeat: bool
    key: int
    modifiers: Qt.KeyboardModifier
    scan_code: int
    virtual_key: int
    native_modifiers: int

    @property
    def shift(self) -> bool:
        """Whether Shift was held."""
        return bool(self.modifiers & Qt.KeyboardModifier.ShiftModifier)


class KeyGate(Protocol):
    """Holds keys back that may belong to a scan; filled by bootstrap with the gun's detector."""

    @property
    def hold_s(self) -> float:
        """After this long without a key ``flush`` is called."""
        ...

    def feed(self, press: KeyPress) -> Iterable[KeyPress]:
        """Take a press; the presses that the window gets now, oldest first (this one may be among them)."""
        ...

    def flush(self, now: float) -> Iterable[KeyPress]:
        """Silence followed: what the window gets."""
        ...

    def release(self) -> Iterable[KeyPress]:
        """The focus moves: all that is held goes to the window."""
        ...


class WedgeFilter(QObject):
    """An event filter for the whole application: every key goes through the gate, none is lost or reordered.

    It works where a key reaches a window (``QWindow``), before any widget sees it.
    """

    def __init__(self, gate: KeyGate, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._gate = gate
        self._clock = clock
        self._window: QWindow | None = None
        self._replaying = False
        self._holding = False
        self._last_at = 0.0
        self._fed_at = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(round(gate.hold_s * 1000) + _GRACE_MS)
        # Keys that arrived while the program was busy are taken first, then silence is judged.
        self._timer.timeout.connect(lambda: QTimer.singleShot(0, self, self._flush))

    def install(self, app: QGuiApplication) -> None:
        """Begin."""
        app.installEventFilter(self)

    def remove(self, app: QGuiApplication) -> None:
        """End; what is held goes to the window."""
        self._release()
        app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep key presses from the window until the gate lets them go."""
        if self._replaying or not isinstance(watched, QWindow):
            return False
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take(watched, event)
        leaving = kind in _LEAVING
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            leaving = _kind(event) is KeyKind.OTHER
        if leaving and self._holding:
            self._release()
        return False

    def _take(self, window: QWindow, event: QKeyEvent) -> bool:
        self._window = window
        press = self._press(event)
        passed = list(self._gate.feed(press))
        if passed == [press]:
            self._holding = False
            self._timer.stop()
            return False
        self._holding = press not in passed
        if self._holding:
            self._timer.start()
        self._replay(passed)
        return True

    def _press(self, event: QKeyEvent) -> KeyPress:
        self._fed_at = self._clock()
        self._last_at = event.timestamp() / 1000 if event.timestamp() else self._fed_at
        return KeyPress(
            text=event.text(),
            at=self._last_at,
            kind=_kind(event),
            auto_repeat=event.isAutoRepeat(),
            key=event.key(),
            modifiers=event.modifiers(),
            scan_code=event.nativeScanCode(),
            virtual_key=event.nativeVirtualKey(),
            native_modifiers=event.nativeModifiers(),
        )

    def _flush(self) -> None:
        if not self._holding or self._timer.isActive():
            return
        self._holding = False
        self._replay(self._gate.flush(self._last_at + (self._clock() - self._fed_at)))

    def _release(self) -> None:
        self._holding = False
        self._timer.stop()
        self._replay(self._gate.release())

    def _replay(self, presses: Iterable[KeyPress]) -> None:
        window = QGuiApplication.focusWindow() or self._window
        if window is None:
            return
        self._replaying = True
        try:
            for press in presses:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QGuiApplication.sendEvent(window, _event(press, kind))
        finally:
            self._replaying = False


def _event(press: KeyPress, kind: QEvent.Type) -> QKeyEvent:
    event = QKeyEvent(
        kind,
        press.key,
        press.modifiers,
        press.scan_code,
        press.virtual_key,
        press.native_modifiers,
        press.text,
        press.auto_repeat,
    )
    event.setTimestamp(round(press.at * 1000))
    return event


def _is_alt_code(event: QKeyEvent) -> bool:
    """A digit of an Alt code, by which guns type letters that the layout does not have (Windows)."""
    held = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.KeypadModifier
    return event.modifiers() == held and Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9


def _kind(event: QKeyEvent) -> KeyKind:
    key, text = event.key(), event.text()
    plain = not event.modifiers() & ~_HARMLESS
    if key in _SILENT or _is_alt_code(event):
        return KeyKind.SILENT
    if plain and key in _TERMINATORS:
        return KeyKind.TERMINATOR
    if plain and key == Qt.Key.Key_Backspace:
        return KeyKind.BACKSPACE
    if text in _SEPARATORS or (plain and text and text.isprintable()):
        return KeyKind.TEXT
    return KeyKind.OTHER
