"""What presses: two working days and one before the due time, overdue, an apology or a supplement due.

Told from this machine's clock and the office's calendar alone: an outage stops no legal clock (N-81).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from counter_app.domain.dossier import Dossier
from counter_app.domain.statuses import Status
from counter_app.domain.work_calendar import VIETNAM, WorkCalendar, vietnam_time
from counter_app.services.office_context import OfficeContext, OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.processing_dues import last_day_to_apologise
from counter_app.services.store_ports import Database, DossierFilter, DossierQuery

CAP = 1000


class Alert(StrEnum):
    """How near a due time is, in working days; ``None`` stands for nothing that presses."""

    OVERDUE = "overdue"
    TODAY = "today"
    ONE_DAY = "one_day"
    TWO_DAYS = "two_days"


@dataclass(frozen=True, slots=True)
class AlertTimes:
    """Until when a due time is today's, tomorrow's and the day after's, by working days; all aware.

    On a day off, what is due on the next working day is one day away.
    """

    now: datetime
    today: datetime
    one_day: datetime
    two_days: datetime

    @classmethod
    def of(cls, calendar: WorkCalendar, now: datetime) -> AlertTimes:
        """As of ``now``."""
        day = vietnam_time(now).date()
        first = calendar.next_working_day(day).day
        second = calendar.next_working_day(first).day
        return cls(now, _end_of(day), _end_of(first), _end_of(second))

    def alert(self, due_at: datetime | None) -> Alert | None:
        """How near ``due_at`` is; exactly at the due time it is not overdue."""
        if due_at is None or due_at >= self.two_days:
            return None
        if due_at < self.now:
            return Alert.OVERDUE
        if due_at < self.today:
            return Alert.TODAY
        return Alert.ONE_DAY if due_at < self.one_day else Alert.TWO_DAYS


@dataclass(frozen=True, slots=True)
class AlertCounts:
    """How many dossiers are overdue, and how many are due within two working days; counted up to ``CAP``."""

    overdue: int
    soon: int


@dataclass(frozen=True, slots=True)
class DossierAlerts:
    """What presses with one dossier.

    ``awaits_supplement``: ``due`` is of the supplement. ``apologise_by`` is the last day on which a later due
    time may be told; it is only there while that is today or ahead, and none was told yet.
    """

    due: Alert | None
    due_at: datetime | None
    awaits_supplement: bool
    apologise_by: date | None
    apology_due: bool


class Alerts:
    """Answers from the list's index on due times."""

    def __init__(self, database: Database, office: OfficeSource, clock: Clock) -> None:
        self._database, self._office, self._clock = database, office, clock

    def times(self) -> AlertTimes:
        """The bounds as of now."""
        return AlertTimes.of(self._office.current().calendar, self._clock.now())

    def counts(self) -> AlertCounts:
        """How much presses at this office."""
        times = self.times()
        with self._database.read() as reads:
            overdue, soon = (
                reads.count(DossierQuery(selection=chosen, now=times.now, soon=times.two_days), cap=CAP)
                for chosen in (DossierFilter.OVERDUE, DossierFilter.DUE_SOON)
            )
        return AlertCounts(overdue, soon)

    def of(self, dossier: Dossier) -> DossierAlerts:
        """What presses with this dossier."""
        return dossier_alerts(dossier, self._office.current(), self._clock.now())


def dossier_alerts(dossier: Dossier, context: OfficeContext, now: datetime) -> DossierAlerts:
    """What presses with a dossier as of ``now``."""
    if dossier.cancelled or dossier.status in OVER:
        return DossierAlerts(None, None, awaits_supplement=False, apologise_by=None, apology_due=False)
    awaits = dossier.course.awaited is not None
    times = AlertTimes.of(context.calendar, now)
    by = None if awaits or dossier.course.reappointed else last_day_to_apologise(dossier, context)
    today = vietnam_time(now).date()
    if by is not None and by < today:
        by = None
    return DossierAlerts(times.alert(dossier.next_due_at), dossier.next_due_at, awaits, by, by == today)


OVER = frozenset({Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED, Status.DONE, Status.RETURNED})
"""Nothing is due any more, or for the time being."""


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM)
