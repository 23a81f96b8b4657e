"""Versioned documents of an office: directory, catalogue, calendar; and each station's lease."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, func, select

from counter_app.central.tables import documents
from counter_app.domain.journal import instant_text
from counter_app.sync.wire import DOCUMENT_NAMES, Document, DocumentVersions

STATION_DOCUMENTS = frozenset({"lease"})
"""Documents that are each station's own."""


def publish(
    connection: Connection,
    office: str,
    name: str,
    content: Mapping[str, object],
    now: datetime,
    *,
    station: str = "",
) -> int:
    """Publish a new version; returns its number. A ``version`` field in a directory is set to it."""
    version = newest_version(connection, office, name, station=station) + 1
    plain = dict(content) | ({"version": version} if name == "directory" else {})
    connection.execute(
        documents.insert().values(
            office=office,
            name=name,
            station=station,
            version=version,
            content=json.dumps(plain, ensure_ascii=False, separators=(",", ":")),
            stored_at=instant_text(now),
        )
    )
    return version


def newest_version(connection: Connection, office: str, name: str, *, station: str = "") -> int:
    """The newest version; 0 if there is none."""
    query = select(func.coalesce(func.max(documents.c.version), 0)).where(
        documents.c.office == office, documents.c.name == name, documents.c.station == station
    )
    return connection.scalar(query) or 0


def newest(connection: Connection, office: str, name: str, *, station: str = "") -> Document | None:
    """The newest version of a document, as the wire carries it."""
    row = connection.execute(
        select(documents.c.version, documents.c.content)
        .where(documents.c.office == office, documents.c.name == name)
        .where(documents.c.station == (station if name in STATION_DOCUMENTS else ""))
        .order_by(documents.c.version.desc())
        .limit(1)
    ).first()
    return None if row is None else Document(name=name, version=row.version, content=row.content)


def versions(connection: Connection, office: str, station: str) -> DocumentVersions:
    """The newest versions that a station should have."""
    found = dict.fromkeys(DOCUMENT_NAMES, 0)
    rows = connection.execute(
        select(documents.c.name, func.max(documents.c.version).label("version"))
        .where(documents.c.office == office, documents.c.station.in_(("", station)))
        .group_by(documents.c.name)
    )
    found |= {row.name: row.version for row in rows if row.name in found}
    return DocumentVersions(**found)


def published(connection: Connection, offices: Collection[str]) -> dict[str, int]:
    """How many versions of documents were ever published in offices: another number means that one moved."""
    rows = connection.execute(
        select(documents.c.office, func.count().label("versions"))
        .where(documents.c.office.in_(sorted(offices)))
        .group_by(documents.c.office)
    )
    return {row.office: row.versions for row in rows}
