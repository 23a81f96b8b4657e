"""The journal inside a transaction: own entries appended to their chain, entries of a subject read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from counter_app.domain.entries import EntrySettled
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, EntryId, Head
from counter_app.services.projection import fold_order, settlement_of
from counter_app.services.store_ports import PENDING, Recorded, Verdict
from counter_app.storage.chain_head import read_head
from counter_app.storage.connection import Connection
from counter_app.storage.mappers import entry_values, recorded_from_row
from counter_app.storage.statements import Statement, Value

_INSERT: Final = Statement("journal.insert")
_SETTLE: Final = Statement("journal.settle")
_ENTRY: Final = Statement("journal.entry")
_OF_SUBJECT: Final = Statement("journal.of_subject")


def read_subject(connection: Connection, subject: str) -> list[Recorded]:
    """All entries about ``subject`` in the order in which they are folded."""
    rows = connection.rows(_OF_SUBJECT, {"subject": subject})
    return fold_order([recorded_from_row(row) for row in rows])


def read_entry(connection: Connection, entry_id: EntryId) -> Recorded | None:
    """One entry, own or foreign."""
    values: dict[str, Value] = {
        "station": entry_id.station,
        "incarnation": entry_id.incarnation,
        "seq": entry_id.seq,
    }
    row = connection.row(_ENTRY, values)
    return None if row is None else recorded_from_row(row)


def keep_entry(
    connection: Connection,
    entry: Entry,
    *,
    own: bool,
    verdict: Verdict = PENDING,
    feed_life: int | None = None,
    feed_no: int | None = None,
) -> None:
    """Write an entry that is not here yet."""
    connection.run(
        _INSERT, entry_values(entry, own=own, verdict=verdict, feed_life=feed_life, feed_no=feed_no)
    )
    note_settled(connection, entry)


def keep_entries(connection: Connection, entries: Sequence[Recorded], *, feed_life: int) -> None:
    """Write entries of the feed that are not here yet."""
    connection.run_many(
        _INSERT,
        (
            entry_values(
                one.entry, own=one.own, verdict=one.verdict, feed_life=feed_life, feed_no=one.feed_no
            )
            for one in entries
        ),
    )
    for one in entries:
        if one.entry.kind == EntrySettled.KIND:
            note_settled(connection, one.entry)


def note_settled(connection: Connection, entry: Entry) -> None:
    """Remember what ``entry`` says to be settled, if it says so and can be read."""
    said = settlement_of(entry)
    if said is not None:
        place = said.entry_id
        values: dict[str, Value] = {
            "station": place.station,
            "incarnation": place.incarnation,
            "seq": place.seq,
        }
        connection.run(_SETTLE, values)


class Journal:
    """``services.store_ports.JournalStore``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._head: Head | None = None
        self._appended: Head | None = None

    @property
    def appended(self) -> Head | None:
        """The head after the last entry of this transaction, if it appended any."""
        return self._appended

    def head(self) -> Head:
        """The end of this station's chain."""
        if self._head is None:
            self._head = read_head(self._connection)
        return self._head

    def append(self, entry: Entry) -> None:
        """Write the next own entry; raises ``DomainError("journal.fork")`` if it does not follow the head."""
        head = self.head()
        follows = (entry.station, entry.incarnation, entry.seq) == (
            head.station,
            head.incarnation,
            head.seq + 1,
        )
        if not follows or entry.prev_hash != head.hash:
            raise DomainError("journal.fork", seq=entry.seq, expected=head.seq + 1)
        keep_entry(self._connection, entry, own=True)
        self._head = self._appended = Head.after(entry)

    def find(self, entry_id: EntryId) -> Recorded | None:
        """One entry, own or foreign."""
        return read_entry(self._connection, entry_id)

    def of_subject(self, subject: str) -> Sequence[Recorded]:
        """All entries about ``subject`` in the order in which they are folded."""
        return read_subject(self._connection, subject)
