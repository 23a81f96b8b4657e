"""The calendar in words: hours, special days, what a file brings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.office_hours import OfficeHours, Period, WeekHours
from counter_app.domain.special_days import DayEffect
from counter_app.domain.work_calendar import WorkCalendar
from counter_app.i18n import Wording
from counter_app.services.calendar_import import ImportReport
from counter_app.services.calendar_year import DayOrigin, DayRun
from counter_app.ui.settings.office_words import OfficeWords
from counter_app.ui.settings.rules.calendar_state import DayLine, ImportState
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.fact_grid import Fact
from counter_app.ui.shared.tokens import Tone

_EFFECTS: Final = {
    DayEffect.OFF: ("ban", Tone.NEUTRAL),
    DayEffect.WORK: ("circle-check", Tone.GREEN),
    DayEffect.NORMAL: ("undo-2", Tone.NEUTRAL),
}
_ORIGINS: Final = {
    DayOrigin.NATIONAL: ("calendar", Tone.NEUTRAL),
    DayOrigin.CENTRE: ("building-2", Tone.NEUTRAL),
    DayOrigin.COUNTERS: ("pencil", Tone.BLUE),
    DayOrigin.UNSENT: ("arrow-up-from-line", Tone.AMBER),
}


class CalendarWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self.wording = self._wording = wording
        self._text = wording.text
        self._office = OfficeWords(wording)

    def hours(self, hours: OfficeHours) -> tuple[Fact, ...]:
        """Each version with its days, the latest decided one first."""
        return tuple(Fact(self._span(week), self._office.week(week.days)) for week in hours.versions)

    def day(self, run: DayRun, own: CalendarOverride | None) -> DayLine:
        """Special days as a row."""
        special, language = run.special, self._wording.language
        icon, tone = _EFFECTS[special.effect]
        effect = self._text(f"office_calendar.effect.{special.effect}")
        if special.periods:
            effect = f"{effect} {self._periods(special.periods)}"
        origin_icon, origin_tone = _ORIGINS[run.origin]
        origin = Told(origin_icon, self._text(f"office_calendar.origin.{run.origin}"), origin_tone)
        if special.provisional:
            origin = Told("circle-question-mark", self._text("office_calendar.expected"), Tone.AMBER)
        return DayLine(
            run.first,
            self.dates(run.first, run.last),
            Told(icon, effect, tone),
            special.name_vi if language == "vi" else special.name_en,
            special.decision,
            origin,
            own,
        )

    def dates(self, first: date, last: date) -> str:
        """``thứ Tư 25/11/2026``, or both ends."""
        ends = [f"{self._wording.weekday(day)} {self._wording.date(day)}" for day in (first, last)]
        shown = ends[0] if first == last else " – ".join(ends)
        return f"{shown[:1].upper()}{shown[1:]}"

    def doubt(self, calendar: WorkCalendar, year: int) -> Told | None:
        """Whether the year is known, and decided."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        if not calendar.holidays.covers(first, last):
            detail = self._text("office_calendar.unknown_detail")
            return Told(
                "triangle-alert", self._text("office_calendar.unknown", year=year), Tone.AMBER, detail
            )
        if calendar.holidays.first_provisional(first, last) is not None:
            detail = self._text("office_calendar.provisional_detail")
            return Told("triangle-alert", self._text("office_calendar.provisional"), Tone.AMBER, detail)
        return None

    def report(self, file: str, report: ImportReport) -> ImportState:
        """What a file would bring."""
        taken, left = len(report.accepted), len(report.rejected)
        said = [self._wording.count("calendar.import.accepted", taken)]
        if left:
            said.append(self._wording.count("calendar.import.rejected", left))
        summary = Told("circle-check", " ".join(said), Tone.GREEN)
        if left or not taken:
            summary = Told("triangle-alert", " ".join(said), Tone.AMBER if taken else Tone.RED)
        rejected = tuple((str(one.row), self._wording.error(one.reason), one.text) for one in report.rejected)
        remarks = tuple(
            self._text(f"calendar.remark.{one.code}", day=self._wording.date(one.day), decision=one.decision)
            for one in report.remarks
        )
        return ImportState(file, summary, taken, rejected, remarks)

    def _span(self, week: WeekHours) -> str:
        since, until = self._wording.date(week.valid_from), week.valid_until
        if week.season is not None:
            (month, day), (end_month, end_day) = week.season.first, week.season.last
            return self._text(
                "office_calendar.season",
                first=f"{day:02}/{month:02}",
                last=f"{end_day:02}/{end_month:02}",
                since=since,
            )
        if until is not None:
            return self._text("office_calendar.span", since=since, until=self._wording.date(until))
        if week.valid_from == date.min:
            return self._text("office_calendar.always")
        return self._text("office_calendar.since", since=since)

    def _periods(self, periods: Sequence[Period]) -> str:
        return ", ".join(f"{one.start:%H:%M}–{one.end:%H:%M}" for one in periods)
