"""Looking after unsent and old work: what the screens may ask of it, and in which shapes it answers.

Everything here works without a connection and is callable from any thread but the GUI's: the calls read
or write the store, and ``BackupControl.make`` writes to another disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from counter_app.domain.journal import EntryId
from counter_app.domain.office import Clerk
from counter_app.services.care_settings import CareSettingsService
from counter_app.services.store_ports import JournalRow, Verdict, VerdictState

# --- unsent work that grows old -------------------------------------------------------------------


class UnsentStage(StrEnum):
    """How much unsent work wants a person's eye; never a reason to stop the counter."""

    NONE = "none"
    NOTICE = "notice"
    WARNING = "warning"
    URGENT = "urgent"


class NextStep(StrEnum):
    """What a person can do about unsent work."""

    SEND_NOW = "send_now"
    CHECK_LINE = "check_line"
    BACK_UP = "back_up"
    CALL_SUPPORT = "call_support"


@dataclass(frozen=True, slots=True)
class UnsentAge:
    """How old the unsent work is. ``steps``: what to do, the next thing first; empty at stage ``none``."""

    stage: UnsentStage
    entries: int = 0
    dossiers: int = 0
    oldest_at: datetime | None = None
    age: timedelta = timedelta()
    steps: tuple[NextStep, ...] = ()


class UnsentWatch(Protocol):
    """The present stage."""

    def now(self) -> UnsentAge:
        """Worked out from the sync status, the office's hours and the settings; reads no disk."""
        ...


# --- backup of unsent work ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BackupMade:
    """One backup that was written, closed, and read back whole."""

    path: Path
    at: datetime
    entries: int
    drafts: int
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class BackupState:
    """What is known of backups: ``failure`` is the code of the last try (``backup.*``), or empty.

    ``due``: a folder is set, something is unsent, and the newest backup does not hold it.
    """

    folder: Path | None
    last: BackupMade | None
    failure: str = ""
    failed_at: datetime | None = None
    due: bool = False


@dataclass(frozen=True, slots=True)
class BackupFolder:
    """A folder as it was found: ``same_disk`` when it lies on the disk of the data, which protects little."""

    path: Path
    same_disk: bool
    free_bytes: int


class BackupControl(Protocol):
    """Encrypted copies of unsent work on a second disk."""

    def state(self) -> BackupState:
        """The folder, the last backup, and whether another is due."""
        ...

    def choose_folder(self, folder: Path | None) -> BackupFolder | None:
        """Prepare a folder and keep it in the settings; ``None`` for no backups.

        A small mark is written there, so that an empty mount point is never taken for the stick that is
        not in. Raises ``DomainError``: ``backup.folder_missing``, ``backup.read_only``, ``backup.full``,
        ``backup.io``, ``backup.inside_data``.
        """
        ...

    def make(self) -> BackupMade:
        """Write a backup now, also when nothing changed; seconds on a slow stick.

        Raises ``DomainError``: ``backup.no_folder``, ``backup.nothing`` (nothing is unsent),
        ``backup.folder_missing``, ``backup.other_medium``, ``backup.read_only``, ``backup.full``,
        ``backup.io``, ``backup.not_verified``; then the older backups are all still there.
        """
        ...

    def make_if_due(self) -> BackupMade | None:
        """For sign-out and closing: ``make`` if ``state().due``, else ``None``; raises as ``make``."""
        ...


# --- entries that a person has to look at ---------------------------------------------------------


class Ailment(StrEnum):
    """What is the matter with an entry."""

    REFUSED = "refused"
    """A decision that does not fit what the central system knows."""
    CONFLICT = "conflict"
    """It counts, and two things contradict each other."""
    QUARANTINED = "quarantined"
    """The central system has it without its body, which it did not take."""
    HELD = "held"
    """It waits at the central system for an entry before it."""


class Remedy(StrEnum):
    """What can be done with such an entry."""

    RESEND = "resend"
    """Send it again, whole."""
    REWRITE = "rewrite"
    """Record the same with shorter texts; the old entry is settled by that."""
    SETTLE = "settle"
    """Note that a person looked at it and why nothing is left to do."""


@dataclass(frozen=True, slots=True)
class LongText:
    """A text inside an entry that may be shortened; ``path`` is its place, such as ``owner.address``."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Ailing:
    """An own entry that wants a person; ``remedies`` are possible now, the usual one first.

    ``row.verdict`` has the central system's code and parameters (``verdict.<code>``).
    """

    row: JournalRow
    ailment: Ailment
    remedies: tuple[Remedy, ...]


class MendControl(Protocol):
    """Entries refused, in conflict, held or quarantined, and what a person does about them."""

    def ailing(self, *, limit: int = 100) -> Sequence[Ailing]:
        """Those that nobody has settled, oldest first."""
        ...

    def resend(self, entry_id: EntryId) -> None:
        """Send a quarantined entry again with its body; raises ``DomainError("mend.not_possible")``."""
        ...

    def long_texts(self, entry_id: EntryId) -> Sequence[LongText]:
        """What of a quarantined entry may be shortened, longest first; empty if nothing can be read."""
        ...

    def rewrite(self, entry_id: EntryId, clerk: Clerk, reason: str, texts: Mapping[str, str]) -> None:
        """Record a quarantined entry again with ``texts`` by path in place of the long ones.

        Raises ``DomainError``: ``mend.reason_missing``, ``mend.not_possible``, ``mend.not_shorter``,
        ``entry.bad_body``, ``clock.*``, ``storage.*``.
        """
        ...

    def settle(self, entry_id: EntryId, clerk: Clerk, reason: str) -> None:
        """Record that a refused entry or a conflict is dealt with, for all counters to see.

        Raises ``DomainError``: ``mend.reason_missing``, ``mend.not_possible``, ``storage.*``.
        """
        ...


# --- erasing what is old --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """What one run of erasing freed; ``freed_bytes`` is by how much the files on disk became smaller."""

    started_at: datetime
    ended_at: datetime | None
    dossiers: int = 0
    entries: int = 0
    files: int = 0
    drafts: int = 0
    freed_bytes: int = 0


class PurgeControl(Protocol):
    """Erasing the content of dossiers that are closed, safe at the central system, and old enough."""

    def last_report(self) -> PurgeReport | None:
        """The run in hand (``ended_at`` is ``None``) or the last one."""
        ...

    def step(self) -> bool:
        """One short piece of work, for the background; whether more is to do now."""
        ...


# --- all of it -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SyncCare:
    """What ``CounterServices.care`` holds."""

    settings: CareSettingsService
    age: UnsentWatch
    backup: BackupControl
    mending: MendControl
    purging: PurgeControl


BODY_MISSING: Final = "body_missing"
"""The central system's code for an entry that it has without its body."""

_AILMENTS: Final = {
    VerdictState.REFUSED: Ailment.REFUSED,
    VerdictState.CONFLICT: Ailment.CONFLICT,
    VerdictState.HELD: Ailment.HELD,
}


def ailment_of(verdict: Verdict) -> Ailment | None:
    """What is the matter with an entry of this verdict; ``None`` if nothing."""
    if verdict.state is VerdictState.HELD and verdict.code == BODY_MISSING:
        return Ailment.QUARANTINED
    return _AILMENTS.get(verdict.state)
