"""Which law a due time rests on: codes that i18n words as ``due.basis.<code>``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from counter_app.domain.due_time import DueTime, Rule
from counter_app.domain.processing_time import ProcessingTime
from counter_app.domain.received import Channel
from counter_app.domain.time_rules import TimeRules

_OF_RULE: Final[dict[Rule, tuple[str, ...]]] = {
    Rule.WORKING_DAYS: ("first_day_excluded", "last_day_off", "working_time"),
    Rule.CALENDAR_DAYS: ("first_day_excluded", "last_day_off", "working_time"),
    Rule.WORKING_HOURS: ("from_the_moment", "working_time"),
    Rule.SAME_DAY: ("same_day", "working_time"),
    Rule.TRANSFER: ("transfer", "working_time"),
    Rule.REAPPOINTED: ("reappointment",),
}


@dataclass(frozen=True, slots=True)
class Basis:
    """One rule of law; ``clause`` is the clause of the office's regulation where it has one of its own."""

    code: str
    clause: str = ""


def basis_of(
    due: DueTime, channel: Channel, rules: TimeRules, time: ProcessingTime | None = None
) -> tuple[Basis, ...]:
    """What a due time rests on, each rule once."""
    found = [*_start(due, channel, rules), *(Basis(code) for code in _OF_RULE.get(due.rule, ()))]
    if time is not None and time.local is not None:
        found.append(Basis("shortened", time.local.decision))
    return tuple(dict.fromkeys(found))


def _start(due: DueTime, channel: Channel, rules: TimeRules) -> Iterator[Basis]:
    if channel is Channel.ONLINE:
        yield Basis(f"online_{rules.online_start.value}", rules.clause("online_start"))
    elif channel is Channel.POSTAL:
        yield Basis("handover")
    else:
        yield Basis("reception", rules.clause("reception"))
    if any(step.code in _OUT_OF_HOURS for step in due.steps):
        yield Basis("after_hours", rules.clause("after_hours"))


_OUT_OF_HOURS: Final = frozenset(
    {"start_before_opening", "start_break", "start_after_closing", "start_day_off", "start_holiday"}
)
