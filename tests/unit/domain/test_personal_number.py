from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.errors import DomainError
from counter_app.domain.identifiers.finding import Severity
from counter_app.domain.identifiers.personal_number import (
    masked,
    parse_personal_number,
    read_personal_number,
)
from counter_app.domain.identifiers.places import Places
from counter_app.domain.identifiers.sex import Sex, read_sex
from tests.fixtures.calendars import RESOURCES

CASES: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "fixtures/identifiers.json").read_text("utf-8")
)


def codes(text: str, **declared: Any) -> list[str]:
    return [finding.code for finding in read_personal_number(text, **declared).findings]


@pytest.mark.parametrize("case", CASES["personal_numbers"], ids=lambda case: case["number"])
def test_a_number_tells_place_sex_year_and_serial(case: dict[str, Any]) -> None:
    number = parse_personal_number(case["number"])
    assert number is not None
    assert (number.place_code, number.sex.value) == (case["place"], case["sex"])
    assert (number.birth_year, number.serial) == (case["birth_year"], case["serial"])


@pytest.mark.parametrize(
    ("digit", "century", "sex"),
    [("0", 1900, "male"), ("1", 1900, "female"), ("4", 2100, "male"), ("9", 2300, "female")],
)
def test_the_fourth_digit_tells_century_and_sex(digit: str, century: int, sex: str) -> None:
    number = parse_personal_number(f"001{digit}05000001")
    assert number is not None
    assert (number.birth_year, number.sex.value) == (century + 5, sex)


@pytest.mark.parametrize(
    "typed", [" 089 190 000 017 ", "089.190.000.017", "０８９１９０００００１７", "089-190-000017"]
)
def test_spaces_dots_and_full_width_digits_are_accepted(typed: str) -> None:
    read = read_personal_number(typed)
    assert read.text == "089190000017"
    assert read.number is not None
    assert read.findings == ()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "pin_missing"),
        ("  ", "pin_missing"),
        ("12345678901", "pin_wrong_length"),
        ("0891900000170", "pin_wrong_length"),
        ("08919000O017", "pin_not_digits"),
        ("٠٨٩١٩٠٠٠٠٠١٧", "pin_not_digits"),
        ("350000017", "pin_is_old_number"),
    ],
)
def test_what_is_no_number_is_named_and_kept_as_typed(typed: str, code: str) -> None:
    read = read_personal_number(typed)
    assert read.number is None
    assert [finding.code for finding in read.findings] == [code]
    assert read.findings[0].severity is Severity.ERROR


def test_checks_against_what_is_declared_warn_and_do_not_block() -> None:
    read = read_personal_number(
        "999490000017",
        places=Places.from_names({"089": "An Giang"}),
        sex=Sex.FEMALE,
        birth_year=1990,
        today=date(2026, 11, 21),
    )
    assert read.number is not None
    assert [finding.code for finding in read.findings] == [
        "pin_unknown_place",
        "pin_sex_mismatch",
        "pin_year_mismatch",
        "pin_birth_in_future",
    ]
    assert {finding.severity for finding in read.findings} == {Severity.WARNING}


def test_nothing_is_checked_against_what_is_not_known() -> None:
    assert codes("999490000017") == []


def test_someone_born_this_year_is_not_from_the_future() -> None:
    assert codes("089326000017", today=date(2026, 11, 21)) == []
    assert codes("089327000017", today=date(2026, 11, 21)) == ["pin_birth_in_future"]


def test_the_shipped_places_know_every_province_by_its_old_and_new_name() -> None:
    places = Places.from_plain(json.loads((RESOURCES / "catalogues/provinces.json").read_text("utf-8")))
    assert len(places) == 63
    place = places.get("015")
    assert place is not None
    assert (place.name, place.name_now) == ("Yên Bái", "Lào Cai")
    assert places.get("999") is None


@pytest.mark.parametrize("document", [{}, {"provinces": [{}]}, {"provinces": [1]}])
def test_a_damaged_catalogue_of_places_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(DomainError, match=r"places\.bad_document"):
        Places.from_plain(document)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("089190000017", "0891******17"),
        ("C1234567", "C1****67"),
        ("0100109106", "010*****06"),
        ("ABC", "A**"),
        ("A1", "**"),
        ("", ""),
    ],
)
def test_a_masked_number_keeps_its_length_and_hides_its_middle(number: str, shown: str) -> None:
    assert masked(number) == shown


@pytest.mark.parametrize(
    ("word", "sex"),
    [("Nam", Sex.MALE), (" NỮ ", Sex.FEMALE), ("nu", Sex.FEMALE), ("F", Sex.FEMALE), ("", None), ("X", None)],
)
def test_sex_is_read_from_the_words_on_papers(word: str, sex: Sex | None) -> None:
    assert read_sex(word) is sex
