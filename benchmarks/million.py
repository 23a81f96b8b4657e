"""A store with very many dossiers, written straight into its tables with the store's own mapping."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.office import FIRST_DAY, WORKING_DAYS, Office
from counter_app.domain.dossier import FOLD_VERSION, Dossier
from counter_app.domain.dossier_codes import code_key
from counter_app.domain.office import Station
from counter_app.storage.connection import Connection, connect
from counter_app.storage.create import create_station
from counter_app.storage.dossier_store import INSERT_ALIAS, INSERT_DOSSIER
from counter_app.storage.keys import FolderKeys
from counter_app.storage.mappers import list_values
from counter_app.storage.open import DATABASE_FILE, StationStore, database_id, open_station
from counter_app.storage.search import terms_of
from counter_app.storage.search_index import WAITING, mark_indexed

_DAYS_AT_ONCE: Final = 20

Row = dict[str, Any]


def build(folder: Path, total: int) -> None:
    """Create a store in ``folder`` with ``total`` dossiers; the newest few wait for the search index."""
    keys = FolderKeys(folder / "keys")
    station = Station("0193a0c0-0000-7000-8000-000000000003", 1, "03", "Quầy 3")
    enrolled_at = datetime.combine(FIRST_DAY, datetime.min.time(), UTC)
    create_station(folder / "data", keys, station=station, enrolled_at=enrolled_at).close()
    path = folder / "data" / DATABASE_FILE
    key = keys.load(database_id(path))
    assert key is not None
    connection = connect(path, key, cache_kib=256 * 1024)
    # Nothing has to survive a power cut here, and a log as large as the file would only be copied.
    connection.fetch("PRAGMA journal_mode = OFF")
    connection.sql("PRAGMA synchronous = OFF")
    connection.sql("BEGIN")
    indexed = max(0, total - WAITING + 1)
    for rows in _all_rows(total):
        _write(connection, rows, indexed)
    mark_indexed(connection, indexed)
    connection.sql("COMMIT")
    connection.close()


def open_built(folder: Path) -> StationStore:
    """Open what ``build`` made."""
    return open_station(folder / "data", FolderKeys(folder / "keys"))


def _write(connection: Connection, rows: list[Row], indexed: int) -> None:
    rows = [{**row, "indexed": int(row["position"] <= indexed)} for row in rows]
    connection.raw.executemany(INSERT_DOSSIER.text, [INSERT_DOSSIER.arguments(row) for row in rows])
    codes = [
        INSERT_ALIAS.arguments({"code": code_key(row["code"]), "position": row["position"]}) for row in rows
    ]
    connection.raw.executemany(INSERT_ALIAS.text, codes)
    words = [(row["position"], row["terms"]) for row in rows if row["position"] <= indexed]
    connection.raw.executemany("INSERT INTO dossier_search(rowid, terms) VALUES (?, ?)", words)


_office: Office | None = None
"""The office of a worker process, made once."""


def _open_office(total: int) -> None:
    global _office  # noqa: PLW0603 - what a pool's initializer makes has nowhere else to live
    _office = Office(total)


def _all_rows(total: int) -> Iterator[list[Row]]:
    """All rows in order, some days at a time, worked out by other processes while this one writes."""
    workers = os.cpu_count() or 1
    waiting: deque[Future[list[Row]]] = deque()
    with ProcessPoolExecutor(workers, initializer=_open_office, initargs=(total,)) as pool:
        for first in range(0, len(WORKING_DAYS), _DAYS_AT_ONCE):
            waiting.append(pool.submit(_rows_of_days, first))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _rows_of_days(first: int) -> list[Row]:
    assert _office is not None
    position = _office.first_number(first)
    rows = []
    for day in range(first, min(first + _DAYS_AT_ONCE, len(WORKING_DAYS))):
        for dossier in _office.received_on(day):
            position += 1
            rows.append(_row(position, dossier))
    return rows


def _row(position: int, dossier: Dossier) -> Row:
    """A row of the list as the store writes it: what a dossier is stands in its entries, not beside them.

    The entries are left out, since neither the list nor the search reads them.
    """
    return {
        "position": position,
        **list_values(dossier, pending=0, refused=0),
        "terms": terms_of(dossier),
        "fold_version": FOLD_VERSION,
        "state": None,
    }
