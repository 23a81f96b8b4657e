"""Queries of the screens: pages of the list, counts, one dossier, timelines, own entries by state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Final

from counter_app.domain.dossier import Dossier
from counter_app.domain.journal import EntryId
from counter_app.domain.papers_place import PapersPlace
from counter_app.services.identity_ports import DueCheck, IdentityCounts, LookUp
from counter_app.services.ledger_ports import BEGINNING, LineNumber, LinePlace, StoredLine
from counter_app.services.scan_ports import FileState
from counter_app.services.store_ports import (
    DossierFilter,
    DossierQuery,
    DossierRow,
    JournalRow,
    Recorded,
    StoredDraft,
    VerdictState,
)
from counter_app.storage.connection import Connection
from counter_app.storage.dossier_store import read_dossier, read_id_of_code
from counter_app.storage.draft_store import read_drafts
from counter_app.storage.journal_store import read_entry, read_subject
from counter_app.storage.ledger_reads import (
    read_ledger_books,
    read_ledger_fields,
    read_ledger_lines,
    read_ledger_numbers,
)
from counter_app.storage.listing import (
    WAITING_SELECTIONS,
    TextUse,
    count_name,
    list_statement,
    page_name,
    selection_values,
    tail_name,
)
from counter_app.storage.look_up_store import read_due_checks, read_identity_counts, read_look_ups
from counter_app.storage.mappers import JOURNAL_ROW_STATES, dossier_row, journal_row
from counter_app.storage.scan_store import read_file_states
from counter_app.storage.search import Wanted, Word, expression, is_met, solid, wanted
from counter_app.storage.search_index import indexed_to
from counter_app.storage.small_stores import read_document
from counter_app.storage.statements import Statement, Value

_NEWEST_PROCEDURES: Final = Statement("dossiers.newest_procedures")
_RECENT_PROCEDURES: Final = Statement("dossiers.recent_procedures")
_PAPERS_AT: Final = Statement("dossiers.papers_at")

_LAST: Final = 2**62
"""Above every position."""

_OF_ONE_NUMBER: Final = 500
"""Far more dossiers than one number has, be it a person's or a phone's."""

_BROAD: Final = 2000
"""Matches from which on it is quicker to start from the selection than from the text."""


@cache
def _own_entries(of: str, order: str) -> Statement:
    return Statement(f"journal.{of}.{order}")


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
        newest = self._newest(query.selection, text, values)[:limit]
        values["limit"] = limit - len(newest)
        if text is not None:
            values["expression"] = expression(text)
        if values["limit"] == 0:
            return newest
        return newest + self._page(query.selection, self._text_use(query.selection, values), values)

    def count(self, query: DossierQuery, *, cap: int = 1000) -> int:
        """How many match, counted up to ``cap``."""
        text = wanted(query.text)
        if text is None and query.text.strip():
            return 0
        values: dict[str, Value] = {"before": _LAST, "limit": cap, **selection_values(query)}
        newest = len(self._newest(query.selection, text, values))
        if text is not None:
            values["expression"] = expression(text)
        indexed = self._count(query.selection, self._text_use(query.selection, values), values)
        return min(cap, newest + indexed)

    def _page(
        self, selection: DossierFilter, text_use: TextUse, values: Mapping[str, Value]
    ) -> list[DossierRow]:
        statement = list_statement(page_name(selection, text_use))
        return [dossier_row(row) for row in self._connection.rows(statement, values)]

    def _newest(
        self, selection: DossierFilter, text: Wanted | None, values: Mapping[str, Value]
    ) -> list[DossierRow]:
        """Matches among the newest dossiers, where the indexes that will be asked do not hold them yet."""
        if text is None and selection not in WAITING_SELECTIONS:
            return []
        end = indexed_to(self._connection)
        statement = list_statement(tail_name(selection))
        rows = self._connection.rows(statement, {**values, "indexed_to": end})
        return [dossier_row(row) for row in rows if text is None or is_met(text, row[-1].split())]

    def _text_use(self, selection: DossierFilter, values: Mapping[str, Value]) -> TextUse:
        if "expression" not in values:
            return TextUse.NONE
        if selection is DossierFilter.ALL:
            return TextUse.FIRST
        found = self._count(DossierFilter.ALL, TextUse.FIRST, {**values, "limit": _BROAD})
        return TextUse.CHECK if found >= _BROAD else TextUse.FIRST

    def _count(self, selection: DossierFilter, text_use: TextUse, values: Mapping[str, Value]) -> int:
        row = self._connection.row(list_statement(count_name(selection, text_use)), values)
        return 0 if row is None else int(row[0])

    def dossier(self, dossier_id: str) -> Dossier | None:
        """The dossier, if it is known."""
        return read_dossier(self._connection, dossier_id)

    def id_of_code(self, code: str) -> str | None:
        """The dossier that has or ever had this code (case-insensitive)."""
        return read_id_of_code(self._connection, code)

    def entry(self, entry_id: EntryId) -> Recorded | None:
        """One entry, own or foreign."""
        return read_entry(self._connection, entry_id)

    def timeline(self, dossier_id: str) -> Sequence[Recorded]:
        """The dossier's entries in the order in which they are folded."""
        return read_subject(self._connection, dossier_id)

    def journal(
        self, states: Sequence[VerdictState], *, limit: int = 100, newest_first: bool = False
    ) -> Sequence[JournalRow]:
        """Own entries in these states in the order of the chain, or the other way round.

        Without accepted ones asked for, those that a person settled are left out.
        """
        if not states:
            return []
        of = "of_station" if VerdictState.ACCEPTED in states else "unaccepted"
        statement = _own_entries(of, "newest_first" if newest_first else "oldest_first")
        # A state named twice asks for no more than once.
        wanted = [*set(states), *[states[0]] * len(JOURNAL_ROW_STATES)]
        values: dict[str, Value] = {
            name: state.value for name, state in zip(JOURNAL_ROW_STATES, wanted, strict=False)
        }
        rows = self._connection.rows(statement, {**values, "limit": limit})
        return [journal_row(row) for row in rows]

    def recent_procedures(self, clerk: str, *, limit: int = 8) -> Sequence[str]:
        """Codes of the procedures that a clerk received last, newest first."""
        values: dict[str, Value] = {"clerk": clerk, "indexed_to": indexed_to(self._connection)}
        rows = self._connection.rows(_NEWEST_PROCEDURES, values)
        rows += self._connection.rows(_RECENT_PROCEDURES, values)
        rows.sort(key=itemgetter(0), reverse=True)
        return list(dict.fromkeys(str(code) for _, code in rows))[:limit]

    def papers_at(self, place: PapersPlace, *, limit: int = 200) -> Sequence[str]:
        """Ids of the dossiers whose papers are there, newest first."""
        rows = self._connection.rows(_PAPERS_AT, {"place": place.value, "limit": limit})
        return [str(row[0]) for row in rows]

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

    def file_states(self, names: Sequence[str]) -> Mapping[str, FileState]:
        """How far own files have come on their way; names that this station does not send are left out."""
        return read_file_states(self._connection, names)

    def look_ups(self, *, limit: int = 100, before: int | None = None) -> Sequence[LookUp]:
        """The log of look-ups, newest first."""
        return read_look_ups(self._connection, limit=limit, before=before)

    def due_checks(self, *, limit: int = 1) -> Sequence[DueCheck]:
        """Dossiers of this station whose check is due, those that may be asked first in front."""
        return read_due_checks(self._connection, limit=limit)

    def identity_counts(self) -> IdentityCounts:
        """Tasks by kind, and checks that are due here."""
        return read_identity_counts(self._connection)

    def ledger_books(self) -> Sequence[str]:
        """The labels of all books in which a dossier stands."""
        return read_ledger_books(self._connection)

    def ledger_numbers(self, book: str) -> Sequence[LineNumber]:
        """The numbers of a book's lines in order."""
        return read_ledger_numbers(self._connection, book)

    def ledger_fields(self, book: str) -> Sequence[str]:
        """The fields of the procedures in a book."""
        return read_ledger_fields(self._connection, book)

    def ledger_lines(
        self, book: str, *, field: str = "", after: LinePlace = BEGINNING, limit: int = 100
    ) -> Sequence[StoredLine]:
        """A page of a book's lines in order."""
        return read_ledger_lines(self._connection, book, field, after, limit)
