"""Statements of the dossier list: every ready-made selection, alone or together with typed text."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from functools import cache
from typing import Any, Final

from sqlalchemy import (
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
from counter_app.services.store_ports import DossierFilter, DossierQuery
from counter_app.storage import tables
from counter_app.storage.instants import day_start, to_micros
from counter_app.storage.mappers import LIST_COLUMNS
from counter_app.storage.statements import Statement, Value

SOON: Final = timedelta(days=2)
"""How far ahead a due time counts as near: until the end of the day after tomorrow."""

_D = tables.dossier.c
_J = tables.journal.c
_SEARCH = table("dossier_search", column("rowid"))
_MATCHES: Final = "dossier_search MATCH :expression"
_BEFORE: Final = "before"
_LIMIT: Final = "limit"


class TextUse(Enum):
    """How typed text takes part in a query."""

    NONE = "none"
    FIRST = "first"
    """Few dossiers match it: look them up and see which are in the selection."""
    CHECK = "check"
    """Many match it: walk the selection and see which are among them."""


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
        case DossierFilter.UNSENT:
            waiting = select(_J.subject).where(
                text("own = 1 AND verdict <> 'accepted' AND verdict IN ('pending', 'held')")
            )
            return _D.id.in_(waiting)


def selection_values(query: DossierQuery) -> dict[str, Value]:
    """The values of a selection's parameters; raises ``ValueError`` when it needs a time and has none."""
    if query.selection in (DossierFilter.ALL, DossierFilter.TO_RETURN, DossierFilter.UNSENT):
        return {}
    if query.now is None:
        raise ValueError(f"the selection {query.selection} needs the time")
    today = day_start(query.now)
    return {
        "clerk": query.clerk,
        "today": to_micros(today),
        "now": to_micros(query.now),
        "soon": to_micros(today + SOON + timedelta(days=1)),
    }


@cache
def page_statement(selection: DossierFilter, text_use: TextUse) -> Statement:
    """A page of the list, newest first; parameters ``before``, ``limit`` and the selection's own."""
    return Statement(lambda: _page(selection, text_use))


@cache
def tail_statement(selection: DossierFilter) -> Statement:
    """The newest dossiers of a selection, which the search index does not hold yet, each with its terms.

    Parameters ``indexed_to`` and ``before``, and the selection's own.
    """
    return Statement(lambda: _tail(selection))


@cache
def count_statement(selection: DossierFilter, text_use: TextUse) -> Statement:
    """How many match, counted up to the parameter ``limit``."""
    return Statement(lambda: _count(selection, text_use))


def _page(selection: DossierFilter, text_use: TextUse) -> Select[*tuple[Any, ...]]:
    if selection is DossierFilter.ALL and text_use is not TextUse.NONE:
        return _page_of_matches()
    return (
        _selected(selection, text_use, select(*LIST_COLUMNS))
        .where(_D.position < bindparam(_BEFORE))
        .order_by(_D.position.desc())
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
        select(*LIST_COLUMNS)
        .join_from(hit, tables.dossier, _D.position == hit.c.position)
        .order_by(hit.c.position.desc())
    )


def _tail(selection: DossierFilter) -> Select[*tuple[Any, ...]]:
    return (
        select(*LIST_COLUMNS, _D.terms)
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
    if text_use is TextUse.NONE:
        return chosen
    hits = select(_SEARCH.c.rowid).where(text(_MATCHES))
    # A unary plus keeps SQLite from starting at the matches.
    place = literal_column("+dossier.position") if text_use is TextUse.CHECK else _D.position
    return chosen.where(place.in_(hits))
