"""Who this station is, in its database."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Head
from counter_app.domain.office import Station
from counter_app.storage.chain_head import read_head
from counter_app.storage.connection import Connection
from counter_app.storage.instants import from_micros, to_micros
from counter_app.storage.statements import Statement

if TYPE_CHECKING:
    from counter_app.storage.unit_of_work import EncryptedDatabase

_GET: Final = Statement("station.get")
_WRITER: Final = Statement("station.writer")
_PUT: Final = Statement("station.put")


def read_station(connection: Connection) -> Station | None:
    """The station that a database belongs to, or ``None`` before enrolment."""
    row = connection.row(_GET)
    return None if row is None else Station(row[0], row[1], row[2], row[3])


class StationRecord:
    """The station's identity; set at enrolment, its incarnation raised when a backup was restored."""

    def __init__(self, database: EncryptedDatabase) -> None:
        self._database = database

    def get(self) -> Station | None:
        """The station, or ``None`` before enrolment."""
        with self._database.snapshot() as connection:
            return read_station(connection)

    def enrolled_at(self) -> datetime | None:
        """When it was enrolled."""
        with self._database.snapshot() as connection:
            row = connection.row(_GET)
        return None if row is None else from_micros(row[4])

    def head(self) -> Head | None:
        """The end of the station's chain, or ``None`` before enrolment."""
        if self.get() is None:
            return None
        with self._database.snapshot() as connection:
            return read_head(connection)

    def put(self, station: Station, enrolled_at: datetime) -> None:
        """Write who the station is.

        Raises ``DomainError("storage.other_station")`` when another station's entries are in the journal.
        """
        with self._database.transaction() as connection:
            written = connection.row(_WRITER)
            if written is not None and written[0] != station.id:
                raise DomainError("storage.other_station")
            connection.run(
                _PUT,
                {
                    "id": station.id,
                    "incarnation": station.incarnation,
                    "number": station.number,
                    "name": station.name,
                    "enrolled_at": to_micros(enrolled_at),
                },
            )
