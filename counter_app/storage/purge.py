"""Erasing old content in small steps: each is one short transaction, and may be the last before a crash."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from counter_app.domain.erasure import is_closed, without_people
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import EntryId, instant_text, parse_instant
from counter_app.services.purging import Chunk, Erased, Watermark
from counter_app.services.scan_ports import FileState
from counter_app.storage import sync_statements
from counter_app.storage.connection import Connection
from counter_app.storage.dossier_store import Dossiers, read_dossier, read_erased
from counter_app.storage.instants import to_micros
from counter_app.storage.look_up_store import forget_tries
from counter_app.storage.open import BACKUP_FOLDER, DATABASE_FILE
from counter_app.storage.scan_store import read_file_states
from counter_app.storage.small_stores import delete_fact, read_fact, write_fact
from counter_app.storage.statements import Statement, Value
from counter_app.storage.unit_of_work import EncryptedDatabase
from counter_app.storage.unsent_backup import files_named
from counter_app.storage.vault import EncryptedVault

_CANDIDATES: Final = Statement("purge.candidates")
_LAST_POSITION: Final = Statement("purge.last_position")
_OBSTACLE: Final = Statement("purge.obstacle")
_WHOLE: Final = Statement("purge.whole")
_DROP_WHOLE: Final = Statement("purge.drop_whole")
_INSERT: Final = Statement("journal.insert")
_LAST_ROW: Final = Statement("purge.last_row")
_NAMING: Final = Statement("purge.naming_files")
_DRAFTS: Final = Statement("purge.drafts")
_DELETE_DRAFTS: Final = Statement("purge.delete_drafts")
_TRIM_LOOK_UPS: Final = Statement("identity.trim")

_COLUMNS: Final = (
    "station",
    "incarnation",
    "seq",
    "kind",
    "kind_version",
    "subject",
    "audience",
    "actor",
    "occurred_at",
    "recorded_at",
    "clock_offset_ms",
    "basis",
    "body_hash",
    "prev_hash",
    "hash",
    "own",
    "verdict",
    "verdict_code",
    "verdict_params",
    "feed_life",
    "feed_no",
    "body",
)
"""The columns of the journal in their order."""
_MERGE: Final = "INSERT INTO dossier_search(dossier_search, rank) VALUES ('merge', 32)"

_MARKS: Final = "purge.marks"
_FILES: Final = "purge.files"
_REACHED: Final = "purge.files_reached"
_MARK_EVERY: Final = timedelta(hours=6)
_SPAN: Final = 2000
"""Dossiers that one step looks through."""
_ROWS: Final = 5000
"""Entries that one step looks through for the names of files."""
_FILES_A_STEP: Final = 20
_UNUSED_FOR: Final = timedelta(days=1)
"""A file that was put into the vault later than this may be about to be named."""
_LOOK_UPS_A_STEP: Final = 500
_PAGES: Final = 64
"""Pages that one step gives back to the file system."""

Step = Callable[[str], None]


class StationPurge:
    """``services.purging.PurgeStore``."""

    def __init__(
        self,
        database: EncryptedDatabase,
        vault: EncryptedVault,
        data_dir: Path,
        step: Step = lambda _name: None,
    ) -> None:
        self._database, self._vault, self._data_dir, self._step = database, vault, data_dir, step

    # --- the durable watermark -----------------------------------------------------------------

    def note_contact(self, at: datetime, keep: timedelta) -> None:
        """Remember how far the feed was read when the central system was last spoken with."""
        with self._database.snapshot() as connection:
            feed, marks = connection.row(sync_statements.FEED), _marks(connection)
        if feed is None or not feed[2]:
            return
        marks = [mark for mark in marks if mark.life == feed[0]]
        if marks and at - marks[-1].at < _MARK_EVERY:
            return
        # One mark older than what is asked for is enough.
        old = [mark for mark in marks if mark.at <= at - keep]
        kept = [*old[-1:], *marks[len(old) :], Watermark(feed[0], feed[2], at)]
        text = json.dumps([[mark.life, mark.feed_no, instant_text(mark.at)] for mark in kept])
        with self._database.transaction() as connection:
            write_fact(connection, _MARKS, text)

    def watermark(self, safety: timedelta) -> Watermark | None:
        """How far the feed was read ``safety`` before the last contact, in this life of the centre."""
        with self._database.snapshot() as connection:
            feed, marks = connection.row(sync_statements.FEED), _marks(connection)
        known = [mark for mark in marks if feed is not None and mark.life == feed[0]]
        if not known:
            return None
        return next((mark for mark in reversed(known) if mark.at <= known[-1].at - safety), None)

    # --- dossiers ------------------------------------------------------------------------------

    def candidates(self, after: int) -> Chunk:
        """Closed dossiers with content, of the next few positions after ``after``."""
        with self._database.snapshot() as connection:
            row = connection.row(_LAST_POSITION)
            last = 0 if row is None or row[0] is None else int(row[0])
            upto = min(last, after + _SPAN)
            rows = connection.rows(_CANDIDATES, {"after": after, "upto": upto})
        return Chunk(tuple(row[0] for row in rows), upto, over=upto >= last)

    def erase(self, dossier_id: str, mark: Watermark, before: datetime) -> Erased | None:
        """Erase one dossier's content if nothing stands against it, in one transaction."""
        with self._database.transaction() as connection:
            connection.sql("PRAGMA secure_delete = ON")
            try:
                return self._erase(connection, dossier_id, mark, before)
            finally:
                connection.sql("PRAGMA secure_delete = OFF")

    def _erase(
        self, connection: Connection, dossier_id: str, mark: Watermark, before: datetime
    ) -> Erased | None:
        feed = connection.row(sync_statements.FEED)
        if feed is None or feed[0] != mark.life:
            return None
        limits: dict[str, Value] = {"life": mark.life, "upto": mark.feed_no, "before": to_micros(before)}
        subject: dict[str, Value] = {"subject": dossier_id}
        if connection.row(_OBSTACLE, {**subject, **limits}) is not None:
            return None
        dossier = read_dossier(connection, dossier_id)
        if dossier is None or not is_closed(dossier) or dossier.read_only or dossier.conflicts:
            return None
        rows = [dict(zip(_COLUMNS, row, strict=True)) for row in connection.rows(_WHOLE, subject)]
        files = set[str]().union(*(files_named(row["body"]) for row in rows))
        states = read_file_states(connection, sorted(files))
        if any(state is not FileState.SENT for state in states.values()):
            return None
        self._step("checked")
        erased = {EntryId(row["station"], row["incarnation"], row["seq"]) for row in rows}
        erased |= read_erased(connection, dossier_id)
        Dossiers(connection).put_erased(without_people(dossier), erased)
        self._step("projected")
        # Headers go to the end of the table, close together: the pages that they leave can be given back.
        connection.run(_DROP_WHOLE, subject)
        for row in rows:
            connection.run(_INSERT, {**row, "body": None})
        _write_names(connection, _names(connection) | files)
        delete_fact(connection, _REACHED)
        forget_tries(connection, dossier_id)
        self._step("erased")
        return Erased(len(rows), sum(len(row["body"]) for row in rows))

    # --- files ---------------------------------------------------------------------------------

    def find_named_files(self) -> bool:
        """Look on for entries that still name a file that is to go; whether more are to be looked at."""
        with self._database.snapshot() as connection:
            names = _names(connection)
            after = int(read_fact(connection, _REACHED) or 0)
            last = connection.row(_LAST_ROW)
            upto = min(after + _ROWS, 0 if last is None or last[0] is None else int(last[0]))
            rows = connection.rows(_NAMING, {"after": after, "upto": upto}) if names else []
        if not names or upto <= after:
            return False
        kept = names - set[str]().union(*(files_named(row[0]) for row in rows))
        with self._database.transaction() as connection:
            _write_names(connection, kept)
            write_fact(connection, _REACHED, str(upto))
        return True

    def remove_files(self, now: datetime) -> tuple[int, int] | None:
        """Remove a few files that nothing names; how many and their bytes, ``None`` when none is left."""
        # The writing lock: nobody records the name of a file in between.
        with self._database.transaction() as connection:
            names = sorted(_names(connection))
            if not names:
                delete_fact(connection, _REACHED)
                return None
            reached = int(read_fact(connection, _REACHED) or 0)
            rows = connection.rows(_NAMING, {"after": reached, "upto": 2**62})
            texts = [row[0] for row in rows] + [row[0].encode() for row in connection.rows(_DRAFTS)]
            in_use = set[str]().union(*(files_named(text) for text in texts))
            removed = freed = 0
            unused_since = (now - _UNUSED_FOR).timestamp()
            for name in names[:_FILES_A_STEP]:
                self._step("file")
                size = 0 if name in in_use else self._vault.remove(name, unused_since=unused_since)
                removed, freed = removed + (size > 0), freed + size
            _write_names(connection, set(names[_FILES_A_STEP:]))
            return removed, freed

    # --- drafts and copies ---------------------------------------------------------------------

    def drop_drafts(self, before: datetime) -> int:
        """Drop receptions that nobody went on with since ``before``; returns how many."""
        with self._database.transaction() as connection:
            return connection.run(_DELETE_DRAFTS, {"before": to_micros(before)})

    def drop_look_ups(self, before: datetime) -> int:
        """Drop a few old questions to the e-ID system; those about a dossier with unsent work stay."""
        with self._database.transaction() as connection:
            return connection.run(_TRIM_LOOK_UPS, {"before": to_micros(before), "limit": _LOOK_UPS_A_STEP})

    def drop_copies(self, before: datetime) -> tuple[int, int]:
        """Drop copies of the database from before a migration that are older; how many, and their bytes."""
        removed = freed = 0
        for copy in (self._data_dir / BACKUP_FOLDER).glob("*"):
            with contextlib.suppress(OSError):
                found = copy.stat()
                if found.st_mtime < before.timestamp():
                    copy.unlink()
                    removed, freed = removed + 1, freed + found.st_size
        return removed, freed

    # --- the file ------------------------------------------------------------------------------

    def shrink(self) -> bool:
        """Merge a little of the search index, give a few free pages back; whether more is to do."""
        with self._database.transaction() as connection:
            before = connection.fetch("SELECT total_changes()")[0][0]
            connection.sql(_MERGE)
            merged = connection.fetch("SELECT total_changes()")[0][0] - before > 1
            connection.fetch(f"PRAGMA incremental_vacuum({_PAGES})")
            free = int(connection.fetch("PRAGMA freelist_count")[0][0])
            return merged or (free > 0 and int(connection.fetch("PRAGMA auto_vacuum")[0][0]) == 2)

    def shorten_log(self) -> None:
        """Fold the write-ahead log into the file and cut it; left for another time if it is in use."""
        with contextlib.suppress(DomainError):
            self._database.shorten_log()

    def size(self) -> int:
        """Bytes of the database on disk, its log among them."""
        total = 0
        for suffix in ("", "-wal"):
            with contextlib.suppress(OSError):
                total += (self._data_dir / (DATABASE_FILE + suffix)).stat().st_size
        return total


def _marks(connection: Connection) -> list[Watermark]:
    try:
        rows = json.loads(read_fact(connection, _MARKS) or "[]")
        return [Watermark(int(life), int(no), parse_instant(at)) for life, no, at in rows]
    except (ValueError, TypeError, DomainError):
        # Without marks nothing is erased until new ones are old enough.
        return []


def _names(connection: Connection) -> set[str]:
    return set((read_fact(connection, _FILES) or "").split())


def _write_names(connection: Connection, names: Sequence[str] | set[str]) -> None:
    if names:
        write_fact(connection, _FILES, " ".join(sorted(names)))
    else:
        delete_fact(connection, _FILES)
