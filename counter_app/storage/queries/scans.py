"""Files on their way to the central system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ClauseElement, bindparam, func, literal_column, select, text, update
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.sql.dml import Update

from counter_app.storage import tables

_W = tables.waiting_scan.c

# The words of the partial index ``ix_waiting_scan_waiting``; SQLite uses it only where they stand.
_WAITING = text("state = 'waiting'")
FILE_COLUMNS: Final = ("sha256", "size", "media_type", "lane", "queued_at")


def _add() -> Insert:
    given: dict[str, Any] = {name: bindparam(name) for name in FILE_COLUMNS}
    fixed: dict[str, Any] = {
        "state": literal_column("'waiting'"),
        "code": literal_column("''"),
        "epoch": literal_column("''"),
    }
    return insert(tables.waiting_scan).values({**given, **fixed}).on_conflict_do_nothing()


def _into(state: str, **values: Any) -> Update:
    return update(tables.waiting_scan).values(state=literal_column(f"'{state}'"), **values)


STATEMENTS: Final[Mapping[str, ClauseElement]] = {
    "add": _add(),
    "backlog": select(
        func.count(), func.coalesce(func.sum(_W.size), literal_column("0")), func.min(_W.queued_at)
    )
    .select_from(tables.waiting_scan)
    .where(_WAITING),
    "refused_count": select(func.count()).select_from(tables.waiting_scan).where(text("state = 'refused'")),
    "waiting": select(*(_W[name] for name in FILE_COLUMNS))
    .where(_WAITING)
    .order_by(_W.lane, _W.position)
    .limit(bindparam("limit")),
    "state": select(_W.state).where(_W.sha256 == bindparam("name")),
    "mark_sent": _into("sent", code=literal_column("''"), epoch=bindparam("life")).where(
        _W.sha256 == bindparam("name")
    ),
    "mark_refused": _into("refused", code=bindparam("why")).where(_W.sha256 == bindparam("name"), _WAITING),
    "try_refused_again": _into("waiting", code=literal_column("''")).where(text("state = 'refused'")),
    "check_again": _into("waiting").where(text("state = 'sent'"), _W.epoch != bindparam("life")),
}
