"""Opening a station's store: one process, one local folder, one key, the newest schema."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counter_app.domain.errors import DomainError
from counter_app.storage.card import RecoveryCard, key_check, read_card, write_card
from counter_app.storage.connection import connect, schema_version
from counter_app.storage.files import os_error
from counter_app.storage.high_water import HighWater
from counter_app.storage.keys import KeyStore
from counter_app.storage.location import check_location
from counter_app.storage.process_lock import LockHeldError, ProcessLock
from counter_app.storage.schema import SCHEMA_VERSION
from counter_app.storage.station_record import StationRecord
from counter_app.storage.unit_of_work import EncryptedDatabase

if TYPE_CHECKING:
    from counter_app.storage.purge import StationPurge
    from counter_app.storage.scan_store import StationScanStore
    from counter_app.storage.sync_store import StationSyncStore
    from counter_app.storage.unsent_backup import UnsentBackups
    from counter_app.storage.unsent_records import Sign
    from counter_app.storage.unsent_restore import Restoring, Verify
    from counter_app.storage.vault import EncryptedVault

DATABASE_FILE: Final = "station.db"
LOCK_FILE: Final = "station.lock"
BACKUP_FOLDER: Final = "backups"
VAULT_FOLDER: Final = "vault"
SALT_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class StationStore:
    """An open store and what was noticed while opening it.

    ``restored_from_backup``: entries that were committed once are missing, so a new incarnation must
    begin before anything is appended. ``copy_before_migration``: where the database was kept as it was
    before the schema was raised. What a sign-in does not need is loaded when it is first asked for.
    """

    database: EncryptedDatabase
    station: StationRecord
    data_dir: Path
    restored_from_backup: bool
    copy_before_migration: Path | None
    _key: bytes
    _high_water: HighWater
    _lock: ProcessLock

    @property
    def next_incarnation(self) -> int:
        """The first one that nobody has written in, as far as is known here."""
        head, mark = self.station.head(), self._high_water.mark
        known = [0 if one is None else one.incarnation for one in (head, mark)]
        return max(known) + 1

    @property
    def sync(self) -> StationSyncStore:
        """The store as the sync engine sees it."""
        from counter_app.storage.sync_store import StationSyncStore  # noqa: PLC0415

        return StationSyncStore(self.database)

    @property
    def scans(self) -> StationScanStore:
        """The files on their way to the central system, as their sender sees them."""
        from counter_app.storage.scan_store import StationScanStore  # noqa: PLC0415

        return StationScanStore(self.database)

    @property
    def vault(self) -> EncryptedVault:
        """Scans and printed papers."""
        from counter_app.storage.vault import EncryptedVault  # noqa: PLC0415

        return EncryptedVault(self.data_dir / VAULT_FOLDER, self._key)

    @property
    def purge(self) -> StationPurge:
        """Erasing of old content."""
        from counter_app.storage.purge import StationPurge  # noqa: PLC0415

        return StationPurge(self.database, self.vault, self.data_dir)

    def backups(self, sign: Sign) -> UnsentBackups:
        """Backups of unsent work; ``sign`` signs for the station."""
        from counter_app.storage.unsent_backup import UnsentBackups, keys_of  # noqa: PLC0415

        return UnsentBackups(
            self.database, self.vault, self.data_dir, keys_of(self.data_dir, self._key, sign)
        )

    def restoring(self, verify: Verify) -> Restoring:
        """Putting backups back; ``verify`` tells the station's own signature."""
        from counter_app.storage.unsent_restore import Restoring  # noqa: PLC0415

        return Restoring(self.database, self.vault, verify, self._key)

    @property
    def needs_rebuild(self) -> bool:
        """Whether projections are of an older fold (``rebuild_projections``)."""
        from counter_app.storage.rebuild import projections_are_old  # noqa: PLC0415

        return projections_are_old(self.database)

    def key_is_sealed(self) -> bool:
        """Whether the office's recovery key can open this database."""
        card = read_card(self.data_dir)
        return card is not None and card.sealed is not None

    def seal_key(self, recovery_public_key: bytes) -> None:
        """Seal the database key to the office's raw X25519 public key (32 bytes), at enrolment."""
        keep_card(self.data_dir, self._key, recovery_public_key)

    def close(self) -> None:
        """Close everything; another process may open the store then."""
        self.database.close()
        self._high_water.close()
        self._lock.release()


def open_station(data_dir: Path, keys: KeyStore) -> StationStore:
    """Open the store in ``data_dir``.

    Raises ``DomainError``, and changes nothing then: ``storage.network_location``,
    ``storage.synced_location``, ``storage.in_use``, ``storage.not_created`` (nothing was ever here),
    ``storage.missing`` (the database is gone), ``keys.missing``, ``storage.wrong_key``,
    ``storage.damaged``, ``storage.newer_version``, ``storage.full``, ``storage.io``.
    """
    check_location(data_dir)
    path = data_dir / DATABASE_FILE
    if not path.exists():
        raise DomainError("storage.missing" if was_created(data_dir) else "storage.not_created")
    with ExitStack() as undo:
        lock = lock_station(data_dir)
        undo.callback(lock.release)
        key = key_of(path, keys)
        version = checked_version(path, key, read_card(data_dir))
        copy = None if version == SCHEMA_VERSION else _raise_schema(data_dir, path, key)
        if read_card(data_dir) is None:
            keep_card(data_dir, key, None)
        store = assemble(data_dir, key, lock, copy)
        undo.pop_all()
    return store


def was_created(data_dir: Path) -> bool:
    """Whether a station's database was once made in this folder, be it there or not."""
    return read_card(data_dir) is not None or HighWater(data_dir).mark is not None


def database_id(path: Path) -> str:
    """The id under which the key of a database is kept: the salt that its file begins with."""
    with path.open("rb") as stream:
        salt = stream.read(SALT_BYTES)
    if len(salt) != SALT_BYTES:
        raise DomainError("storage.damaged")
    return salt.hex()


def lock_station(data_dir: Path) -> ProcessLock:
    """Take the folder for this process; raises ``DomainError("storage.in_use")``."""
    lock = ProcessLock(data_dir / LOCK_FILE)
    try:
        lock.acquire()
    except LockHeldError as error:
        raise DomainError("storage.in_use") from error
    except OSError as error:
        raise os_error(error) from error
    return lock


def key_of(path: Path, keys: KeyStore) -> bytes:
    """The key of a database; raises ``DomainError("keys.missing")``."""
    try:
        key = keys.load(database_id(path))
    except OSError as error:
        raise os_error(error) from error
    if key is None:
        raise DomainError("keys.missing")
    return key


def checked_version(path: Path, key: bytes, card: RecoveryCard | None) -> int:
    """The schema of a database that its key opens; raises ``DomainError`` for any other.

    Read only: closing a database that may not be ours must not fold its log into it.
    """
    try:
        with closing(connect(path, key, read_only=True)) as connection:
            version = schema_version(connection)
            connection.fetch("SELECT count(*) FROM sqlite_schema")
    except DomainError as error:
        wrong = card is not None and card.key_check != key_check(key)
        if error.code == "storage.damaged" and wrong:
            raise DomainError("storage.wrong_key") from error
        raise
    if version > SCHEMA_VERSION:
        raise DomainError("storage.newer_version", found=version, known=SCHEMA_VERSION)
    return version


def _raise_schema(data_dir: Path, path: Path, key: bytes) -> Path:
    from counter_app.storage.migrate import keep_copy, upgrade  # noqa: PLC0415 - alembic loads slowly

    copy = keep_copy(path, key, data_dir / BACKUP_FOLDER)
    upgrade(path, key)
    return copy


def keep_card(data_dir: Path, key: bytes, recovery_public_key: bytes | None) -> None:
    """Write the card beside the database, with the key sealed for recovery if there is a key to seal to."""
    sealed = None
    if recovery_public_key is not None:
        from counter_app.storage.recovery import seal  # noqa: PLC0415 - cryptography loads slowly

        sealed = seal(key, recovery_public_key)
    write_card(data_dir, RecoveryCard(database_id(data_dir / DATABASE_FILE), key_check(key), sealed))


def assemble(data_dir: Path, key: bytes, lock: ProcessLock, copy: Path | None) -> StationStore:
    """Open all parts of a database that was checked, under a lock that is held."""
    high_water = HighWater(data_dir)
    database = EncryptedDatabase(data_dir / DATABASE_FILE, key, committed=high_water.note)
    station = StationRecord(database)
    head = station.head()
    return StationStore(
        database=database,
        station=station,
        data_dir=data_dir,
        restored_from_backup=head is not None and high_water.is_ahead_of(head),
        copy_before_migration=copy,
        _key=key,
        _high_water=high_water,
        _lock=lock,
    )
