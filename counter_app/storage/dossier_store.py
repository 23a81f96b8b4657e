"""The projection of dossiers inside a transaction: list row, full state, codes and search index."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from counter_app.domain.dossier import FOLD_VERSION, Dossier, apply
from counter_app.domain.dossier_codes import code_key
from counter_app.domain.journal import EntryId
from counter_app.services.projection import counts, fold_order, pending_count, refold, refused_count
from counter_app.services.store_ports import Recorded, VerdictState
from counter_app.storage import search_index
from counter_app.storage.connection import Connection
from counter_app.storage.dossier_json import (
    dossier_from_json,
    dossier_to_json,
    erased_entries,
    erased_to_json,
)
from counter_app.storage.journal_store import read_subject
from counter_app.storage.mappers import list_values
from counter_app.storage.search import terms_of
from counter_app.storage.statements import Statement, Value

INSERT_DOSSIER: Final = Statement("dossiers.insert")
INSERT_ALIAS: Final = Statement("dossiers.insert_alias")
_UPDATE: Final = Statement("dossiers.update")
_KEEP_STATE: Final = Statement("dossiers.keep_state")
_READABLE_COUNT: Final = Statement("journal.readable_count")
_THERE: Final = Statement("dossiers.there")
_LAST_POSITION: Final = Statement("dossiers.last_position")
_PLACE: Final = Statement("dossiers.place")
_STATE: Final = Statement("dossiers.state")
_ID_OF_CODE: Final = Statement("dossiers.id_of_code")
_DELETE: Final = Statement("dossiers.delete")
_DELETE_ALIASES: Final = Statement("dossiers.delete_aliases")


def read_dossier(connection: Connection, dossier_id: str) -> Dossier | None:
    """The dossier: its entries folded, or the state that is kept where they are not enough."""
    row = connection.row(_STATE, {"id": dossier_id})
    if row is None:
        return None
    fold_version, state = row
    if state is not None:
        kept = dossier_from_json(state)
        if kept.erased:
            return _continued(kept, erased_entries(state), read_subject(connection, dossier_id))
        if fold_version == FOLD_VERSION:
            return kept
    entries = read_subject(connection, dossier_id)
    renewed = refold(entries) if state is None or foldable(entries) else None
    return renewed if renewed is not None or state is None else dossier_from_json(state)


def _continued(kept: Dossier, erased: frozenset[EntryId], entries: list[Recorded]) -> Dossier:
    """What is kept of an erased dossier with the entries that came after, each applied anew."""
    for recorded in entries:
        if counts(recorded) and recorded.entry.body is not None and recorded.entry.id not in erased:
            kept = apply(kept, recorded.entry)
    return kept


def read_erased(connection: Connection, dossier_id: str) -> frozenset[EntryId]:
    """The entries of a dossier whose bodies were erased here at the end of their retention."""
    row = connection.row(_STATE, {"id": dossier_id})
    return frozenset() if row is None or row[1] is None else erased_entries(row[1])


def foldable(entries: list[Recorded]) -> bool:
    """Whether folding loses nothing: what erased bodies said lives on in the projection only.

    A body that never came is another thing: its entry is held until it comes.
    """
    return all(
        recorded.entry.body is not None or recorded.verdict.state is VerdictState.HELD for recorded in entries
    )


def read_id_of_code(connection: Connection, code: str) -> str | None:
    """The dossier that has or ever had this code; the newest one if there are two."""
    row = connection.row(_ID_OF_CODE, {"code": code_key(code)})
    return None if row is None else str(row[0])


_New = tuple[Dossier, dict[str, Value]]
"""A dossier and its row."""


class Dossiers:
    """``services.store_ports.DossierStore``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._absent: set[str] = set()
        """Dossiers that this transaction looked for and did not find; only this transaction writes."""
        self._gathered: list[_New] | None = None
        """New dossiers that are written together, while they are gathered."""

    def get(self, dossier_id: str) -> Dossier | None:
        """The dossier, if it is known."""
        found = read_dossier(self._connection, dossier_id)
        if found is None:
            self._absent.add(dossier_id)
        return found

    def expect(self, dossier_ids: Collection[str]) -> None:
        """Look for all of these at once: what is not there need not be looked for when it is written."""
        listed = json.dumps(sorted(dossier_ids))
        self._absent |= set(dossier_ids) - {row[0] for row in self._connection.rows(_THERE, {"ids": listed})}

    def id_of_code(self, code: str) -> str | None:
        """The dossier that has or ever had this code (case-insensitive)."""
        return read_id_of_code(self._connection, code)

    def put(self, dossier: Dossier, *, pending: int, refused: int = 0) -> None:
        """Replace the projection: row, aliases, and the search index if its words changed.

        The dossier's state is written only when the journal does not hold every entry that it counts:
        otherwise it would be a copy, and half of what a reception writes.
        """
        self._put(dossier, self._state_of(dossier), pending, refused)

    def put_erased(self, dossier: Dossier, erased: Iterable[EntryId]) -> None:
        """Replace the projection of an erased dossier; ``dossier`` is all that stays of it."""
        self._put(dossier, erased_to_json(dossier, erased), 0, 0)

    def _put(self, dossier: Dossier, state: str | None, pending: int, refused: int) -> None:
        terms = terms_of(dossier)
        values: dict[str, Value] = {
            **list_values(dossier, pending=pending, refused=refused),
            "terms": terms,
            "fold_version": FOLD_VERSION,
            "state": state,
        }
        self._write(dossier, values, terms)

    def _state_of(self, dossier: Dossier, readable: int | None = None) -> str | None:
        """``readable`` is how many entries are in the journal with their bodies, if that is known."""
        if dossier.erased:
            # What is kept of the erased entries stays as it is; those after them are in the journal.
            row = self._connection.row(_STATE, {"id": dossier.id})
            return None if row is None else row[1]
        if readable is None:
            row = self._connection.row(_READABLE_COUNT, {"subject": dossier.id})
            readable = 0 if row is None else int(row[0])
        return None if readable == dossier.entry_count else dossier_to_json(dossier)

    def keep_apart(self, dossier_id: str) -> None:
        """Write the dossier's state out, as has to be done before bodies of its entries are erased."""
        dossier = self.get(dossier_id)
        if dossier is not None:
            self._connection.run(_KEEP_STATE, {"id": dossier_id, "state": dossier_to_json(dossier)})

    def _write(self, dossier: Dossier, values: dict[str, Value], terms: str) -> None:
        connection = self._connection
        is_new = dossier.id in self._absent
        if is_new and self._gathered is not None:
            self._gathered.append((dossier, values))
            return
        found = None if is_new else connection.row(_PLACE, {"id": dossier.id})
        self._absent.discard(dossier.id)
        if found is None:
            position = connection.insert(INSERT_DOSSIER, {"position": None, **values})
            search_index.added(connection, position, terms)
        else:
            position, before = found
            connection.run(_UPDATE, {"place": position, **values})
            search_index.changed(connection, position, before, terms)
        for code in dossier.aliases:
            connection.run(INSERT_ALIAS, {"code": code_key(code), "position": position})

    def _write_together(self, gathered: Sequence[_New]) -> None:
        connection = self._connection
        row = connection.row(_LAST_POSITION)
        first = 1 + (0 if row is None or row[0] is None else int(row[0]))
        indexed = search_index.indexed_with(connection, first + len(gathered) - 1)
        for position, (_, values) in enumerate(gathered, start=first):
            values["position"] = position
            values["indexed"] = int(position <= indexed)
        connection.run_many(INSERT_DOSSIER, (values for _, values in gathered))
        search_index.added_together(connection, first, [str(values["terms"]) for _, values in gathered])
        codes: list[dict[str, Value]] = [
            {"code": code_key(code), "position": position}
            for position, (dossier, _) in enumerate(gathered, start=first)
            for code in dossier.aliases
        ]
        connection.run_many(INSERT_ALIAS, codes)
        self._absent -= {dossier.id for dossier, _ in gathered}

    def remove(self, dossier_id: str) -> None:
        """Drop a projection; the entries stay."""
        found = self._connection.row(_PLACE, {"id": dossier_id})
        if found is None:
            return
        position, terms = found
        search_index.removed(self._connection, position, terms)
        self._connection.run(_DELETE_ALIASES, {"place": position})
        self._connection.run(_DELETE, {"place": position})

    def renew_all(
        self, dossier_ids: Iterable[str], at_hand: Mapping[str, Sequence[Recorded]] | None = None
    ) -> None:
        """``renew`` each of these, and write those that are new together.

        ``at_hand`` are all entries of some of them, in any order; these need not be read.
        """
        known = at_hand or {}
        if known:
            self.expect(known.keys())
        gathered: list[_New] = []
        self._gathered = gathered
        try:
            for dossier_id in sorted(dossier_ids):
                entries = known.get(dossier_id)
                self.renew(dossier_id, None if entries is None else fold_order(entries))
        finally:
            self._gathered = None
        if gathered:
            self._write_together(gathered)

    def renew(self, dossier_id: str, at_hand: list[Recorded] | None = None) -> None:
        """Fold the dossier anew from its entries and replace its projection.

        ``at_hand`` are all its entries in the order of folding, where they need not be read.
        """
        entries = read_subject(self._connection, dossier_id) if at_hand is None else at_hand
        bodiless = any(recorded.entry.body is None for recorded in entries)
        if bodiless and (not foldable(entries) or read_erased(self._connection, dossier_id)):
            self._recount(dossier_id, entries)
            return
        dossier = refold(entries)
        if dossier is None:
            self.remove(dossier_id)
        else:
            readable = sum(recorded.entry.body is not None for recorded in entries)
            state = self._state_of(dossier, readable)
            self._put(dossier, state, pending_count(entries), refused_count(entries))

    def _recount(self, dossier_id: str, entries: list[Recorded]) -> None:
        kept = self.get(dossier_id)
        if kept is not None:
            self.put(kept, pending=pending_count(entries), refused=refused_count(entries))
