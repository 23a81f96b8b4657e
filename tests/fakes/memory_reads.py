"""Queries over a snapshot of the store in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import DossierReceived
from counter_app.domain.identity_view import IdentityTask, identity_now
from counter_app.domain.journal import EntryId
from counter_app.domain.papers_place import PapersPlace, papers_place
from counter_app.domain.statuses import Status, may_follow
from counter_app.domain.vietnamese import fold
from counter_app.domain.work_calendar import vietnam_time
from counter_app.services.identity_ports import DueCheck, IdentityCounts, LookUp
from counter_app.services.ledger_ports import BEGINNING, LineNumber, LinePlace, StoredLine
from counter_app.services.projection import settled_among
from counter_app.services.scan_ports import FileState
from counter_app.services.store_ports import (
    DossierFilter,
    DossierQuery,
    DossierRow,
    JournalRow,
    Recorded,
    StoredDraft,
    VerdictState,
)
from tests.fakes.memory_state import Kept, State, dossier_of_code, drafts_of, entries_of, file_states_of

_SETTLED = frozenset({Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED, Status.DONE, Status.RETURNED})


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
        kept = self._state.dossiers.get(dossier_id)
        return None if kept is None else kept.dossier

    def id_of_code(self, code: str) -> str | None:
        return dossier_of_code(self._state, code)

    def entry(self, entry_id: EntryId) -> Recorded | None:
        return self._state.entries.get(entry_id)

    def timeline(self, dossier_id: str) -> Sequence[Recorded]:
        return entries_of(self._state, dossier_id)

    def journal(
        self, states: Sequence[VerdictState], *, limit: int = 100, newest_first: bool = False
    ) -> Sequence[JournalRow]:
        settled = settled_among(recorded.entry for recorded in self._state.entries.values())
        left_out = () if VerdictState.ACCEPTED in states else settled
        own = [
            recorded
            for recorded in self._state.entries.values()
            if recorded.own and recorded.verdict.state in states and recorded.entry.id not in left_out
        ]
        own.sort(key=lambda recorded: recorded.entry.id, reverse=newest_first)
        return [self._journal_row(recorded) for recorded in own[:limit]]

    def recent_procedures(self, clerk: str, *, limit: int = 8) -> Sequence[str]:
        mine = [kept.dossier for kept in self._state.dossiers.values() if kept.dossier.clerk == clerk]
        mine.sort(key=lambda dossier: dossier.received_at, reverse=True)
        return list(dict.fromkeys(str(dossier.procedure["code"]) for dossier in mine))[:limit]

    def ledger_books(self) -> Sequence[str]:
        return sorted({kept.dossier.ledger_book for kept in self._state.dossiers.values()} - {""})

    def ledger_numbers(self, book: str) -> Sequence[LineNumber]:
        return [LineNumber(one.place.line, one.dossier.cancelled) for one in self._lines(book)]

    def ledger_fields(self, book: str) -> Sequence[str]:
        return sorted({str(one.dossier.procedure.get("field", "")) for one in self._lines(book)} - {""})

    def ledger_lines(
        self, book: str, *, field: str = "", after: LinePlace = BEGINNING, limit: int = 100
    ) -> Sequence[StoredLine]:
        wanted = (
            one for one in self._lines(book) if not field or one.dossier.procedure.get("field") == field
        )
        place = (after.line, after.position)
        return [one for one in wanted if (one.place.line, one.place.position) > place][:limit]

    def _lines(self, book: str) -> list[StoredLine]:
        found = [
            StoredLine(LinePlace(kept.dossier.ledger_line, kept.position), kept.dossier)
            for kept in self._state.dossiers.values()
            if kept.dossier.ledger_book == book
        ]
        return sorted(found, key=lambda one: (one.place.line, one.place.position))

    def papers_at(self, place: PapersPlace, *, limit: int = 200) -> Sequence[str]:
        there = [kept.dossier.id for kept in self._newest_first() if papers_place(kept.dossier) is place]
        return there[:limit]

    def by_owner_number(self, number: str, *, limit: int = 20) -> Sequence[DossierRow]:
        return [row for row in map(_row, self._newest_first()) if row.owner_number == number][:limit]

    def document(self, name: str) -> tuple[int, bytes] | None:
        return self._state.documents.get(name)

    def drafts(self, clerk: str) -> Sequence[StoredDraft]:
        return drafts_of(self._state, clerk)

    def file_states(self, names: Sequence[str]) -> Mapping[str, FileState]:
        return file_states_of(self._state, names)

    def look_ups(self, *, limit: int = 100, before: int | None = None) -> Sequence[LookUp]:
        found = [one for one in self._state.look_ups.values() if before is None or one.number < before]
        found.sort(key=lambda one: one.number, reverse=True)
        codes = {kept.dossier.id: kept.dossier.code for kept in self._state.dossiers.values()}
        return [replace(one, code=codes.get(one.dossier, "")) for one in found[:limit]]

    def due_checks(self, *, limit: int = 1) -> Sequence[DueCheck]:
        tries = self._state.tries
        due = [tries.get(kept.dossier.id, DueCheck(kept.dossier.id)) for kept in self._due()]
        due.sort(key=lambda check: check.not_before or datetime.min.replace(tzinfo=UTC))
        return due[:limit]

    def identity_counts(self) -> IdentityCounts:
        tasks = [identity_now(kept.dossier).task for kept in self._state.dossiers.values()]
        return IdentityCounts(
            tasks.count(IdentityTask.MISMATCH), tasks.count(IdentityTask.NO_ACCOUNT), len(self._due())
        )

    def _due(self) -> list[Kept]:
        own = {
            recorded.entry.subject
            for recorded in self._state.entries.values()
            if recorded.own and recorded.entry.kind == DossierReceived.KIND
        }
        oldest_first = reversed(self._newest_first())
        return [kept for kept in oldest_first if kept.dossier.id in own and identity_now(kept.dossier).due]

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


def _selected(kept: Kept, query: DossierQuery) -> bool:
    dossier, now = kept.dossier, query.now
    match query.selection:
        case DossierFilter.ALL:
            return True
        case DossierFilter.TO_RETURN:
            return dossier.status is Status.DONE and not dossier.cancelled
        case DossierFilter.IDENTITY:
            return identity_now(dossier).task is not None
        case DossierFilter.UNSENT:
            return kept.pending > 0
        case DossierFilter.MINE_TODAY:
            return dossier.clerk == query.clerk and dossier.received_at >= _day_start(now)
        case _:
            return not dossier.cancelled and dossier.status not in _SETTLED and _presses(dossier, query)


def _presses(dossier: Dossier, query: DossierQuery) -> bool:
    now, due, course = query.now, dossier.next_due_at, dossier.course
    assert now is not None
    soon = query.soon or _day_start(now) + timedelta(days=3)
    if query.selection is DossierFilter.SUPPLEMENT:
        return course.awaited is not None and due is not None and due < soon
    if query.selection is DossierFilter.NOTICE:
        assert query.spans is not None
        return _unasked(dossier) and query.spans.notice_day(dossier.received_at, due) is not None
    if due is None or course.awaited is not None:
        return False
    if query.selection is DossierFilter.APOLOGY:
        assert query.spans is not None
        return not course.reappointed and query.spans.apology_ends(due)
    return due < now if query.selection is DossierFilter.OVERDUE else now <= due < soon


def _unasked(dossier: Dossier) -> bool:
    return not dossier.course.rounds and may_follow(dossier.status, Status.SUPPLEMENT_ASKED)


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
        due_at=dossier.next_due_at,
        status=dossier.status,
        cancelled=dossier.cancelled,
        pending=kept.pending,
        refused=kept.refused,
        read_only=dossier.read_only,
        conflicts=len(dossier.conflicts),
        identity=identity_now(dossier).state,
        identity_task=identity_now(dossier).task,
        reappointed=len(dossier.course.reappointed),
        supplement_due_at=None if dossier.course.awaited is None else dossier.next_due_at,
        unasked_since=dossier.received_at if not dossier.cancelled and _unasked(dossier) else None,
    )
