from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.agency import AgencyId, parse_agency
from counter_app.domain.dossier_codes import (
    OFFICIAL_PATTERNS,
    largest_number,
    official_code,
    provisional_code,
    read_code,
)
from counter_app.domain.leases import Lease
from counter_app.domain.ledger_book import LedgerBook
from counter_app.domain.numbering import CodesOfDay, next_code
from counter_app.domain.received import CodeKind
from tests.fixtures.input_methods import typed_through

GRANTED = datetime(2026, 1, 1, tzinfo=UTC)
DAY = date(2026, 11, 20)

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
new_order = st.from_regex(r"[A-Z][0-9]{2}(\.[0-9A-Z]{1,3}){0,4}", fullmatch=True)
old_order = st.from_regex(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}", fullmatch=True)
agencies = st.one_of(new_order, old_order)
stations = st.integers(0, 99).map(lambda number: f"{number:02d}")


@st.composite
def official(draw: st.DrawFn) -> tuple[str, date, int]:
    agency = draw(agencies)
    return agency, draw(days), draw(st.integers(1, largest_number(agency)))


@pytest.mark.requirement("AG-15", "N-32")
@given(official())
def test_an_official_code_is_read_back(parts: tuple[str, date, int]) -> None:
    code = read_code(official_code(*parts)).code
    assert code is not None
    assert (code.agency, code.day, code.number, code.provisional) == (*parts, False)


@pytest.mark.requirement("AG-15")
@given(agencies, stations, days, st.integers(1, 999_999), st.integers(1, 9_999))
def test_a_provisional_code_is_read_back_and_matches_no_official_pattern(
    agency: str, station: str, day: date, number: int, incarnation: int
) -> None:
    text = provisional_code(agency, station, day, number, incarnation=incarnation)
    code = read_code(text).code
    assert code is not None
    assert (code.agency, code.day, code.number, code.pattern) == (agency, day, number, "provisional")
    for pattern in OFFICIAL_PATTERNS:
        numbers = f"{{{pattern.shortest_number},{pattern.longest_number}}}"
        shape = rf"(?:{pattern.agency})-[0-9]{{{pattern.date_digits}}}-[0-9]{numbers}"
        assert re.fullmatch(shape, text) is None


@given(st.text(max_size=40))
def test_reading_a_code_never_fails(text: str) -> None:
    read = read_code(text, today=DAY)
    assert (read.code is not None) or read.findings


@pytest.mark.requirement("N-56")
@given(old_order)
def test_an_old_identifier_goes_to_the_new_order_and_back(text: str) -> None:
    agency = parse_agency(text)
    assert parse_agency(agency.in_new_order) == agency
    assert agency.in_old_order == text


@pytest.mark.requirement("N-56")
@given(new_order)
def test_a_new_identifier_keeps_its_levels(text: str) -> None:
    assert parse_agency(text) == AgencyId(tuple(text.split(".")))


@st.composite
def disjoint_leases(draw: st.DrawFn) -> list[Lease]:
    edges = sorted(draw(st.sets(st.integers(1, 400), min_size=8, max_size=8)))
    spans = draw(st.permutations([(edges[n], edges[n + 1] - 1) for n in range(0, 8, 2)]))
    return [
        Lease("H01.15.21", *spans[0], *spans[1], granted_at=GRANTED),
        Lease("H01.15.21", *spans[2], *spans[3], granted_at=GRANTED),
    ]


@pytest.mark.requirement("AG-15", "N-32")
@given(disjoint_leases(), st.lists(st.integers(0, 1), max_size=200))
def test_two_stations_with_disjoint_leases_never_give_the_same_code(
    leases: list[Lease], turns: list[int]
) -> None:
    assert not leases[0].collides_with(leases[1])
    used = [CodesOfDay("H01.15.21", "03", DAY), CodesOfDay("H01.15.21", "04", DAY)]
    given_out = []
    for turn in turns:
        issued = next_code(leases[turn], DAY, used[turn])
        used[turn] = used[turn].with_code(issued)
        given_out.append(issued.code)
    assert len(set(given_out)) == len(given_out)


lease_changes = st.one_of(
    st.none(),
    st.tuples(st.integers(1, 40), st.integers(0, 10)).map(
        lambda span: Lease("H01.15.21", span[0], span[0] + span[1], None, None, GRANTED)
    ),
)


@pytest.mark.requirement("AG-15")
@given(st.lists(st.tuples(lease_changes, st.integers(1, 8)), max_size=12))
def test_a_station_repeats_no_code_however_its_leases_change(changes: list[tuple[Lease | None, int]]) -> None:
    used = CodesOfDay("H01.15.21", "03", DAY)
    given_out = []
    for lease, count in changes:
        for _ in range(count):
            issued = next_code(lease, DAY, used)
            used = CodesOfDay.from_plain(used.with_code(issued).to_plain())
            given_out.append(issued.code)
            assert lease is not None or issued.kind is CodeKind.PROVISIONAL
    assert len(set(given_out)) == len(given_out)


@given(st.lists(st.dates(date(2026, 1, 1), date(2029, 12, 31)), min_size=1, max_size=60))
def test_ledger_lines_are_gapless_in_every_year(received_on: list[date]) -> None:
    book = LedgerBook("03", 2026)
    lines: dict[str, list[int]] = {}
    for day in sorted(received_on):
        book = book.on(day).with_next_line()
        lines.setdefault(book.label, []).append(book.last_line)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in lines.values())
    assert set(lines) == {f"03/{day.year}" for day in received_on}


# --- through a Vietnamese input method -----------------------------------------------------------

provinces_and_ministries = st.from_regex(r"[GH][0-9]{2}(\.[0-9]{1,3}){0,4}", fullmatch=True)
methods = st.sampled_from(["telex", "vni"])


def test_the_input_methods_of_these_tests_do_change_what_is_not_safe() -> None:
    assert typed_through("telex", "DDAS") == "ĐÁ"
    assert typed_through("vni", "A1-D9") == "Á-Đ"


@given(
    provinces_and_ministries,
    stations,
    days,
    st.integers(1, 9_999),
    st.integers(1, 99),
    methods,
    st.booleans(),
)
def test_our_codes_survive_a_gun_that_types_through_telex_or_vni(
    agency: str, station: str, day: date, number: int, incarnation: int, method: str, caps_lock: bool
) -> None:
    for code in (
        official_code(agency, day, number),
        provisional_code(agency, station, day, number, incarnation=incarnation),
    ):
        typed = code.lower() if caps_lock else code
        arrived = typed_through(method, typed)
        assert arrived == typed
        read = read_code(arrived).code
        assert read is not None
        assert read.text == code
