"""What the sync engine does, a step at a time: no thread and no sleeping, so that any clock can drive it.

A step never raises: what goes wrong is shown as a trouble and tried again.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.services.ports import Clock
from counter_app.services.scan_ports import Lane
from counter_app.services.sync_ports import Backlog, LineState, SyncStore
from counter_app.sync.exchange import Exchange
from counter_app.sync.lanes import Lanes
from counter_app.sync.link import UNREACHED, CentralLink, LinkError, Trouble
from counter_app.sync.policy import Pace, Uniform
from counter_app.sync.schedule import REJECTED_STATION, Schedule
from counter_app.sync.status_board import StatusBoard
from counter_app.sync.trace import trace_of

_log = logging.getLogger(__name__)

LAST_CONTACT: Final = "last_contact_at"
CLOCK_OFFSET: Final = "clock_offset_ms"
CLOCK_MEASURED: Final = "clock_measured_at"
"""Names under which the store remembers what sync knows; the offset is central time minus device time."""

_REMEMBER_EVERY: Final = timedelta(seconds=60)


class SyncSteps:
    """Keeps a station and its central system alike; to be driven by one thread.

    ``connect`` makes the link when it is first needed. ``monotonic`` counts seconds, ``uniform`` draws the
    waiting times. ``board`` shows the state. ``watched`` says whether somebody wakes it when there is news.
    """

    def __init__(
        self,
        store: SyncStore,
        connect: Callable[[], CentralLink],
        clock: Clock,
        *,
        server: str = "",
        pace: Pace | None = None,
        uniform: Uniform = random.uniform,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._connect = connect
        self._clock = clock
        self._monotonic = monotonic
        self._schedule = Schedule(pace or Pace(), uniform, monotonic())
        self.board = StatusBoard(clock.now(), server)
        self._exchange: Exchange | None = None
        self._link: CentralLink | None = None
        self._ending = False
        self.watched: Callable[[], bool] = lambda: False
        self.lanes = Lanes()
        self.beside: Executor | None = None
        self._remembered_at: datetime | None = None

    # --- driving -----------------------------------------------------------------------------------

    def begin(self) -> None:
        """Count what waits, before the first step."""
        self.board.show(backlog=self._backlog())

    def step(self, *, forced: bool = False, woken: bool = False) -> float:
        """Do what is due now; returns the seconds until the next step is.

        ``forced``: a person wants it now, whatever the back-off says. ``woken``: something new waits; it is
        sent now, or counted while the line is down.
        """
        try:
            self._turn(forced=forced, woken=woken)
        except Exception as error:  # noqa: BLE001 - sync must outlive whatever a step runs into
            if not self._ending:
                _log.error("sync ran into %s", trace_of(error))
                self._failed(Trouble.UNEXPECTED)
        return self._schedule.until_next(self._monotonic())

    def end(self) -> None:
        """Let the running step end after the call in hand; from any thread."""
        self._ending = True

    def close(self) -> None:
        """Let go of the line, after the last step."""
        if self._link is not None:
            self._link.close()

    # --- the exchange's observer -------------------------------------------------------------------

    def stopping(self) -> bool:
        """Whether ``end`` was called."""
        return self._ending

    def sending(self) -> None:
        """Entries are on their way."""
        self.board.show(sending=True)

    def changed(self, dossiers: frozenset[str]) -> None:
        """The server answered; these dossiers look different now."""
        self.board.show(dossiers, last_contact_at=self._clock.now(), backlog=self._backlog())

    # --- one turn ----------------------------------------------------------------------------------

    def _turn(self, *, forced: bool, woken: bool) -> None:
        now = self._monotonic()
        if self._schedule.exchange_due(now, forced=forced, woken=woken):
            exchange = self._ready()
            if forced or not self._schedule.doubtful or self._probe(exchange, now):
                self._try_exchange(exchange)
            return
        if self._schedule.probe_due(now):
            self._probe(self._ready(), now)
        if woken:
            self.board.show(backlog=self._backlog())

    def _ready(self) -> Exchange:
        """The exchange, made when first needed, so that nothing heavy delays the start."""
        if self._exchange is None:
            self._recall()
            self._link = self._connect()
            self._exchange = Exchange(
                self._store, self._link, self._clock, monotonic=self._monotonic, beside=self.beside
            )
        return self._exchange

    def _try_exchange(self, exchange: Exchange) -> None:
        try:
            with self.lanes.using(Lane.ENTRIES):
                exchange.run(self)
        except LinkError as error:
            _log.info("sync did not work: %s", error)
            self._failed(error.trouble, error.retry_after)
        except DomainError as error:
            _log.error("sync could not use the store: %s", error)
            # Two entries of one identity: this database or another one is a copy; a person has to look.
            self._failed(Trouble.FORK if error.code == "journal.fork" else Trouble.STORAGE)
        else:
            self._schedule.worked(self._monotonic(), watched=self.watched())
            self._remember(exchange)
            weak = exchange.health.weak(self._monotonic())
            self.board.note(last_contact_at=self._clock.now())
            self._enter(LineState.WEAK if weak else LineState.ONLINE, "")

    def _probe(self, exchange: Exchange, now: float) -> bool:
        """Whether the server can be reached; what keeps it away is shown."""
        try:
            exchange.probe()
        except LinkError as error:
            self._schedule.probed(now, reached=False)
            self._enter(LineState.OFFLINE, error.trouble.value)
            return False
        self._schedule.probed(now, reached=True)
        return True

    def _failed(self, trouble: Trouble, retry_after: float | None = None) -> None:
        if self._ending:
            return
        before = self.board.status.state
        self._schedule.failed(self._monotonic(), trouble, retry_after)
        self._enter(self._state_of(trouble, before), trouble.value)

    def _state_of(self, trouble: Trouble, before: LineState) -> LineState:
        if trouble in REJECTED_STATION:
            return LineState.REVOKED
        if trouble not in UNREACHED:
            # The server answers, but something else is in the way; the trouble says what.
            return LineState.WEAK
        # One call that fails on a line that worked a moment ago is a weak line, not yet an outage.
        flicker = trouble in (Trouble.TIMEOUT, Trouble.CUT, Trouble.SERVER_ERROR)
        was_up = before in (LineState.ONLINE, LineState.WEAK)
        return LineState.WEAK if flicker and was_up and self._schedule.failures == 1 else LineState.OFFLINE

    def _enter(self, state: LineState, trouble: str) -> None:
        now, before = self._clock.now(), self.board.status
        wait = timedelta(seconds=self._schedule.until_next(self._monotonic()))
        self.board.show(
            state=state,
            since=before.since if before.state is state else now,
            backlog=self._backlog(),
            trouble=trouble,
            sending=False,
            next_try_at=now + wait if trouble else None,
        )

    def _backlog(self) -> Backlog:
        """What waits; the last known figures when the store cannot tell, so that sync lives on."""
        try:
            return self._store.backlog(self._clock.now())
        except Exception as error:  # noqa: BLE001
            _log.error("what waits could not be counted: %s", trace_of(error))
            return self.board.status.backlog

    # --- what outlives the program -----------------------------------------------------------------

    def _recall(self) -> None:
        contact, offset = self._store.recall(LAST_CONTACT), self._store.recall(CLOCK_OFFSET)
        measured = self._store.recall(CLOCK_MEASURED)
        self.board.note(
            last_contact_at=None if contact is None else parse_instant(contact),
            clock_offset_ms=None if offset is None else int(offset),
            clock_measured_at=None if measured is None else parse_instant(measured),
        )

    def _remember(self, exchange: Exchange) -> None:
        """Keep contact and clock offset, at most once a minute: each costs a durable write."""
        now, reading = self._clock.now(), exchange.clock_offset.reading
        moved = reading is not None and reading.offset_ms != self.board.status.clock_offset_ms
        due = self._remembered_at is None or abs(now - self._remembered_at) >= _REMEMBER_EVERY
        if not (due or moved):
            return
        self._store.remember(LAST_CONTACT, instant_text(now))
        if reading is not None:
            self._store.remember(CLOCK_OFFSET, str(reading.offset_ms))
            self._store.remember(CLOCK_MEASURED, instant_text(now))
            self.board.note(clock_offset_ms=reading.offset_ms, clock_measured_at=now)
        self._remembered_at = now
