"""The services that look after unsent and old work, and the quiet thread that does the erasing."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.services.care_settings import CareSettingsService
from counter_app.services.mending import Mending
from counter_app.services.office_context import OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.purging import Purging
from counter_app.services.sync_care import PurgeControl, SyncCare
from counter_app.services.sync_ports import SyncControl
from counter_app.services.unsent_age import UnsentAgeWatch
from counter_app.services.unsent_backup import UnsentBackup
from counter_app.storage.open import StationStore
from counter_app.storage.vault import EncryptedVault
from counter_app.sync.credentials import Credentials
from counter_app.sync.signing import StationKey
from counter_app.sync.trace import trace_of

_log = logging.getLogger(__name__)

FIRST_AFTER: Final = 60.0
"""Seconds after the start before anything is looked for: the first people in the queue come first."""
BETWEEN_STEPS: Final = 0.25
BETWEEN_LOOKS: Final = 600.0


def care_of(
    store: StationStore,
    credentials: Credentials,
    control: SyncControl,
    office: OfficeSource,
    clock: Clock,
    on_recorded: Callable[[str], None],
) -> SyncCare:
    """Wire them onto an open store."""
    database = store.database
    settings = CareSettingsService(database)
    backups = store.backups(StationKey(credentials.private_key).sign)
    backup = UnsentBackup(database, backups, settings, clock)
    return SyncCare(
        settings=settings,
        age=UnsentAgeWatch(control, clock, office, settings.current, backup.last_made_at),
        backup=backup,
        mending=Mending(database, store.sync, office, clock, on_recorded),
        purging=Purging(database, store.purge, settings, control, clock),
    )


class Upkeep:
    """A thread that lets ``purging`` do one short step after the other, with pauses, and never dies of it."""

    def __init__(
        self,
        purging: PurgeControl,
        vault: EncryptedVault,
        *,
        first_after: float = FIRST_AFTER,
        between_steps: float = BETWEEN_STEPS,
        between_looks: float = BETWEEN_LOOKS,
    ) -> None:
        self._purging, self._vault = purging, vault
        self._first_after, self._between_steps = first_after, between_steps
        self._between_looks = between_looks
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin in the background; a second call does nothing."""
        if self._thread is None:
            started = time.time()
            self._thread = threading.Thread(target=self._run, args=(started,), name="upkeep", daemon=True)
            self._thread.start()

    def stop(self, timeout: float = 5.0) -> None:
        """End after the step in hand."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout)

    def _run(self, started: float) -> None:
        wait = self._first_after
        swept = False
        while not self._stopping.wait(wait):
            if not swept:
                self._vault.sweep(before=started)
                swept = True
            wait = self._between_steps if self._step() else self._between_looks

    def _step(self) -> bool:
        try:
            return self._purging.step()
        except DomainError as error:
            # A full or failing disk is shown where people work; erasing waits for the next look.
            _log.warning("erasing old content stopped: %s", error)
        except Exception as error:  # noqa: BLE001 - the thread must outlive whatever a step runs into
            if not self._stopping.is_set():
                _log.error("erasing old content ran into %s", trace_of(error))
        return False
