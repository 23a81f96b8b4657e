"""What an office adds to its procedures: a note for its clerks, and words by which they look for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.office_changes import NoteWritten, stamp_of
from counter_app.domain.plain_reader import PlainReader
from counter_app.domain.procedures import Catalogue, Procedure
from counter_app.domain.vietnamese import nfc

NOTES: Final = "notes"
"""The office's document at the central system: what its counters noted, which all of them get."""
LONGEST_NOTE: Final = 500
LONGEST_KEYWORD: Final = 40
MOST_KEYWORDS: Final = 10


@dataclass(frozen=True, slots=True)
class OfficeNote:
    """Note and keywords of one procedure."""

    note: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StampedNote:
    """A note with the stamp of the change that wrote it; an empty note was taken back."""

    note: OfficeNote
    stamp: str


Notes = Mapping[str, StampedNote]
"""By the procedure's code."""


def tidy_note(note: str, keywords: Iterable[str]) -> OfficeNote:
    """As it is kept: composed, one line, no keyword twice.

    Raises ``DomainError``: ``catalogue.bad_note`` or ``catalogue.bad_keyword``.
    """
    text = " ".join(nfc(note).split())
    if len(text) > LONGEST_NOTE or _has_controls(text):
        raise DomainError("catalogue.bad_note", limit=LONGEST_NOTE)
    words = tuple(dict.fromkeys(word for one in keywords if (word := " ".join(nfc(one).split()))))
    if len(words) > MOST_KEYWORDS or any(len(one) > LONGEST_KEYWORD or _has_controls(one) for one in words):
        raise DomainError("catalogue.bad_keyword", limit=LONGEST_KEYWORD, most=MOST_KEYWORDS)
    return OfficeNote(text, words)


def read_notes(plain: Mapping[str, object]) -> Notes:
    """Read the document; raises ``DomainError("catalogue.bad_document")``."""
    document = PlainReader(plain, lambda field: DomainError("catalogue.bad_document", field=field))
    return {
        row.text("code"): StampedNote(
            OfficeNote(row.text("note", ""), row.texts("keywords")), row.text("stamp")
        )
        for row in document.parts("notes")
    }


def notes_to_plain(notes: Notes) -> dict[str, object]:
    """The document, as ``read_notes`` reads it."""
    rows = [
        {
            "code": code,
            "note": notes[code].note.note,
            "keywords": list(notes[code].note.keywords),
            "stamp": notes[code].stamp,
        }
        for code in sorted(notes)
    ]
    return {"kind": NOTES, "notes": rows}


def with_change(notes: Notes, change: NoteWritten, station: str) -> Notes:
    """The notes with a counter's change, if it is later than what is known of its procedure."""
    stamp, known = stamp_of(change.at, station), notes.get(change.procedure)
    if known is not None and known.stamp >= stamp:
        return notes
    return {**notes, change.procedure: StampedNote(OfficeNote(change.note, change.keywords), stamp)}


def met(notes: Notes, change: NoteWritten, station: str) -> bool:
    """Whether another counter wrote otherwise of the same procedure, without either knowing of the other."""
    known = notes.get(change.procedure)
    if known is None or known.stamp in (change.seen, stamp_of(change.at, station)):
        return False
    other = known.stamp.partition(" ")[2]
    return other != station and known.note != OfficeNote(change.note, change.keywords)


def with_notes(catalogue: Catalogue, notes: Notes) -> Catalogue:
    """The catalogue with the counters' notes in place of what came with it."""
    written = {code: one.note for code, one in notes.items() if one.note != OfficeNote()}
    if not written:
        return catalogue
    return replace(
        catalogue, procedures=tuple(_noted(one, written.get(one.code)) for one in catalogue.procedures)
    )


def _noted(procedure: Procedure, note: OfficeNote | None) -> Procedure:
    if note is None:
        return procedure
    return replace(procedure, office_note=note.note, keywords=note.keywords)


def _has_controls(text: str) -> bool:
    return any(unicodedata.category(letter).startswith("C") for letter in text)
