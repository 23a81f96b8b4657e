"""The lines of a ledger book (sổ theo dõi hồ sơ): gapless through the year (TT 01/2018 Đ10 k2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from counter_app.domain.errors import DomainError

_LABEL: Final = re.compile(r"(?P<number>[^/]+)/(?P<year>\d{4})")
_NUMBER: Final = re.compile(r"(?P<series>.+?)(?:-(?P<volume>[1-9]\d*))?")


@dataclass(frozen=True, slots=True)
class LedgerBook:
    """The book (quyển) of one station or one paper pad in one year.

    ``number`` is two digits, for a further incarnation of a station ``03.2``, for the second book inside a
    year ``03-2``. ``last_line`` is 0 in a new book. A further book inside a year goes on with the lines of
    the one before.
    """

    number: str
    year: int
    last_line: int = 0

    @property
    def label(self) -> str:
        """What stands after "Quyển": ``03/2026``."""
        return f"{self.number}/{self.year}"

    @classmethod
    def of_label(cls, label: str) -> LedgerBook | None:
        """The book of such a label; ``None`` for what is none."""
        found = _LABEL.fullmatch(label)
        return None if found is None else cls(found["number"], int(found["year"]))

    @property
    def series(self) -> str:
        """What the books have in common through which the lines of one year run: ``03`` of ``03-2``."""
        return self._parts()[0]

    @property
    def volume(self) -> int:
        """The how manieth book of its series and year this is, from 1."""
        return self._parts()[1]

    @property
    def order(self) -> tuple[int, str, int]:
        """What books are sorted by."""
        return (self.year, self.series, self.volume)

    def on(self, day: date) -> LedgerBook:
        """The book for ``day``: this one, or a new one that starts at line 1 in a new year.

        Raises ``DomainError("ledger.year_closed")`` for a day before this book's year: the line belongs
        to that year's book.
        """
        if day.year < self.year:
            raise DomainError("ledger.year_closed", year=day.year)
        return self if day.year == self.year else LedgerBook(self.series, day.year)

    def with_next_line(self) -> LedgerBook:
        """The book after one more line, which is its ``last_line``."""
        return LedgerBook(self.number, self.year, self.last_line + 1)

    def continued_as(self, number: str) -> LedgerBook:
        """The next book of the same year, when this one is full: the lines go on."""
        return LedgerBook(number, self.year, self.last_line)

    def next_volume(self) -> LedgerBook:
        """The next book of the same year under its usual number: after ``03`` comes ``03-2``."""
        return self.continued_as(f"{self.series}-{self.volume + 1}")

    def _parts(self) -> tuple[str, int]:
        found = _NUMBER.fullmatch(self.number)
        if found is None:
            return self.number, 1
        return found["series"], int(found["volume"] or 1)


@dataclass(frozen=True, slots=True)
class LineGap:
    """Lines that a book should have and that are not there, from ``first`` to ``last``."""

    first: int
    last: int

    @property
    def count(self) -> int:
        """How many lines that are."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class LineCheck:
    """What is wrong with the lines of a book: those that are missing, and numbers that stand twice."""

    gaps: tuple[LineGap, ...] = ()
    doubles: tuple[int, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the lines run on, each once."""
        return not self.gaps and not self.doubles


def check_lines(lines: Iterable[int], after: int = 0) -> LineCheck:
    """Look through the numbers of a book, in rising order; ``after`` is the last line of the book before.

    What may be missing behind the last line, nobody can see from the lines.
    """
    gaps: list[LineGap] = []
    doubles: dict[int, None] = {}
    last = after
    for line in lines:
        if line <= last:
            doubles[line] = None
            continue
        if line > last + 1:
            gaps.append(LineGap(last + 1, line - 1))
        last = line
    return LineCheck(tuple(gaps), tuple(doubles))
