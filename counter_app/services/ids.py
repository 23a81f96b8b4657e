"""Opaque identifiers: UUIDv7, which index well; nothing is ever ordered by them."""

from __future__ import annotations

import uuid_utils


def new_id() -> str:
    """A fresh identifier, 32 hex digits."""
    return uuid_utils.uuid7().hex
