"""Pictures of the real window on the demo's data, taken without a display."""

from __future__ import annotations

import sys
from pathlib import Path

from counter_app.cli.demo_office import DemoOffice
from counter_app.config import Config

CLERK, PIN = "tran-thi-mau", "2468"
WITHIN_S = 60.0


def take_pictures(office: DemoOffice, folder: Path, name: str) -> list[str]:
    """Open the counter on the office's data in a process of its own; returns the pictures' paths.

    Raises ``DemoError`` when the window did not come up.
    """
    folder.mkdir(parents=True, exist_ok=True)
    words = ("demo", "--pictures", name, "--station", str(office.config.data_dir), "--out", str(folder))
    walk = office.start(*words, log="pictures", announces=False, environment={"QT_QPA_PLATFORM": "offscreen"})
    return walk.lines(WITHIN_S)


def picture_process(data_dir: Path, folder: Path, name: str) -> int:
    """What runs in that process; prints a path a line."""
    from counter_app.bootstrap.counter import counter_parts  # noqa: PLC0415 - widgets only in this process
    from counter_app.ui.walk import walk  # noqa: PLC0415

    for path in walk(counter_parts(Config(data_dir, keys="file")), CLERK, PIN, folder, name):
        sys.stdout.write(f"{path}\n")
    return 0
