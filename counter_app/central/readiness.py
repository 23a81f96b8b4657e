"""Whether the database can be used: prepared once, by whichever call finds it there first."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable
from typing import Final

from counter_app.central.database import Database, upgrade
from counter_app.central.life import settle_epoch
from counter_app.central.logs import trace_of
from counter_app.central.problems import database_away, is_database_away
from counter_app.central.settings import CentralSettings

_log = logging.getLogger(__name__)

_TRY_EVERY: Final = 2.0


class Readiness:
    """Migrates the tables and settles the epoch when the database is first reached. Thread-safe."""

    def __init__(
        self,
        database: Database,
        settings: CentralSettings,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._settings = settings
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._next_try = float("-inf")
        self.prepared = False

    def try_now(self) -> None:
        """Prepare; a database that is away is left to ``require``, any other trouble is raised."""
        try:
            self._prepare()
        except Exception as error:
            if not is_database_away(error):
                raise
            _log.warning("the database is away; serving begins when it is back")

    def require(self) -> None:
        """Raise ``ProblemError`` 503 ``database.away`` until the database was reached; tries now and then."""
        if self.prepared:
            return
        if self._lock.acquire(blocking=False):
            try:
                self._try_again()
            finally:
                self._lock.release()
        if not self.prepared:
            raise database_away()

    def disk_free(self) -> int:
        """Bytes free where the data lie."""
        return shutil.disk_usage(self._settings.data_dir).free

    @property
    def disk_low(self) -> bool:
        """Whether an administrator has to make room."""
        return self.disk_free() < self._settings.disk_low_bytes

    def _try_again(self) -> None:
        now = self._monotonic()
        if self.prepared or now < self._next_try:
            return
        self._next_try = now + _TRY_EVERY
        try:
            self._prepare()
        except Exception as error:  # noqa: BLE001 - every caller is told to come back until it is put right
            _log.error("the database cannot be prepared", extra={"fields": {"trace": trace_of(error)}})

    def _prepare(self) -> None:
        upgrade(self._database)
        settle_epoch(self._database, self._settings.life_file)
        self.prepared = True
