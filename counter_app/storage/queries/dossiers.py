"""The projection of dossiers: rows, codes, the clerk's last procedures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ClauseElement, bindparam, delete, insert, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from counter_app.storage import tables

_D = tables.dossier.c
_A = tables.alias.c

STATEMENTS: Final[Mapping[str, ClauseElement]] = {
    "insert": insert(tables.dossier),
    "insert_alias": sqlite_insert(tables.alias).on_conflict_do_nothing(),
    "update": update(tables.dossier)
    .values({column.name: bindparam(column.name) for column in _D if not column.primary_key})
    .where(_D.position == bindparam("place")),
    "place": select(_D.position, _D.terms).where(_D.id == bindparam("id")),
    "state": select(_D.fold_version, _D.state).where(_D.id == bindparam("id")),
    "id_of_code": select(_D.id)
    .join_from(tables.alias, tables.dossier, _D.position == _A.position)
    .where(_A.code == bindparam("code"))
    .order_by(_A.position.desc())
    .limit(literal_column("1")),
    "delete": delete(tables.dossier).where(_D.position == bindparam("place")),
    "delete_aliases": delete(tables.alias).where(_A.position == bindparam("place")),
    # Far enough back to meet eight different procedures, near enough to be quick.
    "recent_procedures": select(_D.procedure_code)
    .where(_D.clerk == bindparam("clerk"))
    .order_by(_D.received_at.desc())
    .limit(literal_column("200")),
}
