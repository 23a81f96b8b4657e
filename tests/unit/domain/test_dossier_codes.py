from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.agency import AgencyId, parse_agency
from counter_app.domain.dossier_codes import (
    code_key,
    official_code,
    patterns_from_plain,
    provisional_code,
    read_code,
)
from counter_app.domain.errors import DomainError

CASES: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "fixtures/identifiers.json").read_text("utf-8")
)
DAY = date(2026, 11, 20)


@pytest.mark.requirement("AG-15", "N-32")
@pytest.mark.parametrize("case", CASES["dossier_codes"], ids=lambda case: case["code"])
def test_a_code_is_recognised_by_its_pattern(case: dict[str, Any]) -> None:
    read = read_code(case["code"], today=date(2026, 11, 21))
    assert (read.code.pattern if read.code else None) == case["pattern"]


@pytest.mark.requirement("AG-15", "N-32")
@pytest.mark.parametrize(
    ("agency", "code"),
    [("000.00.15.H01", "000.00.15.H01-261120-0001"), ("H01.15.21", "H01.15.21-261120-0001")],
)
def test_a_code_is_agency_date_and_number_in_either_order(agency: str, code: str) -> None:
    assert official_code(agency, DAY, 1) == code


@pytest.mark.parametrize(
    ("agency", "number"), [("000.00.15.H01", 10_000), ("H01.15.21", 1_000_000), ("H01", 0)]
)
def test_a_number_that_has_no_place_in_the_code_is_refused(agency: str, number: int) -> None:
    with pytest.raises(DomainError, match=r"numbering\.number_too_large"):
        official_code(agency, DAY, number)


def test_numbers_beyond_four_digits_are_written_out_in_the_new_order() -> None:
    assert official_code("H01.15.21", DAY, 12345) == "H01.15.21-261120-12345"


def test_a_restored_station_marks_its_provisional_codes() -> None:
    assert provisional_code("H01.15.21", "03", DAY, 1) == "TAM-H01.15.21-Q03-261120-0001"
    assert provisional_code("H01.15.21", "03", DAY, 1, incarnation=2) == "TAM-H01.15.21-Q03.2-261120-0001"


@pytest.mark.parametrize("station", ["3", "003", "A1", "", "０３"])
def test_a_station_number_has_two_digits(station: str) -> None:
    with pytest.raises(DomainError, match=r"numbering\.bad_station"):
        provisional_code("H01.15.21", station, DAY, 1)


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("H01.15.21-261320-0001", "code_date_not_real"),
        ("H01.15.21-260229-0001", "code_date_not_real"),
        ("TAM-H01.15.21-Q03-261320-0001", "code_date_not_real"),
        ("H01.15.21-261120-001", "code_unknown_shape"),
        ("H01.15.21", "code_unknown_shape"),
        ("", "code_unknown_shape"),
    ],
)
def test_what_is_no_code_is_named(text: str, finding: str) -> None:
    read = read_code(text)
    assert read.code is None
    assert [found.code for found in read.findings] == [finding]


def test_a_code_of_tomorrow_is_doubted() -> None:
    read = read_code("H01.15.21-261121-0001", today=DAY)
    assert read.code is not None
    assert [found.code for found in read.findings] == ["code_date_in_future"]


def test_codes_are_compared_without_spaces_and_case() -> None:
    assert code_key(" h01.15.21 - 261120-0001\n") == "H01.15.21-261120-0001"


@pytest.mark.requirement("AG-15")
def test_patterns_come_from_settings() -> None:
    patterns = patterns_from_plain(
        [{"name": "own", "agency": "XA[0-9]{3}", "date_digits": 8, "shortest_number": 3, "longest_number": 3}]
    )
    read = read_code("XA123-20261120-001", patterns=patterns)
    assert read.code is not None
    assert (read.code.agency, read.code.day, read.code.number) == ("XA123", DAY, 1)
    assert read_code("H01.15.21-261120-0001", patterns=patterns).code is None


@pytest.mark.parametrize(
    "change", [{"agency": "("}, {"date_digits": 7}, {"shortest_number": "x"}, {"name": None, "agency": "["}]
)
def test_a_pattern_that_makes_no_sense_is_refused(change: dict[str, object]) -> None:
    row = {"name": "own", "agency": "X", "date_digits": 8, "shortest_number": 3, "longest_number": 3} | change
    with pytest.raises(DomainError, match=r"numbering\.bad_pattern"):
        patterns_from_plain([row])


@pytest.mark.requirement("N-56")
@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("H01", "000.00.00.H01"),
        ("H01.15", "000.00.15.H01"),
        ("H01.15.21", "000.21.15.H01"),
        ("H01.15.21.007", "007.21.15.H01"),
    ],
)
def test_an_agency_is_the_same_in_both_orders(new: str, old: str) -> None:
    assert parse_agency(new) == parse_agency(old)
    assert (parse_agency(old).in_new_order, parse_agency(new).in_old_order) == (new, old)


@pytest.mark.requirement("N-56")
@pytest.mark.parametrize("agency", ["", "H1", "H01.", "H01.ABCD", "01.H01", "H01.1.2.3.4.5", "H01-15"])
def test_what_is_no_agency_identifier_is_refused(agency: str) -> None:
    with pytest.raises(DomainError, match=r"agency\.bad_identifier"):
        parse_agency(agency)


@pytest.mark.parametrize("agency", ["H55.242", "H01.1", "H01.15.A1", "H01.15.21.007.1"])
def test_an_agency_that_the_old_order_cannot_write_is_refused_there(agency: str) -> None:
    with pytest.raises(DomainError, match=r"agency\.no_old_order"):
        assert parse_agency(agency).in_old_order


def test_agencies_are_tidied() -> None:
    assert parse_agency(" h01.15 ") == AgencyId(("H01", "15"))
