"""Opening the central database: SQLite by default, any other that SQLAlchemy speaks by its address."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from counter_app.central.settings import CentralSettings
from counter_app.domain.errors import DomainError

MIGRATIONS: Final = Path(__file__).parent / "migrations"


_T = TypeVar("_T")
_TRIES: Final = 5
_BROKEN_OFF: Final = frozenset({"40P01", "40001"})
"""SQLSTATE of a deadlock and of a serialization failure: nothing was changed, and the next try may work."""


class Database:
    """Transactions on the central database. Safe for many threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One durable transaction; on SQLite it is the only writer from its first statement on."""
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def change(self, work: Callable[[Connection], _T]) -> _T:
        """``work`` in one durable transaction, done again when the database broke it off for another one."""
        for _ in range(_TRIES - 1):
            try:
                return self._in_write(work)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", "") not in _BROKEN_OFF:
                    raise
        return self._in_write(work)

    def _in_write(self, work: Callable[[Connection], _T]) -> _T:
        with self.write() as connection:
            return work(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_database(settings: CentralSettings) -> Database:
    """Open the database and bring its tables up to date."""
    database = connect_database(settings)
    upgrade(database)
    return database


def connect_database(settings: CentralSettings) -> Database:
    """The database as it is; no connection is made before the first transaction.

    Raises ``DomainError("central.bad_database")`` for an address that no driver of ours understands.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    # hide_parameters: an error's text must not carry anybody's data into a log.
    # pre_ping: a connection that died while it was idle is replaced instead of failing somebody's call.
    try:
        engine = create_engine(
            settings.url,
            hide_parameters=True,
            pool_size=settings.pool_size,
            max_overflow=settings.pool_size // 2,
            pool_timeout=10,
            pool_pre_ping=True,
            connect_args=_POSTGRESQL if settings.url.startswith("postgresql") else {},
        )
    except (ArgumentError, ImportError, TypeError, ValueError):
        # Not its text: an address holds a password.
        raise DomainError("central.bad_database") from None
    if engine.dialect.name == "sqlite":
        _set_up_sqlite(engine)
    return Database(engine)


_POSTGRESQL: Final = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "application_name": "quay-mot-cua-central",
}
"""libpq's options: a database host that vanished is noticed in seconds, not at TCP's own pace of hours."""

_PREPARING: Final = 0x71756179
"""Key of the advisory lock under which one process at a time migrates."""


def upgrade(database: Database, revision: str = "head") -> None:
    """Migrate the tables to ``revision``."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with database.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PREPARING})
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def schema_revision(database: Database) -> str:
    """The revision of the tables as they are."""
    with database.read() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def insert_new(connection: Connection, table: Table, values: Mapping[str, object]) -> bool:
    """Insert a row unless its key is there already; whether it was inserted."""
    on_sqlite = connection.dialect.name == "sqlite"
    dialect_insert = sqlite.insert if on_sqlite else postgresql.insert
    # psycopg forgets how many rows there were once the cursor is closed, as SQLAlchemy closes it at once.
    insert = dialect_insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return connection.execute(insert, values).rowcount == 1


def to_json(params: Mapping[str, object] | None) -> str:
    """Parameters as they are kept in a column."""
    return json.dumps(dict(params or {}), ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> dict[str, str | int | None]:
    """The reverse of ``to_json``."""
    plain = json.loads(text)
    assert isinstance(plain, dict)
    return plain


def _set_up_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        assert isinstance(connection, sqlite3.Connection)
        connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
