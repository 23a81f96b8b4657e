"""Putting scanned papers to a dossier: into the vault, then into the journal, then on their way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import FileAttached
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Basis
from counter_app.domain.office import Clerk
from counter_app.services.office_context import OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.recording import record
from counter_app.services.scan_ports import FileState, FileToSend, Lane
from counter_app.services.store_ports import Database, Vault

LARGEST: Final = 256 * 1024 * 1024
"""Bytes that a file may have; the central system takes no more either."""

_KINDS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)


@dataclass(frozen=True, slots=True)
class FileOfDossier:
    """A file of a dossier and how far it has come; ``here``: this station can open it."""

    file: FileAttached
    state: FileState
    here: bool


class Attaching:
    """Attaches files to dossiers and tells how far they have come.

    ``foreign_state`` knows of files that another counter sends (``ScanControl.state_of``).
    """

    def __init__(
        self,
        database: Database,
        vault: Vault,
        office: OfficeSource,
        clock: Clock,
        on_recorded: Callable[[str], None],
        foreign_state: Callable[[str], FileState] = lambda _sha256: FileState.UNKNOWN,
    ) -> None:
        self._database = database
        self._vault = vault
        self._office = office
        self._clock = clock
        self._on_recorded = on_recorded
        self._foreign_state = foreign_state

    def attach(
        self, dossier_id: str, data: bytes, clerk: Clerk, *, component: int | None = None, pages: int = 1
    ) -> Dossier:
        """Keep a scan and write that it belongs to a component of the dossier; returns the dossier after it.

        The file is in the vault before the entry names it, and the entry and its place in the queue are
        written together. The same file of the same component is attached once. Raises ``DomainError``:
        ``file.empty``, ``file.too_large``, ``file.unknown_kind``, ``file.unknown_component``,
        ``dossier.unknown``, ``dossier.cancelled``, ``dossier.erased``, ``vault.*``, ``storage.*``.
        """
        media_type = _media_type(data)
        self._attachable(dossier_id, component)
        sha256 = self._vault.put(data)
        event = FileAttached(component, sha256, media_type, len(data), pages)
        with self._database.begin() as work:
            dossier = work.dossiers.get(dossier_id)
            if dossier is None:
                raise DomainError("dossier.unknown")
            if event in dossier.files:
                return dossier
            after = record(work, self._clock, self._office.current(), dossier, clerk.id, event, Basis.COUNTER)
            work.files_to_send.add(FileToSend(sha256, len(data), media_type, Lane.SCANS, self._clock.now()))
        self._on_recorded(dossier_id)
        return after

    def files(self, dossier_id: str) -> tuple[FileOfDossier, ...]:
        """The files of a dossier in the order in which they came; empty for an unknown dossier.

        A file of another counter may come to the central system long after its entry: until then it is
        ``unknown``, and nothing fails.
        """
        with self._database.read() as reads:
            dossier = reads.dossier(dossier_id)
            files = () if dossier is None else dossier.files
            own = reads.file_states([file.sha256 for file in files])
        return tuple(
            FileOfDossier(
                file, own.get(file.sha256) or self._foreign_state(file.sha256), self._vault.has(file.sha256)
            )
            for file in files
        )

    def read(self, sha256: str) -> bytes:
        """A file that is here; raises ``DomainError("vault.missing")`` or ``("vault.damaged")``."""
        return self._vault.get(sha256)

    def _attachable(self, dossier_id: str, component: int | None) -> None:
        with self._database.read() as reads:
            dossier = reads.dossier(dossier_id)
        if dossier is None:
            raise DomainError("dossier.unknown")
        if dossier.cancelled:
            raise DomainError("dossier.cancelled")
        if dossier.erased:
            raise DomainError("dossier.erased")
        if component is not None and not 0 <= component < len(dossier.components):
            raise DomainError("file.unknown_component")


def _media_type(data: bytes) -> str:
    """What a file is by its first bytes, whatever its name says."""
    if not data:
        raise DomainError("file.empty")
    if len(data) > LARGEST:
        raise DomainError("file.too_large", limit_mib=LARGEST // (1024 * 1024))
    for start, media_type in _KINDS:
        if data.startswith(start):
            return media_type
    raise DomainError("file.unknown_kind")
