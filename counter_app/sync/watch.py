"""Wakes the engine when the office has news: a small thread that lets the central system tell it.

It works while the engine is online. Where the line or something on it does not bear long calls, the engine's
own asking goes on as if there were no watch; nothing that happens here is a failure of sync.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from counter_app.services.sync_ports import LineState, SyncControl, SyncStatus
from counter_app.sync.link import UNREACHED, LinkError, Trouble
from counter_app.sync.trace import trace_of

_log = logging.getLogger(__name__)

_UP: Final = frozenset({LineState.ONLINE, LineState.WEAK})
_PERHAPS_TOO_LONG: Final = frozenset({Trouble.CUT, Trouble.TIMEOUT, Trouble.SERVER_ERROR})
"""What a call ends with that somebody on the way did not want to wait for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the office is: the newest feed number, and a text that moves with everything else."""

    last: int
    state: str


class NewsLine(Protocol):
    """A connection of its own, for questions that take long."""

    def ask(self, known: Standing | None, seconds: int) -> Standing:
        """How far the office is; waits up to ``seconds`` while it is at ``known``. Raises ``LinkError``."""
        ...

    def break_off(self) -> None:
        """End the call in hand and let there be no other; from any thread."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


@dataclass(frozen=True, slots=True)
class WatchPace:
    """Times in seconds. ``waits``: how long a call may take; the next one is tried when one is cut.

    ``early``: an answer that comes sooner without news means that nobody waits there. ``rest``: how long the
    watch leaves the asking to the engine then, and ``pause`` after a single call that failed.
    """

    waits: tuple[int, ...] = (25, 12, 5)
    early: float = 1.0
    pause: float = 2.0
    rest: float = 120.0


class Watch:
    """``connect`` makes the line, in the watch's own thread. ``alive`` tells the engine that it may rest."""

    def __init__(
        self,
        engine: SyncControl,
        connect: Callable[[], NewsLine],
        *,
        pace: WatchPace | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._connect = connect
        self._pace = pace or WatchPace()
        self._monotonic = monotonic
        self._changed = threading.Condition()
        self._up = self._back = self._stopping = self._alive = False
        self._line: NewsLine | None = None
        self._known: Standing | None = None
        self._shorter = 0
        self._thread: threading.Thread | None = None
        self._unsubscribe: Callable[[], None] = lambda: None

    def alive(self) -> bool:
        """Whether news would wake the engine; from any thread."""
        return self._alive

    def start(self) -> None:
        """Begin in the background; a second call does nothing."""
        if self._thread is None:
            self._unsubscribe = self._engine.subscribe(lambda status, _dossiers: self._follow(status))
            self._follow(self._engine.status())
            self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
            self._thread.start()

    def stop(self, timeout: float = 5.0) -> bool:
        """End the call in hand; whether the thread has ended within ``timeout`` seconds."""
        with self._changed:
            self._stopping = True
            line = self._line
            self._changed.notify_all()
        if line is not None:
            line.break_off()
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _follow(self, status: SyncStatus) -> None:
        with self._changed:
            was_up, self._up = self._up, status.state in _UP
            self._back = self._back or (self._up and not was_up)
            self._changed.notify_all()

    # --- the thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        while self._wait_until_up():
            try:
                pause = self._turn()
            except Exception as error:  # noqa: BLE001 - the watch only saves waiting; the engine asks without it
                _log.error("the watch ran into %s", trace_of(error))
                pause = self._gave_up()
            self._wait(pause)
        self._unsubscribe()
        if self._line is not None:
            self._line.close()

    def _turn(self) -> float:
        """Ask once; returns the seconds until the next question."""
        line = self._ready()
        if line is None:
            return 0.0
        asked, before = self._monotonic(), self._known
        seconds = self._pace.waits[self._shorter]
        try:
            found = line.ask(before, seconds)
        except LinkError as error:
            return self._failed(error)
        self._known = found
        if found != before:
            self._alive = True
            self._engine.wake()
            return 0.0
        if self._monotonic() - asked < min(self._pace.early, seconds):
            return self._gave_up()
        self._alive = True
        return 0.0

    def _ready(self) -> NewsLine | None:
        if self._line is None:
            line = self._connect()
            with self._changed:
                self._line = line
                if self._stopping:
                    return None
        return self._line

    def _failed(self, error: LinkError) -> float:
        """A call that was cut may only have been too long; what was missed meanwhile the engine asks for."""
        if self._stopping:
            return 0.0
        _log.info("the watch was cut: %s", error)
        self._known = None
        if error.trouble in _PERHAPS_TOO_LONG and self._shorter + 1 < len(self._pace.waits):
            self._shorter += 1
        elif error.trouble not in UNREACHED or error.trouble in _PERHAPS_TOO_LONG:
            return max(self._gave_up(), error.retry_after or 0.0)
        self._lose()
        return max(self._pace.pause, error.retry_after or 0.0)

    def _gave_up(self) -> float:
        self._known = None
        self._shorter = 0
        self._lose()
        return self._pace.rest

    def _lose(self) -> None:
        """The engine has to ask by itself, from now on."""
        if self._alive:
            self._alive = False
            self._engine.wake()

    def _wait_until_up(self) -> bool:
        """Wait for the engine to be online; whether to go on."""
        with self._changed:
            if not self._up:
                self._alive = False
                self._known = None
                self._shorter = 0
            self._changed.wait_for(lambda: self._up or self._stopping)
            self._back = False
            return not self._stopping

    def _wait(self, seconds: float) -> None:
        """Rest; a line that came back is another line, on which everything is tried anew."""
        with self._changed:
            if self._changed.wait_for(lambda: self._stopping or self._back, timeout=seconds):
                self._shorter = 0
