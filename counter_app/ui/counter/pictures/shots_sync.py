"""The sync screen in its states, and the questions about entries: see ``shots_records``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtWidgets import QWidget

from counter_app.i18n import Wording
from counter_app.services.store_ports import PENDING, JournalRow, Verdict, VerdictState
from counter_app.services.sync_care import Ailing, BackupState, UnsentStage
from counter_app.services.sync_ports import Backlog, LineState, SyncStatus
from counter_app.ui.counter.mending.mend_dialog import MendDialog
from counter_app.ui.counter.mending.mend_words import MendWords
from counter_app.ui.counter.parts.care_watch import CareNews
from counter_app.ui.counter.pictures import sample_care as care
from counter_app.ui.counter.pictures import sample_dossiers as sample
from counter_app.ui.counter.sync.ailing_columns import AilingColumns
from counter_app.ui.counter.sync.screen_words import ScreenWords
from counter_app.ui.counter.sync.sync_presenter import AILING, LIMIT
from counter_app.ui.counter.sync.sync_view import SyncView
from counter_app.ui.counter.sync.sync_words import SyncWords
from counter_app.ui.shared.paged_model import PagedModel

_SINCE = sample.NOW - timedelta(minutes=35)
_FRIDAY = sample.NOW - timedelta(days=2, hours=16, minutes=34)
_KINDS = ("dossier.received", "slip.printed", "dossier.corrected", "dossier.received", "dossier.cancelled")


@dataclass(frozen=True)
class Case:
    """One state of the screen at a moment."""

    name: str
    status: SyncStatus
    news: CareNews
    rows: Sequence[JournalRow] = ()
    segment: str = "waiting"
    now: datetime = sample.NOW
    backing_up: bool = False


def screens(wording: Wording) -> Iterator[tuple[Case, QWidget]]:
    """Each state, and the screen that shows it."""
    for case in _cases():
        yield case, _view(wording, case)


def dialogs(wording: Wording) -> Iterator[tuple[str, QWidget]]:
    """The question about an entry of each kind."""
    words = MendWords(wording)
    for ailing in (care.REFUSED, care.CONFLICT, care.HELD):
        state = words.state(ailing, (), sample.NOW, can_correct=ailing is not care.REFUSED)
        yield f"mend-{ailing.ailment.value}", MendDialog(wording, state)
    long = words.state(care.QUARANTINED, (care.LONG_NOTE,), sample.NOW)
    yield "mend-quarantined", MendDialog(wording, long)
    shorter = MendDialog(wording, long)
    shorter.choice.button("rewrite").click()
    shorter.texts["note"].set_text(care.LONG_NOTE.text[:160])
    shorter.agree()
    yield "mend-shorter", shorter


def _view(wording: Wording, case: Case) -> SyncView:
    def now() -> datetime:
        return case.now

    first = next((row.id for row in case.rows if row.verdict.state is VerdictState.PENDING), None)
    model: PagedModel[JournalRow] = PagedModel(
        SyncWords(wording).columns(now, lambda row: row.id == first), page=LIMIT
    )
    ailing: PagedModel[Ailing] = PagedModel(AilingColumns(wording, now).columns(), page=LIMIT)
    view = SyncView(wording, model, ailing)
    for each in (model, ailing):
        each.setParent(view)
    model.restart(len(case.rows), case.rows)
    ailing.restart(len(case.news.ailing), case.news.ailing)
    rows = len(case.news.ailing) if case.segment == AILING else len(case.rows)
    view.show_state(
        ScreenWords(wording, LIMIT).state(
            case.status,
            case.news,
            case.now,
            segment=case.segment,
            rows=rows,
            backing_up=case.backing_up,
        )
    )
    return view


def _row(number: int, verdict: Verdict | None = None, since: datetime = _SINCE) -> JournalRow:
    at = since + timedelta(minutes=1 + 3 * number)
    kind = _KINDS[number % len(_KINDS)]
    return care.row(number % 12, kind, at, verdict or PENDING, number + 1)


def _backlog(
    entries: int = 0, *, refused: int = 0, held: int = 0, safe: bool = True, since: datetime = _SINCE
) -> Backlog:
    return Backlog(
        entries=entries,
        dossiers=(entries * 3 + 3) // 4,
        oldest_at=since + timedelta(minutes=1) if entries else None,
        refused=refused,
        held=held,
        accepted_today=41 if safe and since is _SINCE else 0,
        accepted_total=18_204 if safe else 0,
        last_accepted_recorded_at=since - timedelta(minutes=1) if safe else None,
    )


def _status(state: LineState, backlog: Backlog, *, since: datetime = _SINCE, **changes: object) -> SyncStatus:
    offline = state is LineState.OFFLINE
    values: dict[str, object] = {
        "last_contact_at": since if offline else sample.NOW - timedelta(seconds=4),
        "next_try_at": sample.NOW + timedelta(seconds=40) if offline else None,
        "clock_offset_ms": 400,
        "clock_measured_at": since,
        **changes,
    }
    began = since if offline else sample.NOW - timedelta(hours=1)
    return SyncStatus(state, began, backlog, **values)  # type: ignore[arg-type]


def _cases() -> Iterator[Case]:
    yield from _line_cases()
    yield from _care_cases()
    yield from _ailing_cases()


def _line_cases() -> Iterator[Case]:
    waiting = [_row(number) for number in range(12)]
    online, offline = LineState.ONLINE, LineState.OFFLINE
    yield Case("sync-online-empty", _status(online, _backlog()), care.news())
    yield Case(
        "sync-offline-waiting",
        _status(offline, _backlog(12), trouble="no_route"),
        care.news(scans=care.scans(), backup=care.kept(_SINCE + timedelta(minutes=20), 8, due=True)),
        waiting,
    )
    paused = care.scans(2, under_way=True, paused=True)
    sending = _status(online, _backlog(7), sending=True)
    yield Case("sync-sending", sending, care.news(scans=paused), waiting[:7])
    yield Case("sync-scans", _status(online, _backlog()), care.news(scans=care.scans(under_way=True)))
    slow = _status(LineState.WEAK, _backlog(2), clock_offset_ms=185_000, trouble="timeout")
    yield Case("sync-clock-warning", slow, care.news(), waiting[:2])
    accepted = [_row(number, sample.ACCEPTED) for number in range(9)]
    yield Case("sync-sent", _status(online, _backlog()), care.news(), accepted, "sent")
    new = _status(
        LineState.NOT_ENROLLED,
        _backlog(4, safe=False),
        last_contact_at=None,
        clock_offset_ms=None,
        clock_measured_at=None,
    )
    yield Case("sync-not-enrolled", new, care.news(backup=BackupState(None, None)), waiting[:4])
    revoked = _status(LineState.REVOKED, _backlog(4), trouble="revoked")
    yield Case("sync-revoked", revoked, care.news(), waiting[:4])
    starting = _status(LineState.STARTING, _backlog(2), last_contact_at=None, clock_offset_ms=None)
    yield Case("sync-starting", starting, care.news(), waiting[:2])


def _care_cases() -> Iterator[Case]:
    noon = sample.NOW + timedelta(hours=4)
    many = [_row(number) for number in range(12)]
    offline = LineState.OFFLINE
    old = care.old(UnsentStage.NOTICE, 3, 2, _SINCE + timedelta(minutes=1), sample.NOW)
    yield Case("sync-old-notice", _status(LineState.WEAK, _backlog(3)), care.news(age=old), many[:3])
    old = care.old(UnsentStage.WARNING, 38, 29, _SINCE + timedelta(minutes=1), noon)
    backlog = _backlog(38)
    status = _status(offline, backlog, trouble="no_route", next_try_at=noon + timedelta(seconds=40))
    due = care.kept(noon - timedelta(hours=2), 17, due=True)
    yield Case("sync-old-warning", status, care.news(age=old, backup=due), many, now=noon)
    friday = [_row(number, since=_FRIDAY) for number in range(12)]
    old = care.old(UnsentStage.URGENT, 1204, 903, _FRIDAY + timedelta(minutes=1), sample.NOW)
    status = _status(offline, _backlog(1204, since=_FRIDAY), since=_FRIDAY, trouble="no_route")
    broken = care.failed(sample.NOW - timedelta(minutes=11))
    urgent = care.news(age=old, backup=broken, scans=care.scans(14))
    yield Case("sync-old-urgent", status, urgent, friday)
    status = _status(offline, _backlog(12), trouble="no_route")
    due = care.kept(_SINCE + timedelta(minutes=20), 8, due=True)
    yield Case("sync-backing-up", status, care.news(backup=due), many, backing_up=True)


def _ailing_cases() -> Iterator[Case]:
    status = _status(LineState.ONLINE, _backlog(3, refused=2, held=2))
    waiting = [*(_row(number) for number in range(3)), care.QUARANTINED.row, care.HELD.row]
    yield Case("sync-refused", status, care.news(ailing=care.ALL), waiting)
    yield Case("sync-to-look-at", status, care.news(ailing=care.ALL), segment=AILING)
    clear = _status(LineState.ONLINE, _backlog())
    yield Case("sync-conflict", clear, care.news(ailing=(care.CONFLICT,)))
    yield Case("sync-nothing-to-look-at", clear, care.news(), segment=AILING)
