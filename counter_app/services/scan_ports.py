"""Files on their way to the central system: what their sender needs of the store, and screens of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Protocol


class Lane(IntEnum):
    """What goes first when the line is narrow; the lower number."""

    CONTROL = 0
    ENTRIES = 1
    PAPERS = 2
    """Slips and receipts."""
    SCANS = 3


class FileState(StrEnum):
    """How far a file has come; worded as ``scan.state.<value>``.

    ``unknown`` is a file of another counter of which the central system has not been asked yet: it is shown
    as one on its way, and nothing waits for it.
    """

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FileToSend:
    """A file in the vault. ``sha256`` names it (64 hex digits), ``size`` is in bytes."""

    sha256: str
    size: int
    media_type: str
    lane: Lane
    queued_at: datetime


@dataclass(frozen=True, slots=True)
class ScanBacklog:
    """What waits to be sent; ``oldest_at`` is when the oldest of it was put away."""

    files: int = 0
    bytes: int = 0
    oldest_at: datetime | None = None
    refused: int = 0


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """The file under way: ``sent`` of ``size`` bytes are durable at the central system."""

    sha256: str
    lane: Lane
    sent: int
    size: int


@dataclass(frozen=True, slots=True)
class ScanStatus:
    """Everything that the strip and the sync centre show of the scans.

    ``paused``: the file under way makes room for entries. ``trouble`` is a code (``sync.trouble.<code>``, or
    ``scan.trouble.<code>`` for ``storage_full``, ``file_damaged``, ``bad_hash``, ``locked``), empty while
    all is well; the next try is at ``next_try_at``. ``bytes_per_s`` is what scans may use of the line, as far
    as it is measured.
    """

    backlog: ScanBacklog = ScanBacklog()
    under_way: ScanProgress | None = None
    paused: bool = False
    trouble: str = ""
    next_try_at: datetime | None = None
    bytes_per_s: int | None = None


class FilesToSend(Protocol):
    """The files to send inside a unit of work."""

    def add(self, file: FileToSend) -> None:
        """Let a file wait to be sent; one that waits, is sent or was refused already stays as it is."""
        ...

    def states(self, names: Sequence[str]) -> Mapping[str, FileState]:
        """How far own files have come; names that this station does not send are left out."""
        ...


class ScanStore(Protocol):
    """The files to send as their sender sees them; every method is one transaction of its own."""

    def backlog(self) -> ScanBacklog: ...

    def waiting(self, *, limit: int = 20) -> Sequence[FileToSend]:
        """The next files: by lane, then in the order in which they came."""
        ...

    def mark_sent(self, sha256: str, epoch: str) -> None:
        """The central system of this life has the whole file."""
        ...

    def mark_refused(self, sha256: str, code: str) -> None:
        """It cannot be sent as it is (``scan.too_large``, ``vault.damaged``); a person has to look."""
        ...

    def try_refused_again(self) -> int:
        """Let refused files wait again; returns how many."""
        ...

    def check_again(self, epoch: str) -> int:
        """Let files that another life of the central system has wait again; returns how many."""
        ...

    def epoch(self) -> str:
        """The life of the central system as the feed last told it; empty before."""
        ...


class ScanControl(Protocol):
    """The running sender of scans, as the screens know it; callable from any thread."""

    def status(self) -> ScanStatus: ...

    def wake(self) -> None:
        """Something new waits to be sent."""
        ...

    def send_now(self) -> None:
        """Skip the back-off, and try what was refused once more."""
        ...

    def state_of(self, sha256: str) -> FileState:
        """Of a file of another counter: ``sent`` once the central system said so, else ``unknown``.

        Asking for one that is unknown lets the sender ask the central system when the line is free;
        ``subscribe`` tells when the answer came.
        """
        ...

    def subscribe(self, listener: Callable[[ScanStatus], None]) -> Callable[[], None]:
        """Call ``listener`` on each change, from the sender's thread; returns how to end that."""
        ...
