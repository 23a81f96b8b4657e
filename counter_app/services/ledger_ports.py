"""What the ledger needs: the lines of its books in a store, and papers and tables made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from counter_app.domain.dossier import Dossier
from counter_app.domain.form_content import FormContent


@dataclass(frozen=True, slots=True)
class LinePlace:
    """Where a line stands: ``position`` tells two dossiers apart that stand in the same line of a book."""

    line: int
    position: int


BEGINNING = LinePlace(-1, 0)
"""Before the first line of a book."""


@dataclass(frozen=True, slots=True)
class LineNumber:
    """A line of a book by its number only; a cancelled one is struck through."""

    line: int
    struck: bool


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A line of a book with its dossier."""

    place: LinePlace
    dossier: Dossier


class LedgerReads(Protocol):
    """The books of the ledger, as the dossiers that this station knows make them."""

    def ledger_books(self) -> Sequence[str]:
        """The labels of all books in which a dossier stands (``03/2026``)."""
        ...

    def ledger_numbers(self, book: str) -> Sequence[LineNumber]:
        """The numbers of a book's lines in order; one that two dossiers have stands twice."""
        ...

    def ledger_fields(self, book: str) -> Sequence[str]:
        """The fields of the procedures in a book, in the order of letters."""
        ...

    def ledger_lines(
        self, book: str, *, field: str = "", after: LinePlace = BEGINNING, limit: int = 100
    ) -> Sequence[StoredLine]:
        """A page of a book's lines in order; of one ``field`` if it is named."""
        ...


class LedgerPapers(Protocol):
    """Makes the ledger as a file. Each content is one book, as ``form_values.ledger`` makes it."""

    def pdf(self, book: FormContent) -> bytes:
        """Mẫu 06 of the form package that is valid now (A4 landscape)."""
        ...

    def xlsx(self, books: Sequence[FormContent]) -> bytes:
        """One workbook with a sheet for each book."""
        ...
