"""Invented entries that want a person, scans, backups and old work, for pictures of the sync centre."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from counter_app.domain.journal import EntryId
from counter_app.services.scan_ports import Lane, ScanBacklog, ScanProgress, ScanStatus
from counter_app.services.store_ports import PENDING, JournalRow, Verdict, VerdictState
from counter_app.services.sync_care import (
    Ailing,
    Ailment,
    BackupMade,
    BackupState,
    LongText,
    NextStep,
    Remedy,
    UnsentAge,
    UnsentStage,
)
from counter_app.ui.counter.parts.care_watch import CareNews
from counter_app.ui.counter.pictures import sample_rows
from counter_app.ui.counter.pictures.sample_dossiers import NOW

STICK: Final = Path("/media/QUAY03/Sao lưu")
_CODE: Final = {"code": "H01.15.21-261115-0042"}
_CANCELLED, _TWICE, _TAKEN, _LONG, _EARLY = 9, 8, 10, 6, 7
"""Rows of the invented list: cancelled elsewhere; cancelled twice; its code was taken; a long note; held."""

NO_AGE: Final = UnsentAge(UnsentStage.NONE)
NO_SCANS: Final = ScanStatus()


def row(number: int, kind: str, at: datetime, verdict: Verdict = PENDING, seq: int = 0) -> JournalRow:
    """An entry about a row of the invented list."""
    listed = sample_rows.rows(12)[number]
    return JournalRow(
        EntryId("sample", 1, seq or number + 1),
        kind,
        listed.id,
        at,
        at,
        verdict,
        listed.code,
        listed.owner_name,
        listed.procedure_name,
    )


def _day(days: int, hour: int, minute: int) -> datetime:
    start = NOW.replace(hour=0, minute=0, second=0) - timedelta(days=days)
    return start + timedelta(hours=hour - 7, minutes=minute)


REFUSED: Final = Ailing(
    row(
        _CANCELLED,
        "dossier.corrected",
        _day(3, 15, 52),
        Verdict(VerdictState.REFUSED, "already_cancelled"),
        301,
    ),
    Ailment.REFUSED,
    (Remedy.SETTLE,),
)
REFUSED_TOO: Final = Ailing(
    row(_TWICE, "dossier.cancelled", _day(0, 7, 41), Verdict(VerdictState.REFUSED, "already_cancelled"), 340),
    Ailment.REFUSED,
    (Remedy.SETTLE,),
)
CONFLICT: Final = Ailing(
    row(_TAKEN, "dossier.received", _day(0, 7, 36), Verdict(VerdictState.CONFLICT, "code_taken", _CODE), 338),
    Ailment.CONFLICT,
    (Remedy.SETTLE,),
)
QUARANTINED: Final = Ailing(
    row(_LONG, "dossier.corrected", _day(0, 8, 5), Verdict(VerdictState.HELD, "body_missing"), 345),
    Ailment.QUARANTINED,
    (Remedy.RESEND, Remedy.REWRITE),
)
HELD: Final = Ailing(
    row(_EARLY, "slip.printed", _day(0, 8, 20), Verdict(VerdictState.HELD, "waits_for_reception"), 347),
    Ailment.HELD,
    (Remedy.RESEND,),
)
ALL: Final = (REFUSED, CONFLICT, REFUSED_TOO, QUARANTINED, HELD)
LONG_NOTE: Final = LongText(
    "note",
    "Người nộp đề nghị trả kết quả qua người thân là bà Mẫu ở cùng địa chỉ, chỉ trả vào buổi sáng các "
    "ngày thứ Ba và thứ Năm, gọi trước một ngày; nếu không liên hệ được thì giữ tại quầy. " * 3,
)


def kept(at: datetime, entries: int = 12, *, due: bool = False) -> BackupState:
    """Backups go to a stick, and this was the last one."""
    made = BackupMade(STICK / "quay-03.qmcbak", at, entries, 1, 2, 48_112)
    return BackupState(STICK, made, due=due)


def failed(at: datetime) -> BackupState:
    """The stick was not in."""
    state = kept(_day(3, 16, 58))
    return BackupState(STICK, state.last, "backup.folder_missing", at, due=True)


def scans(files: int = 3, *, under_way: bool = False, paused: bool = False, trouble: str = "") -> ScanStatus:
    """Scans wait, and one may be on its way."""
    backlog = ScanBacklog(files, 1_398_000 * files, _day(0, 8, 44))
    going = ScanProgress("0" * 64, Lane.SCANS, 1_258_291, 2_064_384) if under_way else None
    return ScanStatus(backlog, going, paused, trouble, bytes_per_s=31_000 if under_way else None)


def old(stage: UnsentStage, entries: int, dossiers: int, oldest: datetime, now: datetime) -> UnsentAge:
    """Unsent work of a stage with its usual steps."""
    steps = {
        UnsentStage.NOTICE: (NextStep.SEND_NOW,),
        UnsentStage.WARNING: (NextStep.CHECK_LINE, NextStep.BACK_UP, NextStep.SEND_NOW),
        UnsentStage.URGENT: (
            NextStep.BACK_UP,
            NextStep.CHECK_LINE,
            NextStep.SEND_NOW,
            NextStep.CALL_SUPPORT,
        ),
    }
    return UnsentAge(stage, entries, dossiers, oldest, now - oldest, steps[stage])


def news(
    *,
    age: UnsentAge = NO_AGE,
    ailing: tuple[Ailing, ...] = (),
    backup: BackupState | None = None,
    scans: ScanStatus = NO_SCANS,
) -> CareNews:
    """What is known besides the line."""
    return CareNews(age, ailing, kept(_day(3, 16, 58), 5) if backup is None else backup, scans)
