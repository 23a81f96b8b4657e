"""A walk through the window without a person: sign in, open each screen, save what is seen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from counter_app.ui.app import CounterParts, build_window
from counter_app.ui.counter.window.counter_window import CounterWindow
from counter_app.ui.counter.window.screens import ScreenName
from counter_app.ui.shared import theme
from counter_app.ui.tasks import Tasks

SIZE = (1366, 768)
WITHIN_MS = 20_000
SCREENS: tuple[ScreenName, ...] = ("dossiers", "sync", "settings")


def walk(parts: CounterParts, clerk: str, pin: str, folder: Path, name: str) -> list[Path]:
    """Save ``<name>-<screen>.png`` of each screen in ``folder``; returns the pictures.

    Raises ``RuntimeError`` when the window does not come to rest, and whatever failed in it.
    """
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, parts.theme, parts.scale)
    failures: list[BaseException] = []
    tasks = Tasks(unhandled=failures.append)
    program = build_window(parts, tasks)
    frame = program.frame
    frame.resize(*SIZE)
    frame.show()
    pictures: list[Path] = []

    def rest(is_so: Callable[[], bool]) -> None:
        _wait(lambda: bool(failures) or (is_so() and tasks.idle()))
        if failures:
            raise failures[0]

    def save(screen: str) -> None:
        path = folder / f"{name}-{screen}.png"
        frame.grab().save(str(path))
        pictures.append(path)

    try:
        rest(lambda: bool(frame.guard.state.people))
        save("sign-in")
        frame.guard.enter(clerk, pin)
        rest(lambda: frame.counter is not None)
        counter = frame.counter
        assert counter is not None
        save("reception")
        for screen in SCREENS:
            counter.open_screen(screen)
            rest(partial(_is_open, counter, screen))
            save(screen)
    finally:
        program.close()
    return pictures


def _is_open(counter: CounterWindow, screen: ScreenName) -> bool:
    return counter.opened() == screen


def _wait(is_so: Callable[[], bool]) -> None:
    """Let the event loop run until something is so, and stays so for a moment."""
    timer = QElapsedTimer()
    timer.start()
    quiet = 0
    while quiet < 3:
        if timer.elapsed() > WITHIN_MS:
            raise RuntimeError("the window did not come to rest")
        loop = QEventLoop()
        QTimer.singleShot(60, loop.quit)
        loop.exec()
        quiet = quiet + 1 if is_so() else 0
