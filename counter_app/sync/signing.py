"""The station's own key: Ed25519, made at enrolment, kept in the station's encrypted database."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from counter_app.domain.errors import DomainError


def new_private_key() -> bytes:
    """A fresh private key, 32 bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


class StationKey:
    """Signs for one station. Raises ``DomainError("enrol.bad_key")`` for what is no private key."""

    def __init__(self, private: bytes) -> None:
        try:
            self._key = Ed25519PrivateKey.from_private_bytes(private)
        except ValueError as error:
            raise DomainError("enrol.bad_key") from error

    @property
    def public_hex(self) -> str:
        """The public key, 64 hex digits."""
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, statement: bytes) -> str:
        """The signature, 128 hex digits."""
        return self._key.sign(statement).hex()

    def __repr__(self) -> str:
        return f"StationKey(public={self.public_hex})"


def is_signature(public_hex: str, signature: str, statement: bytes) -> bool:
    """Whether ``signature`` (128 hex digits) over ``statement`` is that of the key."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_hex))
        key.verify(bytes.fromhex(signature), statement)
    except (ValueError, InvalidSignature):
        return False
    return True
