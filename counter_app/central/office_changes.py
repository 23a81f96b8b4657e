"""What counters decide for their whole office, taken into the office's documents, which all counters get.

An office's days become a new version of its calendar, notes on procedures one of its notes. Of two changes
the later counts, by its stamp; one that met another without knowing of it is told as a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection

from counter_app.central import documents
from counter_app.central.judgement import ACCEPTED
from counter_app.central.office_calendar import calendar_of, calendar_plain, check_opens, next_calendar
from counter_app.domain.bodies import MISFITS
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, instant_text
from counter_app.domain.office import Role, directory_from_plain
from counter_app.domain.office_changes import (
    DaysDecided,
    NoteWritten,
    calendar_subject,
    notes_subject,
    read_office_change,
    stamp_of,
)
from counter_app.domain.office_days import OfficeDays
from counter_app.services.office_notes import (
    NOTES,
    Notes,
    OfficeNote,
    StampedNote,
    met,
    notes_to_plain,
    read_notes,
    tidy_note,
    with_change,
)
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.sync.wire import Document

_MAY_DECIDE_DAYS: Final = frozenset({Role.ADMINISTRATOR})
_MAY_WRITE_NOTES: Final = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})
_CENTRE: Final = "~"
"""Stands in a stamp for the central system: behind every station, at one moment."""


class OfficeChanges:
    """The changes of one transaction; ``publish`` writes what came of them. The office has to be locked."""

    def __init__(self, connection: Connection, office: str, now: datetime) -> None:
        self._connection, self._office, self._now = connection, office, now
        self._subjects = {calendar_subject(office): DaysDecided, notes_subject(office): NoteWritten}
        self._calendar: tuple[Document, OfficeDays] | None = None
        self._notes: Notes | None = None
        self._moved: set[str] = set()

    def concern(self, subject: str) -> bool:
        """Whether a subject is the office's calendar or its notes, and no dossier."""
        return subject in self._subjects

    def take(self, entry: Entry) -> Verdict:
        """The word on a change that comes now, and its effect; never raises for what it says."""
        try:
            change = read_office_change(entry)
            if change is None or self._subjects.get(entry.subject) is not type(change):
                return Verdict(VerdictState.REFUSED, "entry.bad_body")
            if isinstance(change, DaysDecided):
                return self._take_days(entry, change)
            return self._take_note(entry, change)
        except DomainError as error:
            return Verdict(VerdictState.REFUSED, error.code)
        except MISFITS:  # days at the end of time
            return Verdict(VerdictState.REFUSED, "entry.bad_body")

    def publish(self) -> None:
        """Publish the documents that changed."""
        if "calendar" in self._moved:
            stored, days = self._days()
            plain = next_calendar(calendar_plain(stored.content), days, stored.version)
            documents.publish(self._connection, self._office, "calendar", plain, self._now)
        if NOTES in self._moved and self._notes is not None:
            plain = notes_to_plain(self._notes)
            documents.publish(self._connection, self._office, NOTES, plain, self._now)

    # --- inside ------------------------------------------------------------------------------------

    def _take_days(self, entry: Entry, change: DaysDecided) -> Verdict:
        self._check_right(entry.actor, _MAY_DECIDE_DAYS, "calendar.not_allowed")
        stored, before = self._days()
        applied = before.after(change, entry.station)
        directory = calendar_plain(self._document("directory").content)
        check_opens(
            calendar_of({**calendar_plain(stored.content), **applied.days.to_plain()}, directory),
            change.overrides,
        )
        if applied.changed:
            self._calendar = stored, applied.days
            self._moved.add("calendar")
        if applied.centre:
            return _conflict("days_of_centre", applied.centre)
        if applied.lost:
            return _conflict("days_decided_later", applied.lost)
        return _conflict("days_decided_twice", applied.met) if applied.met else ACCEPTED

    def _take_note(self, entry: Entry, change: NoteWritten) -> Verdict:
        self._check_right(entry.actor, _MAY_WRITE_NOTES, "catalogue.not_allowed")
        if tidy_note(change.note, change.keywords) != OfficeNote(change.note, change.keywords):
            return Verdict(VerdictState.REFUSED, "entry.bad_body")
        before = read_office_notes(self._connection, self._office) if self._notes is None else self._notes
        self._notes = with_change(before, change, entry.station)
        if self._notes is not before:
            self._moved.add(NOTES)
        if not met(before, change, entry.station):
            return ACCEPTED
        code = "note_written_later" if self._notes is before else "note_written_twice"
        return Verdict(VerdictState.CONFLICT, code, {"procedure": change.procedure})

    def _check_right(self, actor: str, roles: frozenset[Role], code: str) -> None:
        plain = calendar_plain(self._document("directory").content)
        people = {clerk.id: clerk for clerk in directory_from_plain(plain).clerks}
        person = people.get(actor)
        if person is None or person.role not in roles or not person.active:
            raise DomainError(code)

    def _days(self) -> tuple[Document, OfficeDays]:
        if self._calendar is None:
            stored = self._document("calendar")
            self._calendar = stored, OfficeDays.from_plain(calendar_plain(stored.content))
        return self._calendar

    def _document(self, name: str) -> Document:
        stored = documents.newest(self._connection, self._office, name)
        if stored is None:
            raise DomainError("central.unknown_office", office=self._office)
        return stored


def read_office_notes(connection: Connection, office: str) -> Notes:
    """What the counters of an office noted; raises ``DomainError("catalogue.bad_document")``."""
    stored = documents.newest(connection, office, NOTES)
    return {} if stored is None else read_notes(calendar_plain(stored.content))


def end_notes(connection: Connection, office: str, procedures: Iterable[str], now: datetime) -> None:
    """Let the catalogue's word on ``procedures`` count again in place of counters' notes."""
    known = read_office_notes(connection, office)
    ended = {code for code in procedures if code in known and known[code].note != OfficeNote()}
    if ended:
        empty = StampedNote(OfficeNote(), stamp_of(instant_text(now), _CENTRE))
        plain = notes_to_plain({**known, **dict.fromkeys(ended, empty)})
        documents.publish(connection, office, NOTES, plain, now)


def _conflict(code: str, days: Iterable[date]) -> Verdict:
    listed = sorted(days)
    said = ", ".join(f"{day:%d/%m/%Y}" for day in listed[:3]) + ("…" if len(listed) > 3 else "")
    return Verdict(VerdictState.CONFLICT, code, {"days": said})
