"""Backups of unsent work as sealed files in another folder: written whole or not at all, and read back."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, instant_text
from counter_app.services.scan_ports import FileToSend, Lane
from counter_app.services.unsent_backup import UnsentWork, Written
from counter_app.storage.card import read_card
from counter_app.storage.connection import Connection
from counter_app.storage.files import fsync_folder, os_error
from counter_app.storage.instants import from_micros
from counter_app.storage.mappers import draft_from_row, entry_from_row
from counter_app.storage.read_only import Snapshots
from counter_app.storage.sealed_file import OpeningKeys, SealedWriter, read_header, read_pieces
from counter_app.storage.statements import Statement
from counter_app.storage.station_record import read_station
from counter_app.storage.unsent_records import Ending, Item, RecordWriter, Sign, read_records
from counter_app.storage.vault import EncryptedVault

SUFFIX: Final = ".qmcbak"
MARK_FILE: Final = "quay-mot-cua-medium.json"
_PART: Final = ".part"
_PAGE: Final = 200
_ENTRIES: Final = Statement("backup.entries")
_OPEN_COUNT: Final = Statement("backup.open_count")
_DRAFTS: Final = Statement("backup.drafts")
_DRAFT_COUNT: Final = Statement("backup.draft_count")
_FILES: Final = Statement("backup.files")
_FILE_COUNT: Final = Statement("backup.file_count")

Step = Callable[[str], None]
"""Told before each step on the disk, so that a test can end the program there."""


@dataclass(frozen=True, slots=True)
class StationKeys:
    """What a station seals and signs with. ``recovery_public_key`` is raw X25519, ``None`` if never given."""

    database_key: bytes
    recovery_public_key: bytes | None
    sign: Sign


def keys_of(data_dir: Path, database_key: bytes, sign: Sign) -> StationKeys:
    """The keys of the station whose data is in ``data_dir``."""
    card = read_card(data_dir)
    office = None if card is None or card.sealed is None else bytes.fromhex(card.sealed.recipient)
    return StationKeys(database_key, office, sign)


class UnsentBackups:
    """``services.unsent_backup.BackupStore`` over a station's database, open for work or to look only."""

    def __init__(
        self,
        database: Snapshots,
        vault: EncryptedVault,
        data_dir: Path,
        keys: StationKeys,
        step: Step = lambda _name: None,
    ) -> None:
        self._database, self._vault, self._data_dir = database, vault, data_dir
        self.keys, self._step = keys, step

    def work(self) -> UnsentWork:
        """What is unsent now, and a text that changes whenever it does."""
        with self._database.snapshot() as connection:
            counts = [connection.row(one) or () for one in (_OPEN_COUNT, _DRAFT_COUNT, _FILE_COUNT)]
        entries, drafts, files = (int(row[0]) for row in counts)
        return UnsentWork(entries, drafts, files, json.dumps([list(row) for row in counts]))

    def prepare(self, folder: Path) -> tuple[str, bool, int]:
        """The mark of the medium (written if it has none), whether it is the data's disk, free bytes."""
        if not folder.is_dir():
            raise DomainError("backup.folder_missing")
        if folder.resolve().is_relative_to(self._data_dir.resolve()):
            raise DomainError("backup.inside_data")
        try:
            mark = self.mark(folder)
            if not mark:
                mark = secrets.token_hex(8)
                _write_whole(folder / MARK_FILE, json.dumps({"medium": mark}).encode())
            same = folder.stat().st_dev == self._data_dir.stat().st_dev
            return mark, same, _free_bytes(folder)
        except OSError as error:
            raise os_error(error, "backup") from error

    def mark(self, folder: Path) -> str:
        """The mark that ``prepare`` left; empty if there is none that can be read."""
        try:
            plain = json.loads((folder / MARK_FILE).read_bytes())
            return str(plain["medium"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def write(self, folder: Path, at: datetime) -> Written:
        """Write, sync, read back whole, and only then give the file its name.

        Raises ``DomainError``: ``backup.full``, ``.read_only``, ``.io``, ``.not_verified``; then nothing new
        is in the folder.
        """
        with self._database.snapshot() as connection:
            station = read_station(connection)
        if station is None:
            raise DomainError("storage.no_station")
        stamp = f"{at:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        target = folder / f"quay-{station.number}-{station.id[-8:]}-{stamp}{SUFFIX}"
        part = target.with_name(target.name + _PART)
        try:
            self._step("begin")
            counts = self._write_part(part, station.id, station.number, at)
            self._step("written")
            self._verify(part, counts)
            self._step("verified")
            part.replace(target)
            _sync_folder(folder)
            self._step("named")
            return Written(target, target.stat().st_size, counts.entries, counts.drafts, counts.files)
        except OSError as error:
            raise os_error(error, "backup") from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    def listed(self, folder: Path) -> Sequence[Path]:
        """This station's backups in ``folder``, newest first."""
        with self._database.snapshot() as connection:
            station = read_station(connection)
        if station is None:
            return []
        return sorted(folder.glob(f"quay-*-{station.id[-8:]}-*{SUFFIX}"), key=_stamp, reverse=True)

    def remove(self, path: Path) -> None:
        """Remove an old backup, or what a crash left half written."""
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise os_error(error, "backup") from error

    def halves(self, folder: Path) -> Sequence[Path]:
        """What a crash left half written."""
        return sorted(folder.glob(f"quay-*{SUFFIX}{_PART}"))

    # --- steps ---------------------------------------------------------------------------------

    def _write_part(self, part: Path, station: str, number: str, at: datetime) -> Ending:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as stream:
            sealed = SealedWriter(
                stream,
                {"station": station, "number": number, "made_at": instant_text(at)},
                database_key=self.keys.database_key,
                recovery_public_key=self.keys.recovery_public_key,
            )
            records = RecordWriter(sealed, station)
            with self._database.snapshot() as connection:
                self._write_records(connection, records)
            records.end(self.keys.sign)
            sealed.close()
            stream.flush()
            os.fsync(stream.fileno())
        return Ending(records.entries, records.drafts, records.files, b"", "")

    def _write_records(self, connection: Connection, records: RecordWriter) -> None:
        named: set[str] = set()
        for entry in _open_entries(connection):
            records.entry(entry)
            named |= files_named(entry.body)
        self._step("entries")
        for row in connection.rows(_DRAFTS):
            draft = draft_from_row(row)
            records.draft(draft)
            named |= files_named(draft.content.encode("utf-8", "replace"))
        for row in connection.rows(_FILES):
            waiting = FileToSend(row[0], row[1], row[2], Lane(row[3]), from_micros(row[4]))
            records.waiting_file(waiting)
            named.add(waiting.sha256)
        for name in sorted(named):
            size = self._vault.size(name)
            if size is not None:
                records.content(name, self._vault.pieces(name), size)

    def _verify(self, part: Path, counts: Ending) -> None:
        """Read everything back with the station's key, from the medium as far as the system lets."""
        keys = OpeningKeys(database_key=self.keys.database_key)
        try:
            with open_backup(part, keys) as items:
                ending = next((item for item in items if isinstance(item, Ending)), None)
        except DomainError as error:
            raise DomainError("backup.not_verified") from error
        if ending is None or (ending.entries, ending.drafts, ending.files) != (
            counts.entries,
            counts.drafts,
            counts.files,
        ):
            raise DomainError("backup.not_verified")


@contextmanager
def open_backup(path: Path, keys: OpeningKeys) -> Iterator[Iterator[Item]]:
    """The records of a backup in their order, the ``Ending`` last.

    Raises ``DomainError``: ``backup.file_missing``, ``.not_a_backup``, ``.newer_format``, ``.damaged``,
    ``.wrong_key``, ``.io``.
    """
    try:
        with path.open("rb") as stream:
            header = read_header(stream)
            yield read_records(read_pieces(stream, header, keys))
    except FileNotFoundError as error:
        raise DomainError("backup.file_missing") from error
    except OSError as error:
        raise os_error(error, "backup") from error


def files_named(body: bytes | None) -> set[str]:
    """The vault files that a body names, whatever its kind: every value of a field ``sha256``."""
    if body is None or b"sha256" not in body:
        return set()
    try:
        return set(_named(json.loads(body)))
    except (ValueError, RecursionError):
        return set()


def _named(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        name = value.get("sha256")
        if isinstance(name, str):
            yield name
        for inner in value.values():
            yield from _named(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _named(inner)


def _open_entries(connection: Connection) -> Iterator[Entry]:
    incarnation, seq = 0, 0
    while True:
        rows = connection.rows(_ENTRIES, {"incarnation": incarnation, "seq": seq, "limit": _PAGE})
        for row in rows:
            entry = entry_from_row(row)
            incarnation, seq = entry.incarnation, entry.seq
            yield entry
        if len(rows) < _PAGE:
            return


def _stamp(path: Path) -> str:
    """Date and time of a backup, from its name: a stick's own times are often wrong."""
    return "-".join(path.name.removesuffix(SUFFIX).split("-")[-3:])


def _write_whole(target: Path, data: bytes) -> None:
    part = target.with_name(target.name + _PART)
    try:
        with part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
        _sync_folder(target.parent)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """Make names durable where the file system can: those of sticks and of shares often cannot."""
    try:
        fsync_folder(folder)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EPERM, errno.EACCES):
            raise


def _free_bytes(folder: Path) -> int:
    import shutil  # noqa: PLC0415 - only when a folder is chosen

    return shutil.disk_usage(folder).free
