"""Checks that wait for the line: asked again by themselves, one at a time, behind the entries.

After a failure the wait is drawn at random under a doubling ceiling, both for the service as a whole and for
the dossier that was asked about; both waits are kept, so that starting the program anew storms nobody.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from counter_app.domain.bodies import MISFITS
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.services.identity import IdentityChecks
from counter_app.services.identity_ports import DueCheck, IdentityAnswer
from counter_app.services.ports import Clock
from counter_app.services.store_ports import Database, UnitOfWork
from counter_app.services.sync_ports import LineState, SyncControl

DOCUMENT: Final = "identity_queue"
UP: Final = frozenset({LineState.ONLINE, LineState.WEAK})
"""Line states in which the central system can be asked."""
IDLE: Final = 300.0
"""Seconds until the next look when nothing is due; whoever records something wakes earlier."""
AT_ONCE: Final = 0.5
"""Seconds between two questions that are answered: a full queue leaves the service to others as well."""
ENTRIES_FIRST: Final = 2.0
REFUSED_FOR: Final = timedelta(days=1)
"""A dossier that the central system will not answer about: a person may still ask."""

_FLOOR: Final = 2.0
_BASE: Final = 10.0
_CAP: Final = 900.0
_LONGEST_WISH: Final = 3600.0
"""Seconds of a service's ``Retry-After`` that are heeded at most."""

_log = logging.getLogger(__name__)

Uniform = Callable[[float, float], float]


@dataclass(frozen=True, slots=True)
class _Pause:
    """Failures of the service in a row, and when it may be asked again."""

    failures: int = 0
    not_before: datetime | None = None


class IdentityQueue:
    """``step`` is called again and again in the background; ``uniform`` is as ``random.uniform``."""

    def __init__(
        self, database: Database, checks: IdentityChecks, line: SyncControl, clock: Clock, uniform: Uniform
    ) -> None:
        self._database, self._checks = database, checks
        self._line, self._clock, self._uniform = line, clock, uniform

    def step(self) -> float:
        """Ask one question if one is due; returns the seconds until the next step. Raises ``storage.*``."""
        status = self._line.status()
        if status.state not in UP:
            return IDLE
        if status.backlog.entries:
            return ENTRIES_FIRST
        now = self._clock.now()
        with self._database.read() as reads:
            pause = _read(reads.document(DOCUMENT))
            due = reads.due_checks(limit=1)
        wait = _until(pause.not_before, now)
        if not due:
            return IDLE
        wait = max(wait, _until(due[0].not_before, now))
        return min(wait, IDLE) if wait > 0 else self._ask(due[0], pause)

    def _ask(self, check: DueCheck, pause: _Pause) -> float:
        waits: list[float] = []

        def conclude(work: UnitOfWork, answer: IdentityAnswer) -> None:
            if answer.state.answered:
                if pause != _Pause():
                    _write(work, _Pause())
                return
            wait = self._backoff(pause.failures, answer.retry_after_s)
            waits.append(wait)
            now = self._clock.now()
            _write(work, _Pause(pause.failures + 1, now + timedelta(seconds=wait)))
            own = self._backoff(check.attempts, answer.retry_after_s)
            work.look_ups.postpone(DueCheck(check.dossier, check.attempts + 1, now + timedelta(seconds=own)))

        try:
            asked = self._checks.ask_again(check.dossier, conclude) is not None
        except DomainError as error:
            if not error.code.startswith("identity."):
                raise
            _log.warning("a dossier's owner cannot be checked by itself: %s", error.code)
            asked = False
        if not asked:
            later = self._clock.now() + REFUSED_FOR
            with self._database.begin() as work:
                work.look_ups.postpone(DueCheck(check.dossier, check.attempts + 1, later))
        return waits[0] if waits else AT_ONCE

    def _backoff(self, failures: int, retry_after_s: float | None) -> float:
        ceiling = min(_CAP, _BASE * 2.0 ** min(failures, 30))
        wait = max(_FLOOR, self._uniform(0.0, ceiling))
        return wait if retry_after_s is None else max(wait, min(retry_after_s, _LONGEST_WISH))


def _until(instant: datetime | None, now: datetime) -> float:
    """Seconds until ``instant``; one further away than any wait was written by a clock that ran ahead."""
    if instant is None:
        return 0.0
    wait = (instant - now).total_seconds()
    return 0.0 if wait > REFUSED_FOR.total_seconds() else max(0.0, wait)


def _read(stored: tuple[int, bytes] | None) -> _Pause:
    if stored is None:
        return _Pause()
    try:
        failures, not_before = json.loads(stored[1])
        return _Pause(int(failures), None if not_before is None else parse_instant(not_before))
    except (*MISFITS, DomainError):
        return _Pause()


def _write(work: UnitOfWork, pause: _Pause) -> None:
    stored = work.documents.get(DOCUMENT)
    at = None if pause.not_before is None else instant_text(pause.not_before)
    data = json.dumps([pause.failures, at]).encode()
    work.documents.put(DOCUMENT, 1 if stored is None else stored[0] + 1, data)
