from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.identifiers.mrz.layout import MrzFormat
from counter_app.domain.identifiers.mrz.reading import MrzRead, read_mrz
from counter_app.domain.identifiers.places import Places
from counter_app.domain.identifiers.sex import Sex
from tests.fixtures import mrz

CASES: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "fixtures/identifiers.json").read_text("utf-8")
)
TODAY = date(2026, 11, 22)
CARD = "\n".join(CASES["mrz"][0]["lines"])
PASSPORT = "\n".join(CASES["mrz"][1]["lines"])
BORN = date(1990, 3, 15)
FOREIGN = mrz.passport("UTO", "L8988901C", "MAU", "ANNA MARIA", date(1974, 8, 12), "F", "330415")


def read(text: str, today: date | None = TODAY) -> MrzRead:
    found = read_mrz(text, today=today)
    assert found is not None
    return found


def codes(found: MrzRead) -> list[str]:
    return [finding.code for finding in found.findings]


def card(**changes: Any) -> str:
    values: dict[str, Any] = {
        "personal": "089190000017", "surname": "NGUYEN", "given": "THI MAU", "birth": BORN, "sex": "F",
        "expiry": "300315",
    }  # fmt: skip
    return "\n".join(mrz.vietnamese_card(**{**values, **changes}))


@pytest.mark.parametrize("case", CASES["mrz"], ids=lambda case: case["format"])
def test_a_known_zone_is_read(case: dict[str, Any]) -> None:
    found = read("\n".join(case["lines"]))
    assert found.format.value == case["format"]
    assert found.number == case["number"]
    assert found.personal_number == case["personal_number"]
    assert found.full_name == case["full_name"]
    assert codes(found) == case["findings"]


@pytest.mark.requirement("LC-18")
def test_every_field_of_a_vietnamese_card_is_given() -> None:
    found = read(CARD)
    assert found == MrzRead(
        format=MrzFormat.TD1,
        document_code="ID",
        issuing_state="VNM",
        number="190000017",
        personal_number="089190000017",
        surname="NGUYEN",
        given_names="THI MAU",
        birth_date=BORN,
        birth_year=1990,
        sex=Sex.FEMALE,
        expires_on=date(2030, 3, 15),
        nationality="VNM",
        proposal=(),
        findings=found.findings,
    )
    assert found.is_vietnamese
    assert codes(found) == ["mrz_name_without_marks"]


@pytest.mark.requirement("A11", "LC-18")
def test_a_foreign_passport_is_read_without_any_rule_for_vietnamese_numbers() -> None:
    found = read("\n".join(FOREIGN))
    assert (found.number, found.personal_number, found.nationality) == ("L8988901C", "", "UTO")
    assert (found.surname, found.given_names) == ("MAU", "ANNA MARIA")
    assert (found.birth_date, found.sex) == (date(1974, 8, 12), Sex.FEMALE)
    assert not found.is_vietnamese
    assert codes(found) == []


def test_a_smaller_document_of_two_lines_is_read() -> None:
    found = read("\n".join(mrz.small_document("UTO", "D2314589", "MAU", "ANNA", BORN, "M", "330415")))
    assert (found.format, found.number, found.sex) == (MrzFormat.TD2, "D2314589", Sex.MALE)
    assert codes(found) == []


def test_a_number_that_runs_on_into_the_optional_data_is_whole() -> None:
    found = read("\n".join(mrz.identity_card("UTO", "D23145890734", "MAU", "ANNA", BORN, "F", "330415")))
    assert found.number == "D23145890734"
    assert codes(found) == []


@pytest.mark.parametrize("empty_check", ["<", "0"])
def test_a_passport_without_personal_number_is_whole(empty_check: str) -> None:
    lines = mrz.passport("VNM", "C0000001", "NGUYEN", "THI MAU", BORN, "F", "300315", empty_check=empty_check)
    found = read("\n".join(lines))
    assert found.personal_number == ""
    assert codes(found) == ["mrz_name_without_marks", "mrz_without_personal_number"]


@pytest.mark.parametrize(
    "text",
    [
        CARD.replace("\n", ""),
        CARD.replace("\n", "\r\n") + "\r\n",
        CARD.replace("\n", " "),
        CARD.lower(),
        "  " + CARD.replace("\n", "\n\n  "),
        "\ufeff" + CARD,
        CARD.replace("<", "＜"),
        "".join(chr(ord(sign) + 0xFEE0) if sign.isalnum() else sign for sign in CARD),
        CARD.replace("<<7", " <<7").replace("9003152F", "900315 2 F"),
        PASSPORT,
        PASSPORT.replace("\n", ""),
        PASSPORT.replace("\n", " ").lower(),
    ],
)
def test_breaks_spaces_and_case_do_not_matter(text: str) -> None:
    found = read(text)
    assert (found.full_name, found.personal_number) == ("NGUYEN THI MAU", "089190000017")
    assert codes(found) == ["mrz_name_without_marks"]


@pytest.mark.parametrize(
    "text",
    [
        CARD.rstrip("<"),
        CARD.replace("\n", "").rstrip("<"),
        "IDVNM19000001740891900000177\n9003152F3003150VNM0\nNGUYEN<<THI<MAU",
        "P<VNMNGUYEN<<THI<MAU\nC0000001<7VNM9003152F300315008919000001776",
        PASSPORT.replace("<" * 24 + "\n", ""),
    ],
)
def test_missing_fillers_are_put_where_the_check_digits_agree(text: str) -> None:
    found = read(text)
    assert (found.full_name, found.personal_number) == ("NGUYEN THI MAU", "089190000017")
    assert codes(found) == ["mrz_fillers_added", "mrz_name_without_marks"]


@pytest.mark.parametrize("sign", ["(", "‹", "[", "{"])
def test_other_signs_for_the_filler_are_read_and_said(sign: str) -> None:
    assert codes(read(CARD.replace("<", sign))) == ["mrz_fillers_replaced", "mrz_name_without_marks"]
    assert codes(read(CARD.replace("<<", "«"))) == ["mrz_fillers_replaced", "mrz_name_without_marks"]


@pytest.mark.parametrize(
    ("good", "bad", "missing"),
    [
        ("900315", "9OO3I5", "birth_date"),
        ("3003150VNM", "3OO3150VNM", "expires_on"),
        ("089190000017", "O89I9000OO17", "personal_number"),
        ("IDVNM190000017", "IDVNM1900OO017", "number"),
        ("NGUYEN<<THI", "NGUYEN<<TH1", "given_names"),
        ("MAU<<<<<<<<<<<<<<<", "MAUKKKKKKKKKKKKKKK", "surname"),
    ],
)
def test_confused_signs_are_proposed_and_never_changed_silently(good: str, bad: str, missing: str) -> None:
    found = read(CARD.replace(good, bad))
    assert not getattr(found, missing)
    assert "\n".join(found.proposal) == CARD
    assert {"mrz_sign_confused", "mrz_k_for_fillers"} & set(codes(found))
    accepted = read("\n".join(found.proposal))
    assert getattr(accepted, missing)
    assert codes(accepted) == ["mrz_name_without_marks"]


def test_a_letter_o_in_a_foreign_number_is_found_by_its_check_digit() -> None:
    confused = "\n".join(FOREIGN).replace("L8988901C", "L89889O1C")
    found = read(confused)
    assert found.number == ""
    assert found.proposal == FOREIGN
    [finding] = found.findings
    assert (finding.code, dict(finding.params)) == (
        "mrz_sign_confused",
        {"line": 2, "position": 7, "read": "O", "proposed": "0"},
    )


def test_fillers_read_as_k_are_found_by_where_they_stand() -> None:
    found = read(CARD.replace("<", "K"))
    assert "\n".join(found.proposal) == CARD
    assert codes(found)[0] == "mrz_k_for_fillers"


def test_names_with_k_are_left_alone() -> None:
    found = read(card(surname="KSOR", given="H KIM DAK"))
    assert found.full_name == "KSOR H KIM DAK"
    assert found.proposal == ()


@pytest.mark.parametrize(
    ("good", "bad", "finding", "missing"),
    [
        ("IDVNM190000017", "IDVNM190000027", "mrz_number_check_digit", "number"),
        ("089190000017<<", "089190000027<<", "mrz_personal_number_check_digit", "personal_number"),
        ("900315", "900316", "mrz_birth_check_digit", "birth_date"),
        ("300315", "300316", "mrz_expiry_check_digit", "expires_on"),
        ("<<<0", "<<<5", "mrz_composite_check_digit", ""),
    ],
)
def test_a_wrong_check_digit_is_named_and_its_value_not_taken(
    good: str, bad: str, finding: str, missing: str
) -> None:
    found = read(CARD.replace(good, bad))
    assert codes(found)[0] == finding or finding in codes(found)
    assert found.proposal == ()
    if missing:
        assert not getattr(found, missing)


@pytest.mark.parametrize("expiry", ["<<<<<<", "991231", "999999", "000000", "ABCDEF"])
def test_a_card_without_expiry_is_no_error(expiry: str) -> None:
    found = read(card(expiry=expiry))
    assert found.expires_on is None
    assert "mrz_no_expiry" in codes(found)
    assert not [finding for finding in found.findings if finding.severity == "error"]


def test_an_expired_document_is_named() -> None:
    assert "mrz_expired" in codes(read(card(expiry="261121")))
    assert "mrz_expired" not in codes(read(card(expiry="261122")))
    assert "mrz_expired" not in codes(read(card(expiry="261121"), today=None))


@pytest.mark.parametrize(
    ("personal", "born", "said"),
    [
        ("089190000017", date(1990, 3, 15), []),
        ("089024000017", date(1924, 3, 15), []),
        ("089224000017", date(2024, 3, 15), []),
    ],
)
def test_the_personal_number_tells_the_century(personal: str, born: date, said: list[str]) -> None:
    found = read(card(personal=personal, birth=born, sex="M" if personal[3] in "02" else "F"))
    assert found.birth_date == born
    assert codes(found) == ["mrz_name_without_marks", *said]


@pytest.mark.parametrize(
    ("born", "read_as", "doubted"),
    [
        (date(1974, 8, 12), date(1974, 8, 12), False),
        (date(2026, 11, 22), date(2026, 11, 22), True),
        (date(1926, 11, 23), date(1926, 11, 23), False),
        (date(1924, 1, 1), date(2024, 1, 1), True),
        (date(2010, 1, 1), date(2010, 1, 1), False),
    ],
)
def test_without_personal_number_the_latest_past_century_counts(
    born: date, read_as: date, doubted: bool
) -> None:
    found = read("\n".join(mrz.passport("UTO", "L8988901C", "MAU", "ANNA", born, "F", "330415")))
    assert found.birth_date == read_as
    assert ("mrz_birth_century_assumed" in codes(found)) is doubted


def test_without_today_a_birth_lies_before_the_expiry() -> None:
    assert read("\n".join(FOREIGN), today=None).birth_date == date(1974, 8, 12)


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"sex": "M"}, "pin_sex_mismatch"),
        ({"birth": date(1991, 3, 15)}, "pin_year_mismatch"),
        ({"personal": "999190000017"}, "pin_unknown_place"),
        ({"personal": "089190000017", "sex": "8"}, "mrz_sex_unreadable"),
    ],
)
@pytest.mark.requirement("LC-18")
def test_a_card_is_compared_with_its_personal_number(changes: dict[str, Any], finding: str) -> None:
    found = read_mrz(card(**changes), places=Places.from_names({"089": "An Giang"}), today=TODAY)
    assert found is not None
    assert finding in codes(found)


def test_a_card_number_that_is_not_the_end_of_the_personal_number_is_doubted() -> None:
    first, second, third = mrz.vietnamese_card("089190000017", "NGUYEN", "THI MAU", BORN, "F", "300315")
    first = first[:5] + mrz.checked("190000018") + first[15:]
    second = second[:29] + mrz.digit(first[5:] + second[:7] + second[8:15] + second[18:29])
    assert "mrz_number_not_of_personal_number" in codes(read(f"{first}\n{second}\n{third}"))


@pytest.mark.parametrize("birth", ["90<<<<", "9003<<", "900000"])
def test_a_birth_of_which_only_the_year_is_known(birth: str) -> None:
    first, second = mrz.passport("UTO", "L8988901C", "MAU", "ANNA", BORN, "F", "330415")
    second = second[:13] + mrz.checked(birth) + second[20:43]
    second += mrz.digit(second[:10] + second[13:20] + second[21:43])
    found = read(f"{first}\n{second}")
    assert (found.birth_date, found.birth_year) == (None, 1990)
    assert codes(found) == ["mrz_birth_year_only"]


def test_a_visa_gives_no_passport_number() -> None:
    found = read("V" + "\n".join(FOREIGN)[1:])
    assert found.number == ""
    assert found.full_name == "MAU ANNA MARIA"
    assert "mrz_is_visa" in codes(found)


def test_a_name_that_fills_its_line_may_be_cut() -> None:
    found = read(card(surname="NGUYEN", given="THI MAU DAI HON BA MUOI KY TU"))
    assert found.full_name == "NGUYEN THI MAU DAI HON BA MUO"
    assert "mrz_name_may_be_cut" in codes(found)


def test_a_line_with_a_sign_too_many_is_named() -> None:
    found = read(CARD.replace("IDVNM190000017", "IDVNM1900000177"))
    assert "mrz_line_too_long" in codes(found)


@pytest.mark.parametrize(
    "text",
    [
        "", "P", "P<VNM", "089190000017", "IDVNM190000017", CARD.splitlines()[0], PASSPORT.splitlines()[1],
        "PHUONG LONG XUYEN TINH AN GIANG CHIEU NAY\nCO MOT HO SO", "A" * 90, "<" * 90, "P" + "<" * 87,
        "https://example.org/P<VNM", CARD.replace("V", "Ví"), "P" * 1_000_000, "\n" * 1_000_000,
    ],
)  # fmt: skip
def test_what_is_no_such_zone_is_none_and_takes_no_time(text: str) -> None:
    begun = time.perf_counter()
    assert read_mrz(text, today=TODAY) is None
    assert time.perf_counter() - begun < 0.5


def test_zones_are_written_here_as_the_standard_writes_its_specimen() -> None:
    lines = mrz.passport(
        "UTO", "L898902C3", "ERIKSSON", "ANNA MARIA", date(1974, 8, 12), "F", "120415", "ZE184226B"
    )
    assert lines == (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    )
    assert codes(read("\n".join(lines))) == ["mrz_expired"]
