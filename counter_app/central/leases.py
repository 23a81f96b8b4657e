"""Leases of numbers: a standing range and an overflow range for each station of an office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, select, update

from counter_app.central.documents import newest_version, publish
from counter_app.central.tables import codes, leases, offices
from counter_app.domain.dossier_codes import code_key, official_code
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.domain.leases import Lease
from counter_app.domain.work_calendar import VIETNAM

LAST_LEASED: Final = 9_000
"""Numbers up to here are leased to stations; those above are given out by the central system itself."""


def grant(connection: Connection, office: str, station: str, now: datetime) -> Lease | None:
    """Lease a free block to a station and publish its ``lease`` document.

    ``None`` when the office grants no leases or has no free block: the station's codes are provisional then.
    """
    row = connection.execute(select(offices).where(offices.c.office == office).with_for_update()).one()
    first = _free_block(connection, office, row.range_size + row.overflow_size) if row.grants_leases else None
    if first is None:
        return None
    last = first + row.range_size - 1
    values = {
        "first": first,
        "last": last,
        "overflow_first": last + 1,
        "overflow_last": last + row.overflow_size,
    }
    connection.execute(
        leases.insert().values(office=office, station=station, granted_at=instant_text(now), **values)
    )
    lease = Lease(agency=row.agency, granted_at=now, **values)
    publish(connection, office, "lease", lease.to_plain(), now, station=station)
    return lease


def keep(connection: Connection, office: str, station: str, lease: Lease, now: datetime) -> bool:
    """Note a lease that a station says it holds; whether nobody else holds or held any of its numbers."""
    held = connection.execute(
        select(leases.c.first, leases.c.overflow_last).where(
            leases.c.office == office, leases.c.released_at.is_(None)
        )
    ).all()
    last = lease.last if lease.overflow_last is None else lease.overflow_last
    apart = all(last < row.first or row.overflow_last < lease.first for row in held)
    connection.execute(
        leases.insert().values(
            office=office,
            station=station,
            first=lease.first,
            last=lease.last,
            overflow_first=lease.overflow_first or last + 1,
            overflow_last=last,
            granted_at=instant_text(lease.granted_at),
            withdrawn_at=None if apart else instant_text(now),
        )
    )
    return apart


def withdraw(connection: Connection, office: str, station: str, now: datetime) -> None:
    """Tell a station to stop numbering from its ranges; nobody else gets them yet."""
    agency = connection.scalar(select(offices.c.agency).where(offices.c.office == office)) or ""
    held = connection.execute(_held(office, station)).all()
    connection.execute(
        update(leases)
        .where(leases.c.office == office, leases.c.station == station, leases.c.withdrawn_at.is_(None))
        .values(withdrawn_at=instant_text(now))
    )
    if held and newest_version(connection, office, "lease", station=station):
        plain = _lease(held[0], agency).to_plain() | {"withdrawn": True}
        publish(connection, office, "lease", plain, now, station=station)


def release(connection: Connection, office: str, station: str, now: datetime) -> Sequence[range]:
    """Let what was withdrawn from a station be leased again; returns the numbers.

    Only once its last entry is known, for nobody else may give a number of a day that it gave as well.
    """
    freed = connection.execute(
        update(leases)
        .where(leases.c.office == office, leases.c.station == station)
        .where(leases.c.withdrawn_at.is_not(None), leases.c.released_at.is_(None))
        .values(released_at=instant_text(now))
        .returning(leases.c.first, leases.c.overflow_last)
    )
    return [range(row.first, row.overflow_last + 1) for row in freed]


def lend_more(connection: Connection, office: str, station: str, now: datetime) -> Lease | None:
    """Give a station that nearly used up its standing range today a second block as its overflow range.

    ``None`` when the office does not allow it, when there is no need, no free block, or a second one already.
    """
    row = connection.execute(select(offices).where(offices.c.office == office).with_for_update()).one()
    held = connection.execute(_held(office, station)).all()
    if not (row.grants_leases and row.grants_second) or len(held) != 1:
        return None
    first = _lease(held[0], row.agency)
    if not _nearly_used(connection, office, first, now.astimezone(VIETNAM).date()):
        return None
    size = row.range_size + row.overflow_size
    start = _free_block(connection, office, size)
    if start is None:
        return None
    block = {
        "first": start,
        "last": start + row.range_size - 1,
        "overflow_first": start + row.range_size,
        "overflow_last": start + size - 1,
    }
    connection.execute(
        leases.insert().values(office=office, station=station, granted_at=instant_text(now), **block)
    )
    # From today on: until now somebody else may have held the block.
    lease = replace(first, overflow_first=start, overflow_last=start + size - 1, granted_at=now)
    publish(connection, office, "lease", lease.to_plain(), now, station=station)
    return lease


_LAST_PART: Final = 5
"""A range is nearly used up when numbers of its last fifth are given."""
_LOOKED_FOR: Final = 100


def _nearly_used(connection: Connection, office: str, lease: Lease, day: date) -> bool:
    begin = lease.last - (lease.last - lease.first + 1) // _LAST_PART + 1
    numbers = range(min(begin, lease.last), min(begin + _LOOKED_FOR, lease.last + 1))
    wanted = [code_key(official_code(lease.agency, day, number)) for number in numbers]
    query = select(codes.c.code).where(codes.c.office == office, codes.c.code.in_(wanted)).limit(1)
    return connection.scalar(query) is not None


def ranges(connection: Connection, office: str, station: str) -> Sequence[range]:
    """The numbers that a station holds or held."""
    rows = connection.execute(
        select(leases).where(leases.c.office == office, leases.c.station == station)
    ).all()
    standing = [range(row.first, row.last + 1) for row in rows]
    return [*standing, *(range(row.overflow_first, row.overflow_last + 1) for row in rows)]


def _held(office: str, station: str) -> Select[Any]:
    return select(leases).where(
        leases.c.office == office, leases.c.station == station, leases.c.withdrawn_at.is_(None)
    )


def _lease(row: Row[Any], agency: str) -> Lease:
    return Lease(
        agency=agency,
        first=row.first,
        last=row.last,
        overflow_first=row.overflow_first,
        overflow_last=row.overflow_last,
        granted_at=parse_instant(row.granted_at),
    )


def _free_block(connection: Connection, office: str, size: int) -> int | None:
    """The first number of ``size`` free ones; a range is free when its holder's last entry is known."""
    taken = connection.execute(
        select(leases.c.first, leases.c.overflow_last)
        .where(leases.c.office == office, leases.c.released_at.is_(None))
        .order_by(leases.c.first)
    ).all()
    start = 1
    for row in taken:
        if row.first - start >= size:
            break
        start = max(start, row.overflow_last + 1)
    return start if start + size - 1 <= LAST_LEASED else None
