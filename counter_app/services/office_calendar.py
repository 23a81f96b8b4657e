"""The office's own table of calendar overrides at a station: read, import, add, take back.

A storm may close an office on a day without a line, so the table is kept here and counts at once. The central
system's calendar comes with the feed; for a day that it decides itself, its word wins (``load_context``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import read_overrides
from counter_app.domain.office import Clerk, Role
from counter_app.domain.override_tables import Table, merged, without
from counter_app.services.calendar_import import ImportReport, read_override_file
from counter_app.services.office_context import CALENDAR, OWN_OVERRIDES, OfficeContext, OfficeSource
from counter_app.services.office_directory import plain_document
from counter_app.services.store_ports import Database, UnitOfWork

_Change = Callable[[Table], Table]


class OfficeCalendar:
    """Keeps the station's own overrides; every change is one transaction and counts from then on."""

    def __init__(self, database: Database, office: OfficeSource) -> None:
        self._database = database
        self._office = office

    def overrides(self) -> Table:
        """The table as it is kept here; raises ``DomainError("working_time.bad_holidays")``."""
        with self._database.read() as reads:
            return _read(reads.document(OWN_OVERRIDES))

    def read_file(self, data: bytes) -> ImportReport:
        """What a file would bring, with remarks; nothing is stored. Raises ``DomainError("calendar.*")``."""
        return read_override_file(data, self._office.current().calendar)

    def store(self, clerk: Clerk, added: Sequence[CalendarOverride]) -> OfficeContext:
        """Add overrides, which replace what the table said of their days; returns the office as it is now.

        Raises ``DomainError``: ``calendar.not_allowed``, ``.nothing_accepted``, ``.closes_for_ever``, or
        ``office_calendar.decided_by_centre`` for days that would have no effect; the table stays as it was.
        """
        if not added:
            raise DomainError("calendar.nothing_accepted")
        self._check_free(added)
        return self._change(clerk, lambda kept: merged(kept, added))

    def replace(self, clerk: Clerk, old: CalendarOverride, new: CalendarOverride) -> OfficeContext:
        """Change an override: its days are forgotten and the new ones kept, at once. Raises as ``store``."""
        self._check_free([new])
        return self._change(clerk, lambda kept: merged(without(kept, set(old.dates)), [new]))

    def decided_by_centre(self) -> Mapping[date, str]:
        """The days that the central system's overrides decide, with their decisions: nothing counts here."""
        with self._database.read() as reads:
            stored = reads.document(CALENDAR)
        return {day: override.decision for override in _read(stored) for day in override.dates}

    def take_back(self, clerk: Clerk, days: Iterable[date]) -> OfficeContext:
        """Forget what the table says of ``days``. Raises as ``store`` does."""
        gone = set(days)
        return self._change(clerk, lambda kept: without(kept, gone))

    def _check_free(self, added: Sequence[CalendarOverride]) -> None:
        decided = self.decided_by_centre()
        taken = [day for override in added for day in override.dates if day in decided]
        if taken:
            days = ", ".join(f"{day:%d/%m/%Y}" for day in taken[:3]) + ("…" if len(taken) > 3 else "")
            raise DomainError("office_calendar.decided_by_centre", days=days, decision=decided[taken[0]])

    def _change(self, clerk: Clerk, change: _Change) -> OfficeContext:
        if clerk.role is not Role.ADMINISTRATOR or not clerk.active:
            raise DomainError("calendar.not_allowed")
        with self._database.begin() as work:
            stored = work.documents.get(OWN_OVERRIDES)
            table = change(_read(stored))
            self._check(table)
            _put(work, 1 if stored is None else stored[0] + 1, table)
        return self._office.refresh()

    def _check(self, table: Sequence[CalendarOverride]) -> None:
        """The office opens again some day: no due time could be computed otherwise."""
        calendar = self._office.current().calendar.with_overrides(
            special for override in table for special in override.special_days
        )
        try:
            for override in table:
                calendar.next_working_day(override.last)
        except DomainError as error:
            raise DomainError("calendar.closes_for_ever") from error


def _read(stored: tuple[int, bytes] | None) -> Table:
    if stored is None:
        return ()
    return read_overrides(plain_document(stored[1], DomainError("working_time.bad_holidays")))


def _put(work: UnitOfWork, version: int, table: Sequence[CalendarOverride]) -> None:
    plain = {"kind": OWN_OVERRIDES, "overrides": [override.to_plain() for override in table]}
    work.documents.put(OWN_OVERRIDES, version, json.dumps(plain, ensure_ascii=False).encode())
