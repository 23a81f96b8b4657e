"""One writer for an upload among all threads and processes; the system lets go however a process ends."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Final

if sys.platform == "win32":
    import msvcrt

    def _try(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


_TRIES: Final = 5


class UploadBusyError(Exception):
    """Somebody else writes this upload now."""


class UploadLock:
    """A lock file. Its holder may remove it, so that finished uploads leave none behind."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take it without waiting; raises ``UploadBusyError``, or ``OSError`` if there is no such folder."""
        for _ in range(_TRIES):
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _try(handle)
            except (BlockingIOError, PermissionError):
                os.close(handle)
                raise UploadBusyError from None
            except BaseException:
                os.close(handle)
                raise
            if self._is_at_its_place(handle):
                self._handle = handle
                return
            os.close(handle)  # the holder before us removed the file that we waited at
        raise UploadBusyError

    def release(self, *, remove: bool = False) -> None:
        """Let go; ``remove`` takes the file away too."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        if remove:
            with contextlib.suppress(OSError):  # Windows keeps an open file; the next sweep takes it
                self._path.unlink(missing_ok=True)
        os.close(handle)

    def _is_at_its_place(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), self._path.stat())
        except FileNotFoundError:
            return False
