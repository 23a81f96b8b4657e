"""Tables of calendar overrides: a later row replaces what the table said of its days, and only of those."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace
from datetime import date

from counter_app.domain.calendar_overrides import CalendarOverride

Table = tuple[CalendarOverride, ...]


def merged(table: Iterable[CalendarOverride], added: Iterable[CalendarOverride]) -> Table:
    """The table with ``added`` in place of what it said of their days."""
    new = tuple(added)
    return (*without(table, {day for override in new for day in override.dates}), *new)


def without(table: Iterable[CalendarOverride], days: Set[date]) -> Table:
    """The table without ``days``; a range that loses some of its days falls into pieces."""
    kept: list[CalendarOverride] = []
    for override in table:
        kept += _pieces(override, days)
    return tuple(kept)


def _pieces(override: CalendarOverride, gone: Set[date]) -> list[CalendarOverride]:
    pieces: list[CalendarOverride] = []
    for day in override.dates:
        if day in gone:
            continue
        if pieces and (day - pieces[-1].last).days == 1:
            pieces[-1] = replace(pieces[-1], last=day)
        else:
            pieces.append(replace(override, first=day, last=day))
    return pieces
