"""The dossier list: every ready-made selection, alone or together with typed text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    bindparam,
    case,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
    true,
)
from sqlalchemy.sql.selectable import Select

from counter_app.domain.statuses import Status
from counter_app.services.store_ports import DossierFilter
from counter_app.storage import tables
from counter_app.storage.listing import WAITING_SELECTIONS, TextUse, count_name, page_name, tail_name
from counter_app.storage.mappers import LIST_COLUMNS

_D = tables.dossier.c
_J = tables.journal.c
_LIST: Final = tuple(_D[name] for name in LIST_COLUMNS)
_SEARCH = table("dossier_search", column("rowid"))
_PLAIN_PLACE: Final[ColumnElement[int]] = literal_column("+dossier.position")
"""The position as a mere value: the unary plus keeps SQLite from searching or ordering by it."""
_MATCHES: Final = "dossier_search MATCH :expression"
_UNORDERED: Final = WAITING_SELECTIONS | {DossierFilter.IDENTITY, DossierFilter.SUPPLEMENT}
"""Selections whose index is not in the order of positions."""
_BEFORE: Final = "before"
_LIMIT: Final = "limit"


def _unsent() -> ColumnElement[bool]:
    waiting = select(_J.subject).where(
        text("own = 1 AND verdict <> 'accepted' AND verdict IN ('pending', 'held')")
    )
    return _D.id.in_(waiting)


def _last_day_to_apologise() -> ColumnElement[bool]:
    return (
        (_D.running_due_at >= bindparam("apology_from"))
        & (_D.running_due_at < bindparam("apology_to"))
        & (_D.reappointed == literal_column("0"))
    )


def _notice_presses() -> ColumnElement[bool]:
    """Received so long ago that the notice is due today or next, and the result not before it."""
    ends = case(
        (_D.unasked_since < bindparam("notice_turn"), bindparam("today_end")), else_=bindparam("next_end")
    )
    return (
        (_D.unasked_since >= bindparam("notice_from"))
        & (_D.unasked_since < bindparam("notice_to"))
        & or_(_D.running_due_at.is_(None), _D.running_due_at >= ends)
    )


_CONDITIONS: Final[Mapping[DossierFilter, ColumnElement[bool]]] = {
    DossierFilter.ALL: true(),
    DossierFilter.MINE_TODAY: (_D.clerk == bindparam("clerk")) & (_D.received_at >= bindparam("today")),
    DossierFilter.DUE_SOON: (_D.running_due_at >= bindparam("now")) & (_D.running_due_at < bindparam("soon")),
    DossierFilter.OVERDUE: _D.running_due_at < bindparam("now"),
    DossierFilter.APOLOGY: _last_day_to_apologise(),
    DossierFilter.SUPPLEMENT: _D.supplement_due_at < bindparam("soon"),
    DossierFilter.NOTICE: _notice_presses(),
    DossierFilter.TO_RETURN: (_D.status == literal_column(str(int(Status.DONE))))
    & (_D.cancelled == literal_column("0")),
    DossierFilter.IDENTITY: _D.identity_task > literal_column("''"),
    DossierFilter.UNSENT: _unsent(),
}
"""Which dossiers a selection holds; worded so that an index answers it."""


def _page(selection: DossierFilter, text_use: TextUse) -> Select[*tuple[Any, ...]]:
    if selection is DossierFilter.ALL and text_use is not TextUse.NONE:
        return _page_of_matches()
    # Left to itself, SQLite would walk all dossiers in order, hoping to meet enough of a selection soon.
    place: ColumnElement[int] = _PLAIN_PLACE if selection in _UNORDERED else _D.position
    return (
        _selected(selection, text_use, select(*_LIST))
        .where(place < bindparam(_BEFORE))
        .order_by(place.desc())
        .limit(bindparam(_LIMIT))
    )


def _page_of_matches() -> Select[*tuple[Any, ...]]:
    """The newest matches first, and only their rows fetched from the list."""
    hit = (
        select(_SEARCH.c.rowid.label("position"))
        .where(text(_MATCHES), _SEARCH.c.rowid < bindparam(_BEFORE))
        .order_by(_SEARCH.c.rowid.desc())
        .limit(bindparam(_LIMIT))
        .subquery("hit")
    )
    return (
        select(*_LIST)
        .join_from(hit, tables.dossier, _D.position == hit.c.position)
        .order_by(hit.c.position.desc())
    )


def _tail(selection: DossierFilter) -> Select[*tuple[Any, ...]]:
    return (
        select(*_LIST, _D.terms)
        .where(
            _CONDITIONS[selection], _D.position > bindparam("indexed_to"), _D.position < bindparam(_BEFORE)
        )
        .order_by(_D.position.desc())
    )


def _count(selection: DossierFilter, text_use: TextUse) -> Select[int]:
    if selection is DossierFilter.ALL and text_use is not TextUse.NONE:
        found: Select[*tuple[Any, ...]] = select(_SEARCH.c.rowid).where(text(_MATCHES))
    else:
        found = _selected(selection, text_use, select(_D.position))
    return select(func.count()).select_from(found.limit(bindparam(_LIMIT)).subquery())


def _selected(
    selection: DossierFilter, text_use: TextUse, chosen: Select[*tuple[Any, ...]]
) -> Select[*tuple[Any, ...]]:
    chosen = chosen.where(_CONDITIONS[selection])
    if selection in WAITING_SELECTIONS:
        chosen = chosen.where(_D.indexed == literal_column("1"))
    if text_use is TextUse.NONE:
        return chosen
    hits = select(_SEARCH.c.rowid).where(text(_MATCHES))
    place: ColumnElement[int] = _PLAIN_PLACE if text_use is TextUse.CHECK else _D.position
    return chosen.where(place.in_(hits))


STATEMENTS: Final[Mapping[str, ClauseElement]] = {
    **{page_name(chosen, use): _page(chosen, use) for chosen in DossierFilter for use in TextUse},
    **{count_name(chosen, use): _count(chosen, use) for chosen in DossierFilter for use in TextUse},
    **{tail_name(chosen): _tail(chosen) for chosen in DossierFilter},
}
