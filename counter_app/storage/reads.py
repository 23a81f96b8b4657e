"""Queries of the screens: pages of the list, counts, one dossier, timelines, own entries by state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, literal_column, select, text
from sqlalchemy.sql.selectable import Select

from counter_app.domain.dossier import Dossier
from counter_app.services.store_ports import (
    DossierFilter,
    DossierQuery,
    DossierRow,
    JournalRow,
    Recorded,
    StoredDraft,
    VerdictState,
)
from counter_app.storage import tables
from counter_app.storage.connection import Connection
from counter_app.storage.dossier_store import read_dossier, read_id_of_code
from counter_app.storage.journal_store import read_subject
from counter_app.storage.listing import (
    TextUse,
    count_statement,
    page_statement,
    selection_values,
    tail_statement,
)
from counter_app.storage.mappers import dossier_row, journal_row
from counter_app.storage.search import Wanted, Word, expression, is_met, solid, wanted
from counter_app.storage.search_index import indexed_to
from counter_app.storage.small_stores import read_document, read_drafts
from counter_app.storage.statements import Statement, Value

_D = tables.dossier.c
_J = tables.journal.c

_RECENT_PROCEDURES: Final = Statement(
    lambda: (
        select(_D.procedure_code)
        .where(_D.clerk == bindparam("clerk"))
        .order_by(_D.received_at.desc())
        .limit(literal_column("200"))
    )
)
"""Far enough back to meet eight different procedures, near enough to be quick."""

_LAST: Final = 2**62
"""Above every position."""

_OF_ONE_NUMBER: Final = 500
"""Far more dossiers than one number has, be it a person's or a phone's."""

_BROAD: Final = 2000
"""Matches from which on it is quicker to start from the selection than from the text."""


@cache
def _own_entries(states: frozenset[VerdictState], newest_first: bool) -> Statement:
    return Statement(lambda: _own_entries_query(states, newest_first))


def _own_entries_query(states: frozenset[VerdictState], newest_first: bool) -> Select[*tuple[Any, ...]]:
    wanted: list[ColumnElement[str]] = [literal_column(f"'{state.value}'") for state in sorted(states)]
    conditions: list[ColumnElement[bool]] = [_J.own == literal_column("1"), _J.verdict.in_(wanted)]
    if VerdictState.ACCEPTED not in states:
        conditions.append(text("verdict <> 'accepted'"))  # type: ignore[arg-type]
    else:
        # The chain's own index gives the order; without it, all entries ever sent would be sorted.
        conditions.append(_J.station == select(tables.station.c.id).scalar_subquery())
    place = (_J.incarnation, _J.seq)
    order = [column.desc() for column in place] if newest_first else list(place)
    return (
        select(
            _J.station,
            _J.incarnation,
            _J.seq,
            _J.kind,
            _J.subject,
            _J.recorded_at,
            _J.occurred_at,
            _J.verdict,
            _J.verdict_code,
            _J.verdict_params,
            _D.code,
            _D.owner_name,
            _D.procedure_name,
        )
        .join_from(tables.journal, tables.dossier, _D.id == _J.subject, isouter=True)
        .where(*conditions)
        .order_by(*order)
        .limit(bindparam("limit"))
    )


class StoredReads:
    """``services.store_ports.Reads`` over one reading transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(
        self, query: DossierQuery, *, limit: int = 50, before: int | None = None
    ) -> Sequence[DossierRow]:
        """A page, newest first; ``before`` is the ``position`` of the last row of the page before."""
        text = wanted(query.text)
        if text is None and query.text.strip():
            return []
        return self._find(query, text, limit, before)

    def _find(
        self, query: DossierQuery, text: Wanted | None, limit: int, before: int | None
    ) -> list[DossierRow]:
        values: dict[str, Value] = {"before": before or _LAST, "limit": limit, **selection_values(query)}
        if text is None:
            return self._page(query.selection, TextUse.NONE, values)
        newest = self._newest(query.selection, text, values)[:limit]
        values |= {"expression": expression(text), "limit": limit - len(newest)}
        if values["limit"] == 0:
            return newest
        return newest + self._page(query.selection, self._text_use(query.selection, values), values)

    def count(self, query: DossierQuery, *, cap: int = 1000) -> int:
        """How many match, counted up to ``cap``."""
        text = wanted(query.text)
        if text is None and query.text.strip():
            return 0
        values: dict[str, Value] = {"before": _LAST, "limit": cap, **selection_values(query)}
        if text is None:
            return self._count(query.selection, TextUse.NONE, values)
        newest = len(self._newest(query.selection, text, values))
        values["expression"] = expression(text)
        indexed = self._count(query.selection, self._text_use(query.selection, values), values)
        return min(cap, newest + indexed)

    def _page(
        self, selection: DossierFilter, text_use: TextUse, values: Mapping[str, Value]
    ) -> list[DossierRow]:
        statement = page_statement(selection, text_use)
        return [dossier_row(row) for row in self._connection.rows(statement, values)]

    def _newest(
        self, selection: DossierFilter, text: Wanted, values: Mapping[str, Value]
    ) -> list[DossierRow]:
        """Matches among the newest dossiers, which the search index does not hold yet."""
        end = indexed_to(self._connection)
        rows = self._connection.rows(tail_statement(selection), {**values, "indexed_to": end})
        return [dossier_row(row) for row in rows if is_met(text, row[-1].split())]

    def _text_use(self, selection: DossierFilter, values: Mapping[str, Value]) -> TextUse:
        if selection is DossierFilter.ALL:
            return TextUse.FIRST
        found = self._count(DossierFilter.ALL, TextUse.FIRST, {**values, "limit": _BROAD})
        return TextUse.CHECK if found >= _BROAD else TextUse.FIRST

    def _count(self, selection: DossierFilter, text_use: TextUse, values: Mapping[str, Value]) -> int:
        row = self._connection.row(count_statement(selection, text_use), values)
        return 0 if row is None else int(row[0])

    def dossier(self, dossier_id: str) -> Dossier | None:
        """The dossier, if it is known."""
        return read_dossier(self._connection, dossier_id)

    def id_of_code(self, code: str) -> str | None:
        """The dossier that has or ever had this code (case-insensitive)."""
        return read_id_of_code(self._connection, code)

    def timeline(self, dossier_id: str) -> Sequence[Recorded]:
        """The dossier's entries in the order in which they are folded."""
        return read_subject(self._connection, dossier_id)

    def journal(
        self, states: Sequence[VerdictState], *, limit: int = 100, newest_first: bool = False
    ) -> Sequence[JournalRow]:
        """Own entries in these states in the order of the chain, or the other way round."""
        if not states:
            return []
        statement = _own_entries(frozenset(states), newest_first)
        rows = self._connection.rows(statement, {"limit": limit})
        return [journal_row(row) for row in rows]

    def recent_procedures(self, clerk: str, *, limit: int = 8) -> Sequence[str]:
        """Codes of the procedures that a clerk received last, newest first."""
        codes = (str(row[0]) for row in self._connection.rows(_RECENT_PROCEDURES, {"clerk": clerk}))
        return list(dict.fromkeys(codes))[:limit]

    def by_owner_number(self, number: str, *, limit: int = 20) -> Sequence[DossierRow]:
        """The dossiers of one person or organisation, newest first."""
        word = solid(number)
        if not word:
            return []
        rows = self._find(DossierQuery(), Word(word, open=False), _OF_ONE_NUMBER, None)
        return [row for row in rows if row.owner_number == number][:limit]

    def document(self, name: str) -> tuple[int, bytes] | None:
        """A document's version and content."""
        return read_document(self._connection, name)

    def drafts(self, clerk: str) -> Sequence[StoredDraft]:
        """The drafts of one clerk, newest first."""
        return read_drafts(self._connection, clerk)
