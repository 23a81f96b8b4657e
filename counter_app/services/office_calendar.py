"""The office's calendar overrides at a counter: read, import, add, take back; for all counters of the office.

A storm may close an office on a day without a line: what an administrator decides counts here at once, goes
up as an entry, and comes to every other counter as the central system's calendar. Of two changes of a day the
later counts; what the central system itself decided of a day goes before all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk, Role
from counter_app.domain.office_changes import DaysDecided, calendar_subject, next_instant
from counter_app.domain.office_days import OfficeDays
from counter_app.domain.override_tables import Table
from counter_app.services.calendar_import import ImportReport, read_override_file
from counter_app.services.office_context import CALENDAR, OfficeContext, OfficeSource
from counter_app.services.office_directory import plain_document
from counter_app.services.office_history import DaysChange, days_changes, days_with
from counter_app.services.office_recording import record_for_office
from counter_app.services.ports import Clock
from counter_app.services.store_ports import Database, Reads

_AT_ONCE: Final = 60
"""Rows in one entry: a file of many goes as several, each well within an entry's size."""


@dataclass(frozen=True, slots=True)
class CalendarNow:
    """The office's own decisions about days. ``unsent``: days whose change the centre's calendar lacks."""

    days: OfficeDays
    unsent: frozenset[date]
    history: tuple[DaysChange, ...]
    """All changes of counters, newest first, those that count no more too."""


class OfficeCalendar:
    """Keeps what an administrator decides; every change is one transaction and counts from then on."""

    def __init__(
        self,
        database: Database,
        office: OfficeSource,
        clock: Clock,
        on_recorded: Callable[[str], None] = lambda _subject: None,
    ) -> None:
        self._database, self._office, self._clock = database, office, clock
        self._on_recorded = on_recorded

    def now(self) -> CalendarNow:
        """The decisions as this counter knows them; raises ``DomainError("working_time.bad_holidays")``."""
        with self._database.read() as reads:
            centre, changes = _centre(reads), days_changes(reads, self._office.directory().office.id)
        days, _ = days_with(centre, changes)
        unsent = frozenset(day for day, stamp in days.stamps.items() if centre.stamps.get(day) != stamp)
        newest = sorted(changes, key=lambda one: one.change.at, reverse=True)
        return CalendarNow(days, unsent, tuple(newest))

    def overrides(self) -> Table:
        """What counters decided; raises ``DomainError("working_time.bad_holidays")``."""
        return self.now().days.by_counters

    def read_file(self, data: bytes) -> ImportReport:
        """What a file would bring, with remarks; nothing is stored. Raises ``DomainError("calendar.*")``."""
        return read_override_file(data, self._office.current().calendar)

    def store(self, clerk: Clerk, added: Sequence[CalendarOverride]) -> OfficeContext:
        """Add overrides, which replace what counters said of their days; returns the office as it is now.

        Raises ``DomainError``: ``calendar.not_allowed``, ``.nothing_accepted``, ``.closes_for_ever``,
        ``clock.*``, or ``office_calendar.decided_by_centre`` for days that would have no effect; nothing is
        changed then.
        """
        if not added:
            raise DomainError("calendar.nothing_accepted")
        return self._change(clerk, tuple(added), frozenset())

    def replace(self, clerk: Clerk, old: CalendarOverride, new: CalendarOverride) -> OfficeContext:
        """Change an override: its days are forgotten and the new ones kept, at once. Raises as ``store``."""
        return self._change(clerk, (new,), frozenset(old.dates) - frozenset(new.dates))

    def decided_by_centre(self) -> Mapping[date, str]:
        """The days that the central system's overrides decide, with their decisions: nothing counts here."""
        return {day: override.decision for day, override in self.now().days.by_centre.items()}

    def take_back(self, clerk: Clerk, days: Iterable[date]) -> OfficeContext:
        """Forget what counters said of ``days``. Raises as ``store`` does."""
        return self._change(clerk, (), frozenset(days))

    # --- inside --------------------------------------------------------------------------------

    def _change(self, clerk: Clerk, added: Table, gone: frozenset[date]) -> OfficeContext:
        if clerk.role is not Role.ADMINISTRATOR or not clerk.active:
            raise DomainError("calendar.not_allowed")
        known, now = self.now().days, self._clock.now()
        _check_free(known, added)
        changes = [
            _decided(known, clerk, added[n : n + _AT_ONCE], now) for n in range(0, len(added), _AT_ONCE)
        ]
        gone = gone & known.stamps.keys()
        if gone:
            seen = known.seen(gone)
            taken = DaysDecided(next_instant(now, seen), clerk.name, (), tuple(sorted(gone)), seen)
            changes.insert(0, taken)
        after, station = known, self._office.current().station.id
        for change in changes:
            after = after.after(change, station).days
        self._check(after, added)
        if changes:
            self._record(clerk, changes, now)
        fresh = self._office.refresh()
        self._on_recorded("")
        return fresh

    def _record(self, clerk: Clerk, changes: Sequence[DaysDecided], now: datetime) -> None:
        context = self._office.current()
        subject = calendar_subject(context.directory.office.id)
        with self._database.begin() as work:
            for change in changes:
                record_for_office(work, context, clerk, now, subject, change)

    def _check(self, after: OfficeDays, added: Table) -> None:
        """The office opens again some day: no due time could be computed otherwise."""
        calendar = self._office.current().calendar.with_overrides(
            special for override in after.table for special in override.special_days
        )
        try:
            for override in added:
                calendar.next_working_day(override.last)
        except DomainError as error:
            raise DomainError("calendar.closes_for_ever") from error


def _decided(known: OfficeDays, clerk: Clerk, added: Table, now: datetime) -> DaysDecided:
    days = frozenset(day for override in added for day in override.dates)
    seen = known.seen(days)
    return DaysDecided(next_instant(now, seen), clerk.name, added, (), seen)


def _check_free(known: OfficeDays, added: Table) -> None:
    decided = known.by_centre
    taken = [day for override in added for day in override.dates if day in decided]
    if taken:
        days = ", ".join(f"{day:%d/%m/%Y}" for day in taken[:3]) + ("…" if len(taken) > 3 else "")
        decision = decided[taken[0]].decision
        raise DomainError("office_calendar.decided_by_centre", days=days, decision=decision)


def _centre(reads: Reads) -> OfficeDays:
    stored = reads.document(CALENDAR)
    if stored is None:
        return OfficeDays()
    return OfficeDays.from_plain(plain_document(stored[1], DomainError("working_time.bad_holidays")))
