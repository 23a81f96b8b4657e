"""Start-up: from the process's start until the painted sign-in field echoes a key, with the data there.

``python -m benchmarks.startup --json`` compares the counter (database open, migrated, 10,000 dossiers) with a
process that shows a bare ``QMainWindow`` with a line edit and echoes a key, in interleaved rounds of one run.
Prints one JSON object: ``ratio`` of the medians, ``startup_ms``, ``bare_ms`` and the rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.million import build, open_built
from counter_app.domain.office import Clerk, Role, directory_from_plain, directory_to_plain
from counter_app.paths import resources
from counter_app.services.pins import verifier
from counter_app.sync.credentials import DOCUMENT as CREDENTIALS
from counter_app.sync.credentials import Credentials

DOSSIERS = 10_000
ROUNDS = 9
REPORT = "COUNTER_APP_STARTUP_REPORT"

_BARE = """
import json, os, sys, time
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

class Echo(QObject):
    def eventFilter(self, _watched, event):
        if event.type() == QEvent.Type.Paint:
            if not field.text() and not typed:
                typed.append(1)
                QTimer.singleShot(0, type_a_key)
            elif field.text():
                field.removeEventFilter(self)
                QTimer.singleShot(0, done)
        return False

def type_a_key():
    field.setFocus()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1")
        QApplication.sendEvent(field, event)

def done():
    with open(os.environ["COUNTER_APP_STARTUP_REPORT"], "w") as report:
        json.dump({"echoed": time.time()}, report)
    app.quit()

typed = []
app = QApplication(sys.argv[:1])
window = QMainWindow()
field = QLineEdit()
window.setCentralWidget(field)
echo = Echo()
field.installEventFilter(echo)
window.showMaximized()
app.exec()
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="quay-mot-cua-startup-") as folder:
        data = _prepare(Path(folder))
        ours: list[float] = []
        bare: list[float] = []
        program = [sys.executable, "-m", "counter_app", "--data-dir", str(data), "counter"]
        # The first start of each warms the file cache and is not counted.
        for number in range(options.rounds + 1):
            first, second = _start(program, Path(folder)), _start([sys.executable, "-c", _BARE], Path(folder))
            if number:
                ours.append(first)
                bare.append(second)
    result = {
        "ratio": round(statistics.median(ours) / statistics.median(bare), 3),
        "startup_ms": round(statistics.median(ours) * 1000, 1),
        "bare_ms": round(statistics.median(bare) * 1000, 1),
        "dossiers": DOSSIERS,
        "rounds": len(ours),
        "startup_ms_rounds": [round(value * 1000, 1) for value in ours],
        "bare_ms_rounds": [round(value * 1000, 1) for value in bare],
    }
    sys.stdout.write(json.dumps(result, indent=None if options.json else 2) + "\n")
    return 0


def _prepare(folder: Path) -> Path:
    """An enrolled station with its dossiers; its central system cannot be reached."""
    build(folder, DOSSIERS)
    store = open_built(folder)
    try:
        plain = json.loads((resources() / "demo" / "office.json").read_text("utf-8"))
        clerk = Clerk("tran-thi-mau", "Trần Thị Mẫu", Role.CLERK, verifier("2468"))
        directory = directory_to_plain(directory_from_plain(plain))
        directory["clerks"] = [
            {"id": clerk.id, "name": clerk.name, "role": clerk.role.value, "pin_verifier": clerk.pin_verifier}
        ]
        station = store.station.get()
        assert station is not None
        credentials = Credentials(
            "http://127.0.0.1:9", "long-xuyen", station.id, station.number, station.name, "t" * 43,
            bytes(32), bytes(32),
        )  # fmt: skip
        with store.database.begin() as work:
            work.documents.put("directory", 1, json.dumps(directory).encode())
            work.documents.put(CREDENTIALS, 1, credentials.to_bytes())
        store.station.put(station, datetime.now(UTC))
    finally:
        store.close()
    (folder / "keys").rename(folder / "data" / "keys")
    return folder / "data"


def _start(command: Sequence[str], folder: Path) -> float:
    """Seconds from the start of the process until its window echoed a key."""
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    environment = {**_environment(folder), REPORT: str(report)}
    began = time.time()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode or not report.exists():
        raise RuntimeError(f"{command[:3]} did not start: {done.stderr[-2000:]}")
    times: Mapping[str, float] = json.loads(report.read_text("utf-8"))
    return times["echoed"] - began


def _environment(folder: Path) -> dict[str, str]:
    shown = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # Both find their bytecode, as installed programs do, whatever this checkout's says.
    shown |= {"COUNTER_APP_KEYS": "file", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        # Qt's own platform without a screen, for both programs alike.
        shown["QT_QPA_PLATFORM"] = "offscreen"
    return shown


if __name__ == "__main__":
    sys.exit(main())
