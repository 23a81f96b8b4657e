"""Forty offices of five stations push at once, against a bare batched insert of the rows that this leaves.

``python -m benchmarks.central --json`` founds the offices on a PostgreSQL that syncs to disk, signs every
station's batches beforehand, and pushes them from two small processes to a ``counter-app central serve`` of
four: each request is authenticated, its signature and hashes checked, its entries judged, folded and told.
Then the rows are read back and inserted into empty tables with the same indexes, each batch in one
transaction, by four processes with psycopg. The two take turns. In a round of its own, readers follow all
feeds while the batches come; in another one the servers are profiled.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from benchmarks.bare_rows import Rows, counts, insert, left_behind
from benchmarks.centres import POSTGRES, Centre, add_office, database_seconds, drop_database, opened, served
from benchmarks.profiled_centre import PROGRAM, shares
from benchmarks.senders import Readers, push_all
from benchmarks.stations import copied, enrol, write_day
from benchmarks.storm import SIZES, batches_of, found
from counter_app.central.enrolment import create_code
from counter_app.domain.journal import Entry
from tests.fixtures.postgres import PostgresServer, postgres_server

OFFICES: Final = 40
STATIONS: Final = 5
ENTRIES: Final = 200
"""Of each station in a round."""
BATCH: Final = 100
WORKERS: Final = 4
ROUNDS: Final = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--offices", type=int, default=OFFICES)
    parser.add_argument("--entries", type=int, default=ENTRIES, help="of each station in a round")
    parser.add_argument("--batch", type=int, default=BATCH)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--dir", type=Path, help="where everything is written (default: a temporary folder)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=options.dir) as folder:
        result = measure(Path(folder), options.offices, options.entries, options.batch, options.rounds)
    print(json.dumps(result, indent=None if options.json else 1))
    return 0


def measure(folder: Path, offices: int, entries: int, batch: int, rounds: int) -> dict[str, Any]:
    """Rates are medians over the rounds, in entries a second; ``ratio`` is ours to bare inserts."""
    with postgres_server(POSTGRES) as postgres:
        bench = Bench(folder, postgres, offices, entries, batch)
        watched = bench.watched_round()
        ours, bare, copy = Times(), Times(), Times()
        for number in range(rounds):
            sides: list[Callable[[], None]] = [
                lambda number=number: bench.round(number, ours),  # type: ignore[misc]
                lambda number=number: bench.bare_round(number, bare),  # type: ignore[misc]
            ]
            for side in sides if number % 2 == 0 else reversed(sides):
                side()
        bench.bare_round(rounds, copy, copy=True)
        total = bench.entries
        return {
            "ratio": round(ours.rate(total) / bare.rate(total), 3),
            "entries_per_s": round(ours.rate(total)),
            "bare_per_s": round(bare.rate(total)),
            "bare_copy_per_s": round(copy.rate(total)),
            **watched,
            "profile": {
                "seconds": ours.middle(ours.seconds),
                "server_cpu_s": ours.middle(ours.server_cpu),
                "database_cpu_s": ours.middle(ours.database_cpu),
                "bare_seconds": bare.middle(bare.seconds),
                "bare_database_cpu_s": bare.middle(bare.database_cpu),
                "server_shares": bench.profiled_round(),
            },
            "offices": offices,
            "stations": len(bench.senders),
            "entries": total,
            "rows": bench.rows,
            "batch": batch,
            "workers": WORKERS,
            "rounds": rounds,
            "versions": bench.versions(),
        }


@dataclass
class Times:
    """What each round took."""

    seconds: list[float] = field(default_factory=list)
    server_cpu: list[float] = field(default_factory=list)
    database_cpu: list[float] = field(default_factory=list)

    def rate(self, entries: int) -> float:
        """Entries a second."""
        return entries / statistics.median(self.seconds)

    @staticmethod
    def middle(values: Sequence[float]) -> float:
        """The median."""
        return round(statistics.median(values), 2)


class Bench:
    """The offices, the batches, and a database that knows the ones and has none of the others."""

    def __init__(self, folder: Path, postgres: PostgresServer, offices: int, entries: int, size: int) -> None:
        self._folder = folder
        self._postgres = postgres
        self._founded = postgres.create_database("founded")
        with opened(folder / "founding", postgres.url(self._founded)) as database:
            self.senders = found(database, offices, STATIONS)
        work = _work(folder, postgres, entries)
        self._batches = [batch for sender in self.senders for batch in batches_of(sender, work, size)]
        self._tokens = {one.credentials.station: one.credentials.token for one in self.senders}
        self.entries = entries * len(self.senders)
        self._parts: list[Rows] = []

    @property
    def rows(self) -> int:
        """How many rows one round leaves."""
        return sum(len(rows) for part in self._parts for rows in part.values())

    def watched_round(self) -> dict[str, int]:
        """Push while all feeds are read; holes and doubles that any reader saw, or that are in the tables."""
        with self._centre("watched") as (centre, database):
            readers = Readers(centre.urls, self.senders)
            push_all(centre.urls, self._batches, self._tokens)
            seen = readers.finish()
            before = counts(self._postgres.conninfo(self._founded))
            self._parts = left_behind(self._postgres.conninfo(database), before, self._batches)
            self._check(database)
            told = self._postgres.execute(
                "SELECT office, count(*), max(no), count(DISTINCT (home, station, incarnation, seq)), "
                "count(*) FILTER (WHERE with_entry) FROM feed GROUP BY office",
                database,
            )
        holes = sum(int(str(last)) - int(str(count)) for _, count, last, _, _ in told)
        doubles = sum(int(str(entries)) - int(str(distinct)) for _, _, _, distinct, entries in told)
        missed = sum(int(str(last)) - seen[str(office)][0] for office, _, last, _, _ in told)
        return {
            "holes": holes + missed + sum(one[2] for one in seen.values()),
            "doubles": doubles + sum(one[3] for one in seen.values()),
            "feeds_read": len(seen),
            "entries_read": sum(one[1] for one in seen.values()),
        }

    def round(self, number: int, times: Times) -> None:
        """Push everything."""
        with self._centre(f"round{number}") as (centre, database):
            server, behind = centre.seconds(), database_seconds(self._postgres)
            times.seconds.append(push_all(centre.urls, self._batches, self._tokens))
            times.server_cpu.append(centre.seconds() - server)
            times.database_cpu.append(database_seconds(self._postgres) - behind)
            self._check(database)

    def bare_round(self, number: int, times: Times, *, copy: bool = False) -> None:
        """Insert the rows that a round left into empty tables."""
        with self._database(f"bare{number}") as database:
            behind = database_seconds(self._postgres)
            conninfo = self._postgres.conninfo(database)
            times.seconds.append(insert(conninfo, self._parts, WORKERS, copy=copy))
            times.database_cpu.append(database_seconds(self._postgres) - behind)
            assert sum(counts(conninfo).values()) >= self.rows

    def profiled_round(self) -> dict[str, float]:
        """Which part of the servers' processor time goes where; with a profiler, so not timed."""
        with self._centre("profiled", profiled=True) as (centre, _):
            push_all(centre.urls, self._batches, self._tokens)
        return shares(self._folder / "profiled")

    def versions(self) -> dict[str, str]:
        """What it ran on."""
        [(version,)] = self._postgres.execute("SELECT current_setting('server_version')")
        return {"python": platform.python_version(), "postgresql": str(version).split()[0]}

    def _check(self, database: str) -> None:
        """That every entry is stored and was accepted."""
        states = self._postgres.execute("SELECT state, count(*) FROM entries GROUP BY state", database)
        assert states == [("accepted", self.entries)], f"not everything was accepted: {states}"

    @contextmanager
    def _database(self, name: str) -> Iterator[str]:
        database = self._postgres.create_database(name, template=self._founded)
        try:
            yield database
        finally:
            drop_database(self._postgres, database)

    @contextmanager
    def _centre(self, name: str, *, profiled: bool = False) -> Iterator[tuple[Centre, str]]:
        """One port for all workers; a profiler needs each of them to be a program of its own."""
        with self._database(name) as database:
            url, folder = self._postgres.url(database), self._folder / name
            if profiled:
                serving = served(folder, url, processes=WORKERS, program=PROGRAM)
            else:
                serving = served(folder, url, workers=WORKERS)
            with serving as centre:
                yield centre, database


def _work(folder: Path, postgres: PostgresServer, entries: int) -> Sequence[Entry]:
    """What a real counter writes, as a pattern for all of them."""
    url = postgres.url(postgres.create_database("pattern"))
    with opened(folder / "pattern", url) as database:
        add_office(database, "long-xuyen", "H01.15.99", SIZES)
        with database.write() as connection:
            now = datetime.now(UTC)
            code = create_code(connection, "long-xuyen", "03", "Quầy 03", timedelta(hours=1), now)
    with served(folder / "pattern", url) as centre:
        enrol(folder / "station", centre.urls[0], code)
    write_day(folder / "station", entries)
    with copied(folder / "station", folder / "look", "http://127.0.0.1:1") as station:
        return station.entries()


if __name__ == "__main__":
    sys.exit(main())
