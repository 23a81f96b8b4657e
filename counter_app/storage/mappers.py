"""Between rows and the frozen dataclasses of the domain; each column by name, nothing implied."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from counter_app.domain.dossier import Dossier
from counter_app.domain.errors import DomainError
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_view import IdentityTask, identity_now
from counter_app.domain.journal import Entry, EntryId
from counter_app.domain.papers_place import papers_place
from counter_app.domain.statuses import Status, may_follow
from counter_app.services.store_ports import (
    DossierRow,
    JournalRow,
    Recorded,
    StoredDraft,
    Verdict,
    VerdictState,
)
from counter_app.storage.instants import from_micros, to_micros
from counter_app.storage.statements import Value

# Columns of ``tables`` in the order in which rows are read here and selected in ``queries``.
ENTRY_COLUMNS: Final = (
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
    "body",
    "body_hash",
    "prev_hash",
    "hash",
)

RECORDED_COLUMNS: Final = (
    *ENTRY_COLUMNS,
    "verdict",
    "verdict_code",
    "verdict_params",
    "feed_no",
    "own",
)

JOURNAL_ROW_COLUMNS: Final = (
    "station",
    "incarnation",
    "seq",
    "kind",
    "subject",
    "recorded_at",
    "occurred_at",
    "verdict",
    "verdict_code",
    "verdict_params",
)
JOURNAL_ROW_DOSSIER_COLUMNS: Final = ("code", "owner_name", "procedure_name")
JOURNAL_ROW_STATES: Final = ("state_1", "state_2", "state_3", "state_4", "state_5")
"""Parameters of a query by verdict: as many as there are states."""

LIST_COLUMNS: Final = (
    "position",
    "id",
    "code",
    "provisional",
    "owner_name",
    "owner_number",
    "phone",
    "procedure_code",
    "procedure_name",
    "received_at",
    "due_at",
    "status",
    "cancelled",
    "pending",
    "refused",
    "read_only",
    "conflicts",
    "identity",
    "identity_task",
    "reappointed",
    "supplement_due_at",
    "unasked_since",
)

_STATE_COLUMN: Final[Mapping[IdentityState | None, str | None]] = {
    None: "",
    **{state: state.value for state in IdentityState},
    IdentityState.NOT_CHECKED: None,
}
"""What most dossiers have takes no room."""
_STATES: Final = {column: state for state, column in _STATE_COLUMN.items()}
_STATUSES: Final = {int(status): status for status in Status}

_SETTLED: Final = frozenset(
    {Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED, Status.DONE, Status.RETURNED}
)
"""Statuses in which no due time runs any more."""


def entry_from_row(row: tuple[Any, ...]) -> Entry:
    """Read ``ENTRY_COLUMNS``."""
    return Entry(
        station=row[0],
        incarnation=row[1],
        seq=row[2],
        kind=row[3],
        kind_version=row[4],
        subject=row[5],
        audience=tuple(row[6].split(",")) if row[6] else (),
        actor=row[7],
        occurred_at=from_micros(row[8]),
        recorded_at=from_micros(row[9]),
        clock_offset_ms=row[10],
        basis=row[11],
        body=row[12],
        body_hash=row[13],
        prev_hash=row[14],
        hash=row[15],
    )


def entry_values(
    entry: Entry, *, own: bool, verdict: Verdict, feed_life: int | None, feed_no: int | None
) -> dict[str, Value]:
    """A whole row of the journal."""
    return {
        "station": entry.station,
        "incarnation": entry.incarnation,
        "seq": entry.seq,
        "kind": entry.kind,
        "kind_version": entry.kind_version,
        "subject": entry.subject,
        "audience": ",".join(entry.audience),
        "actor": entry.actor,
        "occurred_at": to_micros(entry.occurred_at),
        "recorded_at": to_micros(entry.recorded_at),
        "clock_offset_ms": entry.clock_offset_ms,
        "basis": entry.basis,
        "body": entry.body,
        "body_hash": entry.body_hash,
        "prev_hash": entry.prev_hash,
        "hash": entry.hash,
        "own": int(own),
        "feed_life": feed_life,
        "feed_no": feed_no,
        **verdict_values(verdict),
    }


_PLAIN: Final[Mapping[str, Value]] = {"verdict": "accepted", "verdict_code": "", "verdict_params": None}


def verdict_values(verdict: Verdict) -> Mapping[str, Value]:
    """The verdict's columns."""
    params = verdict.params
    if params is None and not verdict.code and verdict.state is VerdictState.ACCEPTED:
        return _PLAIN
    return {
        "verdict": verdict.state.value,
        "verdict_code": verdict.code,
        "verdict_params": None if params is None else json.dumps(dict(params)),
    }


def verdict_from_row(state: str, code: str, params: str | None) -> Verdict:
    """Read the verdict's columns."""
    return Verdict(VerdictState(state), code, None if params is None else json.loads(params))


def recorded_from_row(row: tuple[Any, ...]) -> Recorded:
    """Read ``RECORDED_COLUMNS``."""
    return Recorded(entry_from_row(row), verdict_from_row(row[16], row[17], row[18]), row[19], bool(row[20]))


def list_values(dossier: Dossier, *, pending: int, refused: int) -> dict[str, Value]:
    """The columns of the dossier list, without ``position``."""
    procedure: Mapping[str, object] = dossier.procedure
    due, identity, papers = _due_micros(dossier), identity_now(dossier), papers_place(dossier)
    return {
        "id": storable(dossier.id),
        "code": storable(dossier.code),
        "provisional": int(dossier.provisional),
        "owner_name": storable(dossier.owner.full_name),
        "owner_number": storable(dossier.owner.number),
        "phone": storable(dossier.owner.phone),
        "procedure_code": storable(str(procedure.get("code", ""))),
        "procedure_name": storable(str(procedure.get("name", ""))),
        "received_at": to_micros(dossier.received_at),
        "due_at": due,
        "status": int(dossier.status),
        "cancelled": int(dossier.cancelled),
        "pending": pending,
        "refused": refused,
        "read_only": int(dossier.read_only),
        "conflicts": len(dossier.conflicts),
        "clerk": storable(dossier.clerk),
        "field": storable(str(procedure.get("field", ""))),
        "ledger_book": storable(dossier.ledger_book),
        "ledger_line": dossier.ledger_line,
        **_clock_values(dossier, due),
        "papers": None if papers is None else papers.value,
        "identity": _STATE_COLUMN[identity.state],
        "identity_due": int(identity.due),
        "identity_task": None if identity.task is None else identity.task.value,
        "indexed": 0,
    }


def _clock_values(dossier: Dossier, due: int | None) -> dict[str, Value]:
    """What runs: the office's due time, or the applicant's while a supplement is awaited."""
    course = dossier.course if dossier.acts else None
    runs = not dossier.cancelled and dossier.status not in _SETTLED
    awaits = runs and course is not None and course.awaited is not None
    asked = course is not None and bool(course.rounds)
    may_ask = runs and not asked and may_follow(dossier.status, Status.SUPPLEMENT_ASKED)
    return {
        "running_due_at": due if runs and not awaits else None,
        "reappointed": 0 if course is None else len(course.reappointed),
        "supplement_due_at": due if awaits else None,
        "unasked_since": to_micros(dossier.received_at) if may_ask else None,
    }


def storable(text: str) -> str:
    """Text that a file can hold: lone surrogates, which only a faulty program writes, become ``?``."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _due_micros(dossier: Dossier) -> int | None:
    try:
        due_at = dossier.next_due_at
    except (DomainError, OverflowError):  # What nobody can read is shown as no time; the entry keeps it.
        return None
    return None if due_at is None else to_micros(due_at)


def dossier_row(row: tuple[Any, ...]) -> DossierRow:
    """Read ``LIST_COLUMNS``."""
    return DossierRow(
        position=row[0],
        id=row[1],
        code=row[2],
        provisional=bool(row[3]),
        owner_name=row[4],
        owner_number=row[5],
        phone=row[6],
        procedure_code=row[7],
        procedure_name=row[8],
        received_at=from_micros(row[9]),
        due_at=None if row[10] is None else from_micros(row[10]),
        status=_STATUSES[row[11]],
        cancelled=bool(row[12]),
        pending=row[13],
        refused=row[14],
        read_only=bool(row[15]),
        conflicts=row[16],
        identity=_STATES[row[17]],
        identity_task=None if row[18] is None else IdentityTask(row[18]),
        reappointed=row[19],
        supplement_due_at=None if row[20] is None else from_micros(row[20]),
        unasked_since=None if row[21] is None else from_micros(row[21]),
    )


def journal_row(row: tuple[Any, ...]) -> JournalRow:
    """Read ``JOURNAL_ROW_COLUMNS`` and ``JOURNAL_ROW_DOSSIER_COLUMNS``."""
    return JournalRow(
        id=EntryId(row[0], row[1], row[2]),
        kind=row[3],
        subject=row[4],
        recorded_at=from_micros(row[5]),
        occurred_at=from_micros(row[6]),
        verdict=verdict_from_row(row[7], row[8], row[9]),
        dossier_code=row[10] or "",
        owner_name=row[11] or "",
        procedure_name=row[12] or "",
    )


def draft_from_row(row: tuple[Any, ...]) -> StoredDraft:
    """Read ``id, clerk, saved_at, content``."""
    return StoredDraft(row[0], row[1], from_micros(row[2]), row[3])
