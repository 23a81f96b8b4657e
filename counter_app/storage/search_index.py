"""Keeping the indexes of the dossier list: the newest few wait, so that a reception writes few pages.

Dossiers above ``indexed_to`` are looked through one by one. Whenever enough of them have gathered, they
go into the indexes together, inside the transaction that put the last one. Only what tells a dossier's
identity (its id and its codes) is indexed at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from counter_app.storage.connection import Connection
from counter_app.storage.small_stores import read_fact, write_fact
from counter_app.storage.statements import Statement

WAITING: Final = 32
"""How many dossiers gather before they are indexed: doing it each time would cost a third of a reception.

Looking through so many one by one takes a fraction of a millisecond.
"""

_INDEXED_TO: Final = "search.indexed_to"

_INDEX: Final = "INSERT INTO dossier_search(rowid, terms) VALUES (?, ?)"
_UNINDEX: Final = "INSERT INTO dossier_search(dossier_search, rowid, terms) VALUES ('delete', ?, ?)"
_INDEX_WAITING: Final = (
    "INSERT INTO dossier_search(rowid, terms)"
    " SELECT position, terms FROM dossier WHERE position > ? ORDER BY position"
)
_MARK: Final = Statement("dossiers.mark_indexed")


def indexed_to(connection: Connection) -> int:
    """The last position that the indexes hold."""
    return int(read_fact(connection, _INDEXED_TO) or 0)


def mark_indexed(connection: Connection, position: int) -> None:
    """Note that everything up to ``position`` is indexed."""
    write_fact(connection, _INDEXED_TO, str(position))


def added(connection: Connection, position: int, terms: str) -> None:
    """A new dossier came to ``position``, not indexed so far."""
    end = indexed_to(connection)
    if position <= end:
        # The place of a dossier that was removed is given again.
        connection.sql(_INDEX, (position, terms))
        connection.run(_MARK, {"first": position, "last": position})
    elif position - end >= WAITING:
        connection.sql(_INDEX_WAITING, (end,))
        connection.run(_MARK, {"first": end + 1, "last": position})
        mark_indexed(connection, position)


def added_together(connection: Connection, first: int, terms: Sequence[str]) -> None:
    """New dossiers came to the positions from ``first`` on, ``indexed`` as far as ``indexed_with`` says."""
    end, last = indexed_to(connection), first + len(terms) - 1
    for position in range(first, min(end, last) + 1):
        connection.sql(_INDEX, (position, terms[position - first]))
    if last - end >= WAITING:
        connection.sql(_INDEX_WAITING, (end,))
        connection.run(_MARK, {"first": end + 1, "last": first - 1})
        mark_indexed(connection, last)


def indexed_with(connection: Connection, last: int) -> int:
    """Up to which position ``added_together`` indexes what comes to the positions up to ``last``."""
    end = indexed_to(connection)
    return last if last - end >= WAITING else end


def changed(connection: Connection, position: int, before: str, after: str) -> None:
    """A dossier's terms may have changed."""
    if before != after and position <= indexed_to(connection):
        connection.sql(_UNINDEX, (position, before))
        connection.sql(_INDEX, (position, after))


def removed(connection: Connection, position: int, terms: str) -> None:
    """A dossier is gone."""
    if position <= indexed_to(connection):
        connection.sql(_UNINDEX, (position, terms))
