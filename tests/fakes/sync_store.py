"""A ``SyncStore`` in memory that keeps the port's promises; its station writes its own chain."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from counter_app.domain.dossier import Dossier
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, EntryDraft, EntryId, Head, chain, moved
from counter_app.services.projection import refold, settled_among
from counter_app.services.store_ports import PENDING, Recorded, Verdict, VerdictState
from counter_app.services.sync_ports import Backlog, FeedPage, FeedPosition

_EFFECTIVE = (VerdictState.ACCEPTED, VerdictState.CONFLICT)


@dataclass
class _Held:
    """An entry as the store holds it, with the feed life in which its place was told."""

    recorded: Recorded
    life: int | None = None


@dataclass
class MemorySyncStore:
    """Thread-safe; ``changed`` is notified after every change, so that tests wait instead of sleeping."""

    station: str
    incarnation: int = 1
    changed: threading.Condition = field(default_factory=lambda: threading.Condition(threading.RLock()))

    def __post_init__(self) -> None:
        self._head = Head.start(self.station, self.incarnation)
        self._entries: dict[EntryId, _Held] = {}
        self._documents: dict[str, tuple[int, bytes]] = {}
        self._facts: dict[str, str] = {}
        self._position = FeedPosition(0, "")
        self._life = 0
        self.broken: Exception | None = None
        """When set, every call fails with it, as a full disk would."""

    # --- what a counter does -----------------------------------------------------------------------

    def write(self, draft: EntryDraft, at: datetime) -> Entry:
        """Append an own entry, as the services do inside a unit of work."""
        with self.changed:
            entry = chain(self._head, draft, at, None)
            self._head = Head.after(entry)
            self._entries[entry.id] = _Held(Recorded(entry, PENDING, None, own=True))
            self.changed.notify_all()
            return entry

    def dossier(self, subject: str) -> Dossier | None:
        """The dossier as this station sees it."""
        with self.changed:
            return refold(
                [held.recorded for held in self._entries.values() if held.recorded.entry.subject == subject]
            )

    def dossiers(self) -> dict[str, Dossier]:
        """All dossiers by id."""
        with self.changed:
            subjects = {held.recorded.entry.subject for held in self._entries.values()}
        found = {subject: self.dossier(subject) for subject in subjects}
        return {subject: dossier for subject, dossier in found.items() if dossier is not None}

    def about(self, subject: str) -> list[Recorded]:
        """All entries about ``subject``, own and foreign."""
        with self.changed:
            held = self._entries.values()
            return [one.recorded for one in held if one.recorded.entry.subject == subject]

    def recorded(self, entry_id: EntryId) -> Recorded:
        """One entry as it is held."""
        with self.changed:
            return self._entries[entry_id].recorded

    def verdicts(self) -> list[Verdict]:
        """The verdicts on the own entries, in the order of the chain."""
        with self.changed:
            return [held.recorded.verdict for _, held in sorted(self._own())]

    def wait_until_sent(self, timeout: float) -> bool:
        """Wait until no own entry is pending."""
        with self.changed:
            return self.changed.wait_for(
                lambda: all(verdict.state is not VerdictState.PENDING for verdict in self.verdicts()), timeout
            )

    def copy(self) -> MemorySyncStore:
        """The store as a backup keeps it."""
        with self.changed:
            other = MemorySyncStore(self.station, self.incarnation)
            other._head, other._position, other._life = self._head, self._position, self._life
            other._entries = {entry_id: replace(held) for entry_id, held in self._entries.items()}
            other._documents, other._facts = dict(self._documents), dict(self._facts)
            return other

    def spoil_body(self, entry_id: EntryId) -> None:
        """As a disk might: the body is not what was hashed."""
        with self.changed:
            held = self._entries[entry_id]
            held.recorded = replace(held.recorded, entry=replace(held.recorded.entry, body=b'{"spoilt":1}'))

    # --- SyncStore -----------------------------------------------------------------------------------

    def backlog(self, now: datetime) -> Backlog:
        with self._open():
            own = [held.recorded for _, held in sorted(self._own())]
        with self._open():
            settled = settled_among(held.recorded.entry for held in self._entries.values())
        own_open = [r for r in own if r.entry.id not in settled]
        pending = [r.entry for r in own if r.verdict.state is VerdictState.PENDING]
        accepted = [r.entry for r in own if r.verdict.state in _EFFECTIVE]
        return Backlog(
            entries=len(pending),
            dossiers=len({entry.subject for entry in pending}),
            oldest_at=pending[0].recorded_at if pending else None,
            refused=sum(r.verdict.state is VerdictState.REFUSED for r in own_open),
            held=sum(r.verdict.state is VerdictState.HELD for r in own_open),
            accepted_today=sum(entry.recorded_at.date() == now.date() for entry in accepted),
            accepted_total=len(accepted),
            last_accepted_recorded_at=accepted[-1].recorded_at if accepted else None,
        )

    def next_batch(self, *, max_count: int, max_bytes: int, after: EntryId | None = None) -> Sequence[Entry]:
        with self._open():
            waiting = [
                held.recorded.entry
                for _, held in sorted(self._own())
                if held.recorded.verdict.state is VerdictState.PENDING
                and (after is None or held.recorded.entry.id[1:] > after[1:])
            ]
        batch: list[Entry] = []
        size = 0
        for entry in waiting[:max_count]:
            size += len(entry.body or b"")
            place = (entry.incarnation, entry.seq)
            if batch and (size > max_bytes or place != (batch[-1].incarnation, batch[-1].seq + 1)):
                break
            batch.append(entry)
        return batch

    def record_verdicts(self, verdicts: Mapping[EntryId, Verdict]) -> frozenset[str]:
        with self._open():
            touched: set[str] = set()
            for entry_id, verdict in verdicts.items():
                held = self._entries.get(entry_id)
                if held is None:
                    continue
                if held.recorded.feed_no is None or held.recorded.verdict.state is VerdictState.PENDING:
                    held.recorded = replace(held.recorded, verdict=verdict)
                    touched.add(held.recorded.entry.subject)
            self.changed.notify_all()
            return frozenset(touched)

    def position(self) -> FeedPosition:
        with self._open():
            return self._position

    def take_page(self, page: FeedPage) -> frozenset[str]:
        with self._open():
            if self._position.epoch not in ("", page.epoch):
                raise DomainError("sync.epoch_changed")
            touched: set[str] = set()
            for item in page.items:
                if item.no <= self._position.after:
                    continue
                held = self._entries.get(item.entry_id)
                if held is None:
                    if item.entry is None:
                        continue
                    own = item.entry.station == self.station
                    if item.entry.incarnation > 1 and not own:
                        self._forget_old_place(item.entry)
                    held = _Held(Recorded(item.entry, item.verdict, item.no, own=own), self._life)
                    self._entries[item.entry_id] = held
                elif item.entry is not None and item.entry.hash != held.recorded.entry.hash:
                    if held.recorded.own or held.life == self._life:
                        station, incarnation, seq = item.entry_id
                        raise DomainError("journal.fork", station=station, incarnation=incarnation, seq=seq)
                    touched.add(held.recorded.entry.subject)
                    held = _Held(Recorded(item.entry, item.verdict, item.no, own=False), self._life)
                    self._entries[item.entry_id] = held
                else:
                    settled = held.recorded.verdict.state in _EFFECTIVE and held.life == self._life
                    no = held.recorded.feed_no if settled else item.no
                    held.recorded = replace(held.recorded, verdict=item.verdict, feed_no=no)
                    if held.recorded.entry.body is None and item.entry is not None:
                        held.recorded = replace(held.recorded, entry=item.entry)
                    held.life = self._life
                touched.add(held.recorded.entry.subject)
            self._position = FeedPosition(max(self._position.after, page.next_after), page.epoch)
            self.changed.notify_all()
            return frozenset(touched)

    def written_by(self, station: str, above: Mapping[int, int], *, max_count: int) -> Sequence[Entry]:
        with self._open():
            more = [
                held.recorded.entry
                for _, held in sorted(self._entries.items())
                if held.recorded.entry.station == station
                and held.recorded.entry.seq > above.get(held.recorded.entry.incarnation, 0)
            ]
            return [entry for entry in more if entry.incarnation == more[0].incarnation][:max_count]

    def _forget_old_place(self, entry: Entry) -> None:
        def content(one: Entry) -> tuple[object, ...]:
            who = (one.station, one.subject, one.kind, one.actor)
            return (*who, one.occurred_at, one.recorded_at, one.body_hash)

        for entry_id, held in list(self._entries.items()):
            stale = not held.recorded.own and held.life != self._life
            if stale and content(held.recorded.entry) == content(entry):
                del self._entries[entry_id]

    def restart_feed(self, epoch: str) -> None:
        with self._open():
            for _, held in self._own():
                if held.life is None and held.recorded.verdict.state is not VerdictState.PENDING:
                    held.life = self._life
            self._life += 1
            self._position = FeedPosition(0, epoch)

    def resend_above(self, high_water: Mapping[int, int]) -> int:
        with self._open():
            count = 0
            for entry_id, held in self._own():
                above = entry_id.seq > high_water.get(entry_id.incarnation, 0)
                if above and held.recorded.verdict.state is not VerdictState.PENDING:
                    held.recorded = replace(held.recorded, verdict=PENDING, feed_no=None)
                    held.life = None
                    count += 1
            return count

    def resend(self, entry_id: EntryId) -> bool:
        with self._open():
            held = self._entries.get(entry_id)
            if held is None or held.recorded.verdict.state is not VerdictState.HELD:
                return False
            if not held.recorded.own or held.recorded.entry.body is None:
                return False
            held.recorded = replace(held.recorded, verdict=PENDING)
            self.changed.notify_all()
            return True

    def begin_anew(self, high_water: Mapping[int, int], fork: EntryId | None = None) -> bool:
        with self._open():
            head = self._head
            lacks = high_water.get(head.incarnation, 0) > head.seq
            if not lacks if fork is None else fork.station != self.station:
                return False
            if lacks or (fork is not None and fork.incarnation == head.incarnation):
                self.incarnation = max((head.incarnation, *high_water)) + 1
                self._head = Head.start(self.station, self.incarnation)
            for entry_id, held in sorted(self._own()):
                pending = held.recorded.verdict.state is VerdictState.PENDING
                displaced = pending or held.life not in (None, self._life)
                if fork is None or not displaced or entry_id[1] != fork.incarnation or entry_id < fork:
                    continue
                entry = moved(self._head, held.recorded.entry)
                self._head = Head.after(entry)
                del self._entries[entry_id]
                self._entries[entry.id] = _Held(Recorded(entry, PENDING, None, own=True))
            self.changed.notify_all()
            return True

    def document_version(self, name: str) -> int:
        with self._open():
            return self._documents.get(name, (0, b""))[0]

    def put_document(self, name: str, version: int, data: bytes) -> None:
        with self._open():
            self._documents[name] = (version, data)
            self.changed.notify_all()

    def document(self, name: str) -> bytes:
        """The content of a document."""
        with self.changed:
            return self._documents[name][1]

    def remember(self, name: str, value: str) -> None:
        with self._open():
            self._facts[name] = value

    def recall(self, name: str) -> str | None:
        with self._open():
            return self._facts.get(name)

    def _own(self) -> list[tuple[EntryId, _Held]]:
        return [(entry_id, held) for entry_id, held in self._entries.items() if held.recorded.own]

    def _open(self) -> threading.Condition:
        if self.broken is not None:
            raise self.broken
        return self.changed
