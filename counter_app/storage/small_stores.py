"""Counters, drafts, documents and small facts inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import Insert, insert

from counter_app.services.store_ports import StoredDraft
from counter_app.storage import tables
from counter_app.storage.connection import Connection
from counter_app.storage.instants import to_micros
from counter_app.storage.mappers import draft_from_row
from counter_app.storage.statements import Statement

_C = tables.counter.c
_F = tables.fact.c
_DR = tables.draft.c
_DO = tables.document.c

_VALUE: Final = Statement(lambda: select(_C.value).where(_C.name == bindparam("name")))
_TAKE: Final = Statement(
    lambda: (
        insert(tables.counter)
        .values(name=bindparam("name"), value=1)
        .on_conflict_do_update(index_elements=[_C.name], set_={"value": _C.value + 1})
        .returning(_C.value)
    )
)


class Counters:
    """``services.store_ports.CounterStore``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def value(self, name: str) -> int:
        """The last number taken; 0 before the first."""
        row = self._connection.row(_VALUE, {"name": name})
        return 0 if row is None else int(row[0])

    def take(self, name: str) -> int:
        """The next number, kept if and only if the transaction commits."""
        row = self._connection.row(_TAKE, {"name": name})
        assert row is not None
        return int(row[0])


_DRAFT_COLUMNS: Final = (_DR.id, _DR.clerk, _DR.saved_at, _DR.content)


def _save_draft() -> Insert:
    statement = insert(tables.draft)
    changed = {name: statement.excluded[name] for name in ("clerk", "saved_at", "content")}
    return statement.on_conflict_do_update(index_elements=[_DR.id], set_=changed)


_SAVE_DRAFT: Final = Statement(_save_draft)
_DRAFT: Final = Statement(lambda: select(*_DRAFT_COLUMNS).where(_DR.id == bindparam("id")))
_DRAFTS: Final = Statement(
    lambda: (
        select(*_DRAFT_COLUMNS)
        .where(_DR.clerk == bindparam("clerk"))
        .order_by(_DR.saved_at.desc(), _DR.id.desc())
    )
)
_DELETE_DRAFT: Final = Statement(lambda: delete(tables.draft).where(_DR.id == bindparam("id")))


def read_drafts(connection: Connection, clerk: str) -> list[StoredDraft]:
    """The drafts of one clerk, newest first."""
    return [draft_from_row(row) for row in connection.rows(_DRAFTS, {"clerk": clerk})]


class Drafts:
    """``services.store_ports.DraftStore``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, draft: StoredDraft) -> None:
        """Write a draft or replace it."""
        self._connection.run(
            _SAVE_DRAFT,
            {
                "id": draft.id,
                "clerk": draft.clerk,
                "saved_at": to_micros(draft.saved_at),
                "content": draft.content,
            },
        )

    def get(self, draft_id: str) -> StoredDraft | None:
        """The draft, if there is one."""
        row = self._connection.row(_DRAFT, {"id": draft_id})
        return None if row is None else draft_from_row(row)

    def of_clerk(self, clerk: str) -> Sequence[StoredDraft]:
        """Newest first."""
        return read_drafts(self._connection, clerk)

    def delete(self, draft_id: str) -> None:
        """Remove a draft; nothing happens if there is none."""
        self._connection.run(_DELETE_DRAFT, {"id": draft_id})


def _put_document() -> Insert:
    statement = insert(tables.document)
    changed = {name: statement.excluded[name] for name in ("version", "data")}
    return statement.on_conflict_do_update(index_elements=[_DO.name], set_=changed)


_PUT_DOCUMENT: Final = Statement(_put_document)
_DOCUMENT: Final = Statement(lambda: select(_DO.version, _DO.data).where(_DO.name == bindparam("name")))
_VERSION: Final = Statement(lambda: select(_DO.version).where(_DO.name == bindparam("name")))


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


def _put_fact() -> Insert:
    statement = insert(tables.fact).values(name=bindparam("name"), value=bindparam("value"))
    return statement.on_conflict_do_update(index_elements=[_F.name], set_={"value": statement.excluded.value})


_PUT_FACT: Final = Statement(_put_fact)
_FACT: Final = Statement(lambda: select(_F.value).where(_F.name == bindparam("name")))
_DELETE_FACT: Final = Statement(lambda: delete(tables.fact).where(_F.name == bindparam("name")))


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
