"""Raises a database to the newest schema, and keeps a copy of it before; imported only when needed."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2 as sqlcipher

from counter_app.storage.connection import connect, meaning, prepare_writer, schema_version
from counter_app.storage.files import os_error, replace_durably
from counter_app.storage.schema import SCHEMA_VERSION

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


def upgrade(path: Path, key: bytes) -> None:
    """Bring the database to ``SCHEMA_VERSION``; one transaction, so that it happens whole or not at all.

    Only the holder of the instance lock may call it. Raises ``DomainError("storage.full")`` and the like.
    """
    connection = connect(path, key)
    prepare_writer(connection)
    engine = create_engine("sqlite+pysqlite://", creator=lambda: connection.raw, poolclass=StaticPool)
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    try:
        with engine.connect() as alchemy:
            alchemy.exec_driver_sql("BEGIN IMMEDIATE")
            config.attributes["connection"] = alchemy
            command.upgrade(config, f"{SCHEMA_VERSION:04d}")
            alchemy.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
            alchemy.commit()
    except sqlcipher.Error as error:
        meant = meaning(error)
        if meant is None:
            raise
        raise meant from error
    finally:
        engine.dispose()
        connection.close()


def keep_copy(path: Path, key: bytes, folder: Path) -> Path:
    """Copy the database, still encrypted, to ``folder`` before it is changed; returns the copy's path.

    The copy is consistent: the write-ahead log is folded in first, and nobody else writes meanwhile.
    Raises ``DomainError("storage.full")`` or ``("storage.io")`` and leaves no half copy.
    """
    connection = connect(path, key)
    try:
        version = schema_version(connection)
        connection.fetch("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    copy = _free_name(folder, f"{path.stem}-schema-{version:04d}", path.suffix)
    part = copy.with_name(copy.name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, part)
        replace_durably(part, copy)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise os_error(error) from error
    return copy


def _free_name(folder: Path, stem: str, suffix: str) -> Path:
    number = 1
    while (name := folder / f"{stem}-{number}{suffix}").exists():
        number += 1
    return name
