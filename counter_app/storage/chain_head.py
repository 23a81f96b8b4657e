"""The end of this station's chain."""

from __future__ import annotations

from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Head
from counter_app.storage.connection import Connection
from counter_app.storage.instants import from_micros
from counter_app.storage.statements import Statement

_HEAD: Final = Statement("station.head")


def read_head(connection: Connection) -> Head:
    """The end of this station's chain; raises ``DomainError("storage.no_station")`` before enrolment."""
    row = connection.row(_HEAD)
    if row is None:
        raise DomainError("storage.no_station")
    station, incarnation, seq, digest, recorded_at = row
    if seq is None:
        return Head.start(station, incarnation)
    return Head(station, incarnation, seq, digest, from_micros(recorded_at))
