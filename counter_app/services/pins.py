"""PINs: Argon2id verifiers, made at the central system and checked at the counter."""

from __future__ import annotations

from counter_app.domain.errors import DomainError

PIN_MIN, PIN_MAX = 4, 12


def verifier(pin: str) -> str:
    """The Argon2id verifier of a PIN of 4 to 12 digits; raises ``DomainError("pin.shape")``."""
    from argon2 import PasswordHasher  # noqa: PLC0415 - only needed when somebody signs in

    if not (PIN_MIN <= len(pin) <= PIN_MAX and pin.isdecimal() and pin.isascii()):
        raise DomainError("pin.shape", min=PIN_MIN, max=PIN_MAX)
    return PasswordHasher().hash(pin)


def prepare() -> None:
    """Load what checks PINs, so that the first clerk does not wait for it."""
    import argon2  # noqa: F401, PLC0415


def matches(pin: str, stored: str) -> bool:
    """Whether ``pin`` belongs to the verifier; a damaged verifier matches nothing."""
    from argon2 import PasswordHasher  # noqa: PLC0415
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

    try:
        return PasswordHasher().verify(stored, pin)
    except (VerificationError, InvalidHashError):
        return False
