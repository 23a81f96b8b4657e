"""The files that the central system is to have: added with the entry that names them, sent in their time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from counter_app.services.scan_ports import FileState, FileToSend, Lane, ScanBacklog
from counter_app.storage.connection import Connection
from counter_app.storage.instants import from_micros, to_micros
from counter_app.storage.statements import Statement
from counter_app.storage.unit_of_work import EncryptedDatabase

_ADD: Final = Statement("scans.add")
_STATE: Final = Statement("scans.state")
_BACKLOG: Final = Statement("scans.backlog")
_REFUSED_COUNT: Final = Statement("scans.refused_count")
_WAITING: Final = Statement("scans.waiting")
_MARK_SENT: Final = Statement("scans.mark_sent")
_MARK_REFUSED: Final = Statement("scans.mark_refused")
_TRY_AGAIN: Final = Statement("scans.try_refused_again")
_CHECK_AGAIN: Final = Statement("scans.check_again")
_FEED: Final = Statement("sync.feed")


def read_file_states(connection: Connection, names: Sequence[str]) -> dict[str, FileState]:
    """How far own files have come; names that this station does not send are left out."""
    rows = ((name, connection.row(_STATE, {"name": name})) for name in names)
    return {name: FileState(row[0]) for name, row in rows if row is not None}


class FilesToSend:
    """``services.scan_ports.FilesToSend``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, file: FileToSend) -> None:
        """Let a file wait to be sent; one that is known already stays as it is."""
        self._connection.run(
            _ADD,
            {
                "sha256": file.sha256,
                "size": file.size,
                "media_type": file.media_type,
                "lane": int(file.lane),
                "queued_at": to_micros(file.queued_at),
            },
        )

    def states(self, names: Sequence[str]) -> Mapping[str, FileState]:
        """How far own files have come; names that this station does not send are left out."""
        return read_file_states(self._connection, names)


class StationScanStore:
    """``services.scan_ports.ScanStore``."""

    def __init__(self, database: EncryptedDatabase) -> None:
        self._database = database

    def backlog(self) -> ScanBacklog:
        """What waits."""
        with self._database.snapshot() as connection:
            waiting, refused = connection.row(_BACKLOG), connection.row(_REFUSED_COUNT)
        assert waiting is not None
        assert refused is not None
        oldest = None if waiting[2] is None else from_micros(waiting[2])
        return ScanBacklog(int(waiting[0]), int(waiting[1]), oldest, int(refused[0]))

    def waiting(self, *, limit: int = 20) -> Sequence[FileToSend]:
        """The next files: by lane, then in the order in which they came."""
        with self._database.snapshot() as connection:
            rows = connection.rows(_WAITING, {"limit": limit})
        return [FileToSend(row[0], row[1], row[2], Lane(row[3]), from_micros(row[4])) for row in rows]

    def mark_sent(self, sha256: str, epoch: str) -> None:
        """The central system of this life has the whole file."""
        with self._database.transaction() as connection:
            connection.run(_MARK_SENT, {"name": sha256, "life": epoch})

    def mark_refused(self, sha256: str, code: str) -> None:
        """It cannot be sent as it is; a person has to look."""
        with self._database.transaction() as connection:
            connection.run(_MARK_REFUSED, {"name": sha256, "why": code})

    def try_refused_again(self) -> int:
        """Let refused files wait again; returns how many."""
        if not self.backlog().refused:
            return 0
        with self._database.transaction() as connection:
            return connection.run(_TRY_AGAIN)

    def check_again(self, epoch: str) -> int:
        """Let files that another life of the central system has wait again; returns how many."""
        with self._database.transaction() as connection:
            return connection.run(_CHECK_AGAIN, {"life": epoch})

    def epoch(self) -> str:
        """The life of the central system as the feed last told it; empty before."""
        with self._database.snapshot() as connection:
            row = connection.row(_FEED)
        return "" if row is None else str(row[1])
