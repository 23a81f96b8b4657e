"""What the page of the calendar shows, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.fact_grid import Fact


@dataclass(frozen=True, slots=True)
class DayLine:
    """Special days in words; ``own`` is what can be changed here, of which these days are a part."""

    first: date
    dates: str
    effect: Told
    name: str
    decision: str
    origin: Told
    own: CalendarOverride | None = None


@dataclass(frozen=True, slots=True)
class CalendarState:
    """All of the section but the trial."""

    hours: tuple[Fact, ...]
    year: int
    days: tuple[DayLine, ...]
    doubt: Told | None
    writable: bool
    history: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportState:
    """What a file would bring: ``accepted`` rows, what cannot be used, and what should be looked at."""

    file: str
    summary: Told
    accepted: int
    rejected: tuple[tuple[str, str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    problem: Told | None = None


@dataclass(frozen=True, slots=True)
class TrialState:
    """When a dossier would be due and why; ``errors`` are worded by the name of the field."""

    due: str = ""
    explained: str = ""
    also: tuple[Fact, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
