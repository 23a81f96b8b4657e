"""When unsent work wants a person's eye, and what to do next; it never stops the counter.

Data that is not sent stands on one disk only (QĐ 03/2023 An Giang Đ31 k4: every dossier is entered in the
system). Offline is a normal state, so nothing is said of a short one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.work_calendar import WorkCalendar, vietnam_time
from counter_app.services.care_settings import CareSettings
from counter_app.services.office_context import OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.sync_care import NextStep, UnsentAge, UnsentStage
from counter_app.services.sync_ports import LineState, SyncControl, SyncStatus

_UP: Final = (LineState.ONLINE, LineState.WEAK)
_SUPPORT_FIRST: Final = (LineState.REVOKED, LineState.NOT_ENROLLED)

_SUPPORT_TROUBLES: Final = frozenset({"fork", "storage", "unexpected", "protocol", "unknown_station", "tls"})
"""Troubles (``sync.trouble.<code>``) that nobody at the counter can end."""


def unsent_age(
    status: SyncStatus,
    now: datetime,
    settings: CareSettings,
    calendar: WorkCalendar,
    *,
    last_backup_at: datetime | None = None,
) -> UnsentAge:
    """The stage of what waits, from the line's ``status`` and the office's ``calendar``.

    While the line is up, work older than ``notice_minutes`` is a notice: it should be gone. Without a line
    only the later stages count. A clock that was set back makes nothing older.
    """
    backlog = status.backlog
    if backlog.entries == 0 or backlog.oldest_at is None:
        return UnsentAge(UnsentStage.NONE)
    age = max(timedelta(), now - backlog.oldest_at)
    stage = _stage(status, age, now, settings, calendar)
    if stage is UnsentStage.NONE:
        return UnsentAge(stage, backlog.entries, backlog.dossiers, backlog.oldest_at, age)
    fresh = timedelta(minutes=settings.warning_minutes)
    backed_up = last_backup_at is not None and now - last_backup_at < fresh
    steps = _steps(status, stage, can_back_up=bool(settings.backup_folder) and not backed_up)
    return UnsentAge(stage, backlog.entries, backlog.dossiers, backlog.oldest_at, age, steps)


def _stage(
    status: SyncStatus, age: timedelta, now: datetime, settings: CareSettings, calendar: WorkCalendar
) -> UnsentStage:
    oldest = status.backlog.oldest_at
    assert oldest is not None
    too_old = age >= timedelta(hours=settings.urgent_hours) or now >= _end_of_next_day(calendar, oldest)
    if status.backlog.entries >= settings.urgent_entries:
        return UnsentStage.URGENT
    if too_old and not _only_closed_since(calendar, oldest, now):
        return UnsentStage.URGENT
    if age >= timedelta(minutes=settings.warning_minutes):
        return UnsentStage.WARNING
    if age >= timedelta(minutes=settings.notice_minutes) and status.state in _UP:
        return UnsentStage.NOTICE
    return UnsentStage.NONE


def _end_of_next_day(calendar: WorkCalendar, instant: datetime) -> datetime:
    """When the working day after that of ``instant`` ends; far away if no calendar tells."""
    try:
        return calendar.next_working_day(vietnam_time(instant).date()).closing
    except DomainError:
        return instant + timedelta(days=36_500)


def _only_closed_since(calendar: WorkCalendar, oldest: datetime, now: datetime) -> bool:
    """Whether no working day has begun since the day of ``oldest``: Friday evening's work on a Sunday."""
    try:
        return now < calendar.next_working_day(vietnam_time(oldest).date()).opening
    except DomainError:
        return False


def _steps(status: SyncStatus, stage: UnsentStage, *, can_back_up: bool) -> tuple[NextStep, ...]:
    steps: list[NextStep] = []
    if status.state in _SUPPORT_FIRST or status.trouble in _SUPPORT_TROUBLES:
        steps.append(NextStep.CALL_SUPPORT)
    elif status.state in _UP:
        steps.append(NextStep.SEND_NOW)
    else:
        steps += [NextStep.CHECK_LINE, NextStep.SEND_NOW]
    if stage is not UnsentStage.NOTICE and can_back_up:
        # What has waited so long is put into safety first.
        steps.insert(1 if stage is UnsentStage.WARNING else 0, NextStep.BACK_UP)
    if stage is UnsentStage.URGENT and NextStep.CALL_SUPPORT not in steps:
        steps.append(NextStep.CALL_SUPPORT)
    return tuple(steps)


class UnsentAgeWatch:
    """``services.sync_care.UnsentWatch`` over the running engine."""

    def __init__(
        self,
        control: SyncControl,
        clock: Clock,
        office: OfficeSource,
        settings: Callable[[], CareSettings],
        last_backup_at: Callable[[], datetime | None],
    ) -> None:
        self._control, self._clock, self._office = control, clock, office
        self._settings, self._last_backup_at = settings, last_backup_at

    def now(self) -> UnsentAge:
        """The present stage; backing up is no step while a fresh backup is there."""
        return unsent_age(
            self._control.status(),
            self._clock.now(),
            self._settings(),
            self._office.current().calendar,
            last_backup_at=self._last_backup_at(),
        )
