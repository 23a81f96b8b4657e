"""The one later due time that the law allows, with an apology (phiếu xin lỗi và hẹn lại, Mẫu 04).

NĐ 61/2018 Đ19 k9, QĐ 02/2021 Nghệ An Đ15 k8, QĐ 24/2024 Phú Thọ Đ10 k3: at the latest a day before the term
ends, once, in writing, with reason and new time. The clauses do not say which kind of day: read as the last
working day strictly before the due date, which is safe under either reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counter_app.domain.due_explanation import doubt_steps
from counter_app.domain.due_time import DueTime, Rule, Step
from counter_app.domain.errors import DomainError
from counter_app.domain.time_rules import TimeRules
from counter_app.domain.work_calendar import WorkCalendar, vietnam_time
from counter_app.domain.working_time import apology_latest


@dataclass(frozen=True, slots=True)
class Reappointment:
    """What the deciding body wrote: number of the document, reason, when it was told, and the new time."""

    document: str
    reason: str
    told_at: datetime
    due_at: datetime


def reappoint(
    calendar: WorkCalendar,
    due: DueTime,
    wanted: Reappointment,
    rules: TimeRules,
    *,
    earlier: Sequence[Reappointment] = (),
) -> DueTime:
    """The due time after a re-appointment; the old one stays in the dossier's past and in the steps.

    ``earlier`` are those that the dossier has had. Raises ``DomainError``: ``reappointment.no_more``,
    ``.nothing_due``, ``.document_missing``, ``.reason_missing``, ``.too_late`` (with the ``latest`` day),
    ``.not_later`` or ``.office_closed``.
    """
    if len(earlier) >= rules.max_reappointments:
        raise DomainError("reappointment.no_more", limit=rules.max_reappointments)
    if due.due_at is None:
        raise DomainError("reappointment.nothing_due")
    if not wanted.document.strip():
        raise DomainError("reappointment.document_missing")
    if not wanted.reason.strip():
        raise DomainError("reappointment.reason_missing")
    latest = apology_latest(calendar, due.due_at, days_before=rules.apology_days_before)
    if vietnam_time(wanted.told_at).date() > latest:
        raise DomainError("reappointment.too_late", latest=f"{latest:%d/%m/%Y}")
    return _moved(calendar, due, due.due_at, wanted)


def _moved(calendar: WorkCalendar, due: DueTime, before: datetime, wanted: Reappointment) -> DueTime:
    at = vietnam_time(wanted.due_at)
    if at <= before:
        raise DomainError("reappointment.not_later")
    if not calendar.plan(at.date()).is_open_at(at.time()):
        raise DomainError("reappointment.office_closed")
    steps = (
        Step("reappointed_from", on=before.date(), at=before),
        Step("reappointed", on=at.date(), at=at, params={"document": wanted.document.strip()}),
        *doubt_steps(calendar, before.date(), at.date()),
    )
    return DueTime(at, Rule.REAPPOINTED, due.value, due.unit, steps, calendar.version)
