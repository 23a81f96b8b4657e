"""How far this machine's clock is from the central system's, as far as people have to know."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from counter_app.i18n import Wording
from counter_app.services.sync_ports import SyncStatus

CLOCK_WARNING: Final = timedelta(minutes=2)
"""From here on a difference changes what stands on papers; it is told, and nothing is refused for it."""


def offset_of(status: SyncStatus) -> timedelta | None:
    """Central time minus the machine's: more than nothing means that the machine is slow."""
    return None if status.clock_offset_ms is None else timedelta(milliseconds=status.clock_offset_ms)


def is_off(status: SyncStatus) -> bool:
    """Whether the clock wants to be set."""
    offset = offset_of(status)
    return offset is not None and abs(offset) > CLOCK_WARNING


def off_words(status: SyncStatus, wording: Wording) -> str:
    """``chậm 3 phút`` for the strip; empty while the clock is near enough."""
    offset = offset_of(status)
    if offset is None or not is_off(status):
        return ""
    key = "slow" if offset > timedelta() else "fast"
    return wording.text(f"shared.strip.clock_{key}", span=wording.duration(abs(offset)))
