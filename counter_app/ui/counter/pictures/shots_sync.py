"""The sync screen in its states: see ``shots_records``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from counter_app.domain.journal import EntryId
from counter_app.i18n import Wording
from counter_app.services.store_ports import PENDING, JournalRow, Verdict, VerdictState
from counter_app.services.sync_ports import Backlog, LineState, SyncStatus
from counter_app.ui.counter.pictures import sample_dossiers as sample
from counter_app.ui.counter.pictures import sample_rows
from counter_app.ui.counter.sync.sync_state import EmptyWords, SyncState
from counter_app.ui.counter.sync.sync_view import SyncView
from counter_app.ui.counter.sync.sync_words import SyncWords
from counter_app.ui.shared.paged_model import PagedModel
from counter_app.ui.shared.strip import Connection

_SINCE = sample.NOW - timedelta(minutes=35)
_KINDS = ("dossier.received", "slip.printed", "dossier.corrected", "dossier.received", "dossier.cancelled")
_REFUSED = Verdict(VerdictState.REFUSED, "status_does_not_follow")
_CONFLICT = Verdict(VerdictState.CONFLICT, "received_twice")
_HELD = Verdict(VerdictState.HELD, "waits_for_reception")


@dataclass(frozen=True)
class _Case:
    name: str
    connection: Connection
    status: SyncStatus
    rows: Sequence[JournalRow] = ()
    refused: Sequence[JournalRow] = ()
    segment: str = "waiting"


def screens(wording: Wording) -> Iterator[tuple[str, Connection, int, QWidget]]:
    """Name, connection of the strip, what waits, and the screen."""
    for case in _cases():
        yield case.name, case.connection, case.status.backlog.entries, _view(wording, case)


def _view(wording: Wording, case: _Case) -> SyncView:
    words = SyncWords(wording)
    first = case.rows[0].id if case.rows else None
    model: PagedModel[JournalRow] = PagedModel(
        words.columns(lambda: sample.NOW, lambda row: row.id == first and row.verdict is PENDING), page=200
    )
    view = SyncView(wording, model)
    model.setParent(view)
    model.restart(len(case.rows), case.rows)
    text, backlog = wording.text, case.status.backlog
    counts = {
        "waiting": wording.number(backlog.entries + backlog.held),
        "sent": text("sync_centre.segment.today", count=wording.number(backlog.accepted_today)),
        "refused": wording.number(len(case.refused)),
    }
    key = f"sync_centre.empty.{case.segment}"
    empty = None if case.rows else EmptyWords("circle-check", text(f"{key}.title"), text(f"{key}.text"))
    view.show_state(
        SyncState(
            line=words.line(case.status, sample.NOW),
            waiting=words.waiting(case.status, sample.NOW),
            safe=words.safe(case.status, sample.NOW),
            clock=words.clock(case.status, sample.NOW),
            trouble=words.trouble(case.refused),
            segment=case.segment,
            chips=tuple(
                (name, f"{text(f'sync_centre.segment.{name}')} {count}") for name, count in counts.items()
            ),
            heading=text(f"sync_centre.heading.{case.segment}"),
            empty=empty,
            can_send=case.status.state not in (LineState.NOT_ENROLLED, LineState.REVOKED),
            trying=False,
        )
    )
    return view


def _row(number: int, verdict: Verdict = PENDING) -> JournalRow:
    listed = sample_rows.rows(12)[number % 12]
    at = _SINCE + timedelta(minutes=1 + 3 * number)
    return JournalRow(
        EntryId("sample", 1, number),
        _KINDS[number % len(_KINDS)],
        listed.id,
        at,
        at,
        verdict,
        listed.code,
        listed.owner_name,
        listed.procedure_name,
    )


def _backlog(entries: int = 0, *, refused: int = 0, held: int = 0, safe: bool = True) -> Backlog:
    return Backlog(
        entries=entries,
        dossiers=(entries * 3 + 3) // 4,
        oldest_at=_SINCE + timedelta(minutes=1) if entries else None,
        refused=refused,
        held=held,
        accepted_today=41 if safe else 0,
        accepted_total=18_204 if safe else 0,
        last_accepted_recorded_at=_SINCE - timedelta(minutes=1) if safe else None,
    )


def _status(state: LineState, backlog: Backlog, **changes: object) -> SyncStatus:
    values: dict[str, object] = {
        "last_contact_at": _SINCE if state is LineState.OFFLINE else sample.NOW - timedelta(seconds=4),
        "next_try_at": sample.NOW + timedelta(seconds=40) if state is LineState.OFFLINE else None,
        "clock_offset_ms": 400,
        "clock_measured_at": _SINCE,
        **changes,
    }
    since = _SINCE if state is LineState.OFFLINE else sample.NOW - timedelta(hours=1)
    return SyncStatus(state, since, backlog, **values)  # type: ignore[arg-type]


def _cases() -> Iterator[_Case]:
    waiting = [_row(number) for number in range(12)]
    troubles = [_row(0, _REFUSED), _row(1, _CONFLICT), _row(2, _REFUSED)]
    online, offline = LineState.ONLINE, LineState.OFFLINE
    yield _Case("sync-online-empty", "online", _status(online, _backlog()))
    yield _Case(
        "sync-offline-waiting", "offline", _status(offline, _backlog(12), trouble="no_route"), waiting
    )
    sending = _status(online, _backlog(7), sending=True)
    yield _Case("sync-sending", "online", sending, waiting[:7])
    refused = _status(online, _backlog(3, refused=2, held=1))
    held = [*waiting[:3], _row(4, _HELD)]
    yield _Case("sync-refused", "online", refused, held, troubles)
    yield _Case("sync-refused-list", "online", refused, troubles, troubles, "refused")
    conflict = [_row(1, _CONFLICT)]
    yield _Case("sync-conflict", "online", _status(online, _backlog()), (), conflict)
    slow = _status(LineState.WEAK, _backlog(2), clock_offset_ms=185_000, trouble="timeout")
    yield _Case("sync-clock-warning", "weak", slow, waiting[:2])
    accepted = [_row(number, Verdict(VerdictState.ACCEPTED)) for number in range(9)]
    yield _Case("sync-sent", "online", _status(online, _backlog()), accepted, (), "sent")
    new = _status(
        LineState.NOT_ENROLLED,
        _backlog(4, safe=False),
        last_contact_at=None,
        clock_offset_ms=None,
        clock_measured_at=None,
    )
    yield _Case("sync-not-enrolled", "offline", new, waiting[:4])
    yield _Case("sync-revoked", "offline", _status(LineState.REVOKED, _backlog(4)), waiting[:4])
