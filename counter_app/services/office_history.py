"""What the counters of an office decided for all of them, as this station knows it: read from the journal."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from counter_app.domain.errors import DomainError
from counter_app.domain.office_changes import (
    DaysDecided,
    NoteWritten,
    calendar_subject,
    notes_subject,
    read_office_change,
)
from counter_app.domain.office_days import OfficeDays
from counter_app.services.office_notes import Notes, with_change
from counter_app.services.projection import counts
from counter_app.services.store_ports import Reads, Recorded

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DaysChange:
    """A change of the calendar with its entry and the central system's word on it."""

    change: DaysDecided
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class NoteChange:
    """A change of a note with its entry and the central system's word on it."""

    change: NoteWritten
    recorded: Recorded


def days_changes(reads: Reads, office: str) -> Sequence[DaysChange]:
    """All changes of the calendar, refused ones too; what cannot be read is left out."""
    found = ((_read(one), one) for one in reads.timeline(calendar_subject(office)))
    return [DaysChange(change, one) for change, one in found if isinstance(change, DaysDecided)]


def note_changes(reads: Reads, office: str) -> Sequence[NoteChange]:
    """All changes of notes, refused ones too; what cannot be read is left out."""
    found = ((_read(one), one) for one in reads.timeline(notes_subject(office)))
    return [NoteChange(change, one) for change, one in found if isinstance(change, NoteWritten)]


def days_with(days: OfficeDays, changes: Iterable[DaysChange]) -> tuple[OfficeDays, int]:
    """The centre's calendar with what counters decided since, and how many changes it did not have yet."""
    count = 0
    for one in changes:
        if counts(one.recorded):
            applied = days.after(one.change, one.recorded.entry.station)
            days, count = applied.days, count + applied.changed
    return days, count


def notes_with(notes: Notes, changes: Iterable[NoteChange]) -> Notes:
    """The centre's notes with what counters wrote since."""
    for one in changes:
        if counts(one.recorded):
            notes = with_change(notes, one.change, one.recorded.entry.station)
    return notes


def _read(recorded: Recorded) -> DaysDecided | NoteWritten | None:
    try:
        return read_office_change(recorded.entry)
    except DomainError as error:
        _log.warning("entry %d of %s cannot be read: %s", recorded.entry.seq, recorded.entry.station, error)
        return None
