"""Keeping the full-text index: the newest few dossiers wait, so that a reception writes few pages.

Dossiers above ``indexed_to`` are found by their ``terms`` in the list itself. Whenever enough of them
have gathered, they go into the index together; all of it inside the transaction that put the last one.
"""

from __future__ import annotations

from typing import Final

from counter_app.storage.connection import Connection
from counter_app.storage.small_stores import read_fact, write_fact

WAITING: Final = 16
"""How many dossiers gather before they are indexed: a full index write costs a quarter of a reception."""

_INDEXED_TO: Final = "search.indexed_to"

_INDEX: Final = "INSERT INTO dossier_search(rowid, terms) VALUES (?, ?)"
_UNINDEX: Final = "INSERT INTO dossier_search(dossier_search, rowid, terms) VALUES ('delete', ?, ?)"
_INDEX_WAITING: Final = (
    "INSERT INTO dossier_search(rowid, terms)"
    " SELECT position, terms FROM dossier WHERE position > ? ORDER BY position"
)


def indexed_to(connection: Connection) -> int:
    """The last position that the index holds."""
    return int(read_fact(connection, _INDEXED_TO) or 0)


def mark_indexed(connection: Connection, position: int) -> None:
    """Note that everything up to ``position`` is indexed."""
    write_fact(connection, _INDEXED_TO, str(position))


def added(connection: Connection, position: int, terms: str) -> None:
    """A new dossier came to ``position``."""
    end = indexed_to(connection)
    if position <= end:
        # The place of a dossier that was removed is given again.
        connection.sql(_INDEX, (position, terms))
    elif position - end >= WAITING:
        connection.sql(_INDEX_WAITING, (end,))
        mark_indexed(connection, position)


def changed(connection: Connection, position: int, before: str, after: str) -> None:
    """A dossier's terms may have changed."""
    if before != after and position <= indexed_to(connection):
        connection.sql(_UNINDEX, (position, before))
        connection.sql(_INDEX, (position, after))


def removed(connection: Connection, position: int, terms: str) -> None:
    """A dossier is gone."""
    if position <= indexed_to(connection):
        connection.sql(_UNINDEX, (position, terms))
