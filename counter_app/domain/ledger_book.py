"""The lines of a ledger book (sổ theo dõi hồ sơ): gapless through the year (TT 01/2018 Đ10 k2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from counter_app.domain.errors import DomainError


@dataclass(frozen=True, slots=True)
class LedgerBook:
    """The book (quyển) of one station or one paper pad in one year; ``number`` is two digits.

    ``last_line`` is 0 in a new book. A further book inside a year goes on with the lines of the one before.
    """

    number: str
    year: int
    last_line: int = 0

    @property
    def label(self) -> str:
        """What stands after "Quyển": ``03/2026``."""
        return f"{self.number}/{self.year}"

    def on(self, day: date) -> LedgerBook:
        """The book for ``day``: this one, or a new one that starts at line 1 in a new year.

        Raises ``DomainError("ledger.year_closed")`` for a day before this book's year: the line belongs
        to that year's book.
        """
        if day.year < self.year:
            raise DomainError("ledger.year_closed", year=day.year)
        return self if day.year == self.year else LedgerBook(self.number, day.year)

    def with_next_line(self) -> LedgerBook:
        """The book after one more line, which is its ``last_line``."""
        return LedgerBook(self.number, self.year, self.last_line + 1)

    def continued_as(self, number: str) -> LedgerBook:
        """The next book of the same year, when this one is full: the lines go on."""
        return LedgerBook(number, self.year, self.last_line)
