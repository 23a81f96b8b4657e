"""The projection of dossiers: rows, codes, the clerk's last procedures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from counter_app.storage import tables

_D = tables.dossier.c
_A = tables.alias.c

_PLACE: Final = ("position", "indexed")
"""What a dossier keeps when its projection is replaced."""

_INDEXED = _D.indexed == literal_column("1")
"""The words of the partial indexes; SQLite uses them only where these stand."""


def _recent_procedures(condition: ColumnElement[bool]) -> ClauseElement:
    """Far enough back to meet eight different procedures, near enough to be quick."""
    return (
        select(_D.received_at, _D.procedure_code)
        .where(_D.clerk == bindparam("clerk"), condition)
        .order_by(_D.received_at.desc())
        .limit(literal_column("200"))
    )


STATEMENTS: Final[Mapping[str, ClauseElement]] = {
    "insert": insert(tables.dossier),
    "insert_alias": sqlite_insert(tables.alias).on_conflict_do_nothing(),
    "update": update(tables.dossier)
    .values({column.name: bindparam(column.name) for column in _D if column.name not in _PLACE})
    .where(_D.position == bindparam("place")),
    "there": select(_D.id).where(
        _D.id.in_(select(func.json_each(bindparam("ids")).table_valued("value").c.value))
    ),
    "last_position": select(func.max(_D.position)),
    "place": select(_D.position, _D.terms).where(_D.id == bindparam("id")),
    "state": select(_D.fold_version, _D.state).where(_D.id == bindparam("id")),
    "id_of_code": select(_D.id)
    .join_from(tables.alias, tables.dossier, _D.position == _A.position)
    .where(_A.code == bindparam("code"))
    .order_by(_A.position.desc())
    .limit(literal_column("1")),
    "keep_state": update(tables.dossier).values(state=bindparam("state")).where(_D.id == bindparam("id")),
    "delete": delete(tables.dossier).where(_D.position == bindparam("place")),
    "delete_aliases": delete(tables.alias).where(_A.position == bindparam("place")),
    "newest_procedures": _recent_procedures(_D.position > bindparam("indexed_to")),
    "recent_procedures": _recent_procedures(_INDEXED),
    "papers_at": select(_D.id)
    .where(_D.papers == bindparam("place"), text("papers IS NOT NULL"))
    .order_by(_D.position.desc())
    .limit(bindparam("limit")),
    "mark_indexed": update(tables.dossier)
    .values(indexed=literal_column("1"))
    .where(_D.position >= bindparam("first"), _D.position <= bindparam("last")),
}
