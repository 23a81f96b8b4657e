"""What a new station signs."""

from __future__ import annotations


def enrol_statement(code: str, public_key: str) -> bytes:
    """What a new station's key signs, so that nobody enrols a key that he does not hold."""
    return f"quay-mot-cua/enrol/1\n{code}\n{public_key}".encode()
