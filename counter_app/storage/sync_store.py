"""The station's store as the sync engine sees it: each method is one transaction."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, EntryId, Head, moved
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.services.sync_ports import Backlog, FeedPage, FeedPosition
from counter_app.storage import sync_statements as sql
from counter_app.storage.chain_head import read_head
from counter_app.storage.connection import Connection
from counter_app.storage.instants import day_start, from_micros, to_micros
from counter_app.storage.journal_store import keep_entry
from counter_app.storage.mappers import entry_from_row
from counter_app.storage.news import fold, key, known_of, record, take
from counter_app.storage.small_stores import Documents, read_document_version, read_fact, write_fact
from counter_app.storage.unit_of_work import EncryptedDatabase

_log = logging.getLogger(__name__)

_HEADER_BYTES: Final = 512
"""What an entry weighs besides its body, roughly: enough to keep a batch within its limit."""


class StationSyncStore:
    """``services.sync_ports.SyncStore``."""

    def __init__(self, database: EncryptedDatabase) -> None:
        self._database = database

    def backlog(self, now: datetime) -> Backlog:
        """What waits, counted in the snapshot of the last commit."""
        with self._database.snapshot() as connection:
            counts = {VerdictState(row[0]): int(row[1]) for row in connection.rows(sql.UNACCEPTED_COUNTS)}
            settled = {VerdictState(row[0]): int(row[1]) for row in connection.rows(sql.SETTLED_COUNTS)}
            oldest = connection.row(sql.OLDEST_WAITING)
            dossiers = _number(connection.row(sql.WAITING_DOSSIERS))
            total = sum(_number(connection.row(sql.LAST_SEQ, chain)) for chain in _own_chains(connection))
            today = _accepted_since(connection, day_start(now))
            last = _last_accepted(connection)
        pending, refused, held = (
            counts.get(state, 0) for state in (VerdictState.PENDING, VerdictState.REFUSED, VerdictState.HELD)
        )
        return Backlog(
            entries=pending,
            dossiers=dossiers,
            oldest_at=None if oldest is None else from_micros(oldest[0]),
            refused=refused - settled.get(VerdictState.REFUSED, 0),
            held=held - settled.get(VerdictState.HELD, 0),
            accepted_today=today,
            accepted_total=total - pending - refused - held,
            last_accepted_recorded_at=last,
        )

    def next_batch(self, *, max_count: int, max_bytes: int, after: EntryId | None = None) -> Sequence[Entry]:
        """Own entries without a verdict that follow one another in one chain; at least one if any waits.

        Only those behind ``after``, when that is given.
        """
        place = {"incarnation": 0, "seq": 0} if after is None else _chain_place(after)
        with self._database.snapshot() as connection:
            rows = connection.rows(sql.NEXT_BATCH, {"limit": max(1, max_count), **place})
        batch: list[Entry] = []
        size = 0
        for row in rows:
            entry = entry_from_row(row)
            size += _HEADER_BYTES + len(entry.body or b"")
            if batch and (size > max_bytes or not _follows(entry, batch[-1])):
                break
            batch.append(entry)
        return batch

    def record_verdicts(self, verdicts: Mapping[EntryId, Verdict]) -> frozenset[str]:
        """Keep the verdicts and fold the touched dossiers anew; returns their ids.

        Once the feed has named an entry, the feed decides about it: an answer to an old batch that
        arrives late changes nothing. Only one that is asked about again waits for its answer.
        """
        with self._database.transaction() as connection:
            return record(connection, verdicts)

    def position(self) -> FeedPosition:
        """How far the feed is read."""
        with self._database.snapshot() as connection:
            return _feed(connection).position

    def take_page(self, page: FeedPage) -> frozenset[str]:
        """Store foreign entries and verdicts, move the cursor, fold anew: all in one transaction.

        Taking a page twice changes nothing. Of another station's entry that was told in an earlier life of
        the central system, the present life is believed. Raises
        ``DomainError("journal.fork", station, incarnation, seq)`` for any other entry whose identity is
        already here with another hash, and ``("sync.epoch_changed")`` for a page of another life; then
        nothing of the page is taken.
        """
        with self._database.transaction() as connection:
            feed = _feed(connection)
            if feed.position.epoch not in ("", page.epoch):
                raise DomainError("sync.epoch_changed")
            own = _own_station(connection)
            fresh = [item for item in page.items if item.no > feed.position.after]
            subjects = take(connection, fresh, feed.life, own)
            after = max(feed.position.after, page.next_after)
            connection.run(sql.PUT_FEED, {"life": feed.life, "epoch": page.epoch, "after": after})
            return subjects

    def written_by(self, station: str, above: Mapping[int, int], *, max_count: int) -> Sequence[Entry]:
        """Entries of another writer's oldest chain of which more is here than ``above`` says, in order."""
        with self._database.snapshot() as connection:
            for row in connection.rows(sql.CHAINS_OF, {"station": station}):
                incarnation, seq = int(row[0]), above.get(int(row[0]), 0)
                if int(row[1]) > seq:
                    place: dict[str, str | int] = {"station": station, "incarnation": incarnation}
                    values = {**place, "seq": seq, "limit": max_count}
                    return [entry_from_row(found) for found in connection.rows(sql.CHAIN_ABOVE, values)]
        return ()

    def restart_feed(self, epoch: str) -> None:
        """The central system began a new life: read the feed from its start again.

        Entries keep their old places until the new feed names them, so that dossiers stay as they are.
        """
        with self._database.transaction() as connection:
            life = _feed(connection).life
            connection.run(sql.OF_EARLIER_LIFE, {"life": life})
            connection.run(sql.PUT_FEED, {"life": life + 1, "epoch": epoch, "after": 0})

    def resend_above(self, high_water: Mapping[int, int]) -> int:
        """Forget verdicts of own entries above the centre's high water per incarnation; returns how many."""
        with self._database.transaction() as connection:
            touched: set[str | None] = set()
            count = 0
            for chain in _own_chains(connection):
                values = {**chain, "seq": high_water.get(int(chain["incarnation"]), 0)}
                touched.update(row[0] for row in connection.rows(sql.JUDGED_ABOVE, values))
                count += connection.run(sql.FORGET_VERDICTS, values)
            fold(connection, touched)
            return count

    def resend(self, entry_id: EntryId) -> bool:
        """Let an own entry that is held wait to be sent again, whole; whether it does."""
        with self._database.transaction() as connection:
            known = known_of(connection, [entry_id]).get(entry_id)
            if known is None or connection.run(sql.ASK_AGAIN, key(entry_id)) == 0:
                return False
            fold(connection, [known.subject])
            return True

    def begin_anew(self, high_water: Mapping[int, int], fork: EntryId | None = None) -> bool:
        """Begin another incarnation if this database is an older copy of its station; whether it is.

        Own entries that the central system cannot have, from ``fork`` on, go to the end of the new chain.
        """
        with self._database.snapshot() as connection:
            head = read_head(connection)
            if not _lacks(head, high_water) if fork is None else fork.station != head.station:
                return False
        with self._database.transaction() as connection:
            head = read_head(connection)
            forked = fork is not None and fork.incarnation == head.incarnation
            if forked or _lacks(head, high_water):
                incarnation = max((head.incarnation, *high_water)) + 1
                connection.run(sql.PUT_INCARNATION, {"incarnation": incarnation})
            if fork is not None:
                fold(connection, _move_from(connection, fork))
            return True

    def document_version(self, name: str) -> int:
        """The version of a document of the office; 0 if it never came."""
        with self._database.snapshot() as connection:
            return read_document_version(connection, name)

    def put_document(self, name: str, version: int, data: bytes) -> None:
        """Keep a document."""
        with self._database.transaction() as connection:
            Documents(connection).put(name, version, data)

    def remember(self, name: str, value: str) -> None:
        """Keep a small fact of sync itself."""
        with self._database.transaction() as connection:
            write_fact(connection, _fact(name), value)

    def recall(self, name: str) -> str | None:
        """A small fact that was kept."""
        with self._database.snapshot() as connection:
            return read_fact(connection, _fact(name))


@dataclass(frozen=True, slots=True)
class _Feed:
    life: int
    position: FeedPosition


def _chain_place(entry_id: EntryId) -> dict[str, int]:
    return {"incarnation": entry_id.incarnation, "seq": entry_id.seq}


def _follows(entry: Entry, before: Entry) -> bool:
    return (entry.incarnation, entry.seq) == (before.incarnation, before.seq + 1)


def _lacks(head: Head, high_water: Mapping[int, int]) -> bool:
    """Whether the central system knows entries of the running chain that are not here."""
    return high_water.get(head.incarnation, 0) > head.seq


def _move_from(connection: Connection, fork: EntryId) -> list[str]:
    """Move own entries from ``fork`` on to the end of the running chain; returns their subjects.

    The central system has another entry at ``fork``. As each hash covers the one before it, it has none of
    those that follow here either; what is said to be there was there in an earlier life of it.
    """
    place: dict[str, str | int] = {"station": fork.station, "incarnation": fork.incarnation, "seq": fork.seq}
    place["life"] = _feed(connection).life
    displaced = [entry_from_row(row) for row in connection.rows(sql.NOT_THERE_FROM, place)]
    head = read_head(connection)
    for entry in displaced:
        there = moved(head, entry)
        connection.run(sql.DROP, key(entry.id))
        keep_entry(connection, there, own=True)
        head = Head.after(there)
    return [entry.subject for entry in displaced]


def _feed(connection: Connection) -> _Feed:
    row = connection.row(sql.FEED)
    return _Feed(0, FeedPosition(0, "")) if row is None else _Feed(row[0], FeedPosition(row[2], row[1]))


def _own_station(connection: Connection) -> str | None:
    row = connection.row(sql.STATION)
    return None if row is None else str(row[0])


def _own_chains(connection: Connection) -> list[dict[str, str | int]]:
    """The station's chains, one per incarnation, the running one last."""
    row = connection.row(sql.STATION)
    if row is None:
        return []
    return [{"station": row[0], "incarnation": number} for number in range(1, row[1] + 1)]


def _accepted_since(connection: Connection, since: datetime) -> int:
    count = 0
    for chain in _own_chains(connection)[-1:]:
        before = _number(connection.row(sql.LAST_BEFORE, {**chain, "since": to_micros(since)}))
        count += _number(connection.row(sql.ACCEPTED_AFTER, {**chain, "seq": before}))
    return count


def _last_accepted(connection: Connection) -> datetime | None:
    for chain in reversed(_own_chains(connection)):
        row = connection.row(sql.LAST_ACCEPTED, chain)
        if row is not None:
            return from_micros(row[0])
    return None


def _fact(name: str) -> str:
    return f"sync.{name}"


def _number(row: tuple[Any, ...] | None) -> int:
    return 0 if row is None or row[0] is None else int(row[0])
