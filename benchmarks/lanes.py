"""How long an entry waits for its verdict while scans go over a 256 kbit/s line, with lanes and without.

``python -m benchmarks.lanes --json`` starts a central system (``counter-app central serve``, SQLite), a line
of 32,000 bytes a second each way with 30 ms and a queue of 64 KiB as modems have, and a station with its own
engine and sender of scans. It receives dossiers and takes the time from the committed entry to its verdict:
on the idle line, then while three scans are sent as the program sends them, then while the same scans are
sent as fast as the line takes them, by a sender that gives way to nobody.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from counter_app.bootstrap.enrolment import enrol_station
from counter_app.central.database import open_database
from counter_app.central.settings import CentralSettings
from counter_app.config import Config
from counter_app.services.sync_ports import SyncStatus
from counter_app.sync.credentials import DOCUMENT, Credentials
from counter_app.sync.lanes import Lanes
from counter_app.sync.line_rate import SMALLEST_CHUNK, ChunkPlan, LineRate
from counter_app.sync.scan_queue import ScanSender
from counter_app.sync.scan_upload import Uploader
from counter_app.sync.upload_calls import HttpUploadCaller
from tests.fixtures.centre_process import CentreProcess
from tests.fixtures.narrow_line import LATENCY, QUEUE, NarrowLine, narrow_line
from tests.fixtures.real_counter import RealCounter, found_office

SEED: Final = 20261121
RATE: Final = 32_000.0
"""Bytes a second: 256 kbit/s."""
ENTRIES: Final = 9
SCANS: Final = (1_200_000, 1_600_000, 2_000_000)
_VERDICT_WITHIN_S: Final = 60.0
_SETTLED_S: Final = 3.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--entries", type=int, default=ENTRIES, help="entries in each part")
    parser.add_argument("--rate", type=float, default=RATE, help="bytes a second of the line")
    parser.add_argument("--dir", type=Path, help="where everything is written (default: a temporary folder)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=options.dir) as folder:
        result = measure(Path(folder), options.entries, options.rate)
    print(json.dumps(result, indent=None if options.json else 1))
    return 0


def measure(folder: Path, entries: int, rate: float) -> dict[str, Any]:
    """Times are medians in milliseconds; ``ratio`` is the busy line's to the idle one's."""
    dice = random.Random(SEED)
    with running(folder) as (centre, line, counter):
        watch = Verdicts(counter)
        line.set_rate(rate)
        idle = [watch.time_one(dice.uniform(0.3, 0.6)) for _ in range(entries)]
        attach_scans(counter, dice)
        wait_for(lambda: counter.running.scans.status().bytes_per_s is not None, "the line to be measured")
        time.sleep(_SETTLED_S)
        busy = Part(centre, line)
        waits = [watch.time_one(dice.uniform(1.0, 2.0)) for _ in range(entries)]
        busy.end()
        usable = counter.running.scans.status().bytes_per_s
        assert counter.running.scans.stop(), "the sender does not stop"
        with rude_sender(counter):
            time.sleep(_SETTLED_S)
            rude = Part(centre, line)
            without = [watch.time_one(dice.uniform(0.5, 1.0)) for _ in range(max(5, entries // 2))]
            rude.end()
    idle_ms = statistics.median(idle) * 1000
    return {
        "ratio": round(statistics.median(waits) * 1000 / idle_ms, 3),
        "idle_ms": round(idle_ms, 1),
        "busy_ms": round(statistics.median(waits) * 1000, 1),
        "busy_worst_ms": round(max(waits) * 1000, 1),
        "idle_worst_ms": round(max(idle) * 1000, 1),
        "scan_bytes_per_s": round(busy.scan_rate),
        "line_use": round(busy.up_rate / rate, 3),
        "paced_bytes_per_s": usable,
        "without_lanes_ms": round(statistics.median(without) * 1000, 1),
        "without_lanes_ratio": round(statistics.median(without) * 1000 / idle_ms, 3),
        "without_lanes_scan_bytes_per_s": round(rude.scan_rate),
        "entries": entries,
        "line": {"bytes_per_s": rate, "latency_ms": LATENCY * 1000, "queue_bytes": QUEUE},
        "python": platform.python_version(),
    }


@contextmanager
def running(folder: Path) -> Iterator[tuple[CentreProcess, NarrowLine, RealCounter]]:
    """A central system, a line that is still wide, and a station that has its numbers."""
    centre = CentreProcess(CentralSettings(folder / "central"), folder / "central.log")
    open_database(centre.settings).close()
    found_office(centre)
    centre.start()
    try:
        with narrow_line(centre.port) as line:
            config = Config(folder / "station", keys="file")
            enrol_station(config, line.url, centre.code())
            with RealCounter(config) as counter:
                counter.wait_until_sent()
                counter.wait_for_numbers()
                yield centre, line, counter
    finally:
        centre.close()


class Verdicts:
    """Takes the time from a committed entry to its verdict."""

    def __init__(self, counter: RealCounter) -> None:
        self._counter = counter
        self._told = threading.Condition()
        self._changed_at: dict[str, float] = {}
        counter.running.engine.subscribe(self._listen)

    def time_one(self, after: float) -> float:
        """Wait ``after`` seconds, receive a dossier; the seconds until its verdict is here."""
        time.sleep(after)
        dossier = self._counter.receive()
        began = time.perf_counter()
        with self._told:
            came = self._told.wait_for(lambda: dossier.id in self._changed_at, _VERDICT_WITHIN_S)
        if not came:
            raise RuntimeError(f"no verdict: {self._counter.running.engine.status()}")
        return self._changed_at[dossier.id] - began

    def _listen(self, _status: SyncStatus, changed: frozenset[str]) -> None:
        now = time.perf_counter()
        with self._told:
            for dossier in changed:
                self._changed_at.setdefault(dossier, now)
            self._told.notify_all()


class Part:
    """What went over the line in a part of the run."""

    def __init__(self, centre: CentreProcess, line: NarrowLine) -> None:
        self._folder = centre.settings.data_dir / "scans"
        self._line = line
        self._began, self._scans, self._up = time.monotonic(), self._received(), line.passed().up
        self.scan_rate = self.up_rate = 0.0

    def end(self) -> None:
        """Work out bytes a second: of scans that arrived, and of everything."""
        seconds = time.monotonic() - self._began
        self.scan_rate = (self._received() - self._scans) / seconds
        self.up_rate = (self._line.passed().up - self._up) / seconds

    def _received(self) -> int:
        files = [one for one in self._folder.rglob("*") if one.suffix in ("", ".part") and one.is_file()]
        return sum(one.stat().st_size for one in files)


class Unmeasured(LineRate):
    """What a sender without manners knows of the line: nothing."""

    def plan(self, now: float) -> ChunkPlan:  # noqa: ARG002
        """As much as is there, at once."""
        return ChunkPlan(SMALLEST_CHUNK, 64 * 1024, None)


@contextmanager
def rude_sender(counter: RealCounter) -> Iterator[None]:
    """Send the same scans without lanes, pace or a narrow buffer, for the length of the block."""
    store = counter.running.store
    with store.database.read() as reads:
        row = reads.document(DOCUMENT)
    assert row is not None
    credentials = Credentials.from_bytes(row[1])

    def connect() -> Uploader:
        calls = HttpUploadCaller(credentials.server, credentials.token, narrow=False)
        return Uploader(calls, credentials.office, store.vault.slice, Lanes(), Unmeasured())

    sender = ScanSender(store.scans, connect, Lanes(), counter.running.services.clock)
    sender.start()
    try:
        yield
    finally:
        sender.stop()


def attach_scans(counter: RealCounter, dice: random.Random) -> None:
    """Three scans that cannot be packed, as photographs of paper cannot."""
    dossier = counter.receive()
    for size in SCANS:
        data = b"%PDF-1.4\n" + dice.randbytes(size)
        counter.running.services.attaching.attach(dossier.id, data, counter.clerk)


def wait_for(holds: Callable[[], bool], what: str, within_s: float = 30.0) -> None:
    """Look again and again until it holds."""
    ends = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > ends:
            raise RuntimeError(f"waited in vain for {what}")
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main())
