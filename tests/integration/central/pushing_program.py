"""A process of its own that serves and sends: ``python -m tests.integration.central.pushing_program``.

Reads its work as one JSON object from standard input: where the central system keeps its data, the one-time
codes of the stations that it is, and how much each of them writes. Each station is a writer of its own, all
at once; when they are ready the program says ``ready`` and begins at the next line that it reads. At the end
it says what was acknowledged: for each station its id and how many entries.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from counter_app.central.database import open_database
from counter_app.central.service import CentralService
from counter_app.central.settings import CentralSettings
from tests.fakes.clock import SystemClock
from tests.fixtures.dossiers import reception
from tests.fixtures.signing_station import SigningStation
from tests.integration.central.together import answers, at_once


@dataclass(frozen=True)
class Work:
    """What a process does; ``codes`` are one-time codes with the number of the station's first dossier."""

    data_dir: str
    database_url: str
    codes: Mapping[str, int]
    pushes: int
    entries: int

    def to_json(self) -> str:
        return json.dumps(vars(self))


def write(station: SigningStation, first: int, work: Work) -> tuple[str, int]:
    """Send batch after batch; the station and how many entries were acknowledged."""
    acknowledged = 0
    for begin in range(first, first + work.pushes * work.entries, work.entries):
        batch = [station.write(f"dossier-{n}", reception(n)) for n in range(begin, begin + work.entries)]
        acknowledged += len(station.push(*batch).verdicts)
    return station.id, acknowledged


def main() -> int:
    plain: dict[str, Any] = json.loads(sys.stdin.readline())
    work = Work(**plain)
    settings = CentralSettings(Path(work.data_dir), work.database_url)
    database = open_database(settings)
    service = CentralService(database, settings, SystemClock())
    stations = [(SigningStation(service, code), first) for code, first in work.codes.items()]
    writers: list[Callable[[], tuple[str, int]]] = [partial(write, *one, work) for one in stations]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(json.dumps(dict(answers(at_once(writers)))) + "\n")
    database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
