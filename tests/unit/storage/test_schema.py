"""Migrations: they end in the tables, keep a copy before, and run only when there is something to do."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2 as sqlcipher

from counter_app.domain.errors import DomainError
from counter_app.storage import tables
from counter_app.storage.connection import Connection, connect, prepare_writer, schema_version
from counter_app.storage.keys import FolderKeys
from counter_app.storage.migrate import keep_copy, upgrade
from counter_app.storage.open import DATABASE_FILE, StationStore, open_station
from counter_app.storage.schema import SCHEMA_VERSION
from tests.fixtures.dossiers import Scribe
from tests.unit.storage.books import found, receive

KEY = bytes(range(32))
SALT = bytes(range(16))


def unmigrated(path: Path) -> Path:
    """A database before its first migration."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(connect(path, KEY, salt=SALT, create=True)) as connection:
        prepare_writer(connection)
        connection.sql("CREATE TABLE before_everything (text)")
        connection.sql("INSERT INTO before_everything VALUES ('kept')")
    return path


def schema_of(connection: Connection) -> dict[str, str]:
    """What every table and index of ours was created with, spaces evened out."""
    rows = connection.fetch("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {
        name: " ".join(sql.replace("(", " ( ").replace(")", " ) ").replace(",", " , ").split())
        for name, sql in rows
        if not name.startswith(("dossier_search_", "alembic", "before"))
    }


def test_the_migrations_end_in_exactly_the_tables(tmp_path: Path) -> None:
    reference = connect(tmp_path / "reference.db", KEY, create=True)
    engine = sqlalchemy.create_engine(
        "sqlite+pysqlite://", creator=lambda: reference.raw, poolclass=StaticPool
    )
    tables.metadata.create_all(engine)
    reference.sql(tables.SEARCH_TABLE)
    upgrade(unmigrated(tmp_path / "migrated.db"), KEY)
    with closing(connect(tmp_path / "migrated.db", KEY)) as migrated:
        assert schema_of(migrated) == schema_of(reference)
        assert schema_version(migrated) == SCHEMA_VERSION
    engine.dispose()


def test_the_last_migration_is_the_version_that_the_program_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(tables.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == f"{SCHEMA_VERSION:04d}"
    assert [script.revision for script in scripts.walk_revisions()] == [
        f"{number:04d}" for number in range(SCHEMA_VERSION, 0, -1)
    ]


def test_an_older_database_is_kept_as_it_was_before_it_is_raised(tmp_path: Path) -> None:
    path = unmigrated(tmp_path / "data" / DATABASE_FILE)
    keys = FolderKeys(tmp_path / "keys")
    keys.save(SALT.hex(), KEY)
    store = open_station(tmp_path / "data", keys)
    copy = store.copy_before_migration
    assert copy == tmp_path / "data" / "backups" / "station-schema-0000-1.db"
    with closing(connect(copy, KEY)) as before:
        assert schema_version(before) == 0
        assert before.fetch("SELECT text FROM before_everything") == [("kept",)]
    assert b"before_everything" not in copy.read_bytes()
    assert store.station.get() is None
    store.close()
    assert keep_copy(path, KEY, copy.parent).name == f"station-schema-{SCHEMA_VERSION:04d}-1.db"
    assert keep_copy(path, KEY, copy.parent).name == f"station-schema-{SCHEMA_VERSION:04d}-2.db"


def test_a_copy_that_cannot_be_kept_stops_the_migration(tmp_path: Path) -> None:
    path = unmigrated(tmp_path / "data" / DATABASE_FILE)
    (tmp_path / "data" / "backups").write_bytes(b"")
    keys = FolderKeys(tmp_path / "keys")
    keys.save(SALT.hex(), KEY)
    with pytest.raises(DomainError) as caught:
        open_station(tmp_path / "data", keys)
    assert caught.value.code == "storage.io"
    with closing(connect(path, KEY)) as untouched:
        assert schema_version(untouched) == 0


def test_a_migration_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = unmigrated(tmp_path / "broken.db")
    with closing(connect(path, KEY)) as connection:
        connection.sql("CREATE TABLE draft (in_the_way)")
    with pytest.raises(sqlcipher.OperationalError, match="draft"):
        upgrade(path, KEY)
    with closing(connect(path, KEY)) as connection:
        names = {name for (name,) in connection.fetch("SELECT name FROM sqlite_schema")}
        assert names == {"before_everything", "draft"}
        assert schema_version(connection) == 0


def test_opening_a_migrated_database_loads_neither_alembic_nor_sqlalchemy(
    store: StationStore, tmp_path: Path
) -> None:
    receive(store, Scribe())
    store.close()
    program = (
        "import sys; from pathlib import Path\n"
        "from counter_app.storage.keys import FolderKeys\n"
        "from counter_app.storage.open import open_station\n"
        "keys = FolderKeys(Path(sys.argv[2]))\n"
        "open_station(Path(sys.argv[1]), keys).close()\n"
        "print(sorted({'alembic', 'sqlalchemy', 'keyring', 'cryptography'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    folders = [str(store.data_dir), str(tmp_path / "machine-keys")]
    done = subprocess.run(
        [sys.executable, "-c", program, *folders], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
    reopened = open_station(store.data_dir, FolderKeys(tmp_path / "machine-keys"))
    assert len(found(reopened)) == 1
    reopened.close()
