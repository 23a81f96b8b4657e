"""Entries: written, read by subject, listed by verdict for the sync centre."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.sql.selectable import Select

from counter_app.storage import tables
from counter_app.storage.mappers import (
    JOURNAL_ROW_COLUMNS,
    JOURNAL_ROW_DOSSIER_COLUMNS,
    JOURNAL_ROW_STATES,
    RECORDED_COLUMNS,
)

_J = tables.journal.c
_D = tables.dossier.c

_S = tables.settled.c

_UNACCEPTED: Final[ColumnElement[bool]] = text("verdict <> 'accepted'")  # type: ignore[assignment]
"""The words of the partial index ``ix_journal_waiting``; SQLite uses it only where they stand."""

_UNSETTLED: Final = ~exists().where(
    _S.station == _J.station, _S.incarnation == _J.incarnation, _S.seq == _J.seq
)

_OF_STATION: Final = _J.station == select(tables.station.c.id).scalar_subquery()
"""The chain's own index gives the order; without it, all entries ever sent would be sorted."""


def _own(condition: ColumnElement[bool], *, newest_first: bool) -> Select[*tuple[Any, ...]]:
    place = (_J.incarnation, _J.seq)
    return (
        select(
            *(_J[name] for name in JOURNAL_ROW_COLUMNS), *(_D[name] for name in JOURNAL_ROW_DOSSIER_COLUMNS)
        )
        .join_from(tables.journal, tables.dossier, _D.id == _J.subject, isouter=True)
        .where(_J.own == literal_column("1"), _J.verdict.in_(map(bindparam, JOURNAL_ROW_STATES)), condition)
        .order_by(*(column.desc() if newest_first else column for column in place))
        .limit(bindparam("limit"))
    )


STATEMENTS: Final[Mapping[str, ClauseElement]] = {
    "insert": insert(tables.journal),
    "settle": sqlite_insert(tables.settled).on_conflict_do_nothing(),
    "entry": select(*(_J[name] for name in RECORDED_COLUMNS)).where(
        _J.station == bindparam("station"),
        _J.incarnation == bindparam("incarnation"),
        _J.seq == bindparam("seq"),
    ),
    "of_subject": select(*(_J[name] for name in RECORDED_COLUMNS)).where(_J.subject == bindparam("subject")),
    "readable_count": select(func.count()).where(_J.subject == bindparam("subject"), _J.body.is_not(None)),
    "subjects": select(_J.subject)
    .where(_J.subject > bindparam("after"))
    .group_by(_J.subject)
    .order_by(_J.subject)
    .limit(bindparam("limit")),
    "unaccepted.oldest_first": _own(_UNACCEPTED & _UNSETTLED, newest_first=False),
    "unaccepted.newest_first": _own(_UNACCEPTED & _UNSETTLED, newest_first=True),
    "of_station.oldest_first": _own(_OF_STATION, newest_first=False),
    "of_station.newest_first": _own(_OF_STATION, newest_first=True),
}
