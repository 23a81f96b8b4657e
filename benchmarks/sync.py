"""Sync of one counter's work with the central system, against PouchDB replicating the same records.

``python -m benchmarks.sync --json`` lets a counter write 10,000 entries (receptions of shipped procedures
with their full bodies, papers printed, statuses, corrections), then sends them over loopback HTTP to a
``counter-app central serve`` process on PostgreSQL, where they are authenticated, checked, judged and folded;
a second counter reads them all from the feed. Both counters use their own stores and the program's own
``Exchange``: verdicts and pages are durable and dossiers folded when the clock stops. In turns with it,
PouchDB pushes one document an entry from its leveldb to an express-pouchdb server on leveldb, and pulls them
into a fresh database; once more with PouchDB's memory adapter, beside our link without a store
(``from_memory``). Bytes are counted at a TCP proxy, in a round that is not timed.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from benchmarks import pouch
from benchmarks.centres import POSTGRES, Centre, add_office, database_seconds, drop_database, opened, served
from benchmarks.pouch import Replicated
from benchmarks.stations import SyncedStation, Worked, copied, enrol, write_day
from benchmarks.wire_meter import WireMeter
from counter_app.central import admin
from counter_app.central.enrolment import create_code
from counter_app.domain.journal import Entry
from tests.fixtures.postgres import PostgresServer, postgres_server

ENTRIES: Final = 10_000
ROUNDS: Final = 3
LASTING: Final = pouch.Settings(adapter="leveldb", batch_size=1000)
"""PouchDB with a database that outlives its process, as a counter's must; with its quickest batches."""
FLEETING: Final = pouch.Settings(adapter="memory", batch_size=1000)
"""PouchDB with everything in memory: what our link alone, without a store, is set beside."""
OFFICE: Final = "long-xuyen"
AGENCY: Final = "H01.15.21"
SIZES: Final = admin.LeaseSizes(standing=2000, overflow=100)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--dir", type=Path, help="where everything is written (default: a temporary folder)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=options.dir) as folder:
        result = measure(Path(folder), options.entries, options.rounds)
    print(json.dumps(result, indent=None if options.json else 1, ensure_ascii=False))
    return 0


def measure(folder: Path, entries: int, rounds: int) -> dict[str, Any]:
    """Rates are medians over the rounds, in entries (documents) a second; ratios are ours to theirs."""
    with ExitStack() as running:
        postgres = running.enter_context(postgres_server(POSTGRES))
        server = running.enter_context(pouch.server(folder / "pouch-server"))
        lasting, fleeting = (
            running.enter_context(pouch.client(folder / f"pouch-{use.adapter}", server, use))
            for use in (LASTING, FLEETING)
        )
        bench = Bench(folder, postgres, entries)
        pouch.write_documents(bench.entries, folder / "documents.jsonl")
        for client in (lasting, fleeting):
            assert client.load(folder / "documents.jsonl") == entries, "the yardstick holds other documents"
        wire = _wire(bench, server, lasting)
        fleeting.push("warm")
        ours, theirs, in_memory = OurTimes(), TheirTimes(), TheirTimes()
        for number in range(rounds):
            sides = (
                partial(bench.round, number, ours),
                partial(theirs.round, lasting, f"lasting{number}"),
                partial(in_memory.round, fleeting, f"fleeting{number}"),
            )
            for side in sides if number % 2 == 0 else reversed(sides):
                side()
        return {
            **_result(ours, theirs, in_memory),
            **wire,
            **_circumstances(bench, rounds),
            "versions": {**_versions(postgres), **lasting.versions()},
        }


# --- our side --------------------------------------------------------------------------------------


@dataclass
class OurTimes:
    """What each round took."""

    push: list[Worked] = field(default_factory=list)
    memory: list[Worked] = field(default_factory=list)
    pull: list[Worked] = field(default_factory=list)
    server_cpu: dict[str, list[float]] = field(default_factory=lambda: {"push": [], "pull": []})
    database_cpu: dict[str, list[float]] = field(default_factory=lambda: {"push": [], "pull": []})
    replay_applied: int = 0


class Bench:
    """An office with two counters, one of which has written everything; each round begins from there."""

    def __init__(self, folder: Path, postgres: PostgresServer, entries: int) -> None:
        self._folder = folder
        self._postgres = postgres
        self._template = postgres.create_database("founded")
        self._writer, self._reader = folder / "writer", folder / "reader"
        url = postgres.url(self._template)
        with opened(folder / "centre", url) as database:
            add_office(database, OFFICE, AGENCY, SIZES)
            with database.write() as connection:
                life, now = timedelta(hours=1), datetime.now(UTC)
                codes = [
                    create_code(connection, OFFICE, number, f"Quầy {number}", life, now)
                    for number in ("03", "04")
                ]
        with served(folder / "centre", url) as centre:
            for place, code in zip((self._writer, self._reader), codes, strict=True):
                enrol(place, centre.urls[0], code)
        write_day(self._writer, entries)
        with copied(self._writer, folder / "look", "http://127.0.0.1:1") as station:
            self.entries: Sequence[Entry] = station.entries()
        assert len(self.entries) == entries

    @contextmanager
    def centre(self, name: str) -> Iterator[tuple[Centre, str]]:
        """A central system that knows the office and has no entries yet, and its database."""
        database = self._postgres.create_database(name, template=self._template)
        try:
            with served(self._folder / name, self._postgres.url(database)) as centre:
                yield centre, database
        finally:
            drop_database(self._postgres, database)

    def writer(self, server: str) -> AbstractContextManager[SyncedStation]:
        """The counter that wrote, with everything still to be sent."""
        return copied(self._writer, self._folder / "writing", server)

    def reader(self, server: str) -> AbstractContextManager[SyncedStation]:
        """The counter that has seen nothing."""
        return copied(self._reader, self._folder / "reading", server)

    def round(self, number: int, times: OurTimes) -> None:
        """Push from the store, pull by the other counter, push everything again; then push from memory."""
        with self.centre(f"round{number}") as (centre, database):
            url = centre.urls[0]
            with self.writer(url) as writer:
                times.push.append(self._watched("push", centre, times, writer.push))
                with self.reader(url) as reader:
                    times.pull.append(self._watched("pull", centre, times, reader.pull))
                    _check(writer, reader, len(self.entries))
                before = self._stored(database)
                assert writer.forget_verdicts() == len(self.entries)
                writer.push()
                times.replay_applied += self._stored(database) - before
        with self.centre(f"memory{number}") as (centre, _), self.writer(centre.urls[0]) as writer:
            times.memory.append(writer.push_from_memory(self.entries))

    def _watched(self, name: str, centre: Centre, times: OurTimes, work: Callable[[], Worked]) -> Worked:
        server, database = centre.seconds(), database_seconds(self._postgres)
        worked = work()
        assert worked.entries == len(self.entries), f"{worked.entries} entries in {name}"
        times.server_cpu[name].append(centre.seconds() - server)
        times.database_cpu[name].append(database_seconds(self._postgres) - database)
        return worked

    def _stored(self, database: str) -> int:
        """Entries that are stored, and news that were told of them."""
        [(entries, news)] = self._postgres.execute(
            "SELECT (SELECT count(*) FROM entries), (SELECT count(*) FROM feed)", database
        )
        assert isinstance(entries, int)
        assert isinstance(news, int)
        return entries + news


def _check(writer: SyncedStation, reader: SyncedStation, entries: int) -> None:
    """That nothing was left out and nothing refused, and that both hold the same dossiers."""
    backlog = writer.backlog()
    waiting = (backlog.entries, backlog.refused, backlog.held)
    assert waiting == (0, 0, 0), f"not everything was accepted: {waiting}"
    assert backlog.accepted_total == entries
    assert _dossiers(writer) == _dossiers(reader), "the two counters hold different dossiers"


def _dossiers(station: SyncedStation) -> list[tuple[Any, ...]]:
    with station.store.database.snapshot() as connection:
        return connection.fetch(
            "SELECT id, code, owner_name, status, cancelled, due_at, conflicts FROM dossier ORDER BY id"
        )


# --- their side ------------------------------------------------------------------------------------


@dataclass
class TheirTimes:
    """What each round took."""

    push: list[Replicated] = field(default_factory=list)
    pull: list[Replicated] = field(default_factory=list)

    def round(self, client: pouch.Client, name: str) -> None:
        """Push into an empty database of the server, then pull it into an empty one of the client."""
        self.push.append(client.push(name))
        self.pull.append(client.pull(name))


# --- both ------------------------------------------------------------------------------------------


def _wire(bench: Bench, server: pouch.Server, client: pouch.Client) -> dict[str, Any]:
    """Bytes a record, requests and answers with their headers; also warms both sides up."""
    count = len(bench.entries)
    with bench.centre("wire") as (centre, _), WireMeter(centre.urls[0]) as meter:
        with bench.writer(meter.url) as writer:
            writer.push()
        ours = {name: size / count for name, size in meter.read().items()}
        with bench.reader(meter.url) as reader:
            reader.pull()
        our_pull = sum(meter.read().values()) / count - sum(ours.values())
    with WireMeter(server.url) as meter:
        client.push("wire", meter.url)
        theirs = {name: size / count for name, size in meter.read().items()}
        client.pull("wire", meter.url)
        their_pull = sum(meter.read().values()) / count - sum(theirs.values())
    return {
        "wire_ratio": round(sum(ours.values()) / sum(theirs.values()), 3),
        "wire_bytes": {name: round(size, 1) for name, size in ours.items()},
        "peer_wire_bytes": {name: round(size, 1) for name, size in theirs.items()},
        "pull_wire_bytes": round(our_pull, 1),
        "peer_pull_wire_bytes": round(their_pull, 1),
    }


def _result(ours: OurTimes, theirs: TheirTimes, in_memory: TheirTimes) -> dict[str, Any]:
    push, memory, pull = _rate(ours.push), _rate(ours.memory), _rate(ours.pull)
    their_push, their_pull = _rate(theirs.push), _rate(theirs.pull)
    memory_push, memory_pull = _rate(in_memory.push), _rate(in_memory.pull)
    return {
        "push_ratio": round(push / their_push, 2),
        "pull_ratio": round(pull / their_pull, 2),
        "replay_applied": ours.replay_applied,
        "push_per_s": round(push),
        "pull_per_s": round(pull),
        "peer_push_per_s": round(their_push),
        "peer_pull_per_s": round(their_pull),
        "from_memory": {
            "push_ratio": round(memory / memory_push, 2),
            "push_per_s": round(memory),
            "peer_push_per_s": round(memory_push),
            "peer_pull_per_s": round(memory_pull),
        },
        "profile": {
            name: {
                "seconds": _middle([work.seconds for work in works]),
                "client_cpu_s": _middle([work.cpu for work in works]),
                "server_cpu_s": _middle(ours.server_cpu[name]),
                "database_cpu_s": _middle(ours.database_cpu[name]),
            }
            for name, works in (("push", ours.push), ("pull", ours.pull))
        },
        "peer_profile": {
            name: {
                "seconds": _middle([work.seconds for work in works]),
                "client_cpu_s": _middle([work.client_cpu for work in works]),
                "server_cpu_s": _middle([work.server_cpu for work in works]),
            }
            for name, works in (("push", theirs.push), ("pull", theirs.pull))
        },
    }


def _rate(times: Sequence[Worked] | Sequence[Replicated]) -> float:
    return float(statistics.median(work.entries / work.seconds for work in times))


def _middle(values: Sequence[float]) -> float:
    return round(statistics.median(values), 2)


def _circumstances(bench: Bench, rounds: int) -> dict[str, Any]:
    sizes = [len(entry.body or b"") for entry in bench.entries]
    return {
        "entries": len(bench.entries),
        "dossiers": len({entry.subject for entry in bench.entries}),
        "body_bytes": round(statistics.mean(sizes)),
        "rounds": rounds,
        "peer_adapter": LASTING.adapter,
        "peer_batch_size": LASTING.batch_size,
    }


def _versions(postgres: PostgresServer) -> dict[str, str]:
    [(version,)] = postgres.execute("SELECT current_setting('server_version')")
    return {"python": platform.python_version(), "postgresql": str(version).split()[0]}


if __name__ == "__main__":
    sys.exit(main())
