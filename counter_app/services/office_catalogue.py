"""What an office itself keeps of its catalogue at a station: notes, and procedures from a file.

Where there is a central system its catalogue comes with the feed and files are taken in there; notes that
were written here go there as a file (``notes_file``) and come to every counter with the catalogue.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk, Role
from counter_app.domain.procedures import Catalogue, parse_catalogue
from counter_app.services.catalogue_import import CatalogueImport, published_version, read_catalogue_file
from counter_app.services.office_context import CATALOGUE, OWN_CATALOGUE, OfficeContext, OfficeSource
from counter_app.services.office_directory import plain_document
from counter_app.services.office_notes import OWN_NOTES, Notes, notes_to_plain, read_notes, tidy_note
from counter_app.services.store_ports import Database

_WRITERS: Final = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_BAD: Final = DomainError("catalogue.bad_document", field="")


class OfficeCatalogue:
    """Keeps notes and, without a centre's catalogue, procedures; each change is one transaction."""

    def __init__(self, office: OfficeSource, database: Database) -> None:
        self._office = office
        self._database = database

    def comes_from_centre(self) -> bool:
        """Whether the central system sent a catalogue, so that files are taken in there."""
        return self._document(CATALOGUE) is not None

    def notes(self) -> Notes:
        """The notes that were written here; raises ``DomainError("catalogue.bad_document")``."""
        return _notes(self._document(OWN_NOTES))

    def write_note(self, clerk: Clerk, code: str, note: str, keywords: tuple[str, ...]) -> OfficeContext:
        """Keep note and keywords of a procedure; both empty takes back what was written here.

        Returns the office as it is now. Raises ``DomainError``: ``catalogue.not_allowed`` (clerks only read),
        ``reception.unknown_procedure``, ``catalogue.bad_note``, ``catalogue.bad_keyword``, ``storage.*``.
        """
        if clerk.role not in _WRITERS or not clerk.active:
            raise DomainError("catalogue.not_allowed")
        if code not in self._office.current().catalogue.by_code:
            raise DomainError("reception.unknown_procedure", procedure=code)
        written = tidy_note(note, keywords)
        with self._database.begin() as work:
            stored = work.documents.get(OWN_NOTES)
            others = {known: one for known, one in _notes(stored).items() if known != code}
            notes = {**others, code: written} if written.note or written.keywords else others
            data = json.dumps(notes_to_plain(notes), ensure_ascii=False).encode()
            work.documents.put(OWN_NOTES, 1 if stored is None else stored[0] + 1, data)
        return self._office.refresh()

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


def _notes(stored: tuple[int, bytes] | None) -> Notes:
    return {} if stored is None else read_notes(plain_document(stored[1], _BAD))
