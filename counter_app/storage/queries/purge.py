"""Erasing old content: which dossiers may be, what stands against it, which files nothing names any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
)

from counter_app.domain.statuses import Status, is_final
from counter_app.storage import tables

_J = tables.journal.c
_D = tables.dossier.c
_S = tables.settled.c
_DR = tables.draft.c
_ONE: ColumnElement[int] = literal_column("1")
_ROW: ColumnElement[int] = literal_column("journal.rowid")

_FINAL: Final = ", ".join(str(int(status)) for status in Status if is_final(status))
_SETTLED: Final = exists().where(_S.station == _J.station, _S.incarnation == _J.incarnation, _S.seq == _J.seq)
_DONE: Final = text("verdict = 'accepted'")
_LOOKED_AT: Final = text("verdict IN ('refused', 'conflict')")

STATEMENTS: Final[Mapping[str, ClauseElement]] = {
    "candidates": select(_D.id)
    .where(
        _D.position > bindparam("after"),
        _D.position <= bindparam("upto"),
        text(f"(cancelled = 1 OR status IN ({_FINAL}))"),
        text("pending = 0 AND refused = 0 AND read_only = 0 AND conflicts = 0 AND owner_name <> ''"),
    )
    .order_by(_D.position),
    "last_position": select(func.max(_D.position)),
    # What the central system is not known to have durably, or what is too young.
    "obstacle": select(_ONE)
    .where(
        _J.subject == bindparam("subject"),
        or_(
            not_(or_(_DONE, and_(_LOOKED_AT, _SETTLED))),
            _J.feed_life.is_(None),
            _J.feed_life != bindparam("life"),
            _J.feed_no.is_(None),
            _J.feed_no > bindparam("upto"),
            _J.recorded_at >= bindparam("before"),
        ),
    )
    .limit(_ONE),
    "whole": select(*_J)
    .where(_J.subject == bindparam("subject"), _J.body.is_not(None))
    .order_by(_J.station, _J.incarnation, _J.seq),
    "drop_whole": delete(tables.journal).where(_J.subject == bindparam("subject"), _J.body.is_not(None)),
    "last_row": select(func.max(_ROW)).select_from(tables.journal),
    "naming_files": select(_J.body).where(
        bindparam("after") < _ROW,
        bindparam("upto") >= _ROW,
        _J.body.is_not(None),
        text("instr(body, CAST('sha256' AS BLOB)) > 0"),
    ),
    "drafts": select(_DR.content).where(text("instr(content, 'sha256') > 0")),
    "delete_drafts": delete(tables.draft).where(_DR.saved_at < bindparam("before")),
}
