"""Backup of unsent work and its way back, for the command line: without a window, also beside one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from counter_app.bootstrap.clock import SystemClock
from counter_app.bootstrap.keys import key_store
from counter_app.bootstrap.station import RunningStation, open_enrolled
from counter_app.config import Config
from counter_app.domain.errors import DomainError
from counter_app.services.care_settings import CareSettingsService
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.services.unsent_backup import Written, check_medium
from counter_app.storage.open import DATABASE_FILE, VAULT_FOLDER, key_of
from counter_app.storage.read_only import ReadOnlyDatabase, open_read_only
from counter_app.storage.unsent_backup import UnsentBackups, keys_of
from counter_app.storage.unsent_restore import Restored
from counter_app.storage.vault import EncryptedVault
from counter_app.sync.credentials import DOCUMENT as CREDENTIALS
from counter_app.sync.credentials import Credentials
from counter_app.sync.signing import StationKey, is_signature


def back_up(config: Config, folder: Path | None) -> Written:
    """Write a backup into ``folder``, or into the one that is set; reads only, so it works beside a counter.

    A folder that is named needs no mark. Raises ``DomainError``: ``backup.*``, ``storage.*``, ``keys.*``,
    ``enrol.needed``.
    """
    keys = key_store(config)
    with open_read_only(config.data_dir, keys) as database:
        credentials = _credentials(database)
        key = key_of(config.data_dir / DATABASE_FILE, keys)
        backups = UnsentBackups(
            database,
            EncryptedVault(config.data_dir / VAULT_FOLDER, key),
            config.data_dir,
            keys_of(config.data_dir, key, StationKey(credentials.private_key).sign),
        )
        if backups.work().is_empty:
            raise DomainError("backup.nothing")
        if folder is None:
            settings = CareSettingsService(database).current()
            folder = check_medium(backups, settings)
        elif not folder.is_dir():
            raise DomainError("backup.folder_missing")
        return backups.write(folder, SystemClock().now())


def put_back(config: Config, path: Path, secret: bytes | None, *, patience: float) -> Restored:
    """Put a backup back; ``secret`` is the office's private recovery key, if it is needed.

    The central system is asked first, for up to ``patience`` seconds; without it only what follows on the
    station's own chain is put back. Raises ``DomainError``: ``backup.*``, ``storage.*``, ``keys.*``.
    """
    station = open_enrolled(config)
    try:
        asked = patience > 0 and _ask_centre(station, patience)
        with station.store.database.read() as reads:
            row = reads.document(CREDENTIALS)
        if row is None:
            raise DomainError("enrol.needed")
        public = StationKey(Credentials.from_bytes(row[1]).private_key).public_hex

        def verify(statement: bytes, signature: str) -> bool:
            return is_signature(public, signature, statement)

        restored = station.store.restoring(verify).restore(path, secret, asked=asked)
        if asked and restored.own + restored.appended > 0:
            # The engine's own figures are from before the backup was put back.
            station.engine.send_now()
            now = station.services.clock.now()
            _wait_until(station, lambda _: station.store.sync.backlog(now).entries == 0, patience)
    finally:
        station.close()
    return restored


def _ask_centre(station: RunningStation, patience: float) -> bool:
    """Whether everything here was judged and the feed read to its end."""
    station.engine.start()
    return _wait_until(
        station,
        lambda status: (
            status.state in (LineState.ONLINE, LineState.WEAK)
            and not status.trouble
            and status.backlog.entries == 0
        ),
        patience,
    )


def _wait_until(station: RunningStation, is_so: Callable[[SyncStatus], bool], patience: float) -> bool:
    came = threading.Event()

    def listener(status: SyncStatus, _changed: frozenset[str]) -> None:
        if is_so(status):
            came.set()

    stop = station.engine.subscribe(listener)
    try:
        listener(station.engine.status(), frozenset())
        return came.wait(patience)
    finally:
        stop()


def _credentials(database: ReadOnlyDatabase) -> Credentials:
    with database.read() as reads:
        row = reads.document(CREDENTIALS)
    if row is None:
        raise DomainError("enrol.needed")
    return Credentials.from_bytes(row[1])
