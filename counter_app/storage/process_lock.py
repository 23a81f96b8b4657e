"""A file that one process at a time holds; the system lets go of it however the process ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _try(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _let_go(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _try(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _let_go(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class LockHeldError(Exception):
    """Another process, or another part of this one, holds the lock."""


class ProcessLock:
    """A lock on ``path``, which is made if it is missing and stays when the lock is released."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take it without waiting; raises ``LockHeldError``, or ``OSError`` if the file cannot be opened."""
        if self._handle is not None:
            raise LockHeldError
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _try(handle)
        except (BlockingIOError, PermissionError) as error:
            os.close(handle)
            raise LockHeldError from error
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle

    def release(self) -> None:
        """Let go; nothing happens when it is not held."""
        handle, self._handle = self._handle, None
        if handle is not None:
            _let_go(handle)
            os.close(handle)
