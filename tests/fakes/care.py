"""What looks after unsent and old work, over the store in memory: real services, sticks in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import EntryId
from counter_app.services.care_settings import CareSettingsService
from counter_app.services.mending import Mending
from counter_app.services.office_context import OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.purging import Chunk, Erased, Purging, Watermark
from counter_app.services.store_ports import PENDING, VerdictState
from counter_app.services.sync_care import SyncCare
from counter_app.services.sync_ports import SyncControl
from counter_app.services.unsent_age import UnsentAgeWatch
from counter_app.services.unsent_backup import UnsentBackup, UnsentWork, Written
from tests.fakes.database import MemoryDatabase


class MemoryBackups:
    """``BackupStore``: sticks by path with their backups; one may be ``gone`` or ``failing`` with a code."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database
        self.sticks: dict[Path, list[Path]] = {}
        self.failing = ""

    def work(self) -> UnsentWork:
        state = self._database.state
        waiting = (VerdictState.PENDING, VerdictState.HELD)
        entries = sorted(
            recorded.entry.id
            for recorded in state.entries.values()
            if recorded.own and recorded.verdict.state in waiting
        )
        return UnsentWork(len(entries), len(state.drafts), 0, repr((entries, sorted(state.drafts))))

    def prepare(self, folder: Path) -> tuple[str, bool, int]:
        if not folder.is_dir():
            raise DomainError("backup.folder_missing")
        self.sticks.setdefault(folder, [])
        return f"medium-{folder.name}", False, 16 * 10**9

    def mark(self, folder: Path) -> str:
        return f"medium-{folder.name}" if folder in self.sticks else ""

    def write(self, folder: Path, at: datetime) -> Written:
        if self.failing:
            raise DomainError(self.failing)
        work = self.work()
        path = folder / f"{at:%Y%m%d-%H%M%S}-{len(self.sticks[folder])}.qmcbak"
        self.sticks[folder].insert(0, path)
        return Written(path, 4096, work.entries, work.drafts, work.files)

    def listed(self, folder: Path) -> Sequence[Path]:
        return list(self.sticks[folder])

    def halves(self, folder: Path) -> Sequence[Path]:
        return []

    def remove(self, path: Path) -> None:
        self.sticks[path.parent].remove(path)


class NothingOld:
    """``PurgeStore`` of a station on which nothing is old."""

    def note_contact(self, at: datetime, keep: timedelta) -> None:
        pass

    def watermark(self, safety: timedelta) -> Watermark | None:
        return None

    def candidates(self, after: int) -> Chunk:
        return Chunk((), after, over=True)

    def erase(self, dossier_id: str, mark: Watermark, before: datetime) -> Erased | None:
        return None

    def find_named_files(self) -> bool:
        return False

    def remove_files(self, now: datetime) -> tuple[int, int] | None:
        return None

    def drop_drafts(self, before: datetime) -> int:
        return 0

    def drop_look_ups(self, before: datetime) -> int:
        return 0

    def drop_copies(self, before: datetime) -> tuple[int, int]:
        return 0, 0

    def shrink(self) -> bool:
        return False

    def shorten_log(self) -> None:
        pass

    def size(self) -> int:
        return 0


class MemoryResending:
    """``Resending`` over the store in memory."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def resend(self, entry_id: EntryId) -> bool:
        recorded = self._database.state.entries.get(entry_id)
        if recorded is None or not recorded.own or recorded.entry.body is None:
            return False
        if recorded.verdict.state is not VerdictState.HELD:
            return False
        self._database.state.entries[entry_id] = replace(recorded, verdict=PENDING)
        return True


def memory_care(
    database: MemoryDatabase,
    office: OfficeSource,
    clock: Clock,
    control: SyncControl,
    on_recorded: Callable[[str], None],
) -> SyncCare:
    """The real services over it."""
    settings = CareSettingsService(database)
    backup = UnsentBackup(database, MemoryBackups(database), settings, clock)
    return SyncCare(
        settings=settings,
        age=UnsentAgeWatch(control, clock, office, settings.current, backup.last_made_at),
        backup=backup,
        mending=Mending(database, MemoryResending(database), office, clock, on_recorded),
        purging=Purging(database, NothingOld(), settings, control, clock),
    )
