"""The station's store in memory: transactions that roll back, a disk that is full, pages, selections.

``tests/contract/test_stores.py`` holds it to what the encrypted store does.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from counter_app.domain.dossier import Dossier
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, EntryId, Head
from counter_app.domain.statuses import Status
from counter_app.domain.vietnamese import fold
from counter_app.domain.work_calendar import vietnam_time
from counter_app.services.projection import fold_order, pending_count, refold, refused_count
from counter_app.services.store_ports import (
    PENDING,
    DossierFilter,
    DossierQuery,
    DossierRow,
    JournalRow,
    Recorded,
    StoredDraft,
    Verdict,
    VerdictState,
)

_SETTLED = frozenset({Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED, Status.DONE, Status.RETURNED})


@dataclass(frozen=True)
class Kept:
    """A dossier as the projection holds it; ``position`` counts in the order of learning of them."""

    position: int
    dossier: Dossier
    pending: int
    refused: int


@dataclass
class State:
    """What is durable. Values are frozen, so a shallow copy is a snapshot."""

    entries: dict[EntryId, Recorded] = field(default_factory=dict)
    dossiers: dict[str, Kept] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    drafts: dict[str, StoredDraft] = field(default_factory=dict)
    documents: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    last_position: int = 0

    def copy(self) -> State:
        return State(
            dict(self.entries),
            dict(self.dossiers),
            dict(self.counters),
            dict(self.drafts),
            dict(self.documents),
            self.last_position,
        )


class MemoryDatabase:
    """``Database`` for one station. ``commits`` counts; ``fail`` makes the coming commits fail."""

    def __init__(self, station: str = "station-a", incarnation: int = 1) -> None:
        self.station = station
        self.incarnation = incarnation
        self.state = State()
        self.commits = 0
        self._failures: list[DomainError] = []
        self._broken: DomainError | None = None
        self._lock = threading.RLock()
        self._open = False

    def fail(self, code: str = "storage.full", *, times: int = 1) -> None:
        """Let the next commits fail as a full disk does: nothing of them is kept."""
        self._failures = [DomainError(code) for _ in range(times)]

    def break_down(self, code: str | None = "storage.io") -> None:
        """Let every transaction fail before it begins, until ``None`` mends it."""
        self._broken = None if code is None else DomainError(code)

    def judge(self, verdict: Verdict, *entry_ids: EntryId) -> None:
        """As sync does when verdicts arrive: keep them and fold the touched dossiers anew."""
        with self._lock:
            subjects = set()
            for entry_id in entry_ids:
                recorded = self.state.entries[entry_id]
                self.state.entries[entry_id] = replace(recorded, verdict=verdict)
                subjects.add(recorded.entry.subject)
            self._renew(subjects)

    def learn(self, *recorded: Recorded) -> None:
        """As sync does with a page of the feed: keep entries of others."""
        with self._lock:
            for item in recorded:
                self.state.entries[item.entry.id] = item
            self._renew({item.entry.subject for item in recorded})

    def chain(self) -> list[Entry]:
        """The station's own entries in order."""
        own = [recorded.entry for recorded in self.state.entries.values() if recorded.own]
        return sorted(own, key=lambda entry: entry.id)

    @contextmanager
    def begin(self) -> Iterator[MemoryWork]:
        with self._lock:
            if self._open:
                raise RuntimeError("a unit of work is already open in this thread")
            if self._broken is not None:
                raise self._broken
            self._open = True
            try:
                state = self.state.copy()
                yield MemoryWork(state, self.station, self.incarnation)
                if self._failures:
                    raise self._failures.pop(0)
                self.state = state
                self.commits += 1
            finally:
                self._open = False

    @contextmanager
    def read(self) -> Iterator[MemoryReads]:
        yield MemoryReads(self.state.copy())

    def _renew(self, subjects: set[str]) -> None:
        dossiers = MemoryDossiers(self.state)
        for subject in subjects:
            entries = _of_subject(self.state, subject)
            dossier = refold(entries)
            if dossier is None:
                dossiers.remove(subject)
            else:
                dossiers.put(dossier, pending=pending_count(entries), refused=refused_count(entries))


class MemoryWork:
    """``UnitOfWork`` over a copy that becomes the state at the commit."""

    def __init__(self, state: State, station: str, incarnation: int) -> None:
        self.journal = MemoryJournal(state, station, incarnation)
        self.dossiers = MemoryDossiers(state)
        self.counters = MemoryCounters(state)
        self.drafts = MemoryDrafts(state)
        self.documents = MemoryDocuments(state)


class MemoryJournal:
    """``JournalStore``."""

    def __init__(self, state: State, station: str, incarnation: int) -> None:
        self._state = state
        self._station = station
        self._incarnation = incarnation

    def head(self) -> Head:
        mine = [
            recorded.entry
            for recorded in self._state.entries.values()
            if recorded.own and recorded.entry.incarnation == self._incarnation
        ]
        if not mine:
            return Head.start(self._station, self._incarnation)
        return Head.after(max(mine, key=lambda entry: entry.seq))

    def append(self, entry: Entry) -> None:
        head = self.head()
        place = (head.station, head.incarnation, head.seq + 1)
        if tuple(entry.id) != place or entry.prev_hash != head.hash:
            raise DomainError("journal.fork", seq=entry.seq, expected=head.seq + 1)
        self._state.entries[entry.id] = Recorded(entry, PENDING, None, own=True)

    def of_subject(self, subject: str) -> Sequence[Recorded]:
        return _of_subject(self._state, subject)


class MemoryDossiers:
    """``DossierStore``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def get(self, dossier_id: str) -> Dossier | None:
        kept = self._state.dossiers.get(dossier_id)
        return None if kept is None else kept.dossier

    def put(self, dossier: Dossier, *, pending: int, refused: int = 0) -> None:
        kept = self._state.dossiers.get(dossier.id)
        if kept is None:
            self._state.last_position += 1
        position = self._state.last_position if kept is None else kept.position
        self._state.dossiers[dossier.id] = Kept(position, dossier, pending, refused)

    def remove(self, dossier_id: str) -> None:
        self._state.dossiers.pop(dossier_id, None)

    def id_of_code(self, code: str) -> str | None:
        return _id_of_code(self._state, code)


class MemoryCounters:
    """``CounterStore``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def value(self, name: str) -> int:
        return self._state.counters.get(name, 0)

    def take(self, name: str) -> int:
        self._state.counters[name] = self.value(name) + 1
        return self.value(name)


class MemoryDrafts:
    """``DraftStore``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def save(self, draft: StoredDraft) -> None:
        self._state.drafts[draft.id] = draft

    def get(self, draft_id: str) -> StoredDraft | None:
        return self._state.drafts.get(draft_id)

    def of_clerk(self, clerk: str) -> Sequence[StoredDraft]:
        return _drafts_of(self._state, clerk)

    def delete(self, draft_id: str) -> None:
        self._state.drafts.pop(draft_id, None)


class MemoryDocuments:
    """``DocumentStore``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def get(self, name: str) -> tuple[int, bytes] | None:
        return self._state.documents.get(name)

    def put(self, name: str, version: int, data: bytes) -> None:
        self._state.documents[name] = (version, data)


class MemoryReads:
    """``Reads`` over a snapshot."""

    def __init__(self, state: State) -> None:
        self._state = state

    def find(
        self, query: DossierQuery, *, limit: int = 50, before: int | None = None
    ) -> Sequence[DossierRow]:
        rows = [_row(kept) for kept in self._matches(query) if before is None or kept.position < before]
        return rows[:limit]

    def count(self, query: DossierQuery, *, cap: int = 1000) -> int:
        return min(cap, len(self._matches(query)))

    def dossier(self, dossier_id: str) -> Dossier | None:
        return MemoryDossiers(self._state).get(dossier_id)

    def id_of_code(self, code: str) -> str | None:
        return _id_of_code(self._state, code)

    def timeline(self, dossier_id: str) -> Sequence[Recorded]:
        return _of_subject(self._state, dossier_id)

    def journal(
        self, states: Sequence[VerdictState], *, limit: int = 100, newest_first: bool = False
    ) -> Sequence[JournalRow]:
        own = [
            recorded
            for recorded in self._state.entries.values()
            if recorded.own and recorded.verdict.state in states
        ]
        own.sort(key=lambda recorded: recorded.entry.id, reverse=newest_first)
        return [self._journal_row(recorded) for recorded in own[:limit]]

    def recent_procedures(self, clerk: str, *, limit: int = 8) -> Sequence[str]:
        mine = [kept.dossier for kept in self._state.dossiers.values() if kept.dossier.clerk == clerk]
        mine.sort(key=lambda dossier: dossier.received_at, reverse=True)
        return list(dict.fromkeys(str(dossier.procedure["code"]) for dossier in mine))[:limit]

    def by_owner_number(self, number: str, *, limit: int = 20) -> Sequence[DossierRow]:
        return [row for row in map(_row, self._newest_first()) if row.owner_number == number][:limit]

    def document(self, name: str) -> tuple[int, bytes] | None:
        return self._state.documents.get(name)

    def drafts(self, clerk: str) -> Sequence[StoredDraft]:
        return _drafts_of(self._state, clerk)

    def _newest_first(self) -> list[Kept]:
        return sorted(self._state.dossiers.values(), key=lambda kept: kept.position, reverse=True)

    def _matches(self, query: DossierQuery) -> list[Kept]:
        words = fold(query.text).split()
        return [
            kept
            for kept in self._newest_first()
            if _selected(kept, query) and all(_has(kept.dossier, word) for word in words)
        ]

    def _journal_row(self, recorded: Recorded) -> JournalRow:
        entry = recorded.entry
        dossier = self.dossier(entry.subject)
        return JournalRow(
            id=entry.id,
            kind=entry.kind,
            subject=entry.subject,
            recorded_at=entry.recorded_at,
            occurred_at=entry.occurred_at,
            verdict=recorded.verdict,
            dossier_code="" if dossier is None else dossier.code,
            owner_name="" if dossier is None else dossier.owner.full_name,
            procedure_name="" if dossier is None else str(dossier.procedure.get("name", "")),
        )


def _of_subject(state: State, subject: str) -> list[Recorded]:
    return fold_order(recorded for recorded in state.entries.values() if recorded.entry.subject == subject)


def _drafts_of(state: State, clerk: str) -> list[StoredDraft]:
    mine = [draft for draft in state.drafts.values() if draft.clerk == clerk]
    return sorted(mine, key=lambda draft: (draft.saved_at, draft.id), reverse=True)


def _id_of_code(state: State, code: str) -> str | None:
    wanted = code.strip().lower()
    known = [
        (kept.position, kept.dossier.id)
        for kept in state.dossiers.values()
        if wanted in (alias.lower() for alias in kept.dossier.aliases)
    ]
    return max(known)[1] if known else None


def _selected(kept: Kept, query: DossierQuery) -> bool:
    dossier, now = kept.dossier, query.now
    match query.selection:
        case DossierFilter.ALL:
            return True
        case DossierFilter.TO_RETURN:
            return dossier.status is Status.DONE and not dossier.cancelled
        case DossierFilter.UNSENT:
            return kept.pending > 0
        case DossierFilter.MINE_TODAY:
            return dossier.clerk == query.clerk and dossier.received_at >= _day_start(now)
        case DossierFilter.OVERDUE | DossierFilter.DUE_SOON:
            due = None if dossier.cancelled or dossier.status in _SETTLED else dossier.due_at
            if due is None or now is None:
                return False
            if query.selection is DossierFilter.OVERDUE:
                return due < now
            return now <= due < _day_start(now) + timedelta(days=3)


def _day_start(now: datetime | None) -> datetime:
    assert now is not None
    return vietnam_time(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _has(dossier: Dossier, word: str) -> bool:
    owner = dossier.owner
    codes = (*dossier.aliases, dossier.slip_number)
    numbers = (owner.number, owner.phone)
    return (
        any(part.startswith(word) for part in fold(owner.full_name).split())
        or any(f"-{word}" in f"-{fold(code)}" for code in codes)
        or any(number.startswith(word) or number.endswith(word) for number in numbers)
    )


def _row(kept: Kept) -> DossierRow:
    dossier = kept.dossier
    return DossierRow(
        position=kept.position,
        id=dossier.id,
        code=dossier.code,
        provisional=dossier.provisional,
        owner_name=dossier.owner.full_name,
        owner_number=dossier.owner.number,
        phone=dossier.owner.phone,
        procedure_code=str(dossier.procedure.get("code", "")),
        procedure_name=str(dossier.procedure.get("name", "")),
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        status=dossier.status,
        cancelled=dossier.cancelled,
        pending=kept.pending,
        refused=kept.refused,
        read_only=dossier.read_only,
        conflicts=len(dossier.conflicts),
    )
