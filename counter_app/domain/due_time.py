"""A decided due time, and the steps that led to it: data that i18n words and the journal keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Self, cast, get_args

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.domain.receipt import TimeUnit
from counter_app.domain.work_calendar import VIETNAM

_UNITS = get_args(TimeUnit)


class Rule(StrEnum):
    """How a due time was computed."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WORKING_HOURS = "working_hours"
    SAME_DAY = "same_day"
    YEARLY = "yearly"
    NOT_SET = "not_set"
    NOT_STARTED = "not_started"
    """What starts the clock has not happened yet."""
    TYPED = "typed"
    """A clerk set it, with a reason."""
    TRANSFER = "transfer"
    """Until when the papers are handed on."""
    REAPPOINTED = "reappointed"
    """The deciding body set a later one, with an apology (Mẫu 04)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that shaped a due time; worded as ``due.step.<code>``.

    The wording may use ``{date}`` (``on``), ``{until}``, ``{time}`` (of ``at``) and the names in ``params``;
    names of holidays come as ``name_vi`` and ``name_en`` and are worded as ``{name}``.
    """

    code: str
    on: date | None = None
    until: date | None = None
    at: datetime | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)

    def to_plain(self) -> dict[str, object]:
        """Plain data without empty fields."""
        plain: dict[str, object] = {"code": self.code}
        if self.on is not None:
            plain["on"] = self.on.isoformat()
        if self.until is not None:
            plain["until"] = self.until.isoformat()
        if self.at is not None:
            plain["at"] = instant_text(self.at)
        if self.params:
            plain["params"] = dict(self.params)
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Self:
        """The reverse of ``to_plain``."""
        params = plain.get("params", {})
        if not isinstance(params, Mapping):
            raise DomainError("working_time.bad_due")
        at = plain.get("at")
        return cls(
            code=str(plain["code"]),
            on=_day(plain.get("on")),
            until=_day(plain.get("until")),
            at=None if at is None else parse_instant(str(at)).astimezone(VIETNAM),
            params={
                str(key): value if isinstance(value, int) else str(value) for key, value in params.items()
            },
        )


@dataclass(frozen=True, slots=True)
class DueTime:
    """When a result is due, and why.

    ``due_at`` is aware (Vietnam time), ``None`` when the catalogue sets no time. ``value`` and ``unit`` are
    what the catalogue says, ``rule`` is what was done. ``calendar_version`` names the data that were used.
    """

    due_at: datetime | None
    rule: Rule
    value: int | None
    unit: TimeUnit
    steps: tuple[Step, ...] = ()
    calendar_version: str = ""

    def to_plain(self) -> dict[str, object]:
        """Plain data for an entry's body: ``due_at`` is RFC 3339 in UTC or ``None``."""
        return {
            "due_at": None if self.due_at is None else instant_text(self.due_at),
            "rule": self.rule.value,
            "value": self.value,
            "unit": self.unit,
            "steps": [step.to_plain() for step in self.steps],
            "calendar": self.calendar_version,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Self:
        """The reverse of ``to_plain``; raises ``DomainError("working_time.bad_due")``."""
        try:
            due_at, value, unit, steps = plain["due_at"], plain["value"], plain["unit"], plain["steps"]
            if unit not in _UNITS or not isinstance(steps, list):
                raise DomainError("working_time.bad_due")
            return cls(
                due_at=None if due_at is None else parse_instant(str(due_at)).astimezone(VIETNAM),
                rule=Rule(str(plain["rule"])),
                value=None if value is None else int(str(value)),
                unit=cast("TimeUnit", unit),
                steps=tuple(Step.from_plain(step) for step in steps),
                calendar_version=str(plain.get("calendar", "")),
            )
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise DomainError("working_time.bad_due") from error


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(str(value))
