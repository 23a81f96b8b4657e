"""When the engine's next step is due; times are monotonic seconds."""

from __future__ import annotations

from typing import Final

from counter_app.sync.link import UNREACHED, Trouble
from counter_app.sync.policy import Pace, Uniform, backoff

_GONE: Final = frozenset({Trouble.NO_ROUTE, Trouble.REFUSED, Trouble.TLS, Trouble.NOT_OUR_SERVER})
"""Troubles after which the first probe that works means that the server is back."""
REJECTED_STATION: Final = frozenset({Trouble.REVOKED, Trouble.UNKNOWN_STATION})
"""Troubles that a person has to settle; asked again now and then, nothing is deleted."""
_LONGEST_WISH: Final = 300.0
"""Seconds of a server's ``Retry-After`` that are heeded at most."""


class Schedule:
    """Keeps the two clocks of the engine: the next exchange, and while the server is away the next probe.

    A probe that works after the server was away makes an exchange due at once; until then none is tried, for
    each would wait much longer than a probe for a line that says nothing. A probe that works while exchanges
    fail says nothing new: the back-off stands, so that a server in trouble is not hammered.
    """

    def __init__(self, pace: Pace, uniform: Uniform, now: float) -> None:
        self._pace = pace
        self._uniform = uniform
        self._exchange_at = now
        self._probe_at: float | None = None
        self._gone = False
        self.failures = 0

    def exchange_due(self, now: float, *, forced: bool, woken: bool) -> bool:
        """Whether to exchange now; new entries wait for the back-off, a person does not."""
        in_time = now >= self._exchange_at and not self._gone
        return forced or in_time or (woken and self.failures == 0)

    @property
    def doubtful(self) -> bool:
        """Whether the last exchange did not reach the server: a probe tells sooner than another exchange."""
        return self._probe_at is not None

    def probe_due(self, now: float) -> bool:
        """Whether to look for the server now."""
        return self._probe_at is not None and now >= self._probe_at

    def until_exchange(self, now: float) -> float:
        """Seconds until the next exchange."""
        return max(0.0, self._exchange_at - now)

    def until_next(self, now: float) -> float:
        """Seconds until the next step of either kind."""
        if self._probe_at is None:
            return self.until_exchange(now)
        until_probe = max(0.0, self._probe_at - now)
        return until_probe if self._gone else min(self.until_exchange(now), until_probe)

    def worked(self, now: float, *, watched: bool = False) -> None:
        """An exchange worked; ``watched``: somebody wakes the engine when there is news."""
        self.failures = 0
        self._gone = False
        self._probe_at = None
        self._exchange_at = now + self._uniform(*(self._pace.watched if watched else self._pace.idle))

    def failed(self, now: float, trouble: Trouble, retry_after: float | None = None) -> None:
        """An exchange failed."""
        wait = backoff(self._pace, self.failures, self._uniform)
        if trouble in REJECTED_STATION:
            wait = self._uniform(*self._pace.revoked)
        if retry_after is not None:
            wait = max(wait, min(retry_after, _LONGEST_WISH))
        self.failures += 1
        self._exchange_at = now + wait
        self._gone = trouble in _GONE
        self._probe_at = now + self._uniform(*self._pace.probe) if trouble in UNREACHED else None

    def probed(self, now: float, *, reached: bool) -> None:
        """A probe that began at ``now`` ended."""
        if reached and self._gone:
            self._exchange_at = now
            self._probe_at = None
            self._gone = False
            return
        self._gone = self._gone or not reached
        self._probe_at = now + self._uniform(*self._pace.probe)
