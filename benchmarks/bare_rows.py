"""The rows that pushes left behind, and a bare batched insert of the same rows into empty tables."""

from __future__ import annotations

import multiprocessing
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from multiprocessing.synchronize import Barrier
from typing import Any, Final

import psycopg

from benchmarks.storm import Batch
from counter_app.central.tables import metadata

Rows = dict[str, list[tuple[Any, ...]]]
"""Rows by table, each with all columns in the table's order."""

_SPAWN: Final = multiprocessing.get_context("spawn")


def counts(conninfo: str) -> dict[str, int]:
    """How many rows each table has."""
    with psycopg.connect(conninfo) as connection:
        return {
            table.name: connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]  # type: ignore[index]
            for table in metadata.sorted_tables
        }


def left_behind(conninfo: str, before: Mapping[str, int], batches: Sequence[Batch]) -> list[Rows]:
    """What is in the tables that were empty ``before``, row by row with the batch that it belongs to."""
    places = _Places(batches)
    parts: list[Rows] = [defaultdict(list) for _ in batches]
    with psycopg.connect(conninfo) as connection:
        for row in connection.execute("SELECT office, station, seq, subject FROM entries"):
            places.learn(*row)
        for name in (name for name, count in before.items() if count == 0):
            cursor = connection.execute(f'SELECT * FROM "{name}"')
            assert cursor.description is not None
            columns = [column.name for column in cursor.description]
            for row in cursor:
                parts[places.of(dict(zip(columns, row, strict=True)))][name].append(row)
    return [dict(part) for part in parts]


class _Places:
    """Which batch brought a row: by the entry, the dossier, the station or the office that it is about."""

    def __init__(self, batches: Sequence[Batch]) -> None:
        self._of_entry: dict[tuple[str, int], int] = {}
        self._of_subject: dict[tuple[str, str], int] = {}
        self._of_station: dict[str, int] = {}
        self._of_office: dict[str, int] = {}
        for place, batch in enumerate(batches):
            self._of_entry.update({(batch.station, seq): place for seq in range(batch.first, batch.last + 1)})
            self._of_station[batch.station] = self._of_office[batch.office] = place

    def learn(self, office: str, station: str, seq: int, subject: str) -> None:
        place = self._of_entry.get((station, seq), self._of_office[office])
        known = self._of_subject.setdefault((office, subject), place)
        self._of_subject[office, subject] = min(known, place)

    def of(self, row: Mapping[str, Any]) -> int:
        station, office = row.get("station"), row.get("office")
        seq = row.get("seq", row.get("last"))
        if isinstance(station, str) and isinstance(seq, int) and (station, seq) in self._of_entry:
            return self._of_entry[station, seq]
        subject = row.get("subject", row.get("dossier"))
        if isinstance(office, str) and isinstance(subject, str) and (office, subject) in self._of_subject:
            return self._of_subject[office, subject]
        if isinstance(station, str) and station in self._of_station:
            return self._of_station[station]
        return self._of_office.get(str(office), 0)


def insert(conninfo: str, parts: Sequence[Rows], writers: int, *, copy: bool = False) -> float:
    """Insert each batch's rows in one transaction, ``writers`` processes at a time; seconds it took.

    By ``INSERT`` with psycopg's ``executemany`` (one round trip a table), or by ``COPY``.
    """
    barrier, times = _SPAWN.Barrier(writers), _SPAWN.SimpleQueue()
    processes = [
        _SPAWN.Process(target=_write, args=(conninfo, parts[number::writers], barrier, times, copy))
        for number in range(writers)
    ]
    for process in processes:
        process.start()
    spans = [times.get() for _ in processes]
    for process in processes:
        process.join()
    return float(max(end for _, end in spans) - min(begin for begin, _ in spans))


def _write(conninfo: str, parts: Sequence[Rows], barrier: Barrier, times: Any, copy: bool) -> None:
    write = _copy if copy else _insert
    with psycopg.connect(conninfo, autocommit=True) as connection, connection.cursor() as cursor:
        barrier.wait(60)
        begin = time.monotonic()
        for part in parts:
            with connection.transaction():
                for table, rows in part.items():
                    write(cursor, table, rows)
        times.put((begin, time.monotonic()))


def _insert(cursor: psycopg.Cursor[Any], table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    values = ", ".join(["%s"] * len(rows[0]))
    cursor.executemany(f'INSERT INTO "{table}" VALUES ({values})'.encode(), rows)


def _copy(cursor: psycopg.Cursor[Any], table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with cursor.copy(f'COPY "{table}" FROM STDIN'.encode()) as sink:
        for row in rows:
            sink.write_row(row)
