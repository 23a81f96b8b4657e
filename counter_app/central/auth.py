"""Who is calling: a station by its bearer token, which names its office and is stored only as a hash."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, select, update

from counter_app.central.problems import ProblemError
from counter_app.central.tables import stations
from counter_app.domain.journal import instant_text, parse_instant

_SEEN_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Caller:
    """An enrolled station; ``authenticate`` lets no revoked one through."""

    office: str
    station: str
    public_key: bytes
    seen_at: datetime | None
    revoked: bool = False


def new_token(office: str) -> tuple[str, bytes]:
    """A fresh token and the hash under which it is known; 256 random bits need no slow hash."""
    token = f"{office}.{secrets.token_urlsafe(32)}"
    return token, token_hash(token)


def token_hash(token: str) -> bytes:
    """The hash of a token."""
    return hashlib.sha256(token.encode()).digest()


def authenticate(connection: Connection, authorization: str) -> Caller:
    """The station of an ``Authorization`` header.

    Raises ``ProblemError``: 401 ``auth.missing`` or ``auth.unknown_station``, 403 ``auth.revoked``.
    """
    caller = recognise(connection, authorization)
    if caller.revoked:
        raise ProblemError(403, "auth.revoked")
    return caller


def recognise(connection: Connection, authorization: str) -> Caller:
    """The station of an ``Authorization`` header, be it revoked; raises ``ProblemError`` 401."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise ProblemError(401, "auth.missing")
    row = connection.execute(
        select(stations).where(
            stations.c.office == token.partition(".")[0], stations.c.token_hash == token_hash(token)
        )
    ).first()
    if row is None:
        raise ProblemError(401, "auth.unknown_station")
    seen_at = None if row.seen_at is None else parse_instant(row.seen_at)
    return Caller(row.office, row.station, row.public_key, seen_at, revoked=row.revoked_at is not None)


def require_office(caller: Caller, office: str) -> None:
    """Raise 403 ``auth.wrong_office`` unless the caller belongs to ``office``."""
    if caller.office != office:
        raise ProblemError(403, "auth.wrong_office")


def needs_noting(caller: Caller, now: datetime) -> bool:
    """Whether it is worth a write to note that the station was seen."""
    return caller.seen_at is None or now - caller.seen_at >= _SEEN_EVERY


def note_seen(connection: Connection, caller: Caller, now: datetime) -> None:
    """Note when the station was last seen."""
    connection.execute(
        update(stations)
        .where(stations.c.office == caller.office, stations.c.station == caller.station)
        .values(seen_at=instant_text(now))
    )


def signed_by(public_key: bytes, signature_hex: str, statement: bytes) -> bool:
    """Whether an Ed25519 signature over ``statement`` is the key's."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(bytes.fromhex(signature_hex), statement)
    except (InvalidSignature, ValueError):
        return False
    return True
