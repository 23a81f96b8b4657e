"""The identity desk of a station, wired to its store and line, and the thread that asks again by itself."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from counter_app.bootstrap.shipped import account_guidance
from counter_app.domain.errors import DomainError
from counter_app.services.identity import IdentityChecks
from counter_app.services.identity_acts import IdentityActs
from counter_app.services.identity_ports import IdentityAnswer, IdentityGateway, IdentityQuestion
from counter_app.services.identity_queue import IdentityQueue
from counter_app.services.look_ups import LookUps
from counter_app.services.office_context import OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.store_ports import Database
from counter_app.services.sync_ports import LineState, SyncControl, SyncStatus
from counter_app.sync.credentials import Credentials
from counter_app.sync.trace import trace_of

if TYPE_CHECKING:
    from counter_app.sync.identity_calls import HttpIdentityGateway

_log = logging.getLogger(__name__)

FIRST_AFTER: Final = 5.0
"""Seconds after the start before anything is asked."""
AFTER_TROUBLE: Final = 60.0
"""Seconds until the next step when the disk is full or something unexpected came up."""
_AWAY: Final = frozenset({LineState.OFFLINE, LineState.NOT_ENROLLED, LineState.REVOKED})


class LateGateway:
    """``IdentityGateway`` through the central system; the network is loaded with the first question."""

    def __init__(self, credentials: Credentials, clock: Clock) -> None:
        self._credentials, self._clock = credentials, clock
        self._lock = threading.Lock()
        self._gateway: HttpIdentityGateway | None = None
        self._ended = False

    def ask(self, question: IdentityQuestion) -> IdentityAnswer:
        """As the port says."""
        return self._connected().ask(question)

    def break_off(self) -> None:
        """End the call in hand; there is no other."""
        with self._lock:
            self._ended = True
            if self._gateway is not None:
                self._gateway.break_off()

    def _connected(self) -> HttpIdentityGateway:
        from counter_app.sync.identity_calls import HttpIdentityGateway  # noqa: PLC0415 - after start-up

        with self._lock:
            if self._gateway is None:
                self._gateway = HttpIdentityGateway(self._credentials, self._clock)
                if self._ended:
                    self._gateway.break_off()
            return self._gateway


class IdentityChecking:
    """A thread that lets ``queue`` ask one question after the other, and never dies of it."""

    def __init__(
        self, queue: IdentityQueue, break_off: Callable[[], None], *, first_after: float = FIRST_AFTER
    ) -> None:
        self._queue, self._break_off, self._first_after = queue, break_off, first_after
        self._stopping, self._woken = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin in the background; a second call does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="identity", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """Something may be due: a dossier was recorded, or the line is up again."""
        self._woken.set()

    def stop(self, timeout: float = 5.0) -> None:
        """Break off the question in hand and end."""
        self._stopping.set()
        self._woken.set()
        self._break_off()
        if self._thread is not None:
            self._thread.join(timeout)

    def _run(self) -> None:
        if self._stopping.wait(self._first_after):
            return
        while not self._stopping.is_set():
            self._woken.clear()
            self._woken.wait(self.step())

    def step(self) -> float:
        """One step of the queue; returns the seconds until the next, whatever happens."""
        try:
            return self._queue.step()
        except DomainError as error:
            # A full or failing disk is shown where people work; the check waits.
            _log.warning("checking identities stopped: %s", error)
        except Exception as error:  # noqa: BLE001 - the thread must outlive whatever a step runs into
            if not self._stopping.is_set():
                _log.error("checking identities ran into %s", trace_of(error))
        return AFTER_TROUBLE


@dataclass(frozen=True, slots=True)
class IdentityDesk:
    """Everything about identities at one station."""

    checks: IdentityChecks
    acts: IdentityActs
    worker: IdentityChecking


def identity_desk(
    database: Database,
    office: OfficeSource,
    clock: Clock,
    line: SyncControl,
    gateway: IdentityGateway,
    on_recorded: Callable[[str], None],
    secret: bytes,
    break_off: Callable[[], None] = lambda: None,
) -> IdentityDesk:
    """Wire it; the worker is woken by ``line`` as soon as it is up, and by whoever records a dossier.

    ``secret`` is the station's own and keys the ids of questions.
    """
    look_ups = LookUps(database, office, clock, gateway, lambda: line.status().state not in _AWAY)
    checks = IdentityChecks(database, office, clock, look_ups, on_recorded, secret)
    acts = IdentityActs(database, office, clock, look_ups, on_recorded, account_guidance())
    queue = IdentityQueue(database, checks, line, clock, random.uniform)
    worker = IdentityChecking(queue, break_off)

    def follow(_status: SyncStatus, _changed: frozenset[str]) -> None:
        worker.wake()

    line.subscribe(follow)
    return IdentityDesk(checks, acts, worker)
