"""Whoever reads a feed while many write misses nothing and sees nothing twice."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import Final

import psycopg
import pytest
from sqlalchemy import func, select

from counter_app.central.service import CentralService
from counter_app.central.tables import entries
from tests.fixtures.central_databases import Databases, PostgresDatabases, on_postgresql
from tests.fixtures.dossiers import reception
from tests.fixtures.postgres import PostgresServer
from tests.fixtures.signing_station import SigningStation
from tests.integration.central.pushing_program import Work
from tests.unit.central.conftest import Centre

pytestmark = pytest.mark.prove

WRITERS: Final = 8
PROCESSES: Final = 4
LEASED: Final = 600
"""How many numbers a station holds by default."""


@pytest.fixture
def server(databases: Databases) -> PostgresServer:
    assert isinstance(databases, PostgresDatabases)
    return databases.server


# --- the naive way: on SQLite, with its one writer at a time, even it has no holes ---------------------

NAIVE: Final = "CREATE TABLE news (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, writer int, n int)"
INSERT: Final = "INSERT INTO news (writer, n) VALUES (%s, %s)"


class NaiveReader:
    """Reads ``id > cursor`` as the naive feed does."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self.cursor = 0
        self.seen: list[int] = []

    def read(self) -> None:
        rows = self._connection.execute("SELECT id FROM news WHERE id > %s ORDER BY id", (self.cursor,))
        found = [int(row[0]) for row in rows]
        self.seen += found
        self.cursor = max((self.cursor, *found))


@on_postgresql
def test_a_naive_feed_misses_what_was_numbered_first_and_committed_last(server: PostgresServer) -> None:
    database = server.create_database()
    server.execute(NAIVE, database)
    info = server.conninfo(database)
    with (
        psycopg.connect(info) as slow,
        psycopg.connect(info) as quick,
        psycopg.connect(info, autocommit=True) as reading,
    ):
        reader = NaiveReader(reading)
        slow.execute(INSERT, (1, 1))
        quick.execute(INSERT, (2, 1))
        quick.commit()
        reader.read()
        slow.commit()
        reader.read()
        assert reader.seen == [2]


@on_postgresql
def test_a_naive_feed_misses_rows_of_eight_writers(server: PostgresServer) -> None:
    database = server.create_database()
    server.execute(NAIVE, database)
    info, each = server.conninfo(database), 60

    def write(writer: int) -> None:
        with psycopg.connect(info) as connection:
            for n in range(each):
                connection.execute(INSERT, (writer, n))
                # What a push does between its numbers and its commit: work that takes its time.
                connection.execute("SELECT pg_sleep(%s)", (random.uniform(0, 0.004),))
                connection.commit()

    with psycopg.connect(info, autocommit=True) as connection:
        reader = NaiveReader(connection)
        run_while(reader.read, [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)])
    missed = WRITERS * each - len(reader.seen)
    print(f"the naive feed missed {missed} of {WRITERS * each} rows")
    assert missed > 0


def run_while(read: Callable[[], object], threads: list[threading.Thread]) -> None:
    """Read all the time while the threads run, and once more when they have ended."""
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        read()
    for thread in threads:
        thread.join()
    read()


# --- ours --------------------------------------------------------------------------------------------


class FeedReader:
    """Polls an office's feed as a station does; each page must follow the last one without a hole."""

    def __init__(self, service: CentralService, station: SigningStation) -> None:
        self._service = service
        self._station = station
        self.numbers: list[int] = []
        self.entries: Counter[tuple[str, int]] = Counter()

    def read(self) -> bool:
        """One page; whether it was the newest."""
        after = self.numbers[-1] if self.numbers else 0
        page = self._service.feed(self._station.office, after, self._station.authorization)
        self.numbers += [item.no for item in page.items]
        for item in page.items:
            if item.entry is not None:
                self.entries[item.entry_id.station, item.entry_id.seq] += 1
        return page.next_after >= page.last


@contextmanager
def writers(centre: Centre, work: Callable[[int], Work]) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that are ready to write; each begins when a line is written to it."""
    running: list[subprocess.Popen[str]] = []
    try:
        for index in range(PROCESSES):
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.integration.central.pushing_program"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
            running.append(process)
            assert process.stdin is not None
            process.stdin.write(work(index).to_json() + "\n")
            process.stdin.flush()
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n", process.communicate()[1]
        yield running
    finally:
        for process in running:
            process.kill()
            process.communicate()


@pytest.mark.requirement("AG-17")
def test_our_feed_misses_nothing_of_eight_writers_in_several_processes(centre: Centre) -> None:
    pushes, size = 8, 3
    codes = [centre.code(f"{n:02d}") for n in range(1, WRITERS + 2)]
    listening = SigningStation(centre.service, codes.pop())

    def work(index: int) -> Work:
        own = range(index, WRITERS, PROCESSES)
        return Work(
            str(centre.settings.data_dir),
            centre.settings.database_url,
            {codes[n]: n * LEASED + 1 for n in own},
            pushes,
            size,
        )

    # It asks as often as it can, while the set clock stands still: no allowance of calls would last.
    unhurried = replace(centre.settings, feeds_per_minute=10**9)
    reader = FeedReader(CentralService(centre.database, unhurried, centre.clock), listening)
    acknowledged: dict[str, int] = {}
    with writers(centre, work) as processes:

        def finish(process: subprocess.Popen[str]) -> None:
            said, wrong = process.communicate("go\n", timeout=100)
            assert process.returncode == 0, wrong
            acknowledged.update(json.loads(said))

        run_while(
            reader.read,
            [threading.Thread(target=finish, args=(process,)) for process in processes],
        )
    while not reader.read():
        pass
    assert sorted(acknowledged.values()) == [pushes * size] * WRITERS
    assert reader.numbers == list(range(1, WRITERS * pushes * size + 1))
    assert reader.entries == Counter(
        (station, seq) for station, count in acknowledged.items() for seq in range(1, count + 1)
    )
    with centre.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(entries)) == sum(acknowledged.values())


def test_a_page_never_shows_a_number_before_a_smaller_one(centre: Centre) -> None:
    """Readers in the middle of it: what they see is always a beginning of what there will be."""
    stations = [centre.station(f"{n:02d}") for n in range(1, 5)]
    pages: list[list[int]] = []

    def write(index: int) -> None:
        for n in range(index * LEASED + 1, index * LEASED + 9):
            stations[index].push(stations[index].write(f"dossier-{n}", reception(n)))

    threads = [threading.Thread(target=write, args=(index,)) for index in range(len(stations))]
    run_while(lambda: pages.append([item.no for item in centre.feed(stations[0]).items]), threads)
    assert all(page == list(range(1, len(page) + 1)) for page in pages)
    assert all(len(one) <= len(other) for one, other in pairwise(pages))
    assert len(pages[-1]) == len(stations) * 8
