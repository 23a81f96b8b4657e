"""The card beside the database: whose key opens it, and the key sealed for recovery."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.storage.files import os_error, write_durably

RECOVERY_FILE: Final = "recovery.json"
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A database key that only the recovery key can open; all parts are bytes in hexadecimal."""

    recipient: str
    """The recovery public key that it is sealed to."""
    ephemeral: str
    nonce: str
    sealed: str


@dataclass(frozen=True, slots=True)
class RecoveryCard:
    """What stands beside the database. ``key_check`` tells a wrong key from a damaged file."""

    database_id: str
    key_check: str
    sealed: SealedKey | None = None


def key_check(key: bytes) -> str:
    """Tells whether a key is the right one without giving it away."""
    return hashlib.sha256(b"quay-mot-cua key check\x00" + key).hexdigest()[:16]


def read_card(data_dir: Path) -> RecoveryCard | None:
    """The card in ``data_dir``, or ``None``; raises ``DomainError("keys.recovery_damaged")``."""
    try:
        text = (data_dir / RECOVERY_FILE).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise os_error(error) from error
    try:
        plain = json.loads(text)
        sealed = plain["sealed"]
        return RecoveryCard(
            plain["database"], plain["key_check"], None if sealed is None else SealedKey(**sealed)
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DomainError("keys.recovery_damaged") from error


def write_card(data_dir: Path, card: RecoveryCard) -> None:
    """Write the card durably; raises ``DomainError("storage.full")`` and the like."""
    sealed = card.sealed
    plain = {
        "format": _FORMAT,
        "database": card.database_id,
        "key_check": card.key_check,
        "sealed": None
        if sealed is None
        else {
            "recipient": sealed.recipient,
            "ephemeral": sealed.ephemeral,
            "nonce": sealed.nonce,
            "sealed": sealed.sealed,
        },
    }
    try:
        write_durably(data_dir / RECOVERY_FILE, json.dumps(plain, indent=1).encode())
    except OSError as error:
        raise os_error(error) from error
