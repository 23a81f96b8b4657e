"""The sync engine: one background thread that keeps a station and its central system alike.

It starts at once, works when it was started offline, finds a line that came back within five seconds, and
never dies: what goes wrong is shown as a trouble and tried again.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.services.ports import Clock
from counter_app.services.sync_ports import Backlog, LineState, SyncStatus, SyncStore
from counter_app.sync.exchange import Exchange
from counter_app.sync.link import UNREACHED, CentralLink, LinkError, Trouble
from counter_app.sync.policy import Pace, Uniform
from counter_app.sync.schedule import REJECTED_STATION, Schedule
from counter_app.sync.status_board import Listener, StatusBoard
from counter_app.sync.trace import trace_of

_log = logging.getLogger(__name__)

LAST_CONTACT: Final = "last_contact_at"
CLOCK_OFFSET: Final = "clock_offset_ms"
CLOCK_MEASURED: Final = "clock_measured_at"
"""Names under which the store remembers what sync knows; the offset is central time minus device time."""

_REMEMBER_EVERY: Final = timedelta(seconds=60)


class SyncEngine:
    """``SyncControl`` of an enrolled station. ``connect`` makes the link, in the engine's own thread."""

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
        self._board = StatusBoard(clock.now(), server)
        self._exchange: Exchange | None = None
        self._link: CentralLink | None = None
        self._thread: threading.Thread | None = None
        self._flags = threading.Condition()
        self._stopping = self._woken = self._forced = False
        self._remembered_at: datetime | None = None

    # --- SyncControl -----------------------------------------------------------------------------

    def status(self) -> SyncStatus:
        """The state as of the engine's last step; never waits."""
        return self._board.status

    def wake(self) -> None:
        """Something new waits: it is sent now, or counted while the line is down."""
        with self._flags:
            self._woken = True
            self._flags.notify()

    def send_now(self) -> None:
        """Try at once, whatever the back-off says."""
        with self._flags:
            self._woken = self._forced = True
            self._flags.notify()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` on each change, from the engine's thread; returns how to end that."""
        return self._board.subscribe(listener)

    # --- life ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin in the background; a second call does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
            self._thread.start()

    def stop(self, timeout: float = 5.0) -> bool:
        """End after the call in hand; whether the thread has ended within ``timeout`` seconds."""
        with self._flags:
            self._stopping = True
            self._flags.notify()
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    # --- the exchange's observer -------------------------------------------------------------------

    def stopping(self) -> bool:
        """Whether ``stop`` was called."""
        return self._stopping

    def sending(self) -> None:
        """Entries are on their way."""
        self._board.show(sending=True)

    def changed(self, dossiers: frozenset[str]) -> None:
        """The server answered; these dossiers look different now."""
        self._board.show(dossiers, last_contact_at=self._clock.now(), backlog=self._backlog())

    # --- the thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        self._board.show(backlog=self._backlog())
        while not self._stopping:
            try:
                self._turn()
            except Exception as error:  # noqa: BLE001 - the thread must outlive whatever a step runs into
                if not self._stopping:
                    _log.error("sync ran into %s", trace_of(error))
                    self._failed(Trouble.UNEXPECTED)
            self._wait()
        if self._link is not None:
            self._link.close()

    def _turn(self) -> None:
        forced, woken = self._take_flags()
        now = self._monotonic()
        if self._schedule.exchange_due(now, forced=forced, woken=woken):
            exchange = self._ready()
            if forced or not self._schedule.doubtful or self._probe(exchange, now):
                self._try_exchange(exchange)
        elif self._schedule.probe_due(now):
            self._probe(self._ready(), now)
        elif woken:
            self._board.show(backlog=self._backlog())

    def _ready(self) -> Exchange:
        """The exchange, made in this thread when first needed, so that nothing heavy delays the start."""
        if self._exchange is None:
            self._recall()
            self._link = self._connect()
            self._exchange = Exchange(self._store, self._link, self._clock, monotonic=self._monotonic)
        return self._exchange

    def _try_exchange(self, exchange: Exchange) -> None:
        try:
            exchange.run(self)
        except LinkError as error:
            _log.info("sync did not work: %s", error)
            self._failed(error.trouble, error.retry_after)
        except DomainError as error:
            _log.error("sync could not use the store: %s", error)
            # Two entries of one identity: this database or another one is a copy; a person has to look.
            self._failed(Trouble.FORK if error.code == "journal.fork" else Trouble.STORAGE)
        else:
            self._schedule.worked(self._monotonic())
            self._remember(exchange)
            weak = exchange.health.weak(self._monotonic())
            self._board.note(last_contact_at=self._clock.now())
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
        if self._stopping:
            return
        before = self.status().state
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
        now, before = self._clock.now(), self.status()
        wait = timedelta(seconds=self._schedule.until_next(self._monotonic()))
        self._board.show(
            state=state,
            since=before.since if before.state is state else now,
            backlog=self._backlog(),
            trouble=trouble,
            sending=False,
            next_try_at=now + wait if trouble else None,
        )

    def _backlog(self) -> Backlog:
        """What waits; the last known figures when the store cannot tell, so that the thread lives on."""
        try:
            return self._store.backlog(self._clock.now())
        except Exception as error:  # noqa: BLE001
            _log.error("what waits could not be counted: %s", trace_of(error))
            return self.status().backlog

    # --- what outlives the program ---------------------------------------------------------------

    def _recall(self) -> None:
        contact, offset = self._store.recall(LAST_CONTACT), self._store.recall(CLOCK_OFFSET)
        measured = self._store.recall(CLOCK_MEASURED)
        self._board.note(
            last_contact_at=None if contact is None else parse_instant(contact),
            clock_offset_ms=None if offset is None else int(offset),
            clock_measured_at=None if measured is None else parse_instant(measured),
        )

    def _remember(self, exchange: Exchange) -> None:
        """Keep contact and clock offset, at most once a minute: each costs a durable write."""
        now, reading = self._clock.now(), exchange.clock_offset.reading
        moved = reading is not None and reading.offset_ms != self.status().clock_offset_ms
        due = self._remembered_at is None or abs(now - self._remembered_at) >= _REMEMBER_EVERY
        if not (due or moved):
            return
        self._store.remember(LAST_CONTACT, instant_text(now))
        if reading is not None:
            self._store.remember(CLOCK_OFFSET, str(reading.offset_ms))
            self._store.remember(CLOCK_MEASURED, instant_text(now))
            self._board.note(clock_offset_ms=reading.offset_ms, clock_measured_at=now)
        self._remembered_at = now

    # --- waiting ---------------------------------------------------------------------------------

    def _take_flags(self) -> tuple[bool, bool]:
        with self._flags:
            flags = (self._forced, self._woken)
            self._forced = self._woken = False
            return flags

    def _wait(self) -> None:
        with self._flags:
            if not (self._stopping or self._woken):
                self._flags.wait(self._schedule.until_next(self._monotonic()))
