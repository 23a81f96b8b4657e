"""What the central system says, taken into the journal: verdicts that answer a push, places of the feed.

Dossiers are folded anew only where folding can give another result; for the rest, what waits is counted.
"""

from __future__ import annotations

import json
import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, EntryId
from counter_app.services.projection import counts_with, fold_place
from counter_app.services.store_ports import Recorded, Verdict, VerdictState
from counter_app.services.sync_ports import FeedItem
from counter_app.storage import sync_statements as sql
from counter_app.storage.connection import Connection
from counter_app.storage.dossier_store import Dossiers, read_erased
from counter_app.storage.instants import to_micros
from counter_app.storage.journal_store import keep_entries, note_settled
from counter_app.storage.mappers import verdict_values

_log = logging.getLogger(__name__)

_EFFECTIVE: Final = frozenset({VerdictState.ACCEPTED, VerdictState.CONFLICT})

Key = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Known:
    """What is held of an entry that a verdict or the feed names."""

    subject: str
    hash: bytes
    bodiless: bool
    state: VerdictState
    code: str
    feed_life: int | None

    @property
    def effective(self) -> bool:
        """Whether it took effect, so that its place in the feed is settled."""
        return self.state in _EFFECTIVE

    @property
    def pending(self) -> bool:
        """Whether the central system has still to say something of it."""
        return self.state is VerdictState.PENDING

    def folds_as(self, verdict: Verdict) -> bool:
        """Whether ``verdict`` lets it take part in folding as it did before."""
        return counts_with(self.state, self.code) == counts_with(verdict.state, verdict.code)


def key(entry_id: EntryId) -> Key:
    """The values that name an entry in a statement."""
    return {"of_station": entry_id.station, "of_incarnation": entry_id.incarnation, "of_seq": entry_id.seq}


def known_of(connection: Connection, ids: Iterable[EntryId]) -> dict[EntryId, Known]:
    """What is held of these entries."""
    found: dict[EntryId, Known] = {}
    for run in _runs(ids):
        station, incarnation, first = run[0]
        values: Key = {"station": station, "incarnation": incarnation, "first": first, "last": run[-1].seq}
        for row in connection.rows(sql.KNOWN_BETWEEN, values):
            state = VerdictState(row[4])
            found[EntryId(station, incarnation, row[0])] = Known(
                row[1], row[2], bool(row[3]), state, row[5], row[6]
            )
    return found


def record(connection: Connection, verdicts: Mapping[EntryId, Verdict]) -> frozenset[str]:
    """Keep the verdicts that answer a push; returns the subjects that look different then.

    Once the feed has named an entry, the feed decides about it: an answer to an old batch that arrives late
    changes nothing. Only one that is asked about again waits for its answer.
    """
    known = known_of(connection, verdicts)
    open_ids = (entry_id for entry_id, one in known.items() if one.feed_life is None or one.pending)
    judged = {entry_id: verdicts[entry_id] for entry_id in open_ids if entry_id in verdicts}
    for run in _runs(judged, judged):
        station, incarnation, first = run[0]
        place: Key = {"station": station, "incarnation": incarnation, "first": first, "last": run[-1].seq}
        connection.run(sql.SET_VERDICTS, {**place, **verdict_values(judged[run[0]])})
    touched = {known[entry_id].subject for entry_id in judged}
    moved = {known[one].subject for one, verdict in judged.items() if not known[one].folds_as(verdict)}
    _fold(connection, moved)
    _count(connection, touched - moved)
    return frozenset(touched)


def take(connection: Connection, items: Sequence[FeedItem], life: int, own: str | None) -> frozenset[str]:
    """Take places of the feed, in its order; returns the subjects that look different then.

    Raises ``DomainError("journal.fork", station, incarnation, seq)`` as ``StationSyncStore.take_page`` says.
    """
    taking = _Taking(connection, items, life, own)
    for item in items:
        taking.take(item)
    return taking.finish()


class _Taking:
    """A page of the feed on its way into the journal, inside one transaction."""

    def __init__(self, connection: Connection, items: Sequence[FeedItem], life: int, own: str | None) -> None:
        self._connection = connection
        self._life = life
        self._own = own
        times = Counter(item.entry_id for item in items)
        self._told_again = {one for one, number in times.items() if number > 1}
        self._known = known_of(connection, times)
        self._there = _subjects_there(
            connection, {item.entry.subject for item in items if item.entry is not None}
        )
        self._orders = _orders(connection, {one.subject for one in self._known.values()})
        self._new: list[Recorded] = []
        """Entries that are still to be written."""
        self._fresh: dict[str, list[Recorded]] = defaultdict(list)
        """All that is known of subjects that this page brought."""
        self._moved: set[str] = set()
        self._touched: set[str] = set()

    def take(self, item: FeedItem) -> None:
        """Take one place.

        An entry's place is where it first took effect: as long as it is held or refused, its place moves
        with what the feed says of it. The central system orders by the same rule.
        """
        known = self._known.get(item.entry_id)
        if known is not None and item.entry is not None and item.entry.hash != known.hash:
            self._forget(item.entry, known)
            known = None
        if known is not None:
            self._write()
            self._again(item, known)
        elif item.entry is not None:
            self._first(item, item.entry)

    def finish(self) -> frozenset[str]:
        """Write what is left and fold or count what was touched; returns the subjects."""
        self._write()
        after = _orders(self._connection, self._touched - self._moved)
        self._moved |= {subject for subject, order in after.items() if self._orders.get(subject) != order}
        whole = {subject: recorded for subject, recorded in self._fresh.items() if subject not in self._there}
        _fold(self._connection, self._moved, whole)
        _count(self._connection, self._touched - self._moved)
        return frozenset(self._touched | self._moved)

    def _first(self, item: FeedItem, entry: Entry) -> None:
        if entry.incarnation > 1 and entry.station != self._own:
            self._forget_old_place(entry)
        recorded = Recorded(entry, item.verdict, item.no, own=entry.station == self._own)
        self._new.append(recorded)
        self._fresh[entry.subject].append(recorded)
        self._moved.add(entry.subject)
        if item.entry_id in self._told_again:
            verdict = item.verdict
            self._known[item.entry_id] = Known(
                entry.subject, entry.hash, entry.body is None, verdict.state, verdict.code, self._life
            )

    def _again(self, item: FeedItem, known: Known) -> None:
        # What is known only from this page is read again when it is folded.
        self._there.add(known.subject)
        self._touched.add(known.subject)
        place = key(item.entry_id)
        self._connection.run(sql.SET_VERDICT, {**place, **verdict_values(item.verdict)})
        if not (known.effective and known.feed_life == self._life):
            self._connection.run(sql.SET_PLACE, {**place, "feed_life": self._life, "feed_no": item.no})
        if not known.folds_as(item.verdict):
            self._moved.add(known.subject)
        body = None if item.entry is None else item.entry.body
        # A body whose retention here has ended does not come back, however often the feed is read.
        brings_body = known.bodiless and body is not None
        if brings_body and item.entry_id not in read_erased(self._connection, known.subject):
            assert item.entry is not None
            self._connection.run(sql.SET_BODY, {**place, "body": body})
            note_settled(self._connection, item.entry)
            self._moved.add(known.subject)
            known = replace(known, bodiless=False)
        self._known[item.entry_id] = replace(
            known, state=item.verdict.state, code=item.verdict.code, feed_life=self._life
        )

    def _forget(self, entry: Entry, known: Known) -> None:
        """Another counter's entry that was told in an earlier life: the present one is believed."""
        if entry.station == self._own or known.feed_life == self._life:
            station, incarnation, seq = entry.id
            raise DomainError("journal.fork", station=station, incarnation=incarnation, seq=seq, expected=seq)
        # Its station was put back from a copy as well: what it had written there is told at another place.
        _log.warning("entry %d of another counter is another one in the new life", entry.seq)
        self._write()
        self._connection.run(sql.DROP, key(entry.id))
        self._there |= {known.subject, entry.subject}
        self._moved.add(known.subject)

    def _forget_old_place(self, entry: Entry) -> None:
        """Drop what another counter has moved to ``entry``, as an earlier life told it at its old place."""
        names = ("subject", "station", "kind", "actor", "body_hash")
        values = {name: getattr(entry, name) for name in names} | {"life": self._life}
        values |= {"occurred_at": to_micros(entry.occurred_at), "recorded_at": to_micros(entry.recorded_at)}
        row = self._connection.row(sql.MOVED_FROM, values)
        if row is not None:
            old = EntryId(*row)
            self._connection.run(sql.DROP, key(old))
            self._known.pop(old, None)
            self._there.add(entry.subject)

    def _write(self) -> None:
        if self._new:
            keep_entries(self._connection, self._new, feed_life=self._life)
            self._new.clear()


def fold(connection: Connection, subjects: Iterable[str | None]) -> frozenset[str]:
    """Fold these dossiers anew; returns their ids."""
    known = frozenset(subject for subject in subjects if subject is not None)
    _fold(connection, known)
    return known


def _fold(
    connection: Connection, subjects: Iterable[str], whole: Mapping[str, Sequence[Recorded]] | None = None
) -> None:
    Dossiers(connection).renew_all(subjects, whole)


def _count(connection: Connection, subjects: Collection[str]) -> None:
    """Count what waits of dossiers whose folding gives what it gave before."""
    if not subjects:
        return
    told: list[Mapping[str, str | int]] = []
    for subject, pending, unsettled in connection.rows(sql.WAITING_OF, {"subjects": _listed(subjects)}):
        if unsettled:
            # Whether a person has settled it stands in other entries.
            Dossiers(connection).renew(subject)
        else:
            told.append({"of_dossier": subject, "pending": pending})
    connection.run_many(sql.SET_WAITING, told)


def _subjects_there(connection: Connection, subjects: Collection[str]) -> set[str]:
    if not subjects:
        return set()
    return {row[0] for row in connection.rows(sql.SUBJECTS_THERE, {"subjects": _listed(subjects)})}


def _orders(connection: Connection, subjects: Collection[str]) -> dict[str, list[EntryId]]:
    """The order in which the entries of each subject are folded."""
    if not subjects:
        return {}
    places: dict[str, list[tuple[int | None, EntryId]]] = defaultdict(list)
    for subject, no, *place in connection.rows(sql.PLACES_OF, {"subjects": _listed(subjects)}):
        places[subject].append((no, EntryId(*place)))
    return {
        subject: [one for _, one in sorted(found, key=lambda place: fold_place(*place))]
        for subject, found in places.items()
    }


def _runs(
    ids: Iterable[EntryId], verdicts: Mapping[EntryId, Verdict] | None = None
) -> Iterator[list[EntryId]]:
    """Ids that follow one another in a chain, with the same of ``verdicts`` if they are given."""
    run: list[EntryId] = []
    for one in sorted(ids):
        if run:
            station, incarnation, seq = run[-1]
            follows = one == (station, incarnation, seq + 1)
            if not follows or (verdicts is not None and verdicts[one] != verdicts[run[-1]]):
                yield run
                run = []
        run.append(one)
    if run:
        yield run


def _listed(subjects: Iterable[str]) -> str:
    return json.dumps(sorted(subjects))
