"""Creating a station's store: an empty database under a new random key."""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from counter_app.domain.errors import DomainError
from counter_app.domain.office import Station
from counter_app.storage.connection import KEY_BYTES, connect
from counter_app.storage.files import os_error, replace_durably
from counter_app.storage.keys import KeyStore
from counter_app.storage.location import check_location
from counter_app.storage.migrate import upgrade
from counter_app.storage.open import (
    DATABASE_FILE,
    SALT_BYTES,
    StationStore,
    assemble,
    keep_card,
    lock_station,
    was_created,
)
from counter_app.storage.rebuild import stamp_fold_version


def create_station(
    data_dir: Path,
    keys: KeyStore,
    *,
    recovery_public_key: bytes | None = None,
    station: Station | None = None,
    enrolled_at: datetime | None = None,
) -> StationStore:
    """Create an empty store in ``data_dir`` and open it; ``station`` and ``enrolled_at`` go together.

    Raises ``DomainError``: ``storage.exists``, ``storage.missing`` (there was one: it is never replaced
    silently), ``keys.not_kept``, and what ``open_station`` raises.
    """
    check_location(data_dir)
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise os_error(error) from error
    path = data_dir / DATABASE_FILE
    lock = lock_station(data_dir)
    with ExitStack() as undo:
        undo.callback(lock.release)
        if path.exists():
            raise DomainError("storage.exists")
        if was_created(data_dir):
            raise DomainError("storage.missing")
        key, salt = os.urandom(KEY_BYTES), os.urandom(SALT_BYTES)
        if not keys.save(salt.hex(), key) or keys.load(salt.hex()) != key:
            raise DomainError("keys.not_kept")
        _build(path, key, salt)
        keep_card(data_dir, key, recovery_public_key)
        store = assemble(data_dir, key, lock, None)
        undo.pop_all()
    if station is not None and enrolled_at is not None:
        store.station.put(station, enrolled_at)
    return store


def _build(path: Path, key: bytes, salt: bytes) -> None:
    """Make the database under another name, so that a half made one is never taken for a station's."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    connection = connect(new, key, salt=salt, create=True)
    try:
        # Pages of erased content go back to the file system; it costs a reception one page of log in twelve.
        connection.sql("PRAGMA auto_vacuum = INCREMENTAL")
        connection.sql("PRAGMA user_version = 0")
    finally:
        connection.close()
    upgrade(new, key)
    stamp_fold_version(new, key)
    replace_durably(new, path)
