"""The machine's clock."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """``Clock`` of the running program."""

    def now(self) -> datetime:
        """Now, aware, UTC."""
        return datetime.now(UTC)
