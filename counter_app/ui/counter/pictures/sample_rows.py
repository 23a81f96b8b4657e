"""An invented page of the dossier list, in every state, for pictures of the screens."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from counter_app.domain.dossier import Dossier
from counter_app.domain.statuses import Status
from counter_app.services.store_ports import DossierRow
from counter_app.ui.counter.pictures.sample_dossiers import HOLIDAY_ON, NOW, PROCEDURES

_FRIDAY: Final = 4
_NAMES: Final = (
    "NGUYỄN VĂN MẪU", "LÊ THỊ MẪU", "PHẠM VĂN MẪU", "ĐẶNG THỊ MẪU", "VÕ VĂN MẪU", "BÙI THỊ MẪU",
    "HỒ VĂN MẪU", "NGÔ THỊ MẪU", "DƯƠNG VĂN MẪU", "HOÀNG THỊ NGỌC MẪU", "TRƯƠNG VĂN MẪU", "LÝ THỊ MẪU",
)  # fmt: skip


def rows(
    count: int = 50, first: Dossier | None = None, *, pending: int = 1, refused: int = 0
) -> list[DossierRow]:
    """A page of the list: today's unsent ones first, then sent ones in every state."""
    made = [_row(number, count) for number in range(count)]
    if first is not None and len(made) > 1:
        made[1] = replace(
            made[1],
            id=first.id,
            code=first.code,
            provisional=first.provisional,
            owner_name=first.owner.full_name,
            procedure_name=str(first.procedure["name"]),
            received_at=first.received_at,
            due_at=first.next_due_at,
            status=first.status,
            cancelled=first.cancelled,
            read_only=first.read_only,
            conflicts=len(first.conflicts),
            pending=pending,
            refused=refused,
        )
    return made


def on_last_days() -> list[DossierRow]:
    """Rows of which something is told on its last day: an apology, a supplement, its notice."""
    made = rows(9)
    day = timedelta(days=1)
    made[4] = replace(made[4], status=Status.IN_PROCESS, due_at=NOW + day, refused=0)
    made[5] = replace(made[5], status=Status.SUPPLEMENT_ASKED, due_at=NOW + day, supplement_due_at=NOW + day)
    made[6] = replace(
        made[6], status=Status.SUPPLEMENT_ASKED, due_at=NOW - 2 * day, supplement_due_at=NOW - 2 * day
    )
    made[7] = replace(made[7], due_at=NOW + 12 * day, unasked_since=NOW - 3 * day)
    made[8] = replace(made[8], due_at=None, status=Status.IN_PROCESS, unasked_since=NOW - 3 * day, refused=0)
    return made


_STATES: Final = (
    Status.IN_PROCESS, Status.DONE, Status.IN_PROCESS, Status.RETURNED, Status.SUPPLEMENT_ASKED,
    Status.IN_PROCESS, Status.PAYMENT_ASKED, Status.WITHDRAWN,
)  # fmt: skip


def _on_a_working_day(due_at: datetime) -> datetime:
    while due_at.weekday() > _FRIDAY or due_at.date() == HOLIDAY_ON:
        due_at += timedelta(days=1)
    return due_at


def _row(number: int, count: int) -> DossierRow:
    fresh = number < 4
    received = NOW - (
        timedelta(minutes=5 + 12 * number) if fresh else timedelta(days=number - 2, minutes=7 * number)
    )
    code = (
        f"H01.15.21-{received + timedelta(hours=7):%y%m%d}-{5307 - number if fresh else 12 + 3 * number:04d}"
    )
    if number == 3:
        code = f"TAM-H01.15.21-Q03-{received + timedelta(hours=7):%y%m%d}-0001"
    procedure = PROCEDURES[number % len(PROCEDURES)]
    due = {0: NOW + timedelta(hours=7, minutes=43), 5: NOW + timedelta(hours=2), 7: NOW - timedelta(days=4)}
    due_at = due.get(number) or _on_a_working_day(received + timedelta(days=2 + number % 4))
    status = Status.RECEIVED if fresh else _STATES[number % len(_STATES)]
    return DossierRow(
        position=count - number,
        id=f"row-{number}",
        code=code,
        provisional=number == 3,
        owner_name=_NAMES[number % len(_NAMES)],
        owner_number="",
        phone="",
        procedure_code=procedure[0],
        procedure_name=procedure[1],
        received_at=received,
        due_at=None if number == 11 else due_at,
        status=Status.IN_PROCESS if number in (5, 7) else status,
        cancelled=number == 9,
        pending=1 if fresh else 0,
        refused=1 if number == 8 else 0,
        read_only=number == 12,
        conflicts=1 if number == 10 else 0,
    )
