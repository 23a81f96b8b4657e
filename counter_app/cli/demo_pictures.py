"""Pictures of the real window on the demo's data, taken without a display."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.config import Config

if TYPE_CHECKING:
    from counter_app.ui.counter.screens import ScreenName
    from counter_app.ui.counter.window import CounterWindow

CLERK, PIN = "tran-thi-mau", "2468"
SIZE = (1366, 768)
WITHIN_MS = 20_000
SCREENS: tuple[ScreenName, ...] = ("dossiers", "sync")


def take_pictures(config: Config, folder: Path, name: str) -> list[str]:
    """Open the counter on this data in a process of its own; returns the pictures' paths.

    Raises ``RuntimeError`` when the window did not come up.
    """
    folder.mkdir(parents=True, exist_ok=True)
    words = ["demo", "--pictures", name, "--station", str(config.data_dir), "--out", str(folder)]
    done = subprocess.run(
        [sys.executable, "-m", "counter_app", *words],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"no pictures: {done.stderr.strip()[-500:]}")
    return done.stdout.split("\n")[:-1]


def picture_process(data_dir: Path, folder: Path, name: str) -> int:
    """What runs in that process: sign in, open each screen, save what is seen."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - widgets only in this process

    from counter_app.bootstrap.counter import counter_parts  # noqa: PLC0415
    from counter_app.ui.app import build_window  # noqa: PLC0415
    from counter_app.ui.shared import theme  # noqa: PLC0415
    from counter_app.ui.tasks import Tasks  # noqa: PLC0415

    app = QApplication(sys.argv[:1])
    theme.apply(app, "light", 1.0)
    failures: list[BaseException] = []
    tasks = Tasks(unhandled=failures.append)
    program = build_window(counter_parts(Config(data_dir, keys="file")), tasks)
    frame = program.frame
    frame.resize(*SIZE)
    frame.show()

    def wait_for(is_so: Callable[[], bool]) -> None:
        _wait(lambda: bool(failures) or (is_so() and tasks.idle()))
        if failures:
            raise failures[0]

    def save(screen: str) -> None:
        path = folder / f"{name}-{screen}.png"
        frame.grab().save(str(path))
        sys.stdout.write(f"{path}\n")

    try:
        wait_for(lambda: bool(frame.guard.state.people))
        save("sign-in")
        frame.guard.enter(CLERK, PIN)
        wait_for(lambda: frame.counter is not None)
        counter = frame.counter
        assert counter is not None
        save("reception")
        for screen in SCREENS:
            counter.open_screen(screen)
            wait_for(partial(_is_open, counter, screen))
            save(screen)
    finally:
        program.close()
    return 0


def _is_open(counter: CounterWindow, screen: ScreenName) -> bool:
    return counter.opened() == screen


def _wait(is_so: Callable[[], bool]) -> None:
    """Let the event loop run until something is so."""
    from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer  # noqa: PLC0415

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
