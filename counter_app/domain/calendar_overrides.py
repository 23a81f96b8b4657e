"""An office's own decisions about days: off, worked in exchange, or usual again, by numbered decisions.

Days of Tết and Quốc khánh, swaps (hoán đổi ngày làm việc) and closures such as for a storm are decided case
by case, so that no computed table of holidays is enough (Bộ luật Lao động 2019 Đ112).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Self

from counter_app.domain.errors import DomainError
from counter_app.domain.office_hours import Period, check_periods, read_period
from counter_app.domain.special_days import DayEffect, SpecialDay

LONGEST: Final = 92
"""Days in one row after which a date is taken for a slip of the finger."""

_KINDS: Final = {DayEffect.OFF: "closure", DayEffect.WORK: "make_up", DayEffect.NORMAL: "taken_back"}
_KNOWN_KINDS: Final = frozenset(
    {"holiday", "observed", "swap_off", "make_up", "closure", "taken_back", "own_hours"}
)


@dataclass(frozen=True, slots=True)
class CalendarOverride:
    """What a decision says of the days from ``first`` to ``last``, both included.

    ``decision`` is its number, ``decided_on`` its date if known. ``periods`` are hours for a day that is
    worked at hours of its own. ``provisional``: not checked against the document itself. Raises
    ``DomainError`` with ``calendar.*`` when it makes no sense.
    """

    first: date
    last: date
    effect: DayEffect
    decision: str
    name_vi: str
    name_en: str = ""
    kind: str = ""
    decided_on: date | None = None
    periods: tuple[Period, ...] = ()
    provisional: bool = False

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise DomainError("calendar.range_backwards")
        if (self.last - self.first).days >= LONGEST:
            raise DomainError("calendar.range_too_long", limit=LONGEST)
        if not self.decision.strip():
            raise DomainError("calendar.decision_missing")
        if not self.name_vi.strip():
            raise DomainError("calendar.name_missing")
        if self.kind and self.kind not in _KNOWN_KINDS:
            raise DomainError("calendar.bad_kind", value=self.kind)
        if self.periods and self.effect is not DayEffect.WORK:
            raise DomainError("calendar.hours_on_day_off")
        try:
            check_periods(self.periods)
        except DomainError as error:
            raise DomainError("calendar.bad_hours") from error

    @property
    def dates(self) -> Iterator[date]:
        """The days, in order."""
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    @property
    def special_days(self) -> Iterator[SpecialDay]:
        """What each of the days becomes."""
        kind, english = self.kind or _KINDS[self.effect], self.name_en or self.name_vi
        for day in self.dates:
            yield SpecialDay(
                day, self.effect, kind, self.name_vi, english, self.provisional, self.decision, self.periods
            )

    def to_plain(self) -> dict[str, object]:
        """Plain data without empty fields."""
        plain: dict[str, object] = {
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "effect": self.effect.value,
            "decision": self.decision,
            "name_vi": self.name_vi,
        }
        texts = {"name_en": self.name_en, "kind": self.kind}
        plain |= {name: text for name, text in texts.items() if text}
        if self.decided_on is not None:
            plain["decided_on"] = self.decided_on.isoformat()
        if self.periods:
            plain["hours"] = [f"{one.start:%H:%M}-{one.end:%H:%M}" for one in self.periods]
        return plain | ({"provisional": True} if self.provisional else {})

    @classmethod
    def from_plain(cls, plain: object) -> Self:
        """The reverse of ``to_plain``; ``to`` may be left out for one day. Raises ``calendar.*``."""
        if not isinstance(plain, Mapping):
            raise DomainError("calendar.bad_row")
        first, decided = _day(plain, "from"), plain.get("decided_on")
        return cls(
            first=first,
            last=first if plain.get("to") in (None, "") else _day(plain, "to"),
            effect=_effect(plain.get("effect")),
            decision=_text(plain, "decision"),
            name_vi=_text(plain, "name_vi"),
            name_en=_text(plain, "name_en"),
            kind=_text(plain, "kind"),
            decided_on=None if decided in (None, "") else _day(plain, "decided_on"),
            periods=_periods(plain.get("hours")),
            provisional=plain.get("provisional") is True,
        )


def _text(plain: Mapping[str, object], name: str) -> str:
    value = plain.get(name, "")
    if value is not None and not isinstance(value, str):
        raise DomainError("calendar.bad_text", field=name)
    return (value or "").strip()


def _day(plain: Mapping[str, object], name: str) -> date:
    value = plain.get(name)
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise DomainError("calendar.bad_date", value="" if value is None else str(value)[:40]) from error


def _effect(value: object) -> DayEffect:
    try:
        return DayEffect(str(value))
    except ValueError as error:
        raise DomainError("calendar.bad_effect", value="" if value is None else str(value)[:40]) from error


def _periods(value: object) -> tuple[Period, ...]:
    if value in (None, "", [], ()):
        return ()
    if not isinstance(value, list | tuple):
        raise DomainError("calendar.bad_hours")
    try:
        return tuple(read_period(str(text)) for text in value)
    except ValueError as error:
        raise DomainError("calendar.bad_hours") from error
