"""Books of the ledger: their labels, how they follow one another, and what is wrong with their lines."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.entries import CodeAssigned
from counter_app.domain.errors import DomainError
from counter_app.domain.ledger_book import LedgerBook, LineCheck, LineGap, check_lines
from counter_app.domain.ledger_entries import (
    LEDGER_KINDS,
    LedgerClosed,
    LedgerContinued,
    fold_series,
    ledger_subject,
    read_ledger_event,
)
from tests.fixtures.dossiers import Scribe

CLOSED = LedgerClosed("03/2026", 2026, 1, 412, 412, 3, "Lê Văn Mẫu", "Phạm Thị Trưởng")
CONTINUED = LedgerContinued("03/2026", 412, "03-2/2026", "Phạm Thị Trưởng")


@pytest.mark.parametrize(
    ("label", "series", "volume"),
    [("03/2026", "03", 1), ("03-2/2026", "03", 2), ("03.2/2026", "03.2", 1), ("03.2-3/2026", "03.2", 3)],
)
def test_a_label_tells_series_book_and_year(label: str, series: str, volume: int) -> None:
    book = LedgerBook.of_label(label)
    assert book is not None
    assert (book.series, book.volume, book.year, book.label) == (series, volume, 2026, label)


@pytest.mark.parametrize("label", ["", "03", "03/26", "03/2026/1", "/2026"])
def test_what_is_no_label_is_no_book(label: str) -> None:
    assert LedgerBook.of_label(label) is None


@pytest.mark.requirement("N-26")
def test_inside_the_year_the_next_book_goes_on_and_a_new_year_begins_anew() -> None:
    full = LedgerBook("03", 2026, 500)
    second = full.next_volume()
    assert (second.label, second.with_next_line().last_line) == ("03-2/2026", 501)
    assert second.next_volume().label == "03-3/2026"
    new_year = second.on(date(2027, 1, 4))
    assert (new_year.label, new_year.with_next_line().last_line) == ("03/2027", 1)
    with pytest.raises(DomainError, match=r"ledger\.year_closed"):
        new_year.on(date(2026, 12, 31))


@pytest.mark.requirement("N-26")
def test_missing_and_double_lines_are_named() -> None:
    assert check_lines([1, 2, 3]) == LineCheck()
    assert check_lines([2, 5, 5, 6]) == LineCheck((LineGap(1, 1), LineGap(3, 4)), (5,))
    assert check_lines([501, 502], after=500).is_whole


@pytest.mark.requirement("N-26")
@given(st.lists(st.integers(1, 40), max_size=60))
def test_every_line_is_there_once_or_is_named(lines: list[int]) -> None:
    lines.sort()
    check = check_lines(lines)
    missing = [number for gap in check.gaps for number in range(gap.first, gap.last + 1)]
    assert sorted({*lines, *missing}) == list(range(1, max(lines, default=0) + 1))
    assert not set(lines) & set(missing)
    assert set(check.doubles) == {line for line in lines if lines.count(line) > 1}


@pytest.mark.parametrize("event", [CLOSED, CONTINUED])
def test_what_is_recorded_of_a_book_is_read_back(event: LedgerClosed | LedgerContinued) -> None:
    entry = Scribe().write(ledger_subject("long-xuyen", "03", 2026), event)
    assert read_ledger_event(entry) == event
    assert LEDGER_KINDS[event.KIND] is type(event)


def test_other_kinds_newer_ones_and_unreadable_ones_say_nothing_of_a_book() -> None:
    scribe, subject = Scribe(), ledger_subject("long-xuyen", "03", 2026)
    strange = [
        scribe.write(subject, CodeAssigned("H01.15.21-261120-9001")),
        scribe.write(subject, CLOSED.to_body(), kind=CLOSED.KIND, kind_version=2),
        scribe.write(subject, {"book": 3}, kind=CLOSED.KIND),
    ]
    assert [read_ledger_event(entry) for entry in strange[:2]] == [None, None]
    with pytest.raises(DomainError, match=r"entry\.bad_body"):
        read_ledger_event(strange[2])
    state = fold_series([*strange, scribe.write(subject, CONTINUED), scribe.write(subject, CLOSED)])
    assert (state.continued, list(state.closed)) == ((LedgerBook("03-2", 2026, 412),), ["03/2026"])


def test_every_station_finds_the_same_subject_and_each_series_its_own() -> None:
    assert ledger_subject("long-xuyen", "03", 2026) == ledger_subject("long-xuyen", "03", 2026)
    others = {ledger_subject("long-xuyen", "03", 2027), ledger_subject("long-xuyen", "03.2", 2026)}
    assert (
        len(others | {ledger_subject("long-xuyen", "03", 2026), ledger_subject("chau-doc", "03", 2026)}) == 4
    )
