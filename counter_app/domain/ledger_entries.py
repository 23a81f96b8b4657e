"""The kinds of entry about a book of the ledger: it was continued in a further one, it was closed.

Such an entry's subject is no dossier but the books of one series and year; every station and the central
system work the same subject out by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import ClassVar, Final, Self
from uuid import UUID, uuid5

from counter_app.domain.bodies import BodyReader, Nature
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, decode_body
from counter_app.domain.ledger_book import LedgerBook

_NAMESPACE: Final = UUID("6f2f4c0e-41b4-5f0a-9a53-0d0c8f1b7d26")


def ledger_subject(office: str, series: str, year: int) -> str:
    """The subject of what is recorded about the books of one series in one year; 32 hex digits."""
    return uuid5(_NAMESPACE, f"{office}\n{series}\n{year}").hex


@dataclass(frozen=True, slots=True)
class LedgerContinued:
    """A book was full inside the year: the lines go on in the next one (TT 01/2018 Đ10 k2c)."""

    KIND: ClassVar[str] = "ledger.continued"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    book: str
    """The label of the full book: ``03/2026``."""
    last_line: int
    next_book: str
    clerk_name: str

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return _plain(self)

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return cls(
            read.text("book"), read.number("last_line"), read.text("next_book"), read.text("clerk_name")
        )


@dataclass(frozen=True, slots=True)
class LedgerClosed:
    """A book was closed at the end of its year; nobody adds a line to it any more (TT 01/2018 Đ10 k2b).

    ``first`` and ``last`` are its lines, both 0 in an empty book; ``struck`` of ``count`` are cancelled.
    ``head_name`` is who signs and seals the record as head of the agency.
    """

    KIND: ClassVar[str] = "ledger.closed"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    book: str
    year: int
    first: int
    last: int
    count: int
    struck: int
    head_name: str
    clerk_name: str

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return _plain(self)

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return cls(
            book=read.text("book"),
            **{name: read.number(name) for name in ("year", "first", "last", "count", "struck")},
            head_name=read.text("head_name"),
            clerk_name=read.text("clerk_name"),
        )


LedgerEvent = LedgerContinued | LedgerClosed

LEDGER_KINDS: Final[Mapping[str, type[LedgerEvent]]] = {
    kind.KIND: kind for kind in (LedgerContinued, LedgerClosed)
}


def read_ledger_event(entry: Entry) -> LedgerEvent | None:
    """What ``entry`` says of a book; ``None`` for other kinds, newer versions, and what has no body.

    Raises ``DomainError("journal.body_unreadable")`` or ``("entry.bad_body")``.
    """
    kind = LEDGER_KINDS.get(entry.kind)
    if kind is None or entry.body is None or entry.kind_version > kind.VERSION:
        return None
    return kind.from_body(decode_body(entry.body))


@dataclass(frozen=True, slots=True)
class ClosedBook:
    """The record with which a book was closed, and the entry that holds it."""

    record: LedgerClosed
    entry: Entry


@dataclass(frozen=True, slots=True)
class SeriesState:
    """What was recorded about the books of one series and year.

    ``continued`` are the books after the first, in order, each with the last line of the one before;
    ``closed`` the closed ones by label.
    """

    continued: tuple[LedgerBook, ...] = ()
    closed: Mapping[str, ClosedBook] = field(default_factory=dict)

    def current(self, first: LedgerBook) -> LedgerBook:
        """The book to which lines are added: the newest one, or ``first``."""
        return self.continued[-1] if self.continued else first


def fold_series(entries: Iterable[Entry]) -> SeriesState:
    """The state that the entries of one subject make, in their order; what cannot be read is left out.

    A book is closed once: who closes it again adds nothing.
    """
    continued: list[LedgerBook] = []
    closed: dict[str, ClosedBook] = {}
    for entry in entries:
        try:
            event = read_ledger_event(entry)
        except DomainError:
            continue
        if isinstance(event, LedgerClosed):
            closed.setdefault(event.book, ClosedBook(event, entry))
        elif event is not None:
            book = LedgerBook.of_label(event.next_book)
            if book is not None:
                continued.append(LedgerBook(book.number, book.year, event.last_line))
    return SeriesState(tuple(continued), closed)


def _plain(event: LedgerEvent) -> dict[str, object]:
    return {one.name: getattr(event, one.name) for one in fields(event)}
