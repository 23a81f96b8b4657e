"""Taking a station out of service; its numbers are leased again only once its last entry is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from counter_app.central import admin, leases
from counter_app.central.tables import chains, stations
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import parse_instant
from counter_app.domain.work_calendar import VIETNAM


@dataclass(frozen=True, slots=True)
class LastEntry:
    """The last entry that a station wrote, as the station itself shows it: nothing of it is missing here."""

    incarnation: int
    seq: int


def retire(connection: Connection, station: str, last: LastEntry, now: datetime) -> Sequence[range]:
    """Take a working station out of service in good order; returns the numbers that are free again.

    Raises ``DomainError``: ``central.unknown_station``, or ``central.entries_missing`` when its ``last``
    entry is not here, and then nothing is changed.
    """
    office = _office_of(connection, station)
    _require_all_here(connection, office, station, last)
    admin.revoke(connection, station, now)
    return leases.release(connection, office, station, now)


def release_lease(
    connection: Connection, station: str, last: LastEntry | None, now: datetime
) -> Sequence[range]:
    """Let the numbers of a revoked station be leased again; returns them.

    ``last`` ``None``: the machine was destroyed, nothing can come from it any more; that counts from the day
    after it was revoked, for it may have given numbers on that day. Raises ``DomainError``:
    ``central.unknown_station``, ``central.not_revoked``, ``central.entries_missing`` or
    ``central.released_too_early``.
    """
    office = _office_of(connection, station)
    revoked_at = connection.scalar(
        select(stations.c.revoked_at).where(stations.c.office == office, stations.c.station == station)
    )
    if revoked_at is None:
        raise DomainError("central.not_revoked", station=station)
    if last is not None:
        _require_all_here(connection, office, station, last)
    elif parse_instant(revoked_at).astimezone(VIETNAM).date() >= now.astimezone(VIETNAM).date():
        raise DomainError("central.released_too_early", station=station)
    return leases.release(connection, office, station, now)


def _office_of(connection: Connection, station: str) -> str:
    office = connection.scalar(select(stations.c.office).where(stations.c.station == station))
    if office is None:
        raise DomainError("central.unknown_station", station=station)
    return str(office)


def _require_all_here(connection: Connection, office: str, station: str, last: LastEntry) -> None:
    """Both must agree: entries missing here are still coming, entries unknown there are of another copy."""
    here = connection.execute(
        select(chains.c.incarnation, chains.c.seq)
        .where(chains.c.office == office, chains.c.station == station)
        .order_by(chains.c.incarnation.desc())
        .limit(1)
    ).first()
    found = (last.incarnation, 0) if here is None else (here.incarnation, here.seq)
    if found != (last.incarnation, last.seq):
        raise DomainError(
            "central.entries_missing",
            station=station,
            incarnation=found[0],
            seq=found[1],
            said_incarnation=last.incarnation,
            said_seq=last.seq,
        )
