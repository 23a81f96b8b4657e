"""Paper pads (tập sổ in sẵn): numbered blank sheets on which is written while nothing else works.

A pad is a book of its own (decisions 14 and 16). Its sheets are numbered before anybody writes, so that
neither gap nor double can come of them: each line ends as a dossier, as void with a reason, or is still to be
entered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Final, Self
from uuid import UUID, uuid5

from counter_app.domain.bodies import BodyReader, Nature
from counter_app.domain.dossier_codes import sheet_code
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, decode_body, instant_text, parse_instant
from counter_app.domain.ledger_book import LedgerBook, LineGap
from counter_app.domain.work_calendar import vietnam_time

MOST_SHEETS: Final = 500
"""As many as a pad may have: what is bound and carried."""
_NAMESPACE: Final = UUID("b3c3c2a0-5d0f-5f8e-9d55-3a7f1c0b6e14")


def pads_subject(office: str, year: int) -> str:
    """The subject of what is recorded about an office's pads of one year; 32 hex digits."""
    return uuid5(_NAMESPACE, f"{office}\npads\n{year}").hex


def pad_series(station_series: str, number: int) -> str:
    """``G03.1``: the first pad of station 03 in a year; no station's own book begins with a letter."""
    return f"G{station_series}.{number}"


def is_pad(book: LedgerBook) -> bool:
    """Whether a book is a pad, known by its series alone."""
    return book.series.startswith("G")


@dataclass(frozen=True, slots=True)
class PadIssued:
    """A pad was given out: its sheets are numbered ``first`` to ``last`` (QĐ 24/2024 Phú Thọ Đ23 k8).

    ``agency`` is written as it stands in the sheets' codes; ``holder`` is who keeps the pad.
    """

    KIND: ClassVar[str] = "pad.issued"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    office: str
    agency: str
    series: str
    year: int
    first: int
    last: int
    holder: str
    clerk_name: str

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "office": self.office,
            "agency": self.agency,
            "series": self.series,
            "year": self.year,
            "first": self.first,
            "last": self.last,
            "holder": self.holder,
            "clerk_name": self.clerk_name,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``; raises ``DomainError("entry.bad_body")``."""
        read = BodyReader(cls.KIND, body)
        return cls(
            office=read.text("office"),
            agency=read.text("agency"),
            series=read.text("series"),
            year=read.number("year"),
            first=read.number("first"),
            last=read.number("last"),
            holder=read.text("holder"),
            clerk_name=read.text("clerk_name"),
        )


@dataclass(frozen=True, slots=True)
class SheetsVoided:
    """Sheets were spoilt, lost or never used: their lines stay, struck through, with the reason."""

    KIND: ClassVar[str] = "pad.voided"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    series: str
    year: int
    first: int
    last: int
    reason: str
    clerk_name: str

    @property
    def lines(self) -> range:
        """The lines that are void."""
        return range(self.first, self.last + 1)

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "series": self.series,
            "year": self.year,
            "first": self.first,
            "last": self.last,
            "reason": self.reason,
            "clerk_name": self.clerk_name,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``; raises ``DomainError("entry.bad_body")``."""
        read = BodyReader(cls.KIND, body)
        return cls(
            series=read.text("series"),
            year=read.number("year"),
            first=read.number("first"),
            last=read.number("last"),
            reason=read.text("reason"),
            clerk_name=read.text("clerk_name"),
        )


PadEvent = PadIssued | SheetsVoided

PAD_KINDS: Final[Mapping[str, type[PadEvent]]] = {kind.KIND: kind for kind in (PadIssued, SheetsVoided)}


def read_pad_event(entry: Entry) -> PadEvent | None:
    """What ``entry`` says of a pad; ``None`` for other kinds, newer versions, and what has no body.

    Raises ``DomainError("journal.body_unreadable")`` or ``("entry.bad_body")``.
    """
    kind = PAD_KINDS.get(entry.kind)
    if kind is None or entry.body is None or entry.kind_version > kind.VERSION:
        return None
    return kind.from_body(decode_body(entry.body))


@dataclass(frozen=True, slots=True)
class Pad:
    """A pad and what was declared void of it; ``void`` tells each void line's reason."""

    issued: PadIssued
    issued_at: datetime
    void: Mapping[int, str] = field(default_factory=dict)

    @property
    def book(self) -> LedgerBook:
        """The book that it is, without its lines."""
        return LedgerBook(self.issued.series, self.issued.year)

    @property
    def label(self) -> str:
        """``G03.1/2026``."""
        return self.book.label

    @property
    def lines(self) -> range:
        """The numbers of its sheets."""
        return range(self.issued.first, self.issued.last + 1)

    def code(self, line: int) -> str:
        """The provisional code that is printed on a sheet; raises ``DomainError("pad.no_such_line")``."""
        if line not in self.lines:
            raise DomainError(
                "pad.no_such_line", line=line, book=self.label, first=self.lines[0], last=self.lines[-1]
            )
        return sheet_code(self.issued.agency, self.issued.series, self.issued.year, line)

    def missing(self, entered: Collection[int]) -> list[int]:
        """The lines that are neither entered nor void, in order."""
        return [line for line in self.lines if line not in entered and line not in self.void]

    def gaps(self, entered: Collection[int]) -> tuple[LineGap, ...]:
        """``missing`` as runs, in order."""
        return _runs(self.missing(entered))

    def void_runs(self) -> tuple[tuple[LineGap, str], ...]:
        """The void lines in order, joined where they stand side by side for one reason."""
        runs: list[tuple[LineGap, str]] = []
        for line in sorted(self.void):
            reason = self.void[line]
            if runs and runs[-1][0].last == line - 1 and runs[-1][1] == reason:
                runs[-1] = (LineGap(runs[-1][0].first, line), reason)
            else:
                runs.append((LineGap(line, line), reason))
        return tuple(runs)

    def behind_use(self, entered: Collection[int]) -> int:
        """The line behind the last one that is entered or void: from here on sheets may be unused."""
        return max((*entered, *self.void), default=self.lines[0] - 1) + 1


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """The sheet from which a dossier is entered: enough of its pad to judge what was written on it.

    ``clerk_name`` is who received on paper, empty if it is who enters. ``after`` and ``before`` are when the
    nearest entered lines on either side were received.
    """

    book: str
    line: int
    issued_at: datetime
    clerk_name: str = ""
    after: datetime | None = None
    before: datetime | None = None

    @property
    def year(self) -> int:
        """The year of the pad."""
        book = LedgerBook.of_label(self.book)
        return 0 if book is None else book.year

    def fault(self, received_at: datetime | None) -> str:
        """Why this cannot be the time of receipt: ``paper_time_missing``, ``paper_before_issue``,
        ``paper_other_year``; empty if it can."""
        if received_at is None:
            return "paper_time_missing"
        # On paper stand minutes: a sheet used in the minute in which the pad was issued is not too early.
        if received_at < self.issued_at.replace(second=0, microsecond=0):
            return "paper_before_issue"
        return "" if vietnam_time(received_at).year == self.year else "paper_other_year"

    def in_order(self, received_at: datetime) -> bool:
        """Whether a time fits between the lines around: sheets are used one after the other."""
        after, before = self.after, self.before
        return (after is None or after <= received_at) and (before is None or received_at <= before)

    def to_plain(self) -> dict[str, object]:
        """Plain data, for a draft."""
        times = {"issued_at": self.issued_at, "after": self.after, "before": self.before}
        return {
            "book": self.book,
            "line": self.line,
            "clerk_name": self.clerk_name,
            **{name: None if at is None else instant_text(at) for name, at in times.items()},
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Self:
        """The reverse of ``to_plain``; raises ``DomainError`` or what ``MISFITS`` names."""
        after, before = plain["after"], plain["before"]
        return cls(
            str(plain["book"]),
            int(str(plain["line"])),
            parse_instant(str(plain["issued_at"])),
            str(plain["clerk_name"]),
            None if after is None else parse_instant(str(after)),
            None if before is None else parse_instant(str(before)),
        )


def fold_pads(entries: Iterable[Entry]) -> dict[str, Pad]:
    """The pads that the entries of one subject make, by label; what cannot be read is left out.

    The first word counts of two on the same pad or line. In whatever order they came, lines that were
    declared void are void.
    """
    issued: dict[str, Pad] = {}
    void: dict[str, dict[int, str]] = {}
    for entry in entries:
        try:
            event = read_pad_event(entry)
        except DomainError:
            continue
        if isinstance(event, PadIssued):
            pad = Pad(event, entry.occurred_at)
            # What nobody can have printed is no pad.
            if 1 <= event.first <= event.last < event.first + MOST_SHEETS:
                issued.setdefault(pad.label, pad)
        elif isinstance(event, SheetsVoided) and event.last - event.first < MOST_SHEETS:
            lines = void.setdefault(LedgerBook(event.series, event.year).label, {})
            for line in event.lines:
                lines.setdefault(line, event.reason)
    return {
        label: Pad(pad.issued, pad.issued_at, _of(pad, void.get(label, {}))) for label, pad in issued.items()
    }


def _of(pad: Pad, void: Mapping[int, str]) -> Mapping[int, str]:
    return {line: reason for line, reason in void.items() if line in pad.lines}


def _runs(lines: Iterable[int]) -> tuple[LineGap, ...]:
    runs: list[LineGap] = []
    for line in lines:
        if runs and runs[-1].last == line - 1:
            runs[-1] = LineGap(runs[-1].first, line)
        else:
            runs.append(LineGap(line, line))
    return tuple(runs)
