from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from counter_app.domain.errors import DomainError
from counter_app.domain.leases import Lease, NumberRange
from counter_app.domain.ledger_book import LedgerBook
from counter_app.domain.numbering import CodesOfDay, next_code
from counter_app.domain.received import CodeKind

DAY = date(2026, 11, 20)
LEASE = Lease("H01.15.21", 1, 3, 9001, 9002, granted_at=datetime(2026, 11, 1, 1, tzinfo=UTC))
FRESH = CodesOfDay("H01.15.21", "03", DAY)


def give(lease: Lease | None, used: CodesOfDay, count: int, day: date = DAY) -> tuple[list[str], CodesOfDay]:
    codes = []
    for _ in range(count):
        issued = next_code(lease, day, used)
        used = (used if used.day == day else CodesOfDay(used.agency, used.station, day)).with_code(issued)
        codes.append(issued.code)
    return codes, used


@pytest.mark.requirement("AG-15")
def test_a_used_up_range_goes_on_in_overflow_and_then_provisionally() -> None:
    codes, _ = give(LEASE, FRESH, 7)
    assert codes == [
        "H01.15.21-261120-0001",
        "H01.15.21-261120-0002",
        "H01.15.21-261120-0003",
        "H01.15.21-261120-9001",
        "H01.15.21-261120-9002",
        "TAM-H01.15.21-Q03-261120-0001",
        "TAM-H01.15.21-Q03-261120-0002",
    ]


@pytest.mark.requirement("AG-15")
@pytest.mark.parametrize(
    "lease",
    [
        None,
        replace(LEASE, withdrawn=True),
        replace(LEASE, valid_until=DAY - timedelta(days=1)),
        replace(LEASE, agency="H01.15.22"),
        replace(LEASE, granted_at=datetime(2026, 11, 21, 1, tzinfo=UTC)),
    ],
    ids=["none", "withdrawn", "expired", "of another agency", "granted later"],
)
def test_without_a_usable_lease_every_code_is_provisional(lease: Lease | None) -> None:
    assert next_code(lease, DAY, FRESH).code == "TAM-H01.15.21-Q03-261120-0001"


def test_a_lease_is_good_on_its_last_day_and_on_the_day_it_was_granted() -> None:
    granted = datetime(2026, 11, 19, 18, tzinfo=UTC)  # 01:00 on the 20th in Vietnam
    lease = replace(LEASE, granted_at=granted, valid_until=DAY)
    assert next_code(lease, DAY, FRESH).kind is CodeKind.LEASED


@pytest.mark.requirement("N-32")
def test_numbers_begin_again_every_day() -> None:
    _, used = give(LEASE, FRESH, 6)
    tomorrow = DAY + timedelta(days=1)
    codes, _ = give(LEASE, used, 2, tomorrow)
    assert codes == ["H01.15.21-261121-0001", "H01.15.21-261121-0002"]


def test_a_day_that_went_back_gives_no_number() -> None:
    _, used = give(LEASE, FRESH, 1)
    with pytest.raises(DomainError, match=r"numbering\.day_went_back"):
        next_code(LEASE, DAY - timedelta(days=1), used)


def test_a_lease_that_changed_and_changed_back_repeats_nothing() -> None:
    first, used = give(LEASE, FRESH, 2)
    second, used = give(replace(LEASE, first=50, last=60), used, 2)
    third, _ = give(LEASE, used, 1)
    assert [*first, *second, *third] == [f"H01.15.21-261120-{n:04d}" for n in (1, 2, 50, 51, 3)]


def test_a_lease_that_grew_goes_on_where_it_was() -> None:
    _, used = give(LEASE, FRESH, 3)
    assert next_code(replace(LEASE, last=20), DAY, used).number == 4


@pytest.mark.parametrize(
    ("start", "number", "kind"),
    [(CodeKind.OVERFLOW, 9001, CodeKind.OVERFLOW), (CodeKind.PROVISIONAL, 1, CodeKind.PROVISIONAL)],
)
def test_a_restored_station_leaves_out_what_its_lost_self_may_have_used(
    start: CodeKind, number: int, kind: CodeKind
) -> None:
    issued = next_code(LEASE, DAY, replace(FRESH, incarnation=2), start=start)
    assert (issued.number, issued.kind) == (number, kind)


def test_the_record_of_a_day_survives_storage() -> None:
    _, used = give(LEASE, FRESH, 6)
    assert CodesOfDay.from_plain(json.loads(json.dumps(used.to_plain()))) == used
    assert used.runs == (NumberRange(1, 3), NumberRange(9001, 9002))


def test_a_code_of_another_day_is_not_recorded() -> None:
    issued = next_code(LEASE, DAY + timedelta(days=1), FRESH)
    with pytest.raises(DomainError, match=r"numbering\.other_day"):
        FRESH.with_code(issued)


@pytest.mark.parametrize("damage", [{"runs": None}, {"runs": [[1]]}, {"day": "x"}, {"last_provisional": "x"}])
def test_a_damaged_record_is_refused(damage: dict[str, Any]) -> None:
    with pytest.raises(DomainError, match=r"numbering\.bad_record"):
        CodesOfDay.from_plain(FRESH.to_plain() | damage)


@pytest.mark.parametrize(
    "lease", [LEASE, replace(LEASE, overflow_first=None, overflow_last=None, valid_until=DAY)]
)
def test_a_lease_survives_storage(lease: Lease) -> None:
    assert Lease.from_plain(json.loads(json.dumps(lease.to_plain()))) == lease


@pytest.mark.parametrize(
    "change",
    [
        {"first": 0},
        {"first": 4, "last": 3},
        {"last": 1_000_000},
        {"agency": "000.21.15.H01", "last": 10_000},
        {"overflow_first": 2},
        {"overflow_last": None},
        {"granted_at": datetime(2026, 11, 1)},  # noqa: DTZ001
    ],
)
def test_a_lease_that_makes_no_sense_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(DomainError, match=r"numbering\.bad_lease"):
        replace(LEASE, **change)


@pytest.mark.parametrize("change", [{"first": "x"}, {"granted_at": "2026-11-01"}, {"valid_until": "soon"}])
def test_a_damaged_lease_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(DomainError):
        Lease.from_plain(LEASE.to_plain() | change)


@pytest.mark.requirement("AG-15")
@pytest.mark.parametrize(
    ("other", "collides"),
    [
        (replace(LEASE, first=4, last=10, overflow_first=9003, overflow_last=9004), False),
        (replace(LEASE, first=3, last=10, overflow_first=9003, overflow_last=9004), True),
        (replace(LEASE, first=9002, last=9010, overflow_first=None, overflow_last=None), True),
        (replace(LEASE, agency="000.21.15.H01"), True),
        (replace(LEASE, agency="H01.15.22"), False),
    ],
)
def test_leases_that_share_a_number_collide(other: Lease, collides: bool) -> None:
    assert LEASE.collides_with(other) is collides
    assert other.collides_with(LEASE) is collides


def test_ledger_lines_run_through_the_year_and_begin_again_in_the_next() -> None:
    book = LedgerBook("03", 2026).with_next_line().with_next_line()
    assert (book.label, book.last_line) == ("03/2026", 2)
    assert book.on(date(2026, 12, 31)) is book
    new = book.on(date(2027, 1, 1)).with_next_line()
    assert (new.label, new.last_line) == ("03/2027", 1)


def test_a_second_book_inside_the_year_goes_on_with_the_lines() -> None:
    book = LedgerBook("03", 2026, 499).with_next_line().continued_as("04").with_next_line()
    assert (book.label, book.last_line) == ("04/2026", 501)


def test_a_closed_year_takes_no_new_line() -> None:
    with pytest.raises(DomainError, match=r"ledger\.year_closed"):
        LedgerBook("03", 2027).on(date(2026, 12, 31))
