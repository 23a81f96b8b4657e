"""Signing of papers at a station, wired to its store and line, and the thread that asks for time-stamps."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from counter_app.documents.signing.station_signer import StationSigner
from counter_app.domain.errors import DomainError
from counter_app.services.identity_queue import UP
from counter_app.services.office_context import OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.printing import Printing
from counter_app.services.signing import Signing
from counter_app.services.signing_ports import PaperSigner
from counter_app.services.signing_queue import StampQueue, Step
from counter_app.services.signing_settings import SigningSettingsService
from counter_app.services.store_ports import Database, Vault
from counter_app.services.sync_ports import SyncControl, SyncStatus
from counter_app.sync.trace import trace_of

_log = logging.getLogger(__name__)

FIRST_AFTER: Final = 10.0
"""Seconds after the start before an authority is asked."""
AFTER_TROUBLE: Final = 60.0
"""Seconds until the next step when the disk is full or something unexpected came up."""


class Stamping:
    """A thread that lets ``queue`` stamp one paper after the other, and never dies of it."""

    def __init__(self, queue: StampQueue, *, first_after: float = FIRST_AFTER) -> None:
        self._queue, self._first_after = queue, first_after
        self._stopping, self._woken, self._line_back = threading.Event(), threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin in the background; a second call does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="time-stamps", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """A paper was signed, or the settings are others."""
        self._woken.set()

    def line_is_back(self) -> None:
        """An authority may be reached again, too."""
        self._line_back.set()
        self._woken.set()

    def stop(self, timeout: float = 5.0) -> None:
        """End; a call in hand ends by its own time limit, in a thread that keeps nothing alive."""
        self._stopping.set()
        self._woken.set()
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
            if self._line_back.is_set():
                self._line_back.clear()
                self._queue.try_now()
            return self._queue.step()
        except DomainError as error:
            # A full or failing disk is shown where people work; the time-stamp waits.
            _log.warning("stamping papers stopped: %s", error)
        except Exception as error:  # noqa: BLE001 - the thread must outlive whatever a step runs into
            if not self._stopping.is_set():
                _log.error("stamping papers ran into %s", trace_of(error))
        return AFTER_TROUBLE


@dataclass(frozen=True, slots=True)
class SigningDesk:
    """Signing at one station, and what goes on behind it."""

    signing: Signing
    queue: StampQueue
    worker: Stamping


def signing_desk(
    database: Database,
    vault: Vault,
    office: OfficeSource,
    clock: Clock,
    printing: Printing,
    line: SyncControl,
    on_recorded: Callable[[str], None],
    signer: PaperSigner | None = None,
    step: Step = lambda _name: None,
) -> SigningDesk:
    """Wire it; the worker is woken by every signature, and when ``line`` comes back.

    ``step`` is told every step that may be the last one before a crash.
    """
    signer = signer or StationSigner()
    settings = SigningSettingsService(database)
    queue = StampQueue(database, vault, office, clock, signer, settings, random.uniform, on_recorded, step)
    worker = Stamping(queue)
    signing = Signing(
        database, vault, office, clock, printing, signer, settings, queue, on_recorded, worker.wake, step
    )
    was_up = threading.Event()

    def follow(status: SyncStatus, _changed: frozenset[str]) -> None:
        up = status.state in UP
        if up and not was_up.is_set():
            worker.line_is_back()
        (was_up.set if up else was_up.clear)()

    line.subscribe(follow)
    return SigningDesk(signing, queue, worker)
