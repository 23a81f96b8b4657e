"""The dossier list: every ready-made selection, alone or together with typed text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    bindparam,
    column,
    func,
    literal_column,
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
_UNORDERED: Final = WAITING_SELECTIONS | {DossierFilter.IDENTITY}
"""Selections whose index is not in the order of positions."""
_BEFORE: Final = "before"
_LIMIT: Final = "limit"


def condition(selection: DossierFilter) -> ColumnElement[bool]:
    """Which dossiers a selection holds; worded so that an index answers it."""
    match selection:
        case DossierFilter.ALL:
            return true()
        case DossierFilter.MINE_TODAY:
            return (_D.clerk == bindparam("clerk")) & (_D.received_at >= bindparam("today"))
        case DossierFilter.DUE_SOON:
            return (_D.running_due_at >= bindparam("now")) & (_D.running_due_at < bindparam("soon"))
        case DossierFilter.OVERDUE:
            return _D.running_due_at < bindparam("now")
        case DossierFilter.TO_RETURN:
            return (_D.status == literal_column(str(int(Status.DONE)))) & (
                _D.cancelled == literal_column("0")
            )
        case DossierFilter.IDENTITY:
            return _D.identity_task > literal_column("''")
        case DossierFilter.UNSENT:
            waiting = select(_J.subject).where(
                text("own = 1 AND verdict <> 'accepted' AND verdict IN ('pending', 'held')")
            )
            return _D.id.in_(waiting)


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
        .where(condition(selection), _D.position > bindparam("indexed_to"), _D.position < bindparam(_BEFORE))
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
    chosen = chosen.where(condition(selection))
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
