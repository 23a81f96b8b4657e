"""Checks of owners that are due here, tasks for people, the log of look-ups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Delete,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.sql.selectable import Select

from counter_app.storage import tables

_D = tables.dossier.c
_J = tables.journal.c
_L = tables.look_up.c
_T = tables.identity_try.c

LOOK_UP_COLUMNS: Final = ("number", "at", "clerk", "dossier", "automatic", "outcome", "transaction_id")

# The words of the partial indexes; SQLite uses them only where they stand.
_DUE: Final = text("indexed = 1 AND identity_due = 1")
_DUE_IN_TAIL: Final = (_D.position > bindparam("indexed_to")) & (_D.identity_due == literal_column("1"))
_HAS_TASK: Final = text("identity_task IS NOT NULL")

_RECEIVED_HERE: Final = exists().where(
    _J.subject == _D.id,
    _J.kind == literal_column("'dossier.received'"),
    _J.own == literal_column("1"),
)


def _due(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Those that were never asked about first, then by when they may be asked again."""
    return (
        select(_D.id, _T.attempts, _T.not_before, _D.position)
        .join_from(tables.dossier, tables.identity_try, _T.dossier == _D.id, isouter=True)
        .where(condition, _RECEIVED_HERE)
        .order_by(func.coalesce(_T.not_before, literal_column("0")), _D.position)
        .limit(bindparam("limit"))
    )


def _due_count(condition: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(tables.dossier).where(condition, _RECEIVED_HERE)


def _trim() -> Delete:
    """Old ones, oldest first, but for those about a dossier of which an own entry waits."""
    waits = exists().where(
        _J.subject == _L.dossier,
        _J.own == literal_column("1"),
        _J.verdict.in_((literal_column("'pending'"), literal_column("'held'"))),
    )
    old = (
        select(_L.number)
        .where(_L.at < bindparam("before"), ~waits)
        .order_by(_L.number)
        .limit(bindparam("limit"))
    )
    return delete(tables.look_up).where(_L.number.in_(old))


def _postpone() -> Insert:
    statement = sqlite_insert(tables.identity_try)
    changed = {name: statement.excluded[name] for name in ("attempts", "not_before")}
    return statement.on_conflict_do_update(index_elements=[_T.dossier], set_=changed)


STATEMENTS: Final[Mapping[str, ClauseElement]] = {
    "due": _due(_DUE),  # type: ignore[arg-type]
    "due_in_tail": _due(_DUE_IN_TAIL),
    "due_count": _due_count(_DUE),  # type: ignore[arg-type]
    "due_count_in_tail": _due_count(_DUE_IN_TAIL),
    "task_counts": select(_D.identity_task, func.count()).where(_HAS_TASK).group_by(_D.identity_task),
    "begin": insert(tables.look_up),
    "end": update(tables.look_up)
    .values(outcome=bindparam("ended"), transaction_id=bindparam("told"))
    .where(_L.number == bindparam("of_number")),
    "look_ups": select(*(_L[name] for name in LOOK_UP_COLUMNS), _D.code)
    .join_from(tables.look_up, tables.dossier, _D.id == _L.dossier, isouter=True)
    .where(_L.number < bindparam("before"))
    .order_by(_L.number.desc())
    .limit(bindparam("limit")),
    "postpone": _postpone(),
    "trim": _trim(),
    "forget": delete(tables.identity_try).where(_T.dossier == bindparam("of_dossier")),
}
