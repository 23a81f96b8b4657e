"""What presses: two working days and one before the due time, overdue, and the last days for a supplement's
notice, for the supplement itself and for an apology.

Told from this machine's clock and the office's calendar alone: an outage stops no legal clock (N-81).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from counter_app.domain.dossier import Dossier
from counter_app.domain.handovers import holder
from counter_app.domain.pressing import NoticeDay, PressingSpans, pressing_spans
from counter_app.domain.statuses import Status, may_follow
from counter_app.domain.supplements import notice_due
from counter_app.domain.work_calendar import VIETNAM, vietnam_time
from counter_app.services.handover_dues import back_by, hand_over_by
from counter_app.services.office_context import OfficeContext, OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.processing_dues import last_day_to_apologise
from counter_app.services.store_ports import Database, DossierFilter, DossierQuery, DossierRow

CAP = 1000


class Alert(StrEnum):
    """How near a due time is, in working days; ``None`` stands for nothing that presses."""

    OVERDUE = "overdue"
    TODAY = "today"
    ONE_DAY = "one_day"
    TWO_DAYS = "two_days"


class Mark(StrEnum):
    """What is said of a row beside how near its due time is; the first that fits."""

    SUPPLEMENT = "supplement"
    """The applicant's time to supplement ends soon or has ended."""
    APOLOGY = "apology"
    """Today is the last day on which a later due time may be told."""
    NOTICE = "notice"
    """Today is the last day on which a supplement may be asked for in time."""


@dataclass(frozen=True, slots=True)
class AlertTimes:
    """Until when a due time is today's, tomorrow's and the day after's, by working days; all aware.

    On a day off, what is due on the next working day is one day away. ``spans`` are those of the selections
    that the office's regulation decides.
    """

    now: datetime
    today: datetime
    one_day: datetime
    two_days: datetime
    spans: PressingSpans

    @classmethod
    def of(cls, context: OfficeContext, now: datetime) -> AlertTimes:
        """As of ``now``."""
        calendar, day = context.calendar, vietnam_time(now).date()
        first = calendar.next_working_day(day).day
        second = calendar.next_working_day(first).day
        spans = pressing_spans(calendar, context.time_rules, now)
        return cls(now, _end_of(day), _end_of(first), _end_of(second), spans)

    def query(self, text: str, selection: DossierFilter, clerk: str = "") -> DossierQuery:
        """A question to the list as of these times."""
        return DossierQuery(text, selection, clerk, self.now, self.two_days, self.spans)

    def alert(self, due_at: datetime | None) -> Alert | None:
        """How near ``due_at`` is; exactly at the due time it is not overdue."""
        if due_at is None or due_at >= self.two_days:
            return None
        if due_at < self.now:
            return Alert.OVERDUE
        if due_at < self.today:
            return Alert.TODAY
        return Alert.ONE_DAY if due_at < self.one_day else Alert.TWO_DAYS

    def mark(self, row: DossierRow) -> Mark | None:
        """What else has to be said of a row of the list."""
        if row.cancelled or row.status in OVER:
            return None
        if row.supplement_due_at is not None:
            return Mark.SUPPLEMENT if row.supplement_due_at < self.two_days else None
        if row.due_at is not None and not row.reappointed and self.spans.apology_ends(row.due_at):
            return Mark.APOLOGY
        since = row.unasked_since
        if since is not None and self.spans.notice_day(since, row.due_at) is NoticeDay.TODAY:
            return Mark.NOTICE
        return None


@dataclass(frozen=True, slots=True)
class AlertCounts:
    """How many dossiers are overdue, how many are due within two working days, and of how many today is the
    last day to tell a later due time; counted up to ``CAP``.
    """

    overdue: int
    soon: int
    apology: int = 0


@dataclass(frozen=True, slots=True)
class PapersLate:
    """Papers that should be elsewhere by now: with a department, or back from the ``department`` named."""

    due_at: datetime
    department: str = ""


@dataclass(frozen=True, slots=True)
class DossierAlerts:
    """What presses with one dossier.

    ``awaits_supplement``: ``due`` is of the supplement. ``apologise_by`` is the last day on which a later due
    time may be told; it is only there while that is today or ahead, and none was told yet.
    ``notice_by`` is until when a supplement would have to be asked for, by ``notice_clause``: only where none
    was asked for yet, and the result is not due as soon; ``notice_day`` while that is near.
    ``hand_over_by`` is until when papers that wait at the counter have to be handed over.
    """

    due: Alert | None
    due_at: datetime | None
    awaits_supplement: bool
    apologise_by: date | None
    apology_due: bool
    notice_by: datetime | None = None
    notice_clause: str = ""
    notice_day: NoticeDay | None = None
    hand_over_by: datetime | None = None
    papers_late: PapersLate | None = None


class Alerts:
    """Answers from the list's index on due times."""

    def __init__(self, database: Database, office: OfficeSource, clock: Clock) -> None:
        self._database, self._office, self._clock = database, office, clock
        self._known: tuple[OfficeContext, date, AlertTimes] | None = None

    def times(self) -> AlertTimes:
        """The bounds as of now: worked out once a day, for each cell of the list asks."""
        context, now = self._office.current(), self._clock.now()
        known, day = self._known, vietnam_time(now).date()
        if known is None or known[0] is not context or known[1] != day:
            known = self._known = (context, day, AlertTimes.of(context, now))
        return replace(known[2], now=now)

    def counts(self) -> AlertCounts:
        """How much presses at this office."""
        times = self.times()
        with self._database.read() as reads:
            overdue, soon, apology = (
                reads.count(times.query("", chosen), cap=CAP)
                for chosen in (DossierFilter.OVERDUE, DossierFilter.DUE_SOON, DossierFilter.APOLOGY)
            )
        return AlertCounts(overdue, soon, apology)

    def of(self, dossier: Dossier) -> DossierAlerts:
        """What presses with this dossier."""
        return dossier_alerts(dossier, self._office.current(), self._clock.now())


def dossier_alerts(dossier: Dossier, context: OfficeContext, now: datetime) -> DossierAlerts:
    """What presses with a dossier as of ``now``."""
    if dossier.cancelled or dossier.status in OVER:
        return DossierAlerts(None, None, awaits_supplement=False, apologise_by=None, apology_due=False)
    awaits = dossier.course.awaited is not None
    times = AlertTimes.of(context, now)
    told = bool(dossier.course.reappointed) or not context.time_rules.max_reappointments
    by = None if awaits or told else last_day_to_apologise(dossier, context)
    today = vietnam_time(now).date()
    if by is not None and by < today:
        by = None
    due_at = dossier.next_due_at
    alerts = DossierAlerts(times.alert(due_at), due_at, awaits, by, by == today)
    alerts = _with_papers(alerts, dossier, context, now)
    return _with_notice(alerts, dossier, context, times.spans)


def _with_papers(
    alerts: DossierAlerts, dossier: Dossier, context: OfficeContext, now: datetime
) -> DossierAlerts:
    """With where papers should be by now (NĐ 61/2018 Đ18 k2; the stages of the control sheet)."""
    by = hand_over_by(dossier, context)
    late = None if by is None or now <= by else PapersLate(by)
    out = None if late is not None else holder(dossier.course.legs)
    if out is not None:
        back = back_by(dossier, out, context)
        late = None if back is None or now <= back else PapersLate(back, out.event.taker)
    return replace(alerts, hand_over_by=by, papers_late=late)


def _with_notice(
    alerts: DossierAlerts, dossier: Dossier, context: OfficeContext, spans: PressingSpans
) -> DossierAlerts:
    """With the last moment for the notice of a first supplement (NĐ 61/2018 Đ19 k4)."""
    if dossier.course.rounds or not may_follow(dossier.status, Status.SUPPLEMENT_ASKED):
        return alerts
    by = notice_due(context.calendar, dossier.received_at, context.time_rules).due_at
    due_at = dossier.due_at
    if by is None or (due_at is not None and vietnam_time(due_at).date() <= by.date()):
        return alerts
    clause = context.time_rules.clause("supplement_notice_days")
    near = spans.notice_day(dossier.received_at, due_at)
    return replace(alerts, notice_by=by, notice_clause=clause, notice_day=near)


OVER = frozenset({Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED, Status.DONE, Status.RETURNED})
"""Nothing is due any more, or for the time being."""


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM)
