"""One keyed connection to the SQLCipher file, and what its errors mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as sqlcipher

from counter_app.domain.errors import DomainError
from counter_app.storage.statements import Statement, Value

BUSY_TIMEOUT_MS: Final = 5000
KEY_BYTES: Final = 32

_CHECKPOINT_PAGES: Final = 4000
"""16 MB of log before it is folded in: the same pages are written again and again meanwhile."""

_MEANING: Final = {
    sqlcipher.SQLITE_FULL: "storage.full",
    sqlcipher.SQLITE_IOERR: "storage.io",
    sqlcipher.SQLITE_CORRUPT: "storage.damaged",
    sqlcipher.SQLITE_NOTADB: "storage.damaged",
    sqlcipher.SQLITE_BUSY: "storage.busy",
    sqlcipher.SQLITE_LOCKED: "storage.busy",
    sqlcipher.SQLITE_READONLY: "storage.read_only",
    sqlcipher.SQLITE_PERM: "storage.read_only",
    sqlcipher.SQLITE_CANTOPEN: "storage.cannot_open",
}


def meaning(error: Exception) -> DomainError | None:
    """The domain's error for a database error, or ``None`` when it is a fault of the program."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    name = _MEANING.get(code & 0xFF)
    return None if name is None else DomainError(name)


class Connection:
    """A connection that turns the file's troubles into ``DomainError``.

    It may move between threads, but only one may use it at a time.
    """

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    @property
    def raw(self) -> Any:
        """The DB-API connection."""
        return self._raw

    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return bool(self._raw.in_transaction)

    def run(self, statement: Statement, values: Mapping[str, Value] | None = None) -> int:
        """Execute a compiled Core statement; returns how many rows it changed."""
        return int(self._execute(statement.text, statement.arguments(values or {})).rowcount)

    def run_many(self, statement: Statement, values: Iterable[Mapping[str, Value]]) -> None:
        """Execute a compiled Core statement once for each of ``values``."""
        try:
            self._raw.executemany(statement.text, map(statement.arguments, values))
        except sqlcipher.Error as error:
            meant = meaning(error)
            if meant is None:
                raise
            raise meant from error

    def insert(self, statement: Statement, values: Mapping[str, Value]) -> int:
        """Execute an insert; returns the new row's number."""
        return int(self._execute(statement.text, statement.arguments(values)).lastrowid)

    def sql(self, text: str, arguments: Sequence[Value] = ()) -> None:
        """Execute SQL text: what Core has no words for (FTS5, pragmas, transactions)."""
        self._execute(text, arguments)

    def rows(self, statement: Statement, values: Mapping[str, Value] | None = None) -> list[tuple[Any, ...]]:
        """All rows of a compiled Core statement."""
        return self.fetch(statement.text, statement.arguments(values or {}))

    def row(self, statement: Statement, values: Mapping[str, Value] | None = None) -> tuple[Any, ...] | None:
        """The first row of a compiled Core statement, if there is one."""
        rows = self.fetch(statement.text, statement.arguments(values or {}))
        return rows[0] if rows else None

    def fetch(self, text: str, arguments: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        """All rows of SQL text; reading on can fail as well as starting to."""
        try:
            rows: list[tuple[Any, ...]] = self._raw.execute(text, arguments).fetchall()
        except sqlcipher.Error as error:
            meant = meaning(error)
            if meant is None:
                raise
            raise meant from error
        return rows

    def _execute(self, text: str, arguments: Sequence[Value]) -> Any:
        try:
            return self._raw.execute(text, arguments)
        except sqlcipher.Error as error:
            meant = meaning(error)
            if meant is None:
                raise
            raise meant from error

    def close(self) -> None:
        """Close it; safe to call twice."""
        self._raw.close()


def connect(
    path: Path,
    key: bytes,
    *,
    salt: bytes = b"",
    create: bool = False,
    read_only: bool = False,
    cache_kib: int = 8192,
) -> Connection:
    """Open the database at ``path`` with its raw 32-byte key; ``salt`` (16 bytes) begins a new file.

    ``read_only`` never changes the database and its log, not even by folding the log in at the end.

    Raises ``DomainError("storage.cannot_open")``, and ``("storage.damaged")`` for a file that the key does
    not open: of that nobody can tell more here.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    mode = "rwc" if create else "ro" if read_only else "rw"
    try:
        raw = sqlcipher.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
    except sqlcipher.Error as error:
        raise meaning(error) or DomainError("storage.cannot_open") from error
    connection = Connection(raw)
    try:
        # Errors are raised; SQLCipher would write them to standard error as well.
        connection.sql("PRAGMA cipher_log_level = NONE")
        # A raw key skips the derivation from a passphrase, which would take 150 ms per connection.
        connection.sql(f"PRAGMA key = \"x'{(key + salt).hex()}'\"")
        connection.sql(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.sql(f"PRAGMA cache_size = -{cache_kib}")
        connection.sql("PRAGMA foreign_keys = ON")
        connection.sql("PRAGMA temp_store = MEMORY")
    except BaseException:
        connection.close()
        raise
    return connection


def prepare_writer(connection: Connection) -> None:
    """Make every commit durable before it returns: write-ahead log, synced each time."""
    connection.sql("PRAGMA journal_mode = WAL")
    connection.sql("PRAGMA synchronous = FULL")
    connection.sql(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")


def prepare_reader(connection: Connection) -> None:
    """Let a connection read only."""
    connection.sql("PRAGMA query_only = ON")


def schema_version(connection: Connection) -> int:
    """The number of the last migration that ran; reading it is also the first use of the key."""
    return int(connection.fetch("PRAGMA user_version")[0][0])
