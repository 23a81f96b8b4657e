"""All the times that hang on one reception, computed together: for a question, a slip or a control sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from counter_app.domain.clock_start import Filing
from counter_app.domain.due_time import DueTime
from counter_app.domain.errors import DomainError
from counter_app.domain.legal_basis import Basis, basis_of
from counter_app.domain.office_hours import OfficeHours
from counter_app.domain.online_timer import online_timer
from counter_app.domain.processing_term import term_due
from counter_app.domain.processing_time import ProcessingTime, Stage
from counter_app.domain.received import Channel
from counter_app.domain.stage_times import StageTime, stage_times
from counter_app.domain.supplements import notice_due
from counter_app.domain.time_rules import TimeRules
from counter_app.domain.work_calendar import WorkCalendar, vietnam_time
from counter_app.domain.worked_time import effective_start
from counter_app.domain.working_time import apology_latest, transfer_due
from counter_app.services.public_holidays import FIRST_YEAR, LAST_YEAR, covering


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When the result is due and why, and until when everything on the way has to be done.

    ``transfer`` is of papers: an online dossier has none. ``decision`` is for an online dossier where the
    regulation sets a time. ``apologise_by`` is ``None`` where nothing is due, or too soon to apologise.
    """

    received_at: datetime
    counted_from: datetime
    due: DueTime
    basis: tuple[Basis, ...]
    transfer: DueTime | None
    supplement_notice: DueTime
    apologise_by: date | None
    decision: DueTime | None
    stages: tuple[StageTime, ...]


def all_deadlines(
    calendar: WorkCalendar,
    rules: TimeRules,
    time: ProcessingTime,
    received_at: datetime,
    channel: Channel = Channel.DIRECT,
    *,
    stages: tuple[Stage, ...] = (),
) -> Deadlines:
    """The deadlines of a dossier whose legal time of reception is ``received_at``.

    Raises ``DomainError``: ``working_time.naive_time``, ``.bad_value`` or ``.no_working_day``.
    """
    due = term_due(calendar, time, Filing.received(channel, received_at), rules)
    online = channel is Channel.ONLINE
    timer = online_timer(calendar, received_at, rules) if online else None
    transfer = None if online else transfer_due(calendar, received_at, cutoff=rules.transfer_cutoff)
    return Deadlines(
        received_at=vietnam_time(received_at),
        counted_from=effective_start(calendar, received_at),
        due=due,
        basis=basis_of(due, channel, rules, time),
        transfer=transfer,
        supplement_notice=notice_due(calendar, received_at, rules),
        apologise_by=_apologise_by(calendar, due, received_at, rules),
        decision=None if timer is None else timer.due,
        stages=stage_times(calendar, received_at, stages, due_at=due.due_at),
    )


def _apologise_by(
    calendar: WorkCalendar, due: DueTime, received_at: datetime, rules: TimeRules
) -> date | None:
    if due.due_at is None:
        return None
    latest = apology_latest(calendar, due.due_at, days_before=rules.apology_days_before)
    return latest if latest >= vietnam_time(received_at).date() else None


def calendar_reaching(
    hours: OfficeHours, calendar: WorkCalendar, received_at: datetime, time: ProcessingTime
) -> WorkCalendar:
    """``calendar``, extended by the library's holidays if the term may leave the years that it knows.

    Raises ``DomainError("working_time.out_of_range")`` for years that no calendar knows.
    """
    if not FIRST_YEAR <= received_at.year < LAST_YEAR:
        raise DomainError("working_time.out_of_range", first=FIRST_YEAR, last=LAST_YEAR - 1)
    first = vietnam_time(received_at).date()
    # Twice the term and two months: weekends and the longest holidays are well within.
    reach = min(date(LAST_YEAR, 12, 31), first + timedelta(days=2 * min(time.value or 0, 3_660) + 60))
    if calendar.holidays.covers(first, reach):
        return calendar
    return WorkCalendar(hours, covering(calendar.holidays, first, reach), calendar.version)
