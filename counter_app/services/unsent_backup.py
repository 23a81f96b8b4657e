"""Backups of unsent work on a second disk: when one is due, where it goes, how many are kept.

Unsent work is on one disk only. At the end of a shift a sealed copy of it goes to a stick, a second disk or
a share, which the office's recovery key or the station's own key opens (requirement NA-49, rule O15).
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from counter_app.domain.bodies import MISFITS
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.services.care_settings import CareSettings, CareSettingsService
from counter_app.services.ports import Clock
from counter_app.services.store_ports import Database
from counter_app.services.sync_care import BackupFolder, BackupMade, BackupState

DOCUMENT: Final = "unsent_backup"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UnsentWork:
    """How much is unsent; ``mark`` is a text that changes whenever that does."""

    entries: int
    drafts: int
    files: int
    mark: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be lost with this disk."""
        return self.entries == self.drafts == self.files == 0


@dataclass(frozen=True, slots=True)
class Written:
    """A backup that is whole; ``size`` in bytes."""

    path: Path
    size: int
    entries: int
    drafts: int
    files: int


class BackupStore(Protocol):
    """What writes backups; errors as ``BackupControl`` names them."""

    def work(self) -> UnsentWork:
        """What is unsent now."""
        ...

    def prepare(self, folder: Path) -> tuple[str, bool, int]:
        """The mark of the medium, whether it is the data's own disk, and its free bytes."""
        ...

    def mark(self, folder: Path) -> str:
        """The mark of the medium that is in now; empty if it has none."""
        ...

    def write(self, folder: Path, at: datetime) -> Written:
        """Write a backup whole, read it back, and only then give it its name."""
        ...

    def listed(self, folder: Path) -> Sequence[Path]:
        """This station's backups there, newest first."""
        ...

    def halves(self, folder: Path) -> Sequence[Path]:
        """What a crash left half written there."""
        ...

    def remove(self, path: Path) -> None:
        """Remove one of those."""
        ...


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is remembered from one run of the program to the next."""

    last: BackupMade | None = None
    mark: str = ""
    failure: str = ""
    failed_at: datetime | None = None


class UnsentBackup:
    """``services.sync_care.BackupControl``; one backup at a time."""

    def __init__(
        self, database: Database, store: BackupStore, settings: CareSettingsService, clock: Clock
    ) -> None:
        self._database, self._store, self._settings, self._clock = database, store, settings, clock
        self._one_at_a_time = threading.Lock()
        with database.read() as reads:
            stored = reads.document(DOCUMENT)
        self._kept = _Kept() if stored is None else _read(stored[1])

    def state(self) -> BackupState:
        """The folder, the last backup, and whether another is due."""
        folder, kept = self._settings.current().backup_folder, self._kept
        due = False
        if folder:
            work = self._store.work()
            due = not work.is_empty and (kept.last is None or work.mark != kept.mark or bool(kept.failure))
        return BackupState(Path(folder) if folder else None, kept.last, kept.failure, kept.failed_at, due)

    def last_made_at(self) -> datetime | None:
        """When the last backup was made that did not fail after it; reads no disk."""
        kept = self._kept
        return None if kept.last is None or kept.failure else kept.last.at

    def choose_folder(self, folder: Path | None) -> BackupFolder | None:
        """Prepare a folder and keep it in the settings; ``None`` for no backups."""
        settings = self._settings.current()
        if folder is None:
            self._settings.save(replace(settings, backup_folder="", backup_medium=""))
            return None
        mark, same_disk, free = self._store.prepare(folder)
        self._settings.save(replace(settings, backup_folder=str(folder), backup_medium=mark))
        return BackupFolder(folder, same_disk, free)

    def make(self) -> BackupMade:
        """Write a backup now; see ``BackupControl.make``."""
        with self._one_at_a_time:
            try:
                made = self._make()
            except DomainError as error:
                if error.code not in ("backup.no_folder", "backup.nothing"):
                    self._keep(replace(self._kept, failure=error.code, failed_at=self._clock.now()))
                raise
        return made

    def make_if_due(self) -> BackupMade | None:
        """``make`` if ``state().due``, else ``None``; raises as ``make``."""
        return self.make() if self.state().due else None

    # --- steps ---------------------------------------------------------------------------------

    def _make(self) -> BackupMade:
        settings = self._settings.current()
        if not settings.backup_folder:
            raise DomainError("backup.no_folder")
        # What is counted before is in the backup; what comes meanwhile makes the next one due.
        work = self._store.work()
        if work.is_empty:
            raise DomainError("backup.nothing")
        folder = check_medium(self._store, settings)
        now = self._clock.now()
        written = self._store.write(folder, now)
        made = BackupMade(written.path, now, written.entries, written.drafts, written.files, written.size)
        self._keep(_Kept(made, work.mark))
        self._tidy(folder, settings.backup_keep)
        return made

    def _tidy(self, folder: Path, keep: int) -> None:
        """Remove the oldest; what cannot be removed is left for the next time."""
        try:
            for path in (*self._store.listed(folder)[keep:], *self._store.halves(folder)):
                self._store.remove(path)
        except (DomainError, OSError) as error:
            _log.warning("old backups could not be removed: %s", error)

    def _keep(self, kept: _Kept) -> None:
        self._kept = kept
        try:
            with self._database.begin() as work:
                stored = work.documents.get(DOCUMENT)
                version = 1 if stored is None else stored[0] + 1
                work.documents.put(DOCUMENT, version, json.dumps(_plain(kept)).encode())
        except DomainError as error:
            # The backup itself is there; only its note is not.
            _log.warning("the last backup could not be noted: %s", error)


def check_medium(store: BackupStore, settings: CareSettings) -> Path:
    """The folder of the settings, if the medium that was chosen is in.

    Nothing is written to the empty mount point of a stick that is not in, nor to another stick. Raises
    ``DomainError``: ``backup.no_folder``, ``backup.folder_missing``, ``backup.other_medium``.
    """
    if not settings.backup_folder:
        raise DomainError("backup.no_folder")
    folder = Path(settings.backup_folder)
    if not folder.is_dir():
        raise DomainError("backup.folder_missing")
    if store.mark(folder) != settings.backup_medium:
        raise DomainError("backup.other_medium")
    return folder


def _plain(kept: _Kept) -> dict[str, object]:
    last = kept.last
    return {
        "mark": kept.mark,
        "failure": kept.failure,
        "failed_at": None if kept.failed_at is None else instant_text(kept.failed_at),
        "last": None
        if last is None
        else {
            "path": str(last.path),
            "at": instant_text(last.at),
            "counts": [last.entries, last.drafts, last.files, last.size],
        },
    }


def _read(data: bytes) -> _Kept:
    try:
        plain = json.loads(data)
        failed, last = plain["failed_at"], plain["last"]
        made = None
        if last is not None:
            entries, drafts, files, size = (int(count) for count in last["counts"])
            made = BackupMade(Path(last["path"]), parse_instant(last["at"]), entries, drafts, files, size)
        at = None if failed is None else parse_instant(failed)
        return _Kept(made, str(plain["mark"]), str(plain["failure"]), at)
    except (*MISFITS, DomainError):
        _log.warning("the note of the last backup cannot be read; another one is due")
        return _Kept()
