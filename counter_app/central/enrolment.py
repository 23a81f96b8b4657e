"""Enrolment: a station with a one-time code becomes known, gets its token, its number and its lease."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from counter_app.central import documents, leases
from counter_app.central.auth import new_token, signed_by
from counter_app.central.life import current_epoch
from counter_app.central.problems import ProblemError
from counter_app.central.tables import enrol_codes, offices, stations
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.sync.wire import EnrolAnswer, EnrolRequest, enrol_statement

_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letters and digits that are mistaken for one another when a code is read out."""
CODE_LENGTH: Final = 12


def create_code(
    connection: Connection, office: str, number: str, name: str, life: timedelta, now: datetime
) -> str:
    """A one-time code for a station; said once, stored only as a hash. Groups of four: ``K7QM-2XTR-9HDW``."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))
    connection.execute(
        enrol_codes.insert().values(
            office=office,
            code_hash=_hash(code),
            number=number,
            name=name,
            created_at=instant_text(now),
            expires_at=instant_text(now + life),
        )
    )
    return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def enrol(connection: Connection, request: EnrolRequest, now: datetime) -> EnrolAnswer:
    """Spend a code. The same key may spend it again while it lives and the station was never seen: its answer
    may have been lost on the way.

    Raises ``ProblemError`` 403 ``enrol.unknown_code``, ``enrol.expired_code``, ``enrol.used_code``; 422
    ``enrol.bad_proof``.
    """
    code = request.code.replace("-", "").replace(" ", "").upper()
    if not signed_by(
        bytes.fromhex(request.public_key), request.proof, enrol_statement(code, request.public_key)
    ):
        raise ProblemError(422, "enrol.bad_proof")
    row = connection.execute(
        select(enrol_codes).where(enrol_codes.c.code_hash == _hash(code)).with_for_update()
    ).first()
    if row is None:
        raise ProblemError(403, "enrol.unknown_code")
    if now > parse_instant(row.expires_at):
        raise ProblemError(403, "enrol.expired_code")
    key = bytes.fromhex(request.public_key)
    token, hashed = new_token(row.office)
    if row.used_at is None:
        station = _new_station(connection, row, key, hashed, now)
    else:
        station = _same_station(connection, row, key, hashed)
    return _answer(connection, row, station, token)


def _new_station(connection: Connection, code: Row[Any], key: bytes, hashed: bytes, now: datetime) -> str:
    station = f"st-{secrets.token_hex(8)}"
    connection.execute(
        stations.insert().values(
            office=code.office,
            station=station,
            number=code.number,
            name=code.name,
            public_key=key,
            token_hash=hashed,
            enrolled_at=instant_text(now),
        )
    )
    connection.execute(
        update(enrol_codes)
        .where(enrol_codes.c.office == code.office, enrol_codes.c.code_hash == code.code_hash)
        .values(used_at=instant_text(now), station=station)
    )
    leases.grant(connection, code.office, station, now)
    return station


def _same_station(connection: Connection, code: Row[Any], key: bytes, hashed: bytes) -> str:
    where = (stations.c.office == code.office, stations.c.station == code.station)
    row = connection.execute(select(stations).where(*where)).one()
    if row.public_key != key or row.seen_at is not None or row.revoked_at is not None:
        raise ProblemError(403, "enrol.used_code")
    connection.execute(update(stations).where(*where).values(token_hash=hashed))
    return str(row.station)


def _answer(connection: Connection, code: Row[Any], station: str, token: str) -> EnrolAnswer:
    office = connection.execute(select(offices).where(offices.c.office == code.office)).one()
    directory = documents.newest(connection, code.office, "directory")
    assert directory is not None, "an office is added together with its directory"
    return EnrolAnswer(
        station=station,
        number=code.number,
        name=code.name,
        office=code.office,
        directory=directory,
        token=token,
        recovery_public_key=office.recovery_public_key.hex(),
        epoch=current_epoch(connection),
    )


def _hash(code: str) -> bytes:
    return hashlib.sha256(f"quay-mot-cua/enrol-code/1\n{code}".encode()).digest()
