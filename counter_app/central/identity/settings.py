"""What can be set for the identity check of a central system."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class IdentitySettings:
    """Where the national e-ID service is, and how it is asked. Times are in seconds.

    Without ``url`` every check is answered ``unavailable``. ``ca_file`` is a file of authorities to trust
    instead of the machine's. ``at_once`` is how many look-ups of each process are under way at most; others
    wait. After ``failures`` of the service in a row it is left alone for ``pause``, doubling up to
    ``longest_pause``, and then tried with a single look-up.

    ``checks_per_minute`` holds for each station and process. An answer is given again to a repeated question
    for ``question_life``; the log of look-ups is kept for ``kept``, for ever if that is zero.
    """

    url: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    ca_file: str = ""
    connect: float = 2.0
    total: float = 6.0
    at_once: int = 16
    failures: int = 5
    pause: float = 5.0
    longest_pause: float = 60.0
    checks_per_minute: int = 120
    question_life: timedelta = timedelta(days=30)
    kept: timedelta = timedelta(days=730)
