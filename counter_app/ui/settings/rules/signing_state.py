"""What the card of signing shows, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.services.signing_settings import SigningSettings
from counter_app.ui.settings.state import Told


@dataclass(frozen=True, slots=True)
class SigningState:
    """How papers are signed here. ``remark`` stands above it all (not installed, not allowed)."""

    settings: SigningSettings
    remark: Told | None
    editable: bool
    waiting: Told | None = None
    """What waits for its time-stamp, if anything does."""
