"""Which dossiers press on a day by the office's rules, as spans of time that an index can answer.

Two last days are told: the one on which a later due time may still be told (NĐ 61/2018 Đ19 k9; N-23), and the
one by which the applicant has to be told that a supplement is needed (NĐ 61/2018 Đ19 k4; N-19). Both are
counted in working days, so that each day stands for a span of due times or of receptions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from counter_app.domain.time_rules import TimeRules
from counter_app.domain.work_calendar import VIETNAM, DayPlan, WorkCalendar, vietnam_time


class NoticeDay(StrEnum):
    """When the notice of a supplement is due at the latest: told on the last day and the one before."""

    TODAY = "today"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class PressingSpans:
    """Spans as of one day, all aware; the first moment of a span belongs to it, the last one does not.

    ``apology_from`` to ``apology_to``: due times of which a later one may be told today for the last time.
    ``notice_from`` to ``notice_turn``: receptions for which the notice is due today; from there to
    ``notice_to``: on the next working day. ``today_end`` and ``next_end`` are the ends of these two days.
    """

    apology_from: datetime
    apology_to: datetime
    notice_from: datetime
    notice_turn: datetime
    notice_to: datetime
    today_end: datetime
    next_end: datetime

    def apology_ends(self, due_at: datetime) -> bool:
        """Whether today is the last day on which a later time than ``due_at`` may be told."""
        return self.apology_from <= due_at < self.apology_to

    def notice_day(self, received_at: datetime, due_at: datetime | None) -> NoticeDay | None:
        """Whether a supplement has to be asked for today or on the next working day at the latest.

        Where the result itself is due on that day or before, nothing is told beside that.
        """
        if not self.notice_from <= received_at < self.notice_to:
            return None
        day = NoticeDay.TODAY if received_at < self.notice_turn else NoticeDay.NEXT
        ends = self.today_end if day is NoticeDay.TODAY else self.next_end
        return day if due_at is None or due_at >= ends else None


def pressing_spans(calendar: WorkCalendar, rules: TimeRules, now: datetime) -> PressingSpans:
    """The spans as of the day of ``now``, in Vietnam time."""
    today = calendar.plan(vietnam_time(now).date())
    coming = calendar.next_working_day(today.day)
    apology = _apology(calendar, today, rules)
    notice = _notice(calendar, today, coming, rules.supplement_notice_days)
    return PressingSpans(*apology, *notice, _end_of(today.day), _end_of(coming.day))


_MOMENT: Final = timedelta(microseconds=1)


def _apology(calendar: WorkCalendar, today: DayPlan, rules: TimeRules) -> tuple[datetime, datetime]:
    """``working_time.apology_latest`` the other way round."""
    if not today.is_working or not rules.max_reappointments:
        return _end_of(today.day), _end_of(today.day)
    before, day = today, today
    for _ in range(rules.apology_days_before):
        before, day = day, calendar.next_working_day(day.day)
    return _end_of(before.day), _end_of(day.day)


def _notice(
    calendar: WorkCalendar, today: DayPlan, coming: DayPlan, days: int
) -> tuple[datetime, datetime, datetime]:
    """``supplements.notice_due`` the other way round: what comes after closing counts for the next day."""
    last = _back(calendar, coming, days)
    first = _back(calendar, today, days) if today.is_working else None
    turn = _after(calendar.previous_working_day(last.day))
    begin = turn if first is None else _after(calendar.previous_working_day(first.day))
    return begin, turn, _after(last)


def _back(calendar: WorkCalendar, plan: DayPlan, days: int) -> DayPlan:
    for _ in range(days):
        plan = calendar.previous_working_day(plan.day)
    return plan


def _after(plan: DayPlan) -> datetime:
    """The first moment that counts for the next working day: what comes at the closing time does not."""
    return plan.closing + _MOMENT


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM)
