"""The office's ledger as one station sees it: books, lines, what is missing, closing, further books."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from counter_app.domain.entries import CodeKind
from counter_app.domain.errors import DomainError
from counter_app.domain.ledger_book import LineGap
from counter_app.services.clock_check import confirm_clock
from counter_app.services.ledger import GapRow, LedgerQuery, LedgerRow, LineRow
from counter_app.services.store_ports import Recorded, Verdict, VerdictState
from tests.builders import STATION, TREES, Counter, clerk, clerks, counter
from tests.fixtures.dossiers import Scribe, reception

NEW_YEARS_EVE = datetime(2026, 12, 31, 10, tzinfo=UTC)
"""17:00 in Vietnam on the last day of the year."""
NEW_YEAR = datetime(2027, 1, 4, 2, tzinfo=UTC)
"""09:00 in Vietnam on the first working day."""

SUPERVISOR = clerks()[2]
HEAD = "Lê Văn Mẫu"


def told(station: Counter, book: str, *lines: int) -> None:
    """Other counters' dossiers arrive with the feed."""
    scribe = Scribe("station-b")
    for line in lines:
        number = 2000 + line
        body = replace(
            reception(number, code_kind=CodeKind.LEASED),
            ledger_book=book,
            ledger_line=line,
            counter="Quầy 05",
        )
        entry = scribe.write(f"other-{book}-{line}", body)
        station.database.learn(Recorded(entry, Verdict(VerdictState.ACCEPTED), line, own=False))


def shown(rows: tuple[LedgerRow, ...]) -> list[object]:
    return [row.place.line if isinstance(row, LineRow) else row.gap for row in rows]


@pytest.mark.requirement("N-26", "A22")
def test_a_year_is_closed_with_a_record_the_new_one_begins_at_01_and_a_full_book_is_continued(
    station: Counter,
) -> None:
    # 2026: three dossiers, one struck through; then the first book is full and a second one goes on.
    first, mistaken, _ = (station.accept() for _ in range(3))
    station.dossiers.cancel(mistaken.id, clerk(), "Nhập hai lần")
    assert station.ledger.continue_book(SUPERVISOR).label == "03-2/2026"
    station.clock.set(NEW_YEARS_EVE)
    fourth = station.accept()
    assert (first.ledger_book, first.ledger_line) == ("03/2026", 1)
    assert (fourth.ledger_book, fourth.ledger_line) == ("03-2/2026", 4)

    # As long as the year runs, its ledger cannot be closed: nobody is sent away on New Year's Eve.
    with pytest.raises(DomainError, match=r"ledger\.year_not_over"):
        station.ledger.close(2026, SUPERVISOR, HEAD)

    # The new year begins at 01, whether the old one is closed already or not.
    station.clock.set(NEW_YEAR)
    fifth = station.accept()
    assert (fifth.ledger_book, fifth.ledger_line) == ("03/2027", 1)

    records = station.ledger.close(2026, SUPERVISOR, HEAD)
    assert [(one.book, one.first, one.last, one.count, one.struck) for one in records] == [
        ("03/2026", 1, 3, 3, 1),
        ("03-2/2026", 4, 4, 1, 0),
    ]
    assert {one.head_name for one in records} == {HEAD}
    books = station.ledger.books(2026)
    assert [(view.label, view.check.is_whole, view.closed is not None) for view in books] == [
        ("03/2026", True, True),
        ("03-2/2026", True, True),
    ]
    with pytest.raises(DomainError, match=r"ledger\.already_closed"):
        station.ledger.close(2026, SUPERVISOR, HEAD)

    # A closed year takes no line any more, also not when the clock falls back over New Year and is believed.
    station.clock.set(NEW_YEARS_EVE)
    with station.database.begin() as work:
        confirm_clock(work, NEW_YEARS_EVE, clerk().id)
    with pytest.raises(DomainError, match=r"ledger\.year_closed"):
        station.accept()
    assert [view.count for view in station.ledger.books(2026)] == [3, 1]


@pytest.mark.requirement("N-26")
def test_closing_is_for_supervisors_and_needs_the_name_of_the_head(station: Counter) -> None:
    station.accept()
    station.clock.set(NEW_YEAR)
    with pytest.raises(DomainError, match=r"ledger\.not_allowed"):
        station.ledger.close(2026, clerk(), HEAD)
    with pytest.raises(DomainError, match=r"ledger\.not_allowed"):
        station.ledger.continue_book(clerk())
    with pytest.raises(DomainError, match=r"ledger\.head_missing"):
        station.ledger.close(2026, SUPERVISOR, "  ")
    assert station.ledger.to_close(2026)[0].count == 1


def test_a_closing_that_cannot_be_kept_leaves_the_book_open(station: Counter) -> None:
    station.accept()
    station.clock.set(NEW_YEAR)
    station.database.fail()
    with pytest.raises(DomainError, match=r"storage\.full"):
        station.ledger.close(2026, SUPERVISOR, HEAD)
    assert station.ledger.books(2026)[0].closed is None
    station.ledger.close(2026, SUPERVISOR, HEAD)
    assert station.ledger.books(2026)[0].closed is not None


def test_an_empty_book_is_not_continued(station: Counter) -> None:
    with pytest.raises(DomainError, match=r"ledger\.book_empty"):
        station.ledger.continue_book(SUPERVISOR)
    station.accept()
    station.ledger.continue_book(SUPERVISOR)
    with pytest.raises(DomainError, match=r"ledger\.book_empty"):
        station.ledger.continue_book(SUPERVISOR)
    assert [view.label for view in station.ledger.books(2026)] == ["03/2026", "03-2/2026"]


@pytest.mark.requirement("N-26")
def test_the_office_s_ledger_is_a_view_over_the_books_of_its_counters(station: Counter) -> None:
    station.accept()
    told(station, "05/2026", 1, 2, 4)
    station.accept()
    own, other = station.ledger.books(2026)
    assert (own.label, own.own, own.counter, own.first, own.book.last_line) == (
        "03/2026",
        True,
        "Quầy 03",
        1,
        2,
    )
    assert (other.label, other.own, other.counter, other.count) == ("05/2026", False, "Quầy 05", 3)
    # A line of another counter that is not here has not arrived yet; it is named where it should stand.
    assert other.check.gaps == (LineGap(3, 3),)
    rows = station.ledger.page(LedgerQuery(2026)).rows
    assert shown(rows) == [1, 2, 1, 2, LineGap(3, 3), 4]
    assert [row.view.own for row in rows if isinstance(row, GapRow)] == [False]
    told(station, "05/2026", 3)
    assert station.ledger.books(2026)[1].check.is_whole


def test_a_line_in_which_two_dossiers_stand_is_named(station: Counter) -> None:
    told(station, "05/2026", 1, 2)
    scribe = Scribe("station-c")
    twin = scribe.write("twin", replace(reception(7), ledger_book="05/2026", ledger_line=2))
    station.database.learn(Recorded(twin, Verdict(VerdictState.ACCEPTED), 9, own=False))
    rows = station.ledger.page(LedgerQuery(2026, "05/2026")).rows
    assert [row.double for row in rows if isinstance(row, LineRow)] == [False, True, True]
    assert station.ledger.books(2026)[1].check.doubles == (2,)


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 50])
def test_pages_of_any_size_make_the_same_ledger(station: Counter, limit: int) -> None:
    for _ in range(4):
        station.accept()
    told(station, "05/2026", 2, 3, 6)
    told(station, "07/2026", 1)
    rows: list[LedgerRow] = []
    end = None
    while True:
        page = station.ledger.page(LedgerQuery(2026), end, limit=limit)
        rows += page.rows
        assert sum(isinstance(row, LineRow) for row in page.rows) <= limit
        end = page.end
        if end is None:
            break
    assert shown(tuple(rows)) == [1, 2, 3, 4, LineGap(1, 1), 2, 3, LineGap(4, 5), 6, 1]


def test_one_field_is_shown_without_gaps_and_years_and_fields_are_offered(station: Counter) -> None:
    station.accept()
    trees = station.accept(TREES)
    station.accept()
    field = str(trees.procedure["field"])
    assert field in station.ledger.fields(LedgerQuery(2026))
    assert len(station.ledger.fields(LedgerQuery(2026, "03/2026"))) == 2
    assert shown(station.ledger.page(LedgerQuery(2026, field=field)).rows) == [2]
    told(station, "05/2024", 1)
    assert list(station.ledger.years()) == [2026, 2024]
    assert [view.label for view in station.ledger.books(2024)] == ["05/2024"]


def test_the_book_of_this_year_is_there_before_its_first_line(station: Counter) -> None:
    (view,) = station.ledger.books(2026)
    assert (view.label, view.own, view.count, view.first, view.check.is_whole) == (
        "03/2026",
        True,
        0,
        0,
        True,
    )
    assert station.ledger.page(LedgerQuery(2026)).rows == ()


def test_a_later_self_of_the_counter_closes_the_books_of_its_lost_self_too() -> None:
    reborn = counter(station=replace(STATION, incarnation=2))
    told(reborn, "03/2026", 1, 2)
    reborn.accept()
    reborn.clock.set(NEW_YEAR)
    assert [record.book for record in reborn.ledger.close(2026, SUPERVISOR, HEAD)] == ["03/2026", "03.2/2026"]


def test_lines_that_a_closing_record_counts_and_that_are_not_here_are_missing(station: Counter) -> None:
    station.accept()
    for _ in range(2):
        station.accept()
    station.clock.set(NEW_YEAR)
    station.ledger.close(2026, SUPERVISOR, HEAD)
    entries = list(station.database.state.entries.values())
    other = counter(station=replace(STATION, id="0198c0de000070008000000000000009", number="09"))
    newest = max(recorded.entry.seq for recorded in entries if recorded.entry.kind == "dossier.received")
    for number, recorded in enumerate(entries, start=1):
        if recorded.entry.seq != newest:  # its last line is still on its way
            other.database.learn(Recorded(recorded.entry, Verdict(VerdictState.ACCEPTED), number, own=False))
    (view,) = [view for view in other.ledger.books(2026) if view.label == "03/2026"]
    assert (view.closed is not None, view.check.gaps, view.own) == (True, (LineGap(3, 3),), False)
