"""The ledger of the office (sổ theo dõi hồ sơ, Mẫu 06): a view over the books of its stations.

Nothing is kept twice: a book is the dossiers that stand in it, and what was recorded about it (continued in a
further book, closed) are entries of the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from counter_app.domain.dossier import Dossier
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Basis, EntryDraft, chain, encode_body
from counter_app.domain.ledger_book import LedgerBook, LineCheck, LineGap, check_lines
from counter_app.domain.ledger_entries import (
    ClosedBook,
    LedgerClosed,
    LedgerContinued,
    LedgerEvent,
    SeriesState,
    fold_series,
    ledger_subject,
)
from counter_app.domain.office import Clerk, Role, Station
from counter_app.domain.vietnamese import nfc
from counter_app.domain.work_calendar import vietnam_time
from counter_app.services.clock_check import check_clock
from counter_app.services.issuing import line_counter, own_book, series_state
from counter_app.services.ledger_ports import BEGINNING, LinePlace
from counter_app.services.office_context import OfficeContext, OfficeSource
from counter_app.services.pads import PadView, pad_views
from counter_app.services.ports import Clock
from counter_app.services.store_ports import Database, Reads, UnitOfWork

_MAY_CLOSE: Final = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_WHOLE_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class BookView:
    """A book as this station knows it; ``book.last_line`` is its last known line.

    ``own``: it is this counter's own, so that a missing line is missing; a missing line of another counter's
    book has not arrived here yet. ``counter`` is how people call the counter. ``after`` is the last line of
    the book before, inside the year; ``first`` is 0 in an empty book. ``pad`` is the paper pad that the book
    is: its missing lines are still to be entered, and lines declared void count as struck.
    """

    book: LedgerBook
    own: bool
    counter: str = ""
    after: int = 0
    first: int = 0
    count: int = 0
    struck: int = 0
    check: LineCheck = field(default_factory=LineCheck)
    closed: ClosedBook | None = None
    pad: PadView | None = None

    @property
    def label(self) -> str:
        """``03/2026``."""
        return self.book.label

    @property
    def missing(self) -> int:
        """How many lines are not there."""
        return sum(gap.count for gap in self.check.gaps)


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a book. ``double``: another dossier stands in the same line."""

    view: BookView
    place: LinePlace
    dossier: Dossier
    double: bool = False


@dataclass(frozen=True, slots=True)
class GapRow:
    """Lines of a book in which no dossier stands, in the place where one would.

    ``void``: why sheets of a paper pad were declared void; empty if the lines are missing.
    """

    view: BookView
    gap: LineGap
    void: str = ""

    @property
    def unused(self) -> bool:
        """Whether these are the last sheets of a pad, which may be blank still."""
        pad = self.view.pad
        return pad is not None and not self.void and self.gap.first >= pad.pad.behind_use(pad.entered)


LedgerRow = LineRow | GapRow


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """Which lines: of a year, all its books or one (``book`` is its label), all fields or one."""

    year: int
    book: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class PageEnd:
    """Where a page ended; the next one goes on behind it."""

    book: str
    place: LinePlace


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Some rows in order; ``end`` is ``None`` when nothing follows."""

    rows: tuple[LedgerRow, ...]
    end: PageEnd | None = None


class Ledger:
    """The books of the office, as far as this station knows them."""

    def __init__(
        self,
        database: Database,
        office: OfficeSource,
        clock: Clock,
        on_recorded: Callable[[str], None] = lambda _subject: None,
    ) -> None:
        self._database, self._office, self._clock = database, office, clock
        self._on_recorded = on_recorded

    def years(self) -> Sequence[int]:
        """The years of which there are lines, and the present one; newest first."""
        with self._database.read() as reads:
            years = {book.year for book in _known_books(reads)}
        return sorted(years | {self._today_year()}, reverse=True)

    def books(self, year: int) -> Sequence[BookView]:
        """The books of a year in order, the station's own among them also while it is empty."""
        with self._database.read() as reads:
            return self._books(reads, year)

    def fields(self, query: LedgerQuery) -> Sequence[str]:
        """The fields of the procedures in these books."""
        with self._database.read() as reads:
            books = [query.book] if query.book else [view.label for view in self._books(reads, query.year)]
            return sorted({name for book in books for name in reads.ledger_fields(book)})

    def page(self, query: LedgerQuery, after: PageEnd | None = None, *, limit: int = 100) -> LedgerPage:
        """Some lines in order, book after book; missing ones stand as gaps where all fields are shown."""
        with self._database.read() as reads:
            views = [view for view in self._books(reads, query.year) if query.book in ("", view.label)]
            return _page(reads, views, query.field, after, limit)

    def lines(self, view: BookView, field: str = "") -> Iterator[LedgerRow]:
        """All lines of one book in order, read page by page; each page sees the last commit."""
        query = LedgerQuery(view.book.year, view.label, field)
        end: PageEnd | None = None
        while True:
            page = self.page(query, end, limit=_WHOLE_PAGE)
            yield from page.rows
            end = page.end
            if end is None:
                return

    def to_close(self, year: int) -> Sequence[BookView]:
        """The station's own books of a year that are still open."""
        return [view for view in self.books(year) if view.own and view.closed is None]

    def close(self, year: int, clerk: Clerk, head_name: str) -> Sequence[LedgerClosed]:
        """Close the station's own books of a year that is over; returns the closing records.

        The head of the agency signs and seals what is printed of them (TT 01/2018 Đ10 k2b). Raises
        ``DomainError``: ``ledger.not_allowed``, ``ledger.year_not_over``, ``ledger.already_closed``,
        ``ledger.head_missing``, ``ledger.pad_open`` (a sheet is neither entered nor void), ``clock.*``,
        ``storage.*``.
        """
        _needs_right(clerk)
        head = nfc(" ".join(head_name.split()))
        if not head:
            raise DomainError("ledger.head_missing")
        if year >= self._today_year():
            raise DomainError("ledger.year_not_over", year=year)
        views = self.to_close(year)
        if not views:
            raise DomainError("ledger.already_closed", year=year)
        for view in views:
            if view.pad is not None and view.missing:
                raise DomainError("ledger.pad_open", book=view.label, count=view.missing)
        records = [_closing(view, head, clerk) for view in views]
        with self._database.begin() as work:
            for view, record in zip(views, records, strict=True):
                self._record(work, clerk, view.book, record)
        self._on_recorded("")
        return records

    def continue_book(self, clerk: Clerk) -> LedgerBook:
        """Go on in a further book of this year, when the present one is full; the lines run on.

        Raises ``DomainError``: ``ledger.not_allowed``, ``ledger.book_empty``, ``ledger.year_closed``,
        ``clock.*``, ``storage.*``.
        """
        _needs_right(clerk)
        with self._database.begin() as work:
            context = self._context(work.journal.head().incarnation)
            first = own_book(context.station, self._today_year())
            state = series_state(work, context, first)
            book = replace(state.current(first), last_line=work.counters.value(line_counter(first)))
            if book.label in state.closed:
                raise DomainError("ledger.year_closed", year=book.year)
            if book.last_line == state.current(first).last_line:
                raise DomainError("ledger.book_empty", book=book.label)
            following = book.next_volume()
            event = LedgerContinued(book.label, book.last_line, following.label, clerk.name)
            self._record(work, clerk, book, event)
        self._on_recorded("")
        return following

    # --- inside --------------------------------------------------------------------------------

    def _record(self, work: UnitOfWork, clerk: Clerk, book: LedgerBook, event: LedgerEvent) -> None:
        now, context = self._clock.now(), self._office.current()
        check_clock(work, now)
        office = context.directory.office.id
        draft = EntryDraft(
            kind=event.KIND,
            kind_version=event.VERSION,
            subject=ledger_subject(office, book.series, book.year),
            audience=(office,),
            actor=clerk.id,
            occurred_at=now,
            basis=Basis.COUNTER,
            body=encode_body(event.to_body()),
        )
        work.journal.append(chain(work.journal.head(), draft, now, context.clock_offset_ms))

    def _books(self, reads: Reads, year: int) -> list[BookView]:
        context = self._office.current()
        known = {book.label: book for book in _known_books(reads) if book.year == year}
        if year == self._today_year():
            mine = own_book(context.station, year)
            known.setdefault(mine.label, mine)
        pads = {pad.label: pad for pad in pad_views(reads, context, year)}
        for pad in pads.values():
            known.setdefault(pad.label, pad.pad.book)
        for book in list(known.values()):
            for further in _state(reads, context, book).continued:
                known.setdefault(further.label, further)
        views: list[BookView] = []
        for book in sorted(known.values(), key=lambda one: one.order):
            if book.label in pads:
                views.append(_pad_view(reads, context, book, pads[book.label]))
                continue
            before = views[-1] if views and views[-1].book.series == book.series else None
            views.append(_view(reads, context, book, 0 if before is None else before.book.last_line))
        return views

    def _context(self, incarnation: int) -> OfficeContext:
        return self._office.current().of_incarnation(incarnation)

    def _today_year(self) -> int:
        return vietnam_time(self._clock.now()).year


def _known_books(reads: Reads) -> list[LedgerBook]:
    books = (LedgerBook.of_label(label) for label in reads.ledger_books())
    return [book for book in books if book is not None]


def _state(reads: Reads, context: OfficeContext, book: LedgerBook) -> SeriesState:
    subject = ledger_subject(context.directory.office.id, book.series, book.year)
    return fold_series(recorded.entry for recorded in reads.timeline(subject))


def _is_own(book: LedgerBook, station: Station) -> bool:
    """Whether a book is this counter's, also of an earlier self, or a pad that was issued here."""
    return book.series.removeprefix("G").partition(".")[0] == station.number


def _view(reads: Reads, context: OfficeContext, book: LedgerBook, after: int) -> BookView:
    numbers = reads.ledger_numbers(book.label)
    closed = _state(reads, context, book).closed.get(book.label)
    lines = [number.line for number in numbers]
    last = lines[-1] if lines else after
    check = check_lines(lines, after)
    if closed is not None and closed.record.last > last:
        check = replace(check, gaps=(*check.gaps, LineGap(last + 1, closed.record.last)))
    first_lines = reads.ledger_lines(book.label, limit=1)
    own = _is_own(book, context.station)
    counter = first_lines[0].dossier.counter if first_lines else context.station.name if own else ""
    return BookView(
        book=replace(book, last_line=last),
        own=own,
        counter=counter,
        after=after,
        first=lines[0] if lines else 0,
        count=len(lines),
        struck=sum(number.struck for number in numbers),
        check=check,
        closed=closed,
    )


def _pad_view(reads: Reads, context: OfficeContext, book: LedgerBook, pad: PadView) -> BookView:
    numbers = reads.ledger_numbers(book.label)
    stand = sorted([*(number.line for number in numbers), *pad.pad.void])
    return BookView(
        book=replace(book, last_line=max(pad.pad.issued.last, *stand, 0)),
        own=_is_own(book, context.station),
        counter=pad.pad.issued.holder,
        after=pad.pad.issued.first - 1,
        first=stand[0] if stand else 0,
        count=len(stand),
        struck=sum(number.struck for number in numbers) + len(pad.pad.void),
        check=replace(check_lines(stand), gaps=pad.pad.gaps(pad.entered)),
        closed=_state(reads, context, book).closed.get(book.label),
        pad=pad,
    )


def _page(
    reads: Reads, views: Sequence[BookView], field: str, after: PageEnd | None, limit: int
) -> LedgerPage:
    labels = [view.label for view in views]
    start = labels.index(after.book) if after is not None and after.book in labels else 0
    rows: list[LedgerRow] = []
    found = 0
    for view in views[start:]:
        begin = after.place if after is not None and view.label == after.book else BEGINNING
        stored = reads.ledger_lines(view.label, field=field, after=begin, limit=limit - found + 1)
        wanted, more = stored[: limit - found], len(stored) > limit - found
        lines = [
            LineRow(view, one.place, one.dossier, one.place.line in view.check.doubles) for one in wanted
        ]
        rows += lines if field else _with_gaps(view, lines, begin, whole=not more)
        found += len(lines)
        if more:
            place = wanted[-1].place if wanted else begin
            return LedgerPage(tuple(rows), PageEnd(view.label, place))
    return LedgerPage(tuple(rows))


def _with_gaps(
    view: BookView, lines: Sequence[LineRow], begin: LinePlace, *, whole: bool
) -> Iterator[LedgerRow]:
    """The lines with what is missing before and between them, and behind them at the end of the book."""
    gaps = [row for row in _without_dossier(view) if row.gap.first > begin.line]
    for line in lines:
        while gaps and gaps[0].gap.last < line.place.line:
            yield gaps.pop(0)
        yield line
    if whole:
        yield from gaps


def _without_dossier(view: BookView) -> list[GapRow]:
    """The lines in which no dossier stands, in order: missing ones, and void ones of a pad."""
    rows = [GapRow(view, gap) for gap in view.check.gaps]
    if view.pad is not None:
        rows += [GapRow(view, gap, reason) for gap, reason in view.pad.pad.void_runs()]
    return sorted(rows, key=lambda row: row.gap.first)


def _closing(view: BookView, head_name: str, clerk: Clerk) -> LedgerClosed:
    return LedgerClosed(
        book=view.label,
        year=view.book.year,
        first=view.first,
        last=view.book.last_line if view.count else 0,
        count=view.count,
        struck=view.struck,
        head_name=head_name,
        clerk_name=clerk.name,
    )


def _needs_right(clerk: Clerk) -> None:
    if clerk.role not in _MAY_CLOSE or not clerk.active:
        raise DomainError("ledger.not_allowed")
