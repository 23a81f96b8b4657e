"""The books of the ledger inside a reading transaction (``services.ledger_ports.LedgerReads``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from counter_app.services.ledger_ports import LineNumber, LinePlace, StoredLine
from counter_app.storage.connection import Connection
from counter_app.storage.dossier_store import read_dossier
from counter_app.storage.search_index import indexed_to
from counter_app.storage.statements import Statement, Value

_BOOKS: Final = Statement("ledger.books")
_NUMBERS: Final = Statement("ledger.numbers")
_FIELDS: Final = Statement("ledger.fields")
_LINES: Final = Statement("ledger.lines")
_LINES_OF_FIELD: Final = Statement("ledger.lines_of_field")


def read_ledger_books(connection: Connection) -> Sequence[str]:
    """The labels of all books in which a dossier stands."""
    rows = connection.rows(_BOOKS, {"indexed_to": indexed_to(connection)})
    return sorted(str(row[0]) for row in rows if row[0])


def read_ledger_numbers(connection: Connection, book: str) -> Sequence[LineNumber]:
    """The numbers of a book's lines in order."""
    rows = connection.rows(_NUMBERS, {"book": book, "indexed_to": indexed_to(connection)})
    return [LineNumber(line, bool(cancelled)) for line, cancelled in rows]


def read_ledger_fields(connection: Connection, book: str) -> Sequence[str]:
    """The fields of the procedures in a book."""
    rows = connection.rows(_FIELDS, {"book": book, "indexed_to": indexed_to(connection)})
    return sorted(str(row[0]) for row in rows if row[0])


def read_ledger_lines(
    connection: Connection, book: str, field: str, after: LinePlace, limit: int
) -> Sequence[StoredLine]:
    """A page of a book's lines with their dossiers."""
    values: dict[str, Value] = {
        "book": book,
        "field": field,
        "line": after.line,
        "place": after.position,
        "limit": limit,
        "indexed_to": indexed_to(connection),
    }
    rows = connection.rows(_LINES_OF_FIELD if field else _LINES, values)
    found = [(LinePlace(line, position), read_dossier(connection, name)) for line, position, name in rows]
    return [StoredLine(place, dossier) for place, dossier in found if dossier is not None]
