"""Whether the machine's clock can be believed before any number is given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from counter_app.domain.errors import DomainError

BUILD_DATE = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock can truthfully say that it is earlier than this program."""
SLACK = timedelta(minutes=2)
"""Steps back that time synchronisation makes by itself."""


def check_clock(now: datetime, last_recorded_at: datetime | None) -> None:
    """Raise ``DomainError("clock.behind_program")`` or ``("clock.behind_journal")`` if the clock fell back.

    A dead battery after a power cut sets the date back; a code or a due time computed from it would be
    wrong for ever.
    """
    if now < BUILD_DATE:
        raise DomainError("clock.behind_program")
    if last_recorded_at is not None and now < last_recorded_at - SLACK:
        raise DomainError("clock.behind_journal")
