"""The journal inside a transaction: own entries appended to their chain, entries of a subject read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, insert, literal_column, select

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, Head
from counter_app.services.projection import fold_order
from counter_app.services.store_ports import PENDING, Recorded
from counter_app.storage import tables
from counter_app.storage.connection import Connection
from counter_app.storage.instants import from_micros
from counter_app.storage.mappers import RECORDED_COLUMNS, entry_values, recorded_from_row
from counter_app.storage.statements import Statement

_J = tables.journal.c
_S = tables.station.c

INSERT_ENTRY: Final = Statement(lambda: insert(tables.journal))

_HEAD: Final = Statement(
    lambda: (
        select(_S.id, _S.incarnation, _J.seq, _J.hash, _J.recorded_at)
        .select_from(
            tables.station.outerjoin(
                tables.journal, (_J.station == _S.id) & (_J.incarnation == _S.incarnation)
            )
        )
        .where(_S.only == literal_column("1"))
        .order_by(_J.seq.desc())
        .limit(literal_column("1"))
    )
)

_OF_SUBJECT: Final = Statement(
    lambda: select(*RECORDED_COLUMNS).where(_J.subject == bindparam("subject")),
)


def read_head(connection: Connection) -> Head:
    """The end of this station's chain; raises ``DomainError("storage.no_station")`` before enrolment."""
    row = connection.row(_HEAD)
    if row is None:
        raise DomainError("storage.no_station")
    station, incarnation, seq, digest, recorded_at = row
    if seq is None:
        return Head.start(station, incarnation)
    return Head(station, incarnation, seq, digest, from_micros(recorded_at))


def read_subject(connection: Connection, subject: str) -> list[Recorded]:
    """All entries about ``subject`` in the order in which they are folded."""
    rows = connection.rows(_OF_SUBJECT, {"subject": subject})
    return fold_order([recorded_from_row(row) for row in rows])


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
        values = entry_values(entry, own=True, verdict=PENDING, feed_life=None, feed_no=None)
        self._connection.run(INSERT_ENTRY, values)
        self._head = self._appended = Head.after(entry)

    def of_subject(self, subject: str) -> Sequence[Recorded]:
        """All entries about ``subject`` in the order in which they are folded."""
        return read_subject(self._connection, subject)
