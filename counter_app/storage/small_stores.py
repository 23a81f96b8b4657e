"""Counters, documents and small facts inside a transaction."""

from __future__ import annotations

from typing import Final

from counter_app.storage.connection import Connection
from counter_app.storage.statements import Statement

_COUNTER: Final = "counter/"
"""Begins the name of a counter among the documents: beside the codes of the day, so on their page."""

_TAKE: Final = Statement("small.take")


class Counters:
    """``services.store_ports.CounterStore``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def value(self, name: str) -> int:
        """The last number taken; 0 before the first."""
        return read_document_version(self._connection, _COUNTER + name)

    def take(self, name: str) -> int:
        """The next number, kept if and only if the transaction commits."""
        row = self._connection.row(_TAKE, {"name": _COUNTER + name})
        assert row is not None
        return int(row[0])


_PUT_DOCUMENT: Final = Statement("small.put_document")
_DOCUMENT: Final = Statement("small.document")
_VERSION: Final = Statement("small.document_version")


def read_document(connection: Connection, name: str) -> tuple[int, bytes] | None:
    """A document's version and content."""
    row = connection.row(_DOCUMENT, {"name": name})
    return None if row is None else (int(row[0]), bytes(row[1]))


def read_document_version(connection: Connection, name: str) -> int:
    """A document's version; 0 if there is none."""
    row = connection.row(_VERSION, {"name": name})
    return 0 if row is None else int(row[0])


class Documents:
    """``services.store_ports.DocumentStore``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> tuple[int, bytes] | None:
        """A document's version and content."""
        return read_document(self._connection, name)

    def put(self, name: str, version: int, data: bytes) -> None:
        """Write a document or replace it."""
        self._connection.run(_PUT_DOCUMENT, {"name": name, "version": version, "data": data})


_PUT_FACT: Final = Statement("small.put_fact")
_FACT: Final = Statement("small.fact")
_DELETE_FACT: Final = Statement("small.delete_fact")


def read_fact(connection: Connection, name: str) -> str | None:
    """What the program noted about itself under ``name``."""
    row = connection.row(_FACT, {"name": name})
    return None if row is None else str(row[0])


def write_fact(connection: Connection, name: str, value: str) -> None:
    """Note a fact or replace it."""
    connection.run(_PUT_FACT, {"name": name, "value": value})


def delete_fact(connection: Connection, name: str) -> None:
    """Forget a fact."""
    connection.run(_DELETE_FACT, {"name": name})
