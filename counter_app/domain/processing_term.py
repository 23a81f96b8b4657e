"""The due time of a dossier from all that decides it: procedure, way of filing, regulation and calendar."""

from __future__ import annotations

from dataclasses import replace

from counter_app.domain.clock_start import Filing, clock_start
from counter_app.domain.due_time import DueTime, Rule, Step
from counter_app.domain.processing_time import ProcessingTime
from counter_app.domain.time_rules import TimeRules
from counter_app.domain.work_calendar import WorkCalendar
from counter_app.domain.working_time import due_time


def term_due(calendar: WorkCalendar, time: ProcessingTime, filing: Filing, rules: TimeRules) -> DueTime:
    """When the result of a dossier is due.

    A shorter time of the province counts instead of the law's (QĐ 03/2023 An Giang Đ20 k1) and is named in
    the steps. ``due_at`` is ``None`` while the clock has not started, or where the catalogue sets no time.
    """
    start = clock_start(filing, rules)
    if start.at is None:
        return DueTime(None, Rule.NOT_STARTED, time.value, time.unit, start.steps, calendar.version)
    cutoff = time.cutoff or rules.same_day_cutoff
    if time.local is None:
        return start.told_with(due_time(calendar, start.at, time.value, time.unit, cutoff=cutoff))
    due = due_time(calendar, start.at, time.local.value, time.local.unit, cutoff=cutoff)
    legal = Step(f"shortened_{time.unit}", params={"value": time.value or 0, "decision": time.local.decision})
    return start.told_with(replace(due, steps=(legal, *due.steps)))
