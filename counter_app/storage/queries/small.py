"""Counters, drafts, documents and small facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ClauseElement, bindparam, delete, literal_column, select
from sqlalchemy.dialects.sqlite import Insert, insert

from counter_app.storage import tables

_F = tables.fact.c
_DR = tables.draft.c
_DO = tables.document.c
_DRAFT: Final = (_DR.id, _DR.clerk, _DR.saved_at, _DR.content)


def _save_draft() -> Insert:
    statement = insert(tables.draft)
    changed = {name: statement.excluded[name] for name in ("clerk", "saved_at", "content")}
    return statement.on_conflict_do_update(index_elements=[_DR.id], set_=changed)


def _put_document() -> Insert:
    statement = insert(tables.document)
    changed = {name: statement.excluded[name] for name in ("version", "data")}
    return statement.on_conflict_do_update(index_elements=[_DO.name], set_=changed)


def _put_fact() -> Insert:
    statement = insert(tables.fact).values(name=bindparam("name"), value=bindparam("value"))
    return statement.on_conflict_do_update(index_elements=[_F.name], set_={"value": statement.excluded.value})


STATEMENTS: Final[Mapping[str, ClauseElement]] = {
    "take": insert(tables.document)
    .values(name=bindparam("name"), version=literal_column("1"), data=literal_column("x''"))
    .on_conflict_do_update(index_elements=[_DO.name], set_={"version": _DO.version + literal_column("1")})
    .returning(_DO.version),
    "save_draft": _save_draft(),
    "draft": select(*_DRAFT).where(_DR.id == bindparam("id")),
    "drafts": select(*_DRAFT)
    .where(_DR.clerk == bindparam("clerk"))
    .order_by(_DR.saved_at.desc(), _DR.id.desc()),
    "delete_draft": delete(tables.draft).where(_DR.id == bindparam("id")),
    "put_document": _put_document(),
    "document": select(_DO.version, _DO.data).where(_DO.name == bindparam("name")),
    "document_version": select(_DO.version).where(_DO.name == bindparam("name")),
    "put_fact": _put_fact(),
    "fact": select(_F.value).where(_F.name == bindparam("name")),
    "delete_fact": delete(tables.fact).where(_F.name == bindparam("name")),
}
