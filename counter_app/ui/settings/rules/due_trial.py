"""The answer to "received then, due when": read from what was typed, computed by the rules in force."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final, cast

from counter_app.domain.errors import DomainError
from counter_app.domain.office_hours import OfficeHours
from counter_app.domain.processing_time import ProcessingTime
from counter_app.domain.receipt import TimeUnit
from counter_app.domain.received import Channel
from counter_app.domain.work_calendar import VIETNAM
from counter_app.i18n import Wording
from counter_app.services.deadlines import Deadlines, all_deadlines, calendar_reaching
from counter_app.services.due_wording import basis_words, explain_due
from counter_app.services.office_context import OfficeContext
from counter_app.ui.settings.rules.calendar_state import TrialState
from counter_app.ui.settings.rules.trial_card import Tried
from counter_app.ui.shared.fact_grid import Fact

_MOMENT: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\s+(\d{1,2})[:hg](\d{2})?")
_LONGEST: Final = 3_650


def answer(wording: Wording, context: OfficeContext, tried: Tried, today: date) -> TrialState:
    """When it is due and why, or what is wrong with what was typed."""
    try:
        received = _moment(tried.received_at)
    except ValueError:
        return TrialState(errors={"received_at": wording.text("office_calendar.trial.bad_moment")})
    same_day = tried.unit == "same_day"
    if not same_day and not (tried.value.isascii() and tried.value.isdigit()):
        return TrialState(errors={"value": wording.text("office_calendar.trial.bad_value")})
    value = None if same_day else int(tried.value)
    if value is not None and not 1 <= value <= _LONGEST:
        return TrialState(errors={"value": wording.text("office_calendar.trial.bad_value")})
    time = ProcessingTime(value, cast("TimeUnit", tried.unit))
    try:
        hours = OfficeHours.from_plain(context.directory.office.hours)
        calendar = calendar_reaching(hours, context.calendar, received, time)
        found = all_deadlines(calendar, context.time_rules, time, received, Channel(tried.channel))
    except DomainError as error:
        return TrialState(errors={"received_at": wording.error(error)})
    return _told(wording, found, today)


def _moment(text: str) -> datetime:
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    day, month, year, hour, minute = (int(part or 0) for part in found.groups())
    return datetime(year, month, day, hour, minute, tzinfo=VIETNAM)


def _told(wording: Wording, found: Deadlines, today: date) -> TrialState:
    due = found.due.due_at
    explained = explain_due(wording, found.due.steps, today=today)
    shown = wording.text("office_calendar.trial.none")
    if due is not None:
        shown = f"{wording.date_time(due)} ({wording.weekday(due)})"
    also = [
        ("transfer", None if found.transfer is None else found.transfer.due_at),
        ("decision", None if found.decision is None else found.decision.due_at),
        ("supplement", found.supplement_notice.due_at),
    ]
    facts = [
        Fact(wording.text(f"office_calendar.trial.also_{name}"), wording.date_time(at))
        for name, at in also
        if at is not None
    ]
    if found.apologise_by is not None:
        label = wording.text("office_calendar.trial.also_apology")
        facts.append(Fact(label, wording.date(found.apologise_by)))
    basis = [basis_words(wording, one) for one in found.basis]
    if basis:
        facts.append(Fact(wording.text("office_calendar.trial.basis"), "\n".join(basis)))
    return TrialState(shown, f"{explained}.", tuple(facts))
