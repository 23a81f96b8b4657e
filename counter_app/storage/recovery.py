"""The way back to a database whose key was lost: the key sealed to the office's recovery key.

The file beside the database is made at enrolment. It opens with the private half only, which the
office keeps away from the stations; nothing in it helps anybody else.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from counter_app.domain.errors import DomainError
from counter_app.storage.card import SealedKey, key_check, read_card

_PURPOSE: Final = b"quay-mot-cua database key recovery 1"


def seal(key: bytes, recovery_public_key: bytes) -> SealedKey:
    """Seal ``key`` to a raw X25519 public key (32 bytes); raises ``DomainError("keys.bad_public_key")``."""
    ephemeral = X25519PrivateKey.generate()
    try:
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(recovery_public_key))
    except ValueError as error:
        raise DomainError("keys.bad_public_key") from error
    sent = ephemeral.public_key().public_bytes_raw()
    nonce = os.urandom(12)
    box = _box(shared, sent, recovery_public_key)
    sealed = box.encrypt(nonce, key, _PURPOSE)
    return SealedKey(recovery_public_key.hex(), sent.hex(), nonce.hex(), sealed.hex())


def recover(data_dir: Path, recovery_private_key: bytes) -> bytes:
    """The database key, opened with the office's raw X25519 private key (32 bytes).

    Raises ``DomainError``: ``keys.no_recovery_file``, ``keys.not_sealed`` (the station was never
    enrolled), ``keys.wrong_recovery_key``, ``keys.recovery_damaged``.
    """
    card = read_card(data_dir)
    if card is None:
        raise DomainError("keys.no_recovery_file")
    if card.sealed is None:
        raise DomainError("keys.not_sealed")
    key = unseal(card.sealed, recovery_private_key)
    if key_check(key) != card.key_check:
        raise DomainError("keys.recovery_damaged")
    return key


def unseal(sealed: SealedKey, recovery_private_key: bytes) -> bytes:
    """The key that ``seal`` sealed.

    Raises ``DomainError("keys.wrong_recovery_key")`` or ``("keys.recovery_damaged")``.
    """
    try:
        private = X25519PrivateKey.from_private_bytes(recovery_private_key)
    except ValueError as error:
        raise DomainError("keys.wrong_recovery_key") from error
    public = private.public_key().public_bytes_raw()
    if public.hex() != sealed.recipient:
        raise DomainError("keys.wrong_recovery_key")
    try:
        sent = bytes.fromhex(sealed.ephemeral)
        shared = private.exchange(X25519PublicKey.from_public_bytes(sent))
        nonce, box = bytes.fromhex(sealed.nonce), bytes.fromhex(sealed.sealed)
        return _box(shared, sent, public).decrypt(nonce, box, _PURPOSE)
    except (ValueError, InvalidTag) as error:
        raise DomainError("keys.recovery_damaged") from error


def _box(shared: bytes, ephemeral: bytes, recipient: bytes) -> AESGCM:
    derived = HKDF(SHA256(), length=32, salt=None, info=_PURPOSE + ephemeral + recipient)
    return AESGCM(derived.derive(shared))
