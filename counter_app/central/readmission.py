"""Admitting a station again that a restored backup does not know: enrolled after it was made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from counter_app.central import leases
from counter_app.central.alarms import raise_alarm
from counter_app.central.documents import publish
from counter_app.central.tables import offices, stations
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import instant_text
from counter_app.domain.leases import Lease
from counter_app.sync.wire import IDENTITY

_STATION: Final = re.compile(r"st-[0-9a-f]{16}")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_NUMBER: Final = re.compile(r"[0-9]{2}")


def readmit(connection: Connection, identity: Mapping[str, object], now: datetime) -> str:
    """Admit the station that says who it is (``counter-app identity``); returns its id.

    It keeps its identity, its key, its token and its journal, so everything that it once sent comes again. It
    also keeps its numbers, unless somebody else got them meanwhile: then it gets others and an alarm is kept.
    Raises ``DomainError``: ``central.bad_identity``, ``central.unknown_office``, ``central.station_exists``.
    """
    office, station = _text(identity, "office"), _text(identity, "station", _STATION)
    if identity.get("kind") != IDENTITY:
        raise DomainError("central.bad_identity", field="kind")
    if connection.scalar(select(offices.c.office).where(offices.c.office == office)) is None:
        raise DomainError("central.unknown_office", office=office)
    if connection.scalar(select(stations.c.station).where(stations.c.station == station)) is not None:
        raise DomainError("central.station_exists", station=station)
    row = {
        "office": office,
        "station": station,
        "number": _text(identity, "number", _NUMBER),
        "name": _text(identity, "name"),
        "public_key": bytes.fromhex(_text(identity, "public_key", _HASH)),
        "token_hash": bytes.fromhex(_text(identity, "token_hash", _HASH)),
        "enrolled_at": instant_text(now),
    }
    lease = _lease(identity)
    connection.execute(stations.insert().values(**row))
    if lease is not None and leases.keep(connection, office, station, lease, now):
        publish(connection, office, "lease", lease.to_plain(), now, station=station)
    else:
        leases.grant(connection, office, station, now)
        if lease is not None:
            raise_alarm(connection, office, station, "lease_given_away", now, first=lease.first)
    return station


def _text(identity: Mapping[str, object], name: str, shape: re.Pattern[str] | None = None) -> str:
    value = identity.get(name)
    if not isinstance(value, str) or not value or (shape is not None and not shape.fullmatch(value)):
        raise DomainError("central.bad_identity", field=name)
    return value


def _lease(identity: Mapping[str, object]) -> Lease | None:
    plain = identity.get("lease")
    if plain is None:
        return None
    if not isinstance(plain, Mapping):
        raise DomainError("central.bad_identity", field="lease")
    return Lease.from_plain(plain)
