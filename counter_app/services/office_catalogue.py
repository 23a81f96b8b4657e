"""What an office itself keeps of its catalogue at a station: notes, and procedures from a file.

Where there is a central system its catalogue comes with the feed and files are taken in there. A note counts
here at once and goes to the other counters through the central system; of two notes on a procedure the later
counts.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk, Role
from counter_app.domain.office_changes import NoteWritten, next_instant, notes_subject
from counter_app.domain.procedures import Catalogue, parse_catalogue
from counter_app.services.catalogue_import import CatalogueImport, published_version, read_catalogue_file
from counter_app.services.office_context import CATALOGUE, OWN_CATALOGUE, OfficeContext, OfficeSource
from counter_app.services.office_directory import plain_document
from counter_app.services.office_history import note_changes, notes_with
from counter_app.services.office_notes import NOTES, Notes, OfficeNote, read_notes, tidy_note
from counter_app.services.office_recording import record_for_office
from counter_app.services.ports import Clock
from counter_app.services.store_ports import Database, Reads

_WRITERS: Final = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_BAD: Final = DomainError("catalogue.bad_document", field="")


class OfficeCatalogue:
    """Keeps notes and, without a centre's catalogue, procedures; each change is one transaction."""

    def __init__(
        self,
        office: OfficeSource,
        database: Database,
        clock: Clock,
        on_recorded: Callable[[str], None] = lambda _subject: None,
    ) -> None:
        self._office, self._clock, self._on_recorded = office, clock, on_recorded
        self._database = database

    def comes_from_centre(self) -> bool:
        """Whether the central system sent a catalogue, so that files are taken in there."""
        return self._document(CATALOGUE) is not None

    def notes(self) -> Mapping[str, OfficeNote]:
        """What the counters of the office noted, by procedure; raises ``catalogue.bad_document``."""
        with self._database.read() as reads:
            return {code: one.note for code, one in self._notes(reads).items() if one.note != OfficeNote()}

    def write_note(self, clerk: Clerk, code: str, note: str, keywords: tuple[str, ...]) -> OfficeContext:
        """Keep note and keywords of a procedure; both empty takes back what the counters wrote.

        Returns the office as it is now. Raises ``DomainError``: ``catalogue.not_allowed`` (clerks only read),
        ``reception.unknown_procedure``, ``catalogue.bad_note``, ``catalogue.bad_keyword``, ``clock.*``,
        ``storage.*``.
        """
        if clerk.role not in _WRITERS or not clerk.active:
            raise DomainError("catalogue.not_allowed")
        if code not in self._office.current().catalogue.by_code:
            raise DomainError("reception.unknown_procedure", procedure=code)
        written = tidy_note(note, keywords)
        with self._database.read() as reads:
            before = self._notes(reads).get(code)
        seen = before.stamp if before is not None else ""
        if written == (before.note if before is not None else OfficeNote()):
            return self._office.current()
        now, context = self._clock.now(), self._office.current()
        change = NoteWritten(
            next_instant(now, {code: seen}), clerk.name, code, written.note, written.keywords, seen
        )
        with self._database.begin() as work:
            record_for_office(work, context, clerk, now, notes_subject(context.directory.office.id), change)
        fresh = self._office.refresh()
        self._on_recorded("")
        return fresh

    def notes_file(self) -> bytes:
        """All notes of the catalogue in use as CSV (UTF-8 with BOM), as ``import-catalogue`` takes it in."""
        text = io.StringIO(newline="")
        rows = csv.writer(text, delimiter=";")
        rows.writerow(["Mã thủ tục", "Ghi chú của cơ quan", "Từ khóa"])
        for procedure in self._office.current().catalogue.procedures:
            if procedure.office_note or procedure.keywords:
                rows.writerow([procedure.code, procedure.office_note, ", ".join(procedure.keywords)])
        return text.getvalue().encode("utf-8-sig")

    def read_file(self, data: bytes, *, whole: bool = False) -> CatalogueImport:
        """What a file would change; nothing is stored. Raises ``DomainError("catalogue.*")``."""
        known = self._office.current().catalogue
        return read_catalogue_file(data, self._own(known), known, whole=whole)

    def store(self, clerk: Clerk, found: CatalogueImport, on: date) -> OfficeContext:
        """Put a file's procedures in force from the day ``on``; returns the office as it is now.

        Raises ``DomainError``: ``catalogue.not_allowed``, ``.from_centre``, ``.nothing_accepted``,
        ``.nothing_changed`` or ``storage.*``; the catalogue stays as it was then.
        """
        if clerk.role is not Role.ADMINISTRATOR or not clerk.active:
            raise DomainError("catalogue.not_allowed")
        with self._database.begin() as work:
            if work.documents.get(CATALOGUE) is not None:
                raise DomainError("catalogue.from_centre")
            stored = work.documents.get(OWN_CATALOGUE)
            count = 1 if stored is None else stored[0] + 1
            document = published_version(found, count, on).to_dict()
            work.documents.put(OWN_CATALOGUE, count, json.dumps(document, ensure_ascii=False).encode())
        return self._office.refresh()

    def _own(self, known: Catalogue) -> Catalogue:
        """What the office's own document has, or what stands in for it: procedures known in full."""
        stored = self._document(CATALOGUE) or self._document(OWN_CATALOGUE)
        if stored is not None:
            return parse_catalogue(plain_document(stored[1], _BAD))
        version = known.version.partition("+")[0]
        return replace(
            known, version=version, procedures=tuple(one for one in known.procedures if one.detailed)
        )

    def _document(self, name: str) -> tuple[int, bytes] | None:
        with self._database.read() as reads:
            return reads.document(name)

    def _notes(self, reads: Reads) -> Notes:
        stored = reads.document(NOTES)
        notes: Notes = {} if stored is None else read_notes(plain_document(stored[1], _BAD))
        return notes_with(notes, note_changes(reads, self._office.directory().office.id))
