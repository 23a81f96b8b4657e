"""The station's store in memory: transactions that roll back, a disk that is full, pages, selections.

``tests/contract/test_stores.py`` holds it to what the encrypted store does.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from counter_app.domain.dossier import Dossier
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, EntryId, Head
from counter_app.services.identity_ports import DueCheck, LookUp, LookUpOutcome
from counter_app.services.projection import pending_count, refold, refused_count
from counter_app.services.scan_ports import FileState, FileToSend
from counter_app.services.store_ports import PENDING, Recorded, StoredDraft, Verdict
from tests.fakes.memory_reads import MemoryReads
from tests.fakes.memory_state import Kept, State, dossier_of_code, drafts_of, entries_of, file_states_of


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
            entries = entries_of(self.state, subject)
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
        self.files_to_send = MemoryFilesToSend(state)
        self.look_ups = MemoryLookUps(state)


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

    def find(self, entry_id: EntryId) -> Recorded | None:
        return self._state.entries.get(entry_id)

    def of_subject(self, subject: str) -> Sequence[Recorded]:
        return entries_of(self._state, subject)


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
        return dossier_of_code(self._state, code)


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
        return drafts_of(self._state, clerk)

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


class MemoryFilesToSend:
    """``FilesToSend``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, file: FileToSend) -> None:
        self._state.files.setdefault(file.sha256, (file, FileState.WAITING))

    def states(self, names: Sequence[str]) -> Mapping[str, FileState]:
        return file_states_of(self._state, names)


class MemoryLookUps:
    """``LookUpStore``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def begin(self, at: datetime, clerk: str, dossier: str, *, automatic: bool) -> int:
        number = len(self._state.look_ups) + 1
        asked = LookUpOutcome.ASKED.value
        self._state.look_ups[number] = LookUp(number, at, clerk, dossier, automatic, asked, "")
        return number

    def end(self, number: int, outcome: str, transaction: str = "") -> None:
        known = self._state.look_ups[number]
        self._state.look_ups[number] = replace(known, outcome=outcome, transaction=transaction)

    def postpone(self, check: DueCheck) -> None:
        self._state.tries[check.dossier] = check

    def forget(self, dossier: str) -> None:
        self._state.tries.pop(dossier, None)
