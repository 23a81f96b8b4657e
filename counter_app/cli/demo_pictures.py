"""Pictures of the real window on the demo's data, taken without a display."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from counter_app.config import Config

CLERK, PIN = "tran-thi-mau", "2468"


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
    """What runs in that process; prints a path a line."""
    from counter_app.bootstrap.counter import counter_parts  # noqa: PLC0415 - widgets only in this process
    from counter_app.ui.walk import walk  # noqa: PLC0415

    for path in walk(counter_parts(Config(data_dir, keys="file")), CLERK, PIN, folder, name):
        sys.stdout.write(f"{path}\n")
    return 0
