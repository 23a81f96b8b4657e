"""A sealed file that two keys open: the office's recovery key and the database key of the station.

It is a magic, the length of the header (4 bytes, big-endian), the header as JSON, then the content in
pieces of 1 MiB, each sealed with AES-256-GCM under a random key of this file alone. A piece's nonce is its
number and whether it is the last, and every piece is bound to the header, so that nothing can be dropped,
exchanged or put under another header. The file's key stands in the header twice: sealed to the office's
X25519 key (``recovery.seal``), and sealed with a key derived from the database key.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from counter_app.domain.errors import DomainError
from counter_app.storage.card import SealedKey
from counter_app.storage.recovery import seal, unseal

PIECE: Final = 1024 * 1024
MAGIC: Final = b"QMCBKP1\n"
FORMAT: Final = 1
_TAG: Final = 16
_LARGEST_HEADER: Final = 64 * 1024
_PURPOSE: Final = b"quay-mot-cua unsent work 1"


@dataclass(frozen=True, slots=True)
class OpeningKeys:
    """What may open a sealed file: the database key of the station, the office's private key, or both."""

    database_key: bytes | None = None
    recovery_private_key: bytes | None = None


class SealedWriter:
    """Writes one sealed file; ``close`` must come last, for it seals the last piece."""

    def __init__(
        self,
        stream: BinaryIO,
        facts: Mapping[str, object],
        *,
        database_key: bytes,
        recovery_public_key: bytes | None,
    ) -> None:
        key = os.urandom(32)
        office = None if recovery_public_key is None else asdict(seal(key, recovery_public_key))
        header = {
            "format": FORMAT,
            "facts": dict(facts),
            "office": office,
            "station": _sealed_for_station(key, database_key),
        }
        head = json.dumps(header, ensure_ascii=False, sort_keys=True).encode()
        start = MAGIC + len(head).to_bytes(4, "big") + head
        self._stream, self._box, self._bound = stream, AESGCM(key), hashlib.sha256(start).digest()
        self._waiting = bytearray()
        self._number = 0
        stream.write(start)

    def write(self, data: bytes) -> None:
        """Add to the content; whole pieces go out."""
        self._waiting += data
        # The last piece is told from the others, so a full one waits until more comes.
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]

    def close(self) -> None:
        """Seal what is left as the last piece."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._stream.write(self._box.encrypt(_nonce(self._number, last=last), piece, self._bound))
        self._number += 1


@dataclass(frozen=True, slots=True)
class SealedHeader:
    """What a sealed file says of itself without a key; the pieces are bound to the bytes of ``start``."""

    facts: Mapping[str, Any]
    office: SealedKey | None
    station: Mapping[str, str]
    start: bytes


def read_header(stream: BinaryIO) -> SealedHeader:
    """Read the header; raises ``DomainError``: ``backup.not_a_backup``, ``.newer_format``, ``.damaged``."""
    magic, length = stream.read(len(MAGIC)), stream.read(4)
    if magic != MAGIC or len(length) != 4:
        raise DomainError("backup.not_a_backup")
    size = int.from_bytes(length, "big")
    head = stream.read(size) if size <= _LARGEST_HEADER else b""
    if len(head) != size:
        raise DomainError("backup.damaged")
    try:
        plain = json.loads(head)
        if plain["format"] > FORMAT:
            raise DomainError("backup.newer_format")
        office = None if plain["office"] is None else SealedKey(**plain["office"])
        station = {name: str(plain["station"][name]) for name in ("salt", "nonce", "sealed")}
        return SealedHeader(dict(plain["facts"]), office, station, magic + length + head)
    except (ValueError, KeyError, TypeError) as error:
        raise DomainError("backup.damaged") from error


def read_pieces(stream: BinaryIO, header: SealedHeader, keys: OpeningKeys) -> Iterator[bytes]:
    """The content, piece by piece; raises ``DomainError("backup.wrong_key")`` or ``("backup.damaged")``."""
    box, bound = AESGCM(_file_key(header, keys)), hashlib.sha256(header.start).digest()
    number, piece = 0, stream.read(PIECE + _TAG)
    while True:
        following = stream.read(PIECE + _TAG)
        try:
            content = box.decrypt(_nonce(number, last=not following), piece, bound)
        except (InvalidTag, ValueError) as error:
            raise DomainError("backup.damaged") from error
        yield content
        if not following:
            return
        number, piece = number + 1, following


def _file_key(header: SealedHeader, keys: OpeningKeys) -> bytes:
    if keys.database_key is not None:
        own = _opened_for_station(header.station, keys.database_key)
        if own is not None:
            return own
    if keys.recovery_private_key is not None and header.office is not None:
        try:
            return unseal(header.office, keys.recovery_private_key)
        except DomainError as error:
            code = "backup.wrong_key" if error.code == "keys.wrong_recovery_key" else "backup.damaged"
            raise DomainError(code) from error
    raise DomainError("backup.wrong_key")


def _sealed_for_station(key: bytes, database_key: bytes) -> dict[str, str]:
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = _station_box(salt, database_key).encrypt(nonce, key, _PURPOSE)
    return {"salt": salt.hex(), "nonce": nonce.hex(), "sealed": sealed.hex()}


def _opened_for_station(station: Mapping[str, str], database_key: bytes) -> bytes | None:
    try:
        salt, nonce, sealed = (bytes.fromhex(station[name]) for name in ("salt", "nonce", "sealed"))
        return _station_box(salt, database_key).decrypt(nonce, sealed, _PURPOSE)
    except (ValueError, InvalidTag):
        return None


def _station_box(salt: bytes, database_key: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), length=32, salt=salt, info=_PURPOSE).derive(database_key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
