"""Receiving scans onto the disk: begun, continued at the exact byte, verified, kept once per office.

Nothing of it is in memory, so that any number of processes may share the folder: whoever writes an upload
holds its lock file, and what the file holds is what came.
"""

from __future__ import annotations

import errno
import logging
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from counter_app.central.problems import ProblemError
from counter_app.central.scans.files import Announced, ScanFiles, make_folder, open_part
from counter_app.central.scans.locks import UploadBusyError, UploadLock
from counter_app.central.scans.settings import ScanSettings

_log = logging.getLogger(__name__)

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class UploadState:
    """How far a scan has come: ``offset`` of ``length`` bytes are durable.

    ``complete``: all of it, and verified. ``expires_at``: when an unfinished one is given up, in seconds
    since 1970.
    """

    length: int
    offset: int
    complete: bool
    expires_at: float | None = None


class ScanStore:
    """The scans of all offices below one folder. Safe for many threads and processes."""

    def __init__(self, folder: Path, settings: ScanSettings, now: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._settings = settings
        self._now = now

    @property
    def settings(self) -> ScanSettings:
        """The limits."""
        return self._settings

    def path_of(self, office: str, sha256: str) -> Path | None:
        """The file of a whole scan; ``None`` while it is not there."""
        whole = self._files(office, sha256).whole
        return whole if whole.is_file() else None

    def state(self, office: str, sha256: str) -> UploadState:
        """How far a scan has come. Raises ``ProblemError``: 404 ``scan.unknown``, 423 ``scan.locked``.

        Bytes that a killed process had received are made durable before they are told of; if they are all,
        they are verified now (422 ``scan.bad_hash``).
        """
        files = self._files(office, sha256)
        if not files.note.exists():
            return _whole(files) or _unknown()
        with self._held(files):
            return _whole(files) or self._settled(files)

    def begin(self, office: str, sha256: str, length: int, media_type: str) -> UploadState:
        """Begin an upload, or find the one that was begun or is complete; nothing is received twice.

        Raises ``ProblemError``: 413 ``scan.too_large``, 409 ``scan.other_length`` for an upload of the same
        name that announced another length, 423 ``scan.locked``, 507 ``scan.storage_full``.
        """
        if length > self._settings.largest:
            raise ProblemError(413, "scan.too_large", limit=self._settings.largest)
        files = self._files(office, sha256)
        whole = _whole(files)
        if whole is not None:
            return whole
        with _disk():
            make_folder(files.unfinished, self._folder)
            with self._held(files):
                whole = _whole(files)
                if whole is not None:
                    return whole
                self._announce(files, Announced(length, media_type))
                return self._settled(files)

    def continued(self, office: str, sha256: str, offset: int, coming: int | None) -> OpenUpload:
        """Open an upload for ``coming`` more bytes at ``offset``; the caller closes it.

        Raises ``ProblemError``: 404 ``scan.unknown``, 409 ``scan.wrong_offset`` with the right one,
        423 ``scan.locked``, 413 ``scan.past_end``, 507 ``scan.storage_full``.
        """
        files = self._files(office, sha256)
        _check_unfinished(files)
        lock = _locked(files)
        try:
            _check_unfinished(files)
            upload = self._open(files, lock)
        except BaseException:
            lock.release(remove=files.announced() is None)
            raise
        try:
            upload.check(offset, coming)
            self._check_room(files.unfinished, upload.length - offset if coming is None else coming)
        except BaseException:
            upload.close()
            raise
        return upload

    def remove(self, office: str, sha256: str) -> None:
        """Give an unfinished upload up; raises 404 ``scan.unknown``, 403 ``scan.kept`` for a whole one."""
        files = self._files(office, sha256)
        if _whole(files) is not None:
            raise ProblemError(403, "scan.kept")
        if not files.note.exists():
            _unknown()
        with self._held(files):
            files.drop()

    def sweep(self) -> int:
        """Drop uploads that nobody continued for their ``life``, and what they left; returns how many."""
        oldest, dropped = self._now() - self._settings.life.total_seconds(), 0
        for note in self._folder.glob("*/unfinished/*"):
            sha256, office = note.name.partition(".")[0], note.parent.parent.name
            files = self._files(office, sha256)
            try:
                newest = max(one.stat().st_mtime for one in (files.part, files.note, note) if one.exists())
                if newest > oldest:
                    continue
                with self._held(files):
                    dropped += files.announced() is not None
                    files.drop()
            except (OSError, ValueError, ProblemError):
                continue  # somebody else is at it
        if dropped:
            _log.info("expired uploads dropped", extra={"fields": {"count": dropped}})
        return dropped

    def _files(self, office: str, sha256: str) -> ScanFiles:
        return ScanFiles(self._folder, office, sha256)

    def _announce(self, files: ScanFiles, announced: Announced) -> None:
        known = files.announced()
        if known is None:
            self._check_room(files.unfinished, announced.length)
            files.part.unlink(missing_ok=True)
            files.announce(announced)
        elif known.length != announced.length:
            raise ProblemError(409, "scan.other_length", length=known.length)

    def _check_room(self, folder: Path, coming: int) -> None:
        if shutil.disk_usage(folder).free - coming < self._settings.reserve:
            raise ProblemError(507, "scan.storage_full")

    def _settled(self, files: ScanFiles) -> UploadState:
        upload = self._open(files)
        try:
            return upload.settled()
        finally:
            upload.close()

    def _open(self, files: ScanFiles, lock: UploadLock | None = None) -> OpenUpload:
        announced = files.announced()
        if announced is None:
            _unknown()
        with _disk():
            return OpenUpload(files, announced.length, self._settings.life.total_seconds(), lock)

    @contextmanager
    def _held(self, files: ScanFiles) -> Iterator[None]:
        lock = _locked(files)
        try:
            yield
        finally:
            lock.release(remove=files.announced() is None)


class OpenUpload:
    """An unfinished upload with its lock held; for one thread at a time.

    ``write`` appends, ``sync`` makes it durable, ``close`` syncs and lets go.
    """

    def __init__(self, files: ScanFiles, length: int, life: float, lock: UploadLock | None) -> None:
        self._files = files
        self._life = life
        self._lock = lock
        self._handle: int | None = open_part(files.part)
        self.length = length
        self.offset = os.lseek(self._handle, 0, os.SEEK_END)
        self._synced = -1

    def check(self, offset: int, coming: int | None) -> None:
        """Raise ``ProblemError`` unless ``coming`` bytes at ``offset`` are what comes next."""
        if offset != self.offset:
            raise ProblemError(409, "scan.wrong_offset", offset=self.offset)
        if coming is not None and offset + coming > self.length:
            raise ProblemError(413, "scan.past_end", limit=self.length)

    def write(self, data: bytes) -> None:
        """Append; raises 507 ``scan.storage_full``, 413 ``scan.past_end``. What fitted stays."""
        assert self._handle is not None
        if self.offset + len(data) > self.length:
            raise ProblemError(413, "scan.past_end", limit=self.length)
        rest = memoryview(data)
        with _disk():
            while rest:
                written = os.write(self._handle, rest)
                self.offset += written
                rest = rest[written:]

    def take_back(self, offset: int) -> None:
        """Forget what came after ``offset``."""
        assert self._handle is not None
        os.ftruncate(self._handle, offset)
        self.offset = os.lseek(self._handle, 0, os.SEEK_END)

    def sync(self) -> None:
        """Make durable what came."""
        if self._handle is not None and self._synced != self.offset:
            with _disk():
                os.fsync(self._handle)
            self._synced = self.offset

    def settled(self) -> UploadState:
        """How far it is, durably; a full one is verified and kept for good.

        Raises ``ProblemError`` 422 ``scan.bad_hash`` when the whole is not what its name says; it is dropped.
        """
        self.sync()
        if self.offset < self.length:
            return UploadState(self.length, self.offset, complete=False, expires_at=self._expires_at())
        self._let_go_of_the_part()
        if self._files.hash_of_part() != self._files.sha256:
            self._files.drop()
            raise ProblemError(422, "scan.bad_hash", alarm=True, sha256=self._files.sha256)
        with _disk():
            self._files.settle()
        return UploadState(self.length, self.length, complete=True)

    def close(self) -> None:
        """Make durable what came, and let the next one write."""
        try:
            self.sync()
        finally:
            self._let_go_of_the_part()
            lock, self._lock = self._lock, None
            if lock is not None:
                lock.release(remove=self._files.announced() is None)

    def _let_go_of_the_part(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def _expires_at(self) -> float:
        assert self._handle is not None
        return os.fstat(self._handle).st_mtime + self._life


def sha256_name(text: str) -> bool:
    """Whether a text can name a scan."""
    return bool(_SHA256.fullmatch(text))


def _whole(files: ScanFiles) -> UploadState | None:
    try:
        size = files.whole.stat().st_size
    except FileNotFoundError:
        return None
    return UploadState(size, size, complete=True)


def _unknown() -> NoReturn:
    raise ProblemError(404, "scan.unknown")


def _check_unfinished(files: ScanFiles) -> None:
    whole = _whole(files)
    if whole is not None:
        raise ProblemError(409, "scan.wrong_offset", offset=whole.offset)


def _locked(files: ScanFiles) -> UploadLock:
    lock = UploadLock(files.lock)
    try:
        lock.acquire()
    except UploadBusyError:
        raise ProblemError(423, "scan.locked") from None
    except FileNotFoundError:  # no upload of this office was ever begun
        raise ProblemError(404, "scan.unknown") from None
    return lock


@contextmanager
def _disk() -> Iterator[None]:
    """Tell a full disk from everything else that a disk may do."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise ProblemError(507, "scan.storage_full") from error
        raise
