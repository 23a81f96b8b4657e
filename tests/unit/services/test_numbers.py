"""Codes, ledger lines and slip numbers: given once, without a gap, over days, years and lost selves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.dossier import Dossier
from counter_app.domain.dossier_codes import read_code
from counter_app.domain.entries import CodeKind
from counter_app.domain.errors import DomainError
from counter_app.services.office_context import DIRECTORY, LEASE
from tests.builders import STATION, Counter, clerk, counter, directory_document, lease, put_document
from tests.fakes.clock import MORNING, SetClock

NEW_YEARS_EVE = datetime(2026, 12, 31, 10, tzinfo=UTC)
"""17:00 in Vietnam on the last day of the year."""


def numbers(dossiers: list[Dossier]) -> list[tuple[str, int, str]]:
    return [(dossier.code, dossier.ledger_line, dossier.slip_number) for dossier in dossiers]


@pytest.mark.requirement("AG-15", "N-32", "PT-23")
def test_every_dossier_gets_the_next_number_of_the_leased_range(station: Counter) -> None:
    dossiers = [station.accept() for _ in range(3)]
    assert [dossier.code for dossier in dossiers] == [
        "H01.15.21-261123-0001",
        "H01.15.21-261123-0002",
        "H01.15.21-261123-0003",
    ]
    assert {dossier.code_kind for dossier in dossiers} == {CodeKind.LEASED}
    assert station.dossiers.id_of_code("h01.15.21-261123-0002") == dossiers[1].id


@pytest.mark.requirement("AG-26", "N-26")
def test_every_dossier_has_its_line_in_the_book_of_the_station_and_the_year(station: Counter) -> None:
    dossiers = [station.accept() for _ in range(3)]
    assert [(dossier.ledger_book, dossier.ledger_line) for dossier in dossiers] == [
        ("03/2026", 1),
        ("03/2026", 2),
        ("03/2026", 3),
    ]
    station.printing.print_form(dossiers[1].id, clerk())
    printed = station.papers.laid_out[-1]
    assert (printed.ledger_book, printed.ledger_line) == ("03/2026", 2)


@pytest.mark.requirement("AG-23")
def test_slips_are_numbered_by_station_and_year(station: Counter) -> None:
    assert [station.accept().slip_number for _ in range(2)] == ["0001-03/TTPVHCC", "0002-03/TTPVHCC"]
    other = counter(station=replace(STATION, id="0198c0de000070008000000000000007", number="07"))
    assert other.accept().slip_number == "0001-07/TTPVHCC"


def test_a_section_writes_its_own_letters_behind_the_number() -> None:
    section = counter(directory=directory_document(slip_suffix="BPTNTKQ"))
    assert section.accept().slip_number == "0001-03/BPTNTKQ"


@pytest.mark.requirement("N-26")
def test_numbers_have_no_gap_after_commits_that_failed(station: Counter) -> None:
    dossiers = []
    for round_ in range(4):
        draft = station.draft()
        station.database.fail(times=round_)
        for _ in range(round_):
            with pytest.raises(DomainError, match=r"storage\.full"):
                station.reception.accept(draft, clerk())
        dossiers.append(station.reception.accept(draft, clerk()))
    assert numbers(dossiers) == [
        (f"H01.15.21-261123-{number:04d}", number, f"{number:04d}-03/TTPVHCC") for number in (1, 2, 3, 4)
    ]


def test_codes_begin_anew_every_day_and_lines_go_on_through_the_year(station: Counter) -> None:
    first = station.accept()
    station.clock.move(timedelta(days=2))
    second = station.accept()
    assert numbers([first, second]) == [
        ("H01.15.21-261123-0001", 1, "0001-03/TTPVHCC"),
        ("H01.15.21-261125-0001", 2, "0002-03/TTPVHCC"),
    ]


def test_the_day_is_vietnams_and_not_that_of_utc(station: Counter) -> None:
    station.clock.set(datetime(2026, 11, 23, 16, 59, tzinfo=UTC))
    before = station.accept()
    station.clock.move(timedelta(minutes=1))
    after = station.accept()
    assert (before.code, after.code) == ("H01.15.21-261123-0001", "H01.15.21-261124-0001")


@pytest.mark.requirement("N-26")
def test_a_new_year_begins_a_new_book_and_a_new_series(station: Counter) -> None:
    station.clock.set(NEW_YEARS_EVE)
    old = station.accept()
    station.clock.set(datetime(2026, 12, 31, 17, 30, tzinfo=UTC))  # 00:30 in Vietnam
    new = [station.accept(), station.accept()]
    assert (old.ledger_book, old.ledger_line, old.slip_number) == ("03/2026", 1, "0001-03/TTPVHCC")
    assert [(d.code, d.ledger_book, d.ledger_line, d.slip_number) for d in new] == [
        ("H01.15.21-270101-0001", "03/2027", 1, "0001-03/TTPVHCC"),
        ("H01.15.21-270101-0002", "03/2027", 2, "0002-03/TTPVHCC"),
    ]


# --- leases --------------------------------------------------------------------------------------


@pytest.mark.requirement("AG-15", "O4", "PT-23")
def test_without_a_lease_codes_are_provisional_and_cannot_be_taken_for_official_ones() -> None:
    dossier = counter(numbers=None).accept()
    assert (dossier.code, dossier.provisional) == ("TAM-H01.15.21-Q03-261123-0001", True)
    read = read_code(dossier.code).code
    assert read is not None
    assert read.provisional


def test_when_the_range_is_used_up_the_overflow_follows_and_then_provisional_codes() -> None:
    station = counter(numbers=lease(1, 2, (8001, 8002)))
    assert [(dossier.code[-4:], dossier.code_kind) for dossier in (station.accept() for _ in range(6))] == [
        ("0001", CodeKind.LEASED),
        ("0002", CodeKind.LEASED),
        ("8001", CodeKind.OVERFLOW),
        ("8002", CodeKind.OVERFLOW),
        ("0001", CodeKind.PROVISIONAL),
        ("0002", CodeKind.PROVISIONAL),
    ]
    station.clock.move(timedelta(days=2))
    assert station.accept().code == "H01.15.21-261125-0001"


@pytest.mark.parametrize(
    "document",
    [
        lease(valid_until=date(2026, 11, 22)).to_plain(),
        lease().to_plain() | {"withdrawn": True},
        lease().to_plain() | {"agency": "H01.15.22"},
        {"first": "one"},
        [],
    ],
    ids=["run out", "withdrawn", "of another agency", "unreadable", "no object"],
)
def test_a_lease_that_does_not_hold_gives_provisional_codes_and_stops_nobody(document: object) -> None:
    station = counter(numbers=None)
    put_document(station.database, LEASE, document)
    station.restart()
    assert station.accept().provisional


def test_a_lease_that_arrives_during_the_day_is_used_from_the_next_dossier_on() -> None:
    station = counter(numbers=None)
    first = station.accept()
    put_document(station.database, LEASE, lease(41, 60).to_plain())
    station.office.refresh()
    assert (first.code, station.accept().code) == ("TAM-H01.15.21-Q03-261123-0001", "H01.15.21-261123-0041")


def test_an_agency_identifier_that_goes_and_comes_back_repeats_no_code(station: Counter) -> None:
    codes = [station.accept().code]
    for version, agency in enumerate(("H01.15.22", "H01.15.21"), 2):
        put_document(station.database, DIRECTORY, directory_document(agency=agency), version)
        station.office.refresh()
        codes.append(station.accept().code)
    assert codes == [
        "H01.15.21-261123-0001",
        "TAM-H01.15.22-Q03-261123-0001",
        "H01.15.21-261123-0002",
    ]


def test_a_record_of_given_numbers_that_cannot_be_read_is_named_and_not_begun_anew(station: Counter) -> None:
    station.accept()
    (name,) = [name for name in station.database.state.documents if name.startswith("codes/")]
    put_document(station.database, name, b"{spoilt")
    with pytest.raises(DomainError, match=r"numbering\.bad_record"):
        station.accept()


# --- lost selves ---------------------------------------------------------------------------------


def reborn(incarnation: int) -> Counter:
    return counter(station=replace(STATION, incarnation=incarnation))


@pytest.mark.requirement("N-26", "AG-23")
def test_no_number_of_any_incarnation_repeats_another() -> None:
    dossiers = [counter_.accept() for counter_ in (reborn(1), reborn(2), reborn(3), reborn(4)) for _ in "ab"]
    assert [dossier.code for dossier in dossiers] == [
        "H01.15.21-261123-0001",
        "H01.15.21-261123-0002",
        "H01.15.21-261123-8001",
        "H01.15.21-261123-8002",
        "TAM-H01.15.21-Q03.3-261123-0001",
        "TAM-H01.15.21-Q03.3-261123-0002",
        "TAM-H01.15.21-Q03.4-261123-0001",
        "TAM-H01.15.21-Q03.4-261123-0002",
    ]
    assert len({(dossier.ledger_book, dossier.ledger_line) for dossier in dossiers}) == len(dossiers)
    assert len({dossier.slip_number for dossier in dossiers}) == len(dossiers)
    assert (dossiers[2].ledger_book, dossiers[2].slip_number) == ("03.2/2026", "0001-03.2/TTPVHCC")


# --- any day, any failures -----------------------------------------------------------------------

STEPS = st.lists(
    st.sampled_from(["accept", "accept", "accept", "fail", "next day", "restart", "to and fro"]), max_size=25
)


def walked(station: Counter, steps: list[str]) -> Iterator[Dossier]:
    for step in steps:
        if step == "accept":
            yield station.accept()
        elif step == "fail":
            station.database.fail()
            with pytest.raises(DomainError):
                station.accept()
        elif step == "next day":
            station.clock.move(timedelta(days=1))
        elif step == "restart":
            station.restart()
        else:
            # The clock ran ahead for a dossier, and a clerk set it right.
            station.clock.move(timedelta(days=40))
            yield station.accept()
            station.clock.move(timedelta(days=-40))
            station.reception.confirm_clock(clerk())


@pytest.mark.requirement("N-26")
@settings(max_examples=40)
@given(STEPS)
def test_whatever_happens_codes_are_unique_and_lines_have_no_gap(steps: list[str]) -> None:
    station = counter(numbers=lease(1, 3, (8001, 8002)), clock=SetClock(MORNING))
    dossiers = list(walked(station, steps))
    assert len({dossier.code for dossier in dossiers}) == len(dossiers)
    for year in ("2026", "2027"):
        lines = [dossier.ledger_line for dossier in dossiers if dossier.ledger_book == f"03/{year}"]
        assert lines == list(range(1, len(lines) + 1))
    slips = [(dossier.slip_number, dossier.ledger_book) for dossier in dossiers]
    assert len(set(slips)) == len(slips)
