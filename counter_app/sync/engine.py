"""The sync engine: one background thread that keeps a station and its central system alike.

It starts at once, works when it was started offline, finds a line that came back within five seconds, and
never dies: what goes wrong is shown as a trouble and tried again.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

from counter_app.services.ports import Clock
from counter_app.services.sync_ports import SyncStatus, SyncStore
from counter_app.sync.beside import Beside
from counter_app.sync.lanes import Lanes
from counter_app.sync.link import CentralLink
from counter_app.sync.policy import Pace, Uniform
from counter_app.sync.status_board import Listener
from counter_app.sync.steps import SyncSteps


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
        self._steps = SyncSteps(
            store, connect, clock, server=server, pace=pace, uniform=uniform, monotonic=monotonic
        )
        self._thread: threading.Thread | None = None
        self._flags = threading.Condition()
        self._stopping = self._woken = self._forced = False

    # --- SyncControl -----------------------------------------------------------------------------

    def status(self) -> SyncStatus:
        """The state as of the engine's last step; never waits."""
        return self._steps.board.status

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
        return self._steps.board.subscribe(listener)

    def rest_while(self, watched: Callable[[], bool]) -> None:
        """Ask for news seldom while ``watched`` says that ``wake`` will be called for it."""
        self._steps.watched = watched

    def use_lanes(self, lanes: Lanes) -> None:
        """Tell those who send scans while an exchange is under way; before ``start``."""
        self._steps.lanes = lanes

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
            self._steps.end()
            self._flags.notify()
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    # --- the thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        self._steps.beside = Beside()
        self._steps.begin()
        while not self._stopping:
            forced, woken = self._take_flags()
            self._wait(self._steps.step(forced=forced, woken=woken))
        self._steps.close()

    def _take_flags(self) -> tuple[bool, bool]:
        with self._flags:
            flags = (self._forced, self._woken)
            self._forced = self._woken = False
            return flags

    def _wait(self, seconds: float) -> None:
        with self._flags:
            if not (self._stopping or self._woken):
                self._flags.wait(seconds)
