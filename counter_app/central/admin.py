"""What an administrator does at the central system; each function is one transaction of the caller's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Connection, func, select, update

from counter_app.central import documents, leases
from counter_app.central.database import from_json, insert_new
from counter_app.central.tables import chains, dossiers, offices, stations
from counter_app.domain.agency import parse_agency
from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import Holidays
from counter_app.domain.journal import instant_text
from counter_app.domain.leases import Lease
from counter_app.domain.office import Clerk, Directory, directory_from_plain, directory_to_plain
from counter_app.domain.procedures import parse_catalogue

_OFFICE_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class LeaseSizes:
    """How many numbers of a day each station gets; ``standing`` 0 means that no leases are granted.

    ``second``: a station that nearly uses its standing range up in a day gets as much again.
    """

    standing: int = 500
    overflow: int = 100
    second: bool = False


@dataclass(frozen=True, slots=True)
class StationRow:
    """A station as the administrator sees it; ``entries`` are stored here."""

    office: str
    station: str
    number: str
    name: str
    enrolled_at: str
    seen_at: str | None
    revoked_at: str | None
    entries: int


@dataclass(frozen=True, slots=True)
class DossierSummary:
    """A dossier for lists and demonstrations, without the applicant's name."""

    code: str
    aliases: tuple[str, ...]
    code_kind: str
    procedure_code: str
    status: int
    cancelled: bool
    received_at: str
    due_at: str | None
    conflicts: int
    entries: int


def add_office(
    connection: Connection,
    directory: Mapping[str, object],
    catalogue: Mapping[str, object],
    calendar: Mapping[str, object],
    now: datetime,
    sizes: LeaseSizes | None = None,
) -> tuple[Directory, bytes]:
    """Add an office with its documents; returns its directory and its recovery private key (X25519, raw).

    The private key is not kept: whoever adds the office locks it away. Raises ``DomainError`` with
    ``central.office_exists``, ``central.bad_office_id``, ``central.bad_lease_sizes``, ``directory.*``,
    ``agency.bad_identifier``, ``catalogue.bad_document`` or ``working_time.bad_holidays``.
    """
    read = directory_from_plain({"version": 1, "clerks": (), **directory})
    office = read.office
    if not _OFFICE_ID.fullmatch(office.id):
        raise DomainError("central.bad_office_id", office=office.id)
    parse_agency(office.agency)
    parse_catalogue(catalogue)
    Holidays.from_plain(calendar)
    sizes = sizes or LeaseSizes()
    _check(sizes, office.agency, now)
    private = X25519PrivateKey.generate()
    added = insert_new(
        connection,
        offices,
        {
            "office": office.id,
            "agency": office.agency,
            "recovery_public_key": private.public_key().public_bytes_raw(),
            "grants_leases": sizes.standing > 0,
            "range_size": sizes.standing,
            "overflow_size": sizes.overflow,
            "grants_second": sizes.second,
            "added_at": instant_text(now),
        },
    )
    if not added:
        raise DomainError("central.office_exists", office=office.id)
    documents.publish(connection, office.id, "directory", directory_to_plain(read), now)
    documents.publish(connection, office.id, "catalogue", catalogue, now)
    documents.publish(connection, office.id, "calendar", calendar, now)
    return read, private.private_bytes_raw()


def _check(sizes: LeaseSizes, agency: str, now: datetime) -> None:
    if sizes.standing == 0:
        return
    if sizes.standing < 0 or sizes.overflow < 1 or sizes.standing + sizes.overflow > leases.LAST_LEASED:
        raise DomainError("central.bad_lease_sizes", limit=leases.LAST_LEASED)
    Lease(agency, 1, sizes.standing, sizes.standing + 1, sizes.standing + sizes.overflow, granted_at=now)


def directory_of(connection: Connection, office: str) -> Directory:
    """The newest directory of an office; raises ``DomainError("central.unknown_office")``."""
    stored = documents.newest(connection, office, "directory")
    if stored is None:
        raise DomainError("central.unknown_office", office=office)
    return directory_from_plain(from_json(stored.content))


def put_clerk(connection: Connection, office: str, clerk: Clerk, now: datetime) -> int:
    """Add a clerk, or replace the one of the same id; returns the directory's new version."""
    directory = directory_of(connection, office)
    others = tuple(known for known in directory.clerks if known.id != clerk.id)
    changed = replace(directory, clerks=(*others, clerk))
    return documents.publish(connection, office, "directory", directory_to_plain(changed), now)


def list_stations(connection: Connection, office: str | None = None) -> Sequence[StationRow]:
    """All stations, or one office's, by office and number."""
    stored = (
        select(chains.c.office, chains.c.station, func.sum(chains.c.seq).label("entries"))
        .group_by(chains.c.office, chains.c.station)
        .subquery()
    )
    query = (
        select(stations, func.coalesce(stored.c.entries, 0).label("entries"))
        .outerjoin(stored, (stored.c.office == stations.c.office) & (stored.c.station == stations.c.station))
        .order_by(stations.c.office, stations.c.number, stations.c.enrolled_at)
    )
    if office is not None:
        query = query.where(stations.c.office == office)
    return [
        StationRow(
            office=row.office,
            station=row.station,
            number=row.number,
            name=row.name,
            enrolled_at=row.enrolled_at,
            seen_at=row.seen_at,
            revoked_at=row.revoked_at,
            entries=int(row.entries),
        )
        for row in connection.execute(query)
    ]


def revoke(connection: Connection, station: str, now: datetime) -> None:
    """Shut a station out and withdraw its lease; what it sent stays. Raises ``central.unknown_station``."""
    office = connection.scalar(
        select(stations.c.office).where(stations.c.station == station, stations.c.revoked_at.is_(None))
    )
    if office is None:
        raise DomainError("central.unknown_station", station=station)
    connection.execute(
        update(stations)
        .where(stations.c.office == office, stations.c.station == station)
        .values(revoked_at=instant_text(now))
    )
    leases.withdraw(connection, office, station, now)


def list_dossiers(
    connection: Connection, office: str, *, limit: int = 1000
) -> tuple[int, Sequence[DossierSummary]]:
    """How many dossiers an office has, and the newest of them."""
    total = connection.scalar(select(func.count()).select_from(dossiers).where(dossiers.c.office == office))
    rows = connection.execute(
        select(dossiers)
        .where(dossiers.c.office == office)
        .order_by(dossiers.c.received_at.desc(), dossiers.c.dossier)
        .limit(limit)
    )
    return total or 0, [
        DossierSummary(
            code=row.code,
            aliases=tuple(_texts(from_json(row.aliases).get("codes"))),
            code_kind=row.code_kind,
            procedure_code=row.procedure_code,
            status=row.status,
            cancelled=row.cancelled,
            received_at=row.received_at,
            due_at=row.due_at,
            conflicts=row.conflicts,
            entries=row.entry_count,
        )
        for row in rows
    ]


def _texts(value: object) -> Sequence[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
