"""Which statement answers a question to the dossier list, and the values it takes (``queries.listing``)."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from enum import Enum
from functools import cache
from typing import Final

from counter_app.services.store_ports import DossierFilter, DossierQuery
from counter_app.storage.instants import day_start, to_micros
from counter_app.storage.statements import Statement, Value

SOON: Final = timedelta(days=2)
"""How far ahead a due time counts as near where nobody says: until the end of the day after tomorrow."""


WAITING_SELECTIONS: Final = frozenset(
    {
        DossierFilter.MINE_TODAY,
        DossierFilter.DUE_SOON,
        DossierFilter.OVERDUE,
        DossierFilter.APOLOGY,
        DossierFilter.NOTICE,
    }
)
"""Selections whose index does not hold the newest dossiers yet (``search_index``)."""


_TIMELESS: Final = frozenset(
    {DossierFilter.ALL, DossierFilter.TO_RETURN, DossierFilter.UNSENT, DossierFilter.IDENTITY}
)


_BY_RULES: Final = frozenset({DossierFilter.APOLOGY, DossierFilter.NOTICE})


class TextUse(Enum):
    """How typed text takes part in a query."""

    NONE = "none"
    FIRST = "first"
    """Few dossiers match it: look them up and see which are in the selection."""
    CHECK = "check"
    """Many match it: walk the selection and see which are among them."""


def selection_values(query: DossierQuery) -> dict[str, Value]:
    """The values of a selection's parameters; raises ``ValueError`` when it needs a time and has none."""
    if query.selection in _TIMELESS:
        return {}
    if query.now is None:
        raise ValueError(f"the selection {query.selection} needs the time")
    today = day_start(query.now)
    soon = query.soon or today + SOON + timedelta(days=1)
    return {
        "clerk": query.clerk,
        "today": to_micros(today),
        "now": to_micros(query.now),
        "soon": to_micros(soon),
        **_spans(query),
    }


def _spans(query: DossierQuery) -> dict[str, Value]:
    """The office's spans by their names; only the selections that need them get any."""
    if query.selection not in _BY_RULES:
        return {}
    if query.spans is None:
        raise ValueError(f"the selection {query.selection} needs the office's spans")
    return {one.name: to_micros(getattr(query.spans, one.name)) for one in fields(query.spans)}


def page_name(selection: DossierFilter, text_use: TextUse) -> str:
    """A page of the list, newest first; parameters ``before``, ``limit`` and the selection's own."""
    return f"page.{selection.value}.{text_use.value}"


def tail_name(selection: DossierFilter) -> str:
    """The newest dossiers of a selection, which the indexes do not hold yet, each with its terms.

    Parameters ``indexed_to`` and ``before``, and the selection's own.
    """
    return f"tail.{selection.value}"


def count_name(selection: DossierFilter, text_use: TextUse) -> str:
    """How many match, counted up to the parameter ``limit``."""
    return f"count.{selection.value}.{text_use.value}"


@cache
def list_statement(name: str) -> Statement:
    """The statement of one of these names."""
    return Statement(f"listing.{name}")
