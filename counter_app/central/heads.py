"""The ends of the chains that are stored here."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select, update

from counter_app.central.tables import chains
from counter_app.domain.journal import Head


def head_of(connection: Connection, office: str, station: str, incarnation: int) -> Head:
    """The end of a chain; its row is locked until the transaction ends."""
    row = connection.execute(
        select(chains.c.seq, chains.c.hash)
        .where(chains.c.office == office, chains.c.station == station)
        .where(chains.c.incarnation == incarnation)
        .with_for_update()
    ).first()
    start = Head.start(station, incarnation)
    return start if row is None else replace(start, seq=row.seq, hash=row.hash)


def keep_head(connection: Connection, office: str, head: Head) -> None:
    """Move the end of a chain."""
    key = {"office": office, "station": head.station, "incarnation": head.incarnation}
    changed = connection.execute(
        update(chains)
        .where(*(chains.c[name] == value for name, value in key.items()))
        .values(seq=head.seq, hash=head.hash)
    )
    if changed.rowcount == 0:
        connection.execute(chains.insert().values(**key, seq=head.seq, hash=head.hash))


def high_water(connection: Connection, office: str, station: str) -> dict[int, int]:
    """How far each chain of a station is stored without a gap, by incarnation."""
    rows = connection.execute(
        select(chains.c.incarnation, chains.c.seq).where(
            chains.c.office == office, chains.c.station == station
        )
    )
    return {row.incarnation: row.seq for row in rows}
