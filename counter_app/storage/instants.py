"""Instants as the database keeps them: whole microseconds since 1970 in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

OFFICE_OFFSET: Final = timedelta(hours=7)
"""Vietnam has had UTC+7 without summer time since 1975; only used to tell where a day begins."""


def to_micros(instant: datetime) -> int:
    """An aware instant as a whole number; exact, so that hashes over it stay true."""
    return (instant - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The reverse of ``to_micros``, in UTC."""
    return _EPOCH + timedelta(microseconds=micros)


def day_start(now: datetime) -> datetime:
    """When the day in Vietnam began in which ``now`` lies."""
    local = now.astimezone(UTC) + OFFICE_OFFSET
    return local.replace(hour=0, minute=0, second=0, microsecond=0) - OFFICE_OFFSET
