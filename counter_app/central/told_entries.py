"""Feed rows with the entries that they tell of, each looked up where it is kept.

An entry is kept once, under its writer's office (``home``). In the office's own feed that is the same office,
so on a database distributed by office the join stays on one node; what came from other offices is fetched
from each of theirs by key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, FromClause, Select, and_, select, true, tuple_

from counter_app.central.tables import entries, feed
from counter_app.domain.journal import Entry

_KEY: Final = ("station", "incarnation", "seq")
_KEPT: Final = tuple(entries.c[name] for name in Entry.__slots__ if name not in _KEY)
_VERDICT: Final = tuple(entries.c[name].label(f"entry_{name}") for name in ("state", "code", "params"))


def told(rows: FromClause, among: FromClause | None = None) -> Select[Any]:
    """The columns of feed rows, and those of their entries; ``among`` is what ``rows`` are looked up by."""
    of = rows.c
    columns = (
        *(of[name] for name in ("office", "no", "home", *_KEY, "with_entry", "state", "code", "params")),
        *(of.subject if column.name == "subject" else column for column in _KEPT),
        *_VERDICT,
    )
    kept_here = and_(
        entries.c.office == of.office, of.home == of.office, *(entries.c[name] == of[name] for name in _KEY)
    )
    source = rows if among is None else among.join(rows, true())
    return select(*columns).select_from(source.outerjoin(entries, kept_here))


TOLD: Final[Select[Any]] = told(feed)
"""The columns of a feed row, and those of its entry where the office itself keeps it.

``entry_state``, ``entry_code`` and ``entry_params`` are the verdict as it is now.
"""

ITS_PLACE: Final = slice(1, 10)
"""Of a row of ``TOLD``: no, home, station, incarnation, seq, with_entry and the verdict that was told."""
_KEPT_HERE: Final = slice(10, 10 + len(_KEPT))
_KEPT_THERE: Final = slice(len(_KEY), len(_KEY) + len(_KEPT))


def told_rows(
    connection: Connection, wanted: Select[Any], values: dict[str, object]
) -> Iterator[tuple[Any, Any]]:
    """Each row of ``wanted`` (a ``TOLD`` with its conditions) and the row that has the entry's columns."""
    for row, kept, _ in _looked_up(connection, wanted, values):
        yield row, kept


def told_values(
    connection: Connection, wanted: Select[Any], values: dict[str, object]
) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """As ``told_rows``, in plain tuples: ``ITS_PLACE``, and ``kind`` to ``hash`` as ``Entry`` orders them."""
    for row, kept, where in _looked_up(connection, wanted, values):
        yield row[ITS_PLACE], kept[where]


def _looked_up(
    connection: Connection, wanted: Select[Any], values: dict[str, object]
) -> Iterator[tuple[Any, Any, slice]]:
    rows = connection.execute(wanted, values).all()
    abroad = _abroad(connection, [row for row in rows if row[2] != row[0]])
    for row in rows:
        if row[2] == row[0]:
            yield row, row, _KEPT_HERE
        else:
            yield row, abroad[row[2:6]], _KEPT_THERE


def _abroad(connection: Connection, rows: Sequence[Any]) -> dict[tuple[object, ...], Any]:
    found: dict[tuple[object, ...], Any] = {}
    for home, here in groupby(sorted(rows, key=lambda row: str(row.home)), key=lambda row: row.home):
        keys = sorted({(row.station, row.incarnation, row.seq) for row in here})
        columns = (*(entries.c[name] for name in _KEY), *_KEPT, *_VERDICT)
        kept = select(*columns).where(
            entries.c.office == home, tuple_(*(entries.c[name] for name in _KEY)).in_(keys)
        )
        for row in connection.execute(kept):
            found[home, row.station, row.incarnation, row.seq] = row
    return found
