"""One writing transaction at a time, and read transactions beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counter_app.storage.connection import Connection, connect, prepare_reader, prepare_writer

if TYPE_CHECKING:
    from counter_app.domain.journal import Head
    from counter_app.storage.open_work import OpenWork
    from counter_app.storage.reads import StoredReads

_IDLE_READERS: Final = 3
_READER_CACHE_KIB: Final = 16 * 1024


class EncryptedDatabase:
    """``services.store_ports.Database`` over one SQLCipher file.

    Writing goes through one connection under one lock; readers have connections of their own and see
    the last commit. ``committed`` is told the new end of the chain after a commit that appended.
    """

    def __init__(self, path: Path, key: bytes, committed: Callable[[Head], None] | None = None) -> None:
        self._path = path
        self._key = key
        self._committed = committed
        self._lock = threading.RLock()
        self._writer = connect(path, key)
        self._idle: list[Connection] = []
        self._idle_lock = threading.Lock()
        self._closed = False
        prepare_writer(self._writer)

    @contextmanager
    def begin(self) -> Iterator[OpenWork]:
        """The one writing transaction; durable after a clean exit, rolled back otherwise."""
        from counter_app.storage.open_work import OpenWork  # noqa: PLC0415 - a start needs no dossier

        # The lock is held until the new end of the chain is told, so that ends are told in their order.
        with self._lock:
            with self.transaction() as connection:
                work = OpenWork(connection)
                yield work
            appended = work.journal.appended
            if appended is not None and self._committed is not None:
                self._committed(appended)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """The writing connection inside a transaction, for the stores of this package."""
        with self._lock:
            if self._writer.in_transaction():
                raise RuntimeError("a unit of work is already open in this thread")
            self._writer.sql("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.sql("COMMIT")
            except BaseException:
                # The database may have rolled back on its own, as it does when the disk is full.
                if self._writer.in_transaction():
                    self._writer.sql("ROLLBACK")
                raise

    @contextmanager
    def read(self) -> Iterator[StoredReads]:
        """A snapshot of the last commit; from any thread."""
        from counter_app.storage.reads import StoredReads  # noqa: PLC0415 - as in begin

        with self.snapshot() as connection:
            yield StoredReads(connection)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A reading connection inside a transaction, for the stores of this package."""
        connection = self._reader()
        try:
            connection.sql("BEGIN")
            yield connection
        finally:
            if connection.in_transaction():
                connection.sql("ROLLBACK")
            self._give_back(connection)

    def shorten_log(self) -> None:
        """Fold the write-ahead log into the file and cut it to nothing, if nobody is reading or writing.

        Raises ``DomainError("storage.busy")``; it never makes a writer wait for a reader.
        """
        connection = connect(self._path, self._key)
        try:
            connection.sql("PRAGMA busy_timeout = 0")
            connection.fetch("PRAGMA wal_checkpoint(PASSIVE)")
            connection.fetch("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    def close(self) -> None:
        """Close all connections; the write-ahead log is folded into the file."""
        with self._lock, self._idle_lock:
            self._closed = True
            for connection in self._idle:
                connection.close()
            self._idle.clear()
            self._writer.close()

    def _reader(self) -> Connection:
        with self._idle_lock:
            if self._idle:
                return self._idle.pop()
        connection = connect(self._path, self._key, cache_kib=_READER_CACHE_KIB)
        prepare_reader(connection)
        return connection

    def _give_back(self, connection: Connection) -> None:
        with self._idle_lock:
            if not self._closed and len(self._idle) < _IDLE_READERS:
                self._idle.append(connection)
                return
        connection.close()
