"""Putting a backup of unsent work back, into the same station or another one, without doubling anything.

An entry that is here already, under its own identity or moved to another place of a chain, is left alone.
One of this station that follows on what is here goes back to its own place, with its own hash. For any
other its place is taken or lost: it is appended to the end of this station's chain, once it is certain that
the central system does not have it; until then it waits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, EntryId, Head, moved
from counter_app.services.scan_ports import FileToSend
from counter_app.services.store_ports import Recorded, StoredDraft, VerdictState
from counter_app.storage import sync_statements
from counter_app.storage.chain_head import read_head
from counter_app.storage.connection import Connection
from counter_app.storage.dossier_store import Dossiers
from counter_app.storage.draft_store import Drafts
from counter_app.storage.journal_store import keep_entry, read_entry, read_subject
from counter_app.storage.scan_store import FilesToSend
from counter_app.storage.sealed_file import OpeningKeys
from counter_app.storage.statements import Statement, Value
from counter_app.storage.unit_of_work import EncryptedDatabase
from counter_app.storage.unsent_backup import open_backup
from counter_app.storage.unsent_records import Ending, Item, VaultFile
from counter_app.storage.vault import EncryptedVault

_KNOWN_SUBJECT: Final = Statement("backup.known_subject")

Verify = Callable[[bytes, str], bool]
"""Whether a signature (hex) over a statement is this station's own."""


class Place(StrEnum):
    """Where an entry of a backup belongs."""

    KNOWN = "known"
    OWN = "own"
    """Back to its own place in its own chain."""
    END = "end"
    """To the end of the running chain, under a new identity."""
    WAITS = "waits"
    """Nobody can tell before the central system was asked."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a backup brought back. ``waiting`` entries need the central system first: restore again then."""

    station: str
    known: int = 0
    own: int = 0
    appended: int = 0
    waiting: int = 0
    drafts: int = 0
    files: int = 0
    subjects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Restoring:
    """Puts backups back into one open store.

    ``asked``: the central system has judged everything that was sent from here and its feed is read to the
    end. ``verify`` tells this station's own signature; that of another station nobody here can tell, the
    recovery key stands for it.
    """

    database: EncryptedDatabase
    vault: EncryptedVault
    verify: Verify
    database_key: bytes = field(repr=False)

    def restore(self, path: Path, recovery_private_key: bytes | None, *, asked: bool) -> Restored:
        """Put one backup back; everything in the database is one transaction, and may be repeated.

        Raises ``DomainError``: ``backup.*`` as ``open_backup``, ``backup.bad_signature``, ``vault.*``,
        ``storage.*``; nothing is in the database then.
        """
        keys = OpeningKeys(self.database_key, recovery_private_key)
        # First everything is read to its end: what is not whole or not signed changes nothing.
        with open_backup(path, keys) as items:
            station = self._checked(items)
        with open_backup(path, keys) as items:
            files = sum(1 for _ in self._files(items))
        with open_backup(path, keys) as items, self.database.transaction() as connection:
            work = _Work(connection, asked=asked)
            for item in items:
                work.take(item)
            return replace(work.finish(), station=station, files=files)

    def _checked(self, items: Iterable[Item]) -> str:
        with self.database.snapshot() as connection:
            own = read_head(connection).station
        ending, station = None, ""
        for item in items:
            if isinstance(item, Entry):
                station = item.station
            ending = item if isinstance(item, Ending) else ending
        if ending is None:
            raise DomainError("backup.damaged")
        signer = ending.statement.decode().split("\n")[1]
        if (station or signer) != signer:
            raise DomainError("backup.bad_signature")
        if signer == own and not self.verify(ending.statement, ending.signature):
            raise DomainError("backup.bad_signature")
        return signer

    def _files(self, items: Iterable[Item]) -> Iterator[str]:
        """Put the vault's files back, each under the hash of what came."""
        name, left, parts = "", 0, list[bytes]()
        for item in items:
            if isinstance(item, VaultFile):
                name, left, parts = item.sha256, item.size, []
            elif isinstance(item, bytes) and left > 0:
                parts.append(item)
                left -= len(item)
            else:
                continue
            if name and left <= 0:
                if self.vault.put(b"".join(parts)) != name:
                    raise DomainError("backup.damaged")
                yield name
                name, parts = "", []


class _Work:
    """Takes the records of one backup inside one transaction."""

    def __init__(self, connection: Connection, *, asked: bool) -> None:
        self._connection = connection
        self._asked = asked
        self._head = read_head(connection)
        self._newest_lost = 0
        self._counts = dict.fromkeys(Place, 0)
        self._drafts = 0
        self._to_append: list[Entry] = []
        self._subjects: set[str] = set()

    def take(self, item: Item) -> None:
        """Take one record; files were put back before."""
        match item:
            case Entry():
                self._entry(item)
            case StoredDraft():
                self._draft(item)
            case FileToSend():
                FilesToSend(self._connection).add(item)

    def finish(self) -> Restored:
        """Append what has no place of its own, begin another incarnation if need be, fold what changed."""
        if self._newest_lost >= self._head.incarnation:
            # Numbers were given out that this copy does not know: they must not be given out again.
            self._connection.run(sync_statements.PUT_INCARNATION, {"incarnation": self._newest_lost + 1})
        head = read_head(self._connection)
        for entry in self._to_append:
            there = moved(head, replace(entry, station=head.station))
            keep_entry(self._connection, there, own=True)
            head = Head.after(there)
        dossiers = Dossiers(self._connection)
        for subject in sorted(self._subjects):
            dossiers.renew(subject)
        counts = self._counts
        return Restored(
            station="",
            known=counts[Place.KNOWN],
            own=counts[Place.OWN],
            appended=counts[Place.END],
            waiting=counts[Place.WAITS],
            drafts=self._drafts,
            subjects=frozenset(self._subjects),
        )

    def _entry(self, entry: Entry) -> None:
        place = self._place_of(entry)
        self._counts[place] += 1
        if place is Place.OWN:
            keep_entry(self._connection, entry, own=True)
            self._newest_lost = max(self._newest_lost, entry.incarnation)
        elif place is Place.END:
            self._to_append.append(entry)
        if place in (Place.OWN, Place.END):
            self._subjects.add(entry.subject)

    def _place_of(self, entry: Entry) -> Place:
        for known in read_subject(self._connection, entry.subject):
            if _same_deed(known.entry, entry):
                self._complete(known, entry)
                return Place.KNOWN
        if entry.station != self._head.station:
            return Place.END if self._asked else Place.WAITS
        there = read_entry(self._connection, entry.id)
        if there is not None:
            return self._beside(there)
        if entry.seq == 1:
            start = Head.start(entry.station, entry.incarnation)
            return Place.OWN if start.hash == entry.prev_hash else Place.END
        before = read_entry(self._connection, EntryId(entry.station, entry.incarnation, entry.seq - 1))
        if before is None:
            # Entries before it are missing too: the central system brings them, or nobody has them.
            return Place.END if self._asked else Place.WAITS
        return Place.OWN if before.entry.hash == entry.prev_hash else self._beside(before)

    def _complete(self, known: Recorded, entry: Entry) -> None:
        """Give a quarantined entry the body that only the backup has, and let it be sent again."""
        missing = known.entry.body is None and known.verdict.state is VerdictState.HELD
        if missing and known.entry.id == entry.id and entry.body is not None:
            place: dict[str, Value] = {
                "of_station": entry.station,
                "of_incarnation": entry.incarnation,
                "of_seq": entry.seq,
            }
            self._connection.run(sync_statements.SET_BODY, {**place, "body": entry.body})
            if known.own:
                self._connection.run(sync_statements.ASK_AGAIN, place)
            self._subjects.add(entry.subject)

    def _beside(self, other: Recorded) -> Place:
        """Where an entry goes whose place another life of this station took."""
        # Only one entry can be at a place of the chain: if the centre has ours, it never had this one.
        decided = other.verdict.state is not VerdictState.PENDING
        return Place.END if decided and self._asked else Place.WAITS

    def _draft(self, draft: StoredDraft) -> None:
        drafts = Drafts(self._connection)
        here = drafts.get(draft.id)
        if (here is None or here.saved_at < draft.saved_at) and not self._is_accepted(draft):
            drafts.save(draft)
            self._drafts += 1

    def _is_accepted(self, draft: StoredDraft) -> bool:
        """Whether a reception in hand became a dossier since."""
        try:
            dossier = json.loads(draft.content)["dossier_id"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return False
        if not isinstance(dossier, str):
            return False
        being_restored = dossier in self._subjects
        return being_restored or self._connection.row(_KNOWN_SUBJECT, {"subject": dossier}) is not None


def _same_deed(known: Entry, entry: Entry) -> bool:
    """Whether two entries are one deed, maybe at different places: nobody does the same twice at once."""
    return (
        known.id == entry.id
        if known.hash == entry.hash
        else (
            known.kind,
            known.actor,
            known.occurred_at,
            known.recorded_at,
            known.body_hash,
        )
        == (entry.kind, entry.actor, entry.occurred_at, entry.recorded_at, entry.body_hash)
    )
