"""An office's overrides with who decided each day: the centre, or a counter by a stamped change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import read_overrides
from counter_app.domain.office_changes import DaysDecided, stamp_of
from counter_app.domain.override_tables import Table, merged, without


@dataclass(frozen=True, slots=True)
class Applied:
    """A calendar after a change. ``changed``: the change says something of at least one day.

    Days of the change: ``centre`` those that the centre decided, so that it says nothing of them; ``met``
    those that another counter decided otherwise without either knowing of the other; ``lost`` those among
    them where the other's word is the later one.
    """

    days: OfficeDays
    changed: bool
    centre: tuple[date, ...] = ()
    met: tuple[date, ...] = ()
    lost: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeDays:
    """The overrides in force. ``stamps``: the days that counters decided, taken back ones too.

    Every other day of the table was decided by the central system, whose word goes first.
    """

    table: Table = ()
    stamps: Mapping[date, str] = field(default_factory=dict)

    @classmethod
    def from_plain(cls, document: Mapping[str, object]) -> Self:
        """Read a ``calendar`` document; raises ``DomainError("working_time.bad_holidays")``."""
        stamps = document.get("counter_days", {})
        try:
            if not isinstance(stamps, dict):
                raise TypeError
            read = {date.fromisoformat(str(day)): str(stamp) for day, stamp in stamps.items()}
        except (TypeError, ValueError) as error:
            raise DomainError("working_time.bad_holidays") from error
        return cls(read_overrides(document), read)

    def to_plain(self) -> dict[str, object]:
        """The parts of a ``calendar`` document that are kept here."""
        return {
            "overrides": [override.to_plain() for override in self.table],
            "counter_days": {day.isoformat(): self.stamps[day] for day in sorted(self.stamps)},
        }

    @property
    def by_centre(self) -> Mapping[date, CalendarOverride]:
        """The days that the central system decided."""
        return {day: one for one in self.table for day in one.dates if day not in self.stamps}

    @property
    def by_counters(self) -> Table:
        """The overrides that counters decided."""
        return without(self.table, set(self.by_centre))

    def seen(self, days: frozenset[date]) -> Mapping[str, str]:
        """The stamps of ``days``, as a change names what its writer knew."""
        return {day.isoformat(): self.stamps[day] for day in sorted(days) if day in self.stamps}

    def decided_by_centre(self, added: Table) -> OfficeDays:
        """The calendar after the central system's own overrides came; counters' words on their days end."""
        gone = {day for override in added for day in override.dates}
        stamps = {day: stamp for day, stamp in self.stamps.items() if day not in gone}
        return OfficeDays(merged(self.table, added), stamps)

    def after(self, change: DaysDecided, station: str) -> Applied:
        """The calendar with a counter's change; a change that is in it already changes nothing."""
        stamp, centre = stamp_of(change.at, station), self.by_centre
        says = {day: override for override in change.overrides for day in override.dates}
        before = {day: override for override in self.table for day in override.dates}
        blocked, met, lost, fresh = [], [], [], set()
        for day in sorted(change.days):
            known = self.stamps.get(day, "")
            if day in centre:
                blocked.append(day)
                continue
            if known < stamp:
                fresh.add(day)
            unseen = known not in ("", stamp, change.seen.get(day.isoformat(), ""))
            same = _same(says.get(day), before.get(day))
            if unseen and known.partition(" ")[2] != station and not same:
                met.append(day)
                if day not in fresh:
                    lost.append(day)
        table = without(self.table, fresh)
        added = without(change.overrides, {day for day in says if day not in fresh})
        stamps = {**self.stamps, **dict.fromkeys(fresh, stamp)}
        days = OfficeDays((*table, *added), stamps) if fresh else self
        return Applied(days, bool(fresh), tuple(blocked), tuple(met), tuple(lost))


def _same(one: CalendarOverride | None, other: CalendarOverride | None) -> bool:
    if one is None or other is None:
        return one is other
    return replace(one, first=other.first, last=other.last) == other
