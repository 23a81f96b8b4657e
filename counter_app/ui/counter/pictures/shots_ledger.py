"""The ledger screen in its states, and the question before a year is closed: see ``shots_records``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtWidgets import QWidget

from counter_app.domain.dossier import Dossier
from counter_app.domain.journal import Basis, EntryDraft, Head, chain, encode_body
from counter_app.domain.ledger_book import LedgerBook, LineCheck, LineGap
from counter_app.domain.ledger_entries import ClosedBook, LedgerClosed
from counter_app.domain.office import Clerk, Role
from counter_app.domain.pads import Pad, PadIssued
from counter_app.domain.parties import Party
from counter_app.domain.statuses import Status
from counter_app.i18n import Wording
from counter_app.services.ledger import BookView, GapRow, LedgerQuery, LedgerRow, LineRow
from counter_app.services.ledger_ports import LinePlace
from counter_app.services.pads import EnteredSheet, PadView
from counter_app.ui.counter.ledger.close_dialog import CloseDialog
from counter_app.ui.counter.ledger.ledger_cells import LedgerCells
from counter_app.ui.counter.ledger.ledger_head_words import HeadWords
from counter_app.ui.counter.ledger.ledger_model import LedgerModel
from counter_app.ui.counter.ledger.ledger_state import Offer
from counter_app.ui.counter.ledger.ledger_view import LedgerView
from counter_app.ui.counter.pads.pad_dialogs import IssueDialog, VoidDialog
from counter_app.ui.counter.pads.sheet_dialog import SheetDialog, SheetTyped
from counter_app.ui.counter.pictures import sample_dossiers as sample

_CLERK: Final = Clerk("tran-thi-mau", "Trần Thị Mẫu", Role.CLERK, "")
_SUPERVISOR: Final = Clerk("pham-thi-truong", "Phạm Thị Trưởng", Role.SUPERVISOR, "")
_PEOPLE: Final = (
    "Nguyễn Văn Mẫu", "Lê Thị Mẫu", "Phạm Văn Mẫu", "Đặng Thị Mẫu", "Võ Văn Mẫu", "Bùi Thị Mẫu",
    "Hồ Văn Mẫu", "Ngô Thị Mẫu", "Dương Văn Mẫu", "Trịnh Thị Hoàng Yến Mẫu", "Đỗ Văn Mẫu", "Lý Thị Mẫu",
)  # fmt: skip
_DONE: Final = (Status.RETURNED, Status.RETURNED, Status.DONE, Status.IN_PROCESS, Status.RECEIVED)
_OWN: Final = BookView(LedgerBook("03", 2026, 412), own=True, counter="Quầy 03", first=1, count=412, struck=3)
_OTHER: Final = BookView(
    LedgerBook("05", 2026, 298),
    own=False,
    counter="Quầy 05",
    first=1,
    count=294,
    struck=1,
    check=LineCheck((LineGap(4, 7),)),
)


@dataclass(frozen=True)
class Case:
    """One state of the screen."""

    name: str
    query: LedgerQuery
    views: Sequence[BookView]
    rows: Sequence[LedgerRow] = ()
    clerk: Clerk = _CLERK
    today_year: int = 2026
    years: Sequence[int] = field(default=(2026, 2025))
    busy: str = ""


def screens(wording: Wording) -> Iterator[tuple[str, QWidget]]:
    """Each state, and the screen that shows it."""
    for case in _cases():
        yield case.name, _view(wording, case)


def dialogs(wording: Wording) -> Iterator[tuple[str, QWidget]]:
    """The question before the year is closed: as asked, and without a name."""
    second = replace(_OWN, book=LedgerBook("03-2", 2026, 689), first=413, count=277, struck=1)
    books = HeadWords(wording).closing((_OWN, second))
    asked = CloseDialog(wording, 2026, books)
    yield "ledger-close", asked
    nameless = CloseDialog(wording, 2026, books)
    nameless.agree()
    yield "ledger-close-nameless", nameless
    yield from _pad_dialogs(wording)


def _pad_dialogs(wording: Wording) -> Iterator[tuple[str, QWidget]]:
    """A sheet that is entered, refused and changed; a pad that is issued; sheets declared void."""
    pad, today = _PAD.pad, sample.NOW.date()
    assert pad is not None
    yield "pad-sheet", SheetDialog(wording, [pad], today)
    refused = SheetDialog(wording, [pad], today)
    at = sample.NOW - timedelta(hours=1)
    refused.show_typed(SheetTyped(pad.label, 2, at, "Lê Thị Mẫu", at + timedelta(days=4)))
    taken = wording.text("error.pad.line_taken", line=2, book=pad.label, dossier=pad.pad.code(2))
    refused.refuse("line", taken)
    yield "pad-sheet-taken", refused
    yield "pad-issue", IssueDialog(wording, [pad])
    yield "pad-void", VoidDialog(wording, [pad])


def _pad() -> BookView:
    """Lines 1, 2 and 5 are entered, 4 is void, 3 waits; nobody knows of the rest."""
    issued = PadIssued("mau", "H01.15.21", "G03.1", 2026, 1, 20, "Quầy 03", _SUPERVISOR.name)
    pad = Pad(issued, sample.NOW - timedelta(days=13), {4: "Viết nhầm, đã thay bằng tờ 05"})
    at = sample.NOW - timedelta(hours=2)
    view = PadView(pad, {line: EnteredSheet(str(line), pad.code(line), at) for line in (1, 2, 5)})
    return BookView(
        replace(pad.book, last_line=20),
        own=True,
        counter="Quầy 03",
        first=1,
        count=4,
        struck=1,
        check=LineCheck(pad.gaps(view.entered)),
        pad=view,
    )


_PAD: Final = _pad()


def _pad_lines() -> list[LedgerRow]:
    lines = {
        row.place.line: replace(row, dossier=replace(row.dossier, aliases=(_pad_code(row.place.line),)))
        for row in _lines(_PAD, 1, 5, struck=())
        if isinstance(row, LineRow)
    }
    void = GapRow(_PAD, LineGap(4, 4), "Viết nhầm, đã thay bằng tờ 05")
    return [lines[1], lines[2], GapRow(_PAD, LineGap(3, 3)), void, lines[5], GapRow(_PAD, LineGap(6, 20))]


def _pad_code(line: int) -> str:
    assert _PAD.pad is not None
    return _PAD.pad.pad.code(line)


def _cases() -> tuple[Case, ...]:
    all_books = (_OWN, _OTHER)
    closed = replace(_OWN, closed=_closed(_OWN))
    lost = replace(_OWN, check=LineCheck((LineGap(6, 6),), (9,)))
    year = LedgerQuery(2026)
    return (
        Case("ledger-books", year, all_books, [*_lines(_OWN, 1, 6), *_lines_with_gap(_OTHER)]),
        Case(
            "ledger-one-book", LedgerQuery(2026, "03/2026"), all_books, _lines(_OWN, 1, 16), clerk=_SUPERVISOR
        ),
        Case("ledger-struck", LedgerQuery(2026, "03/2026"), (_OWN,), _lines(_OWN, 1, 12, struck=(3, 4))),
        Case(
            "ledger-to-look-at",
            LedgerQuery(2026, "03/2026"),
            (lost, _OTHER),
            [*_lines(lost, 1, 5), GapRow(lost, LineGap(6, 6)), *_lines(lost, 7, 12, double=9)],
        ),
        Case(
            "ledger-year-over",
            year,
            (_OWN,),
            _lines(_OWN, 1, 14),
            clerk=_SUPERVISOR,
            today_year=2027,
            years=(2027, 2026),
        ),
        Case("ledger-closed", year, (closed,), _lines(_OWN, 1, 14), today_year=2027, years=(2027, 2026)),
        Case("ledger-pad", LedgerQuery(2026, _PAD.label), (_OWN, _PAD), _pad_lines(), clerk=_SUPERVISOR),
        Case("ledger-saving", year, (_OWN,), _lines(_OWN, 1, 14), busy="pdf"),
        Case("ledger-empty", year, (BookView(LedgerBook("03", 2026), own=True, counter="Quầy 03"),)),
    )


def _view(wording: Wording, case: Case) -> LedgerView:
    cells = LedgerCells(wording)
    model = LedgerModel(cells.wide(books=True))
    view = LedgerView(wording, cells, model)
    model.setParent(view)
    model.begin(case.rows, None)
    offer = Offer(case.years, case.views, ("Chứng thực", "Hộ tịch"))
    view.show_state(HeadWords(wording).state(case.query, offer, case.clerk, case.today_year, case.busy))
    return view


def _lines(
    view: BookView, first: int, last: int, struck: Sequence[int] = (3,), double: int = 0
) -> list[LedgerRow]:
    numbers = [line for line in range(first, last + 1) for _ in range(2 if line == double else 1)]
    return [
        LineRow(view, LinePlace(line, place), _dossier(view, line, line in struck), double=line == double)
        for place, line in enumerate(numbers)
    ]


def _lines_with_gap(view: BookView) -> list[LedgerRow]:
    return [*_lines(view, 1, 3), GapRow(view, LineGap(4, 7)), *_lines(view, 8, 12, struck=())]


def _dossier(view: BookView, line: int, struck: bool) -> Dossier:
    at = sample.NOW - timedelta(days=12 - line // 6, minutes=-13 * (line % 6))
    code, name, subject = sample.PROCEDURES[line % len(sample.PROCEDURES)]
    dossier = sample.synced().dossier
    station = int(view.book.series.removeprefix("G")[:2])
    status = _DONE[min(line // 3, len(_DONE) - 1)]
    return replace(
        dossier,
        aliases=(f"H01.15.21-{at:%y%m%d}-{station * 100 + line:04d}",),
        owner=Party(full_name=_PEOPLE[line % len(_PEOPLE)]),
        procedure={"code": code, "name": name, "field": subject},
        received_at=at,
        due={"due_at": (at + timedelta(days=5)).isoformat()},
        status=status,
        status_at=at + timedelta(days=2, hours=2),
        cancelled=struck,
        cancel_reason="Nhập hai lần, đã có ở dòng 02" if struck else "",
        ledger_book=view.label,
        ledger_line=line,
        conflicts=(),
        note="",
    )


def _closed(view: BookView) -> ClosedBook:
    at = datetime(2027, 1, 4, 2, tzinfo=sample.NOW.tzinfo)
    record = LedgerClosed(
        view.label,
        2026,
        view.first,
        view.book.last_line,
        view.count,
        view.struck,
        "Lê Văn Mẫu",
        _SUPERVISOR.name,
    )
    draft = EntryDraft(
        kind=record.KIND,
        kind_version=record.VERSION,
        subject="sample-book",
        audience=("long-xuyen",),
        actor=_SUPERVISOR.id,
        occurred_at=at,
        basis=Basis.COUNTER,
        body=encode_body(record.to_body()),
    )
    return ClosedBook(record, chain(Head.start("sample", 1), draft, at, None))
