"""Who this station is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ClauseElement, bindparam, literal_column, select
from sqlalchemy.dialects.sqlite import Insert, insert

from counter_app.storage import tables

_S = tables.station.c
_J = tables.journal.c
_NAMES: Final = ("id", "incarnation", "number", "name", "enrolled_at")


def _put() -> Insert:
    statement = insert(tables.station).values(
        only=literal_column("1"), **{name: bindparam(name) for name in _NAMES}
    )
    changed = {name: statement.excluded[name] for name in _NAMES}
    return statement.on_conflict_do_update(index_elements=[_S.only], set_=changed)


STATEMENTS: Final[Mapping[str, ClauseElement]] = {
    "get": select(*(_S[name] for name in _NAMES)),
    "chain": select(_S.id, _S.incarnation),
    # The station under whose name this journal is written, as soon as it holds an entry.
    "writer": select(_J.station)
    .where(_J.station == select(_S.id).scalar_subquery())
    .limit(literal_column("1")),
    "put": _put(),
    "head": select(_S.id, _S.incarnation, _J.seq, _J.hash, _J.recorded_at)
    .select_from(
        tables.station.outerjoin(tables.journal, (_J.station == _S.id) & (_J.incarnation == _S.incarnation))
    )
    .where(_S.only == literal_column("1"))
    .order_by(_J.seq.desc())
    .limit(literal_column("1")),
}
