from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.dossier_codes import CodePattern
from counter_app.domain.identifiers.card_qr import CardKind, CardRead
from counter_app.domain.identifiers.places import Places
from counter_app.domain.identifiers.scan import OtherScan, ScanKind, ScanRead, SlipCode, identify_scan
from counter_app.domain.identifiers.sex import Sex
from tests.fixtures.input_methods import typed_through

CASES: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "fixtures/identifiers.json").read_text("utf-8")
)
TODAY = date(2026, 11, 21)
CARD = "089190000017|350000017|NGUYỄN THỊ MẪU|15031990|Nữ|Ấp Mẫu, Xã Mẫu, Huyện Mẫu, An Giang|01082021"


def card(text: str, **options: Any) -> CardRead:
    found = identify_scan(text, today=TODAY, **options)
    assert isinstance(found, CardRead)
    return found


def other(text: str) -> OtherScan:
    found = identify_scan(text, today=TODAY)
    assert isinstance(found, OtherScan)
    return found


def codes(found: ScanRead) -> list[str]:
    return [finding.code for finding in found.findings]


@pytest.mark.parametrize("case", CASES["cards"], ids=lambda case: case["why"])
def test_a_card_is_read(case: dict[str, Any]) -> None:
    found = card(case["text"])
    assert found.kind.value == case["kind"]
    assert codes(found) == case["findings"]
    assert found.personal_number == "089190000017"


def test_every_field_of_a_card_is_given() -> None:
    assert card(CARD) == CardRead(
        kind=CardKind.CHIP_2021,
        personal_number="089190000017",
        old_number="350000017",
        full_name="NGUYỄN THỊ MẪU",
        birth_date=date(1990, 3, 15),
        birth_year=1990,
        sex=Sex.FEMALE,
        address="Ấp Mẫu, Xã Mẫu, Huyện Mẫu, An Giang",
        issued_on=date(2021, 8, 1),
        findings=(),
    )


def test_other_peoples_data_on_a_card_are_never_kept() -> None:
    found = card(CARD + "|TRẦN VĂN MẪU|089060000001|LÊ THỊ MẪU|089160000002")
    assert found.kind is CardKind.CARD_2024
    assert "TRẦN" not in repr(found)
    assert "089060000001" not in repr(found)


def test_decomposed_letters_and_a_byte_order_mark_give_the_same_card() -> None:
    assert card("\ufeff" + unicodedata.normalize("NFD", CARD) + "\r\n") == card(CARD)


def test_names_with_apostrophes_and_hyphens_are_whole() -> None:
    assert card(CARD.replace("NGUYỄN THỊ MẪU", "H'MẪU NIÊ-KĐĂM")).full_name == "H'MẪU NIÊ-KĐĂM"


@pytest.mark.parametrize("code_page", ["cp1252", "latin-1"])
def test_letters_taken_for_another_code_page_are_put_right(code_page: str) -> None:
    garbled = CARD.encode("utf-8").decode("latin-1")
    if code_page == "cp1252":
        garbled = "".join(
            bytes([ord(char)]).decode("cp1252", errors="replace").replace("\ufffd", char) for char in garbled
        )
    found = card(garbled)
    assert (found.full_name, found.address) == ("NGUYỄN THỊ MẪU", "Ấp Mẫu, Xã Mẫu, Huyện Mẫu, An Giang")
    assert found.sex is Sex.FEMALE
    assert codes(found) == ["card_letters_repaired"]


@pytest.mark.parametrize(
    "name", ["NGUY?N TH? M?U", "NGUY\ufffdN TH\ufffd M\ufffdU", "NGUY1ỄN", "NGUYá»N THá»"]
)
def test_broken_letters_are_said_and_never_kept_as_a_name(name: str) -> None:
    found = card(CARD.replace("NGUYỄN THỊ MẪU", name))
    assert found.full_name == ""
    assert found.address == ""
    assert codes(found) == ["card_letters_broken"]
    assert found.personal_number == "089190000017"


def test_a_card_whose_marks_were_lost_is_doubted() -> None:
    found = card("089190000017||NGUYEN THI MAU|15031990|N|Ap Mau, An Giang|01082021")
    assert codes(found) == ["card_without_marks", "card_sex_unreadable"]


@pytest.mark.parametrize("length", range(14, len(CARD)))
def test_a_card_that_was_cut_off_gives_only_whole_fields(length: int) -> None:
    found = card(CARD[:length])
    whole = card(CARD)
    assert found.kind is CardKind.CUT_OFF
    assert "card_cut_off" in codes(found)
    assert found.full_name in ("", whole.full_name)
    assert found.address in ("", whole.address)
    assert found.birth_date in (None, whole.birth_date)
    assert found.issued_on is None


def test_a_card_with_a_damaged_number_gives_the_rest() -> None:
    found = card(CARD[1:])
    assert found.personal_number == ""
    assert found.full_name == "NGUYỄN THỊ MẪU"
    assert codes(found) == ["card_number_unreadable"]


@pytest.mark.parametrize(
    ("birth", "day", "year", "finding"),
    [
        ("1990", None, 1990, "card_birth_year_only"),
        ("00001990", None, 1990, "card_birth_year_only"),
        ("31021990", None, None, "card_birth_unreadable"),
        ("", None, None, None),
        ("15032090", date(2090, 3, 15), 2090, "card_birth_in_future"),
    ],
)
def test_birth_dates_that_are_not_whole_are_named(
    birth: str, day: date | None, year: int | None, finding: str | None
) -> None:
    found = card(CARD.replace("15031990", birth))
    assert (found.birth_date, found.birth_year) == (day, year)
    named = [code for code in codes(found) if not code.startswith("pin_")]
    assert named == ([] if finding is None else [finding])


def test_a_card_issued_tomorrow_is_doubted() -> None:
    assert codes(card(CARD.replace("01082021", "22112026"))) == ["card_issued_in_future"]


def test_places_are_checked_when_they_are_known() -> None:
    assert codes(card(CARD, places=Places.from_names({"001": "Hà Nội"}))) == ["pin_unknown_place"]


@pytest.mark.parametrize(
    ("text", "provisional"),
    [
        ("H01.15.21-261120-0001", False),
        ("000.00.15.H01-261120-0001", False),
        (" h01.15.21-261120-0001\r", False),
        ("G09.20-20260609-0092637", False),
        ("TAM-H01.15.21-Q03-261120-0001", True),
        ("tam-h01.15.21-q03.2-261120-0001", True),
    ],
)
def test_a_slip_is_recognised_in_any_case(text: str, provisional: bool) -> None:
    found = identify_scan(text, today=TODAY)
    assert found == SlipCode(text.strip().upper(), provisional)


def test_a_slip_from_the_future_is_found_and_doubted() -> None:
    found = identify_scan("H01.15.21-261122-0001", today=TODAY)
    assert isinstance(found, SlipCode)
    assert codes(found) == ["code_date_in_future"]


@pytest.mark.parametrize(
    ("text", "kind", "finding"),
    [
        ("eyJhbGciOiJub25lIn0.eyJtYXUiOiJtYXUifQ.bWF1bWF1bWF1", ScanKind.VNEID, "scan_vneid"),
        ("https://vneid.example.vn/qr/abc", ScanKind.VNEID, "scan_vneid"),
        ("https://dichvucong.example.vn/tra-cuu", ScanKind.WEB_ADDRESS, "scan_web_address"),
        (
            "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304F4E5",
            ScanKind.PAYMENT,
            "scan_payment",
        ),
        ("089190000017", ScanKind.PERSONAL_NUMBER, "scan_personal_number"),
        ("H01.Á5.21-261120-0001", ScanKind.CHANGED_BY_INPUT_METHOD, "scan_changed_by_input_method"),
        ("xin chào", ScanKind.UNKNOWN, "scan_unknown"),
        ("", ScanKind.UNKNOWN, "scan_unknown"),
        ("350000017", ScanKind.OLD_NUMBER, "old_number_not_valid"),
        ("C0000001", ScanKind.TRAVEL_DOCUMENT, "scan_travel_document"),
        ("0100109107", ScanKind.TAX_CODE, "tax_code_check_digit"),
        ("8934563138165", ScanKind.UNKNOWN, "scan_unknown"),
        ("0" * 8001, ScanKind.UNKNOWN, "scan_too_long"),
    ],
)
def test_other_codes_are_recognised_and_named(text: str, kind: ScanKind, finding: str) -> None:
    found = other(text)
    assert found.kind is kind
    assert codes(found)[0] == finding


def test_nothing_of_a_token_is_kept() -> None:
    assert other("a" * 64).text == ""


@pytest.mark.parametrize("mark", ["]Q1", "]Q3\\000026", "\x02", "\ufeff", " \t", "]C0"])
def test_what_readers_put_around_a_code_does_no_harm(mark: str) -> None:
    assert card(mark + CARD + "\x03\r\n") == card(CARD)
    slip = identify_scan(mark + "H01.15.21-261120-0001\x03", today=TODAY)
    assert slip == SlipCode("H01.15.21-261120-0001", False)


@pytest.mark.parametrize("sign", ["~", "¦"])
def test_a_gun_set_to_another_keyboard_is_read_and_named(sign: str) -> None:
    found = card(CARD.replace("|", sign))
    assert (found.full_name, found.issued_on) == ("NGUYỄN THỊ MẪU", date(2021, 8, 1))
    assert codes(found) == ["card_separator_changed"]


def test_full_width_letters_and_digits_are_read() -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in CARD)
    assert card(wide) == card(CARD)


def test_a_day_of_issue_and_an_old_number_that_cannot_be_read_are_named() -> None:
    found = card(CARD.replace("01082021", "32132021").replace("350000017", "35000O017"))
    assert (found.old_number, found.issued_on) == ("", None)
    assert codes(found) == ["card_old_number_unreadable", "card_issued_unreadable"]


def test_a_code_that_can_only_be_one_is_read_through_the_input_method() -> None:
    ours = (CodePattern("ours", r"H01\.A15", 6, 4, 4),)
    found = identify_scan("H01.Á5-261120-0001", today=TODAY, patterns=ours)
    assert isinstance(found, SlipCode)
    assert found.code == "H01.A15-261120-0001"
    assert codes(found) == ["scan_input_method_undone"]


def test_a_code_that_can_be_several_is_not_guessed() -> None:
    found = other("H01.Á5-261120-0001")
    assert found.candidates[0] == "H01.A15-261120-0001"
    assert "H01.A51-261120-0001" in found.candidates
    assert codes(found) == ["scan_changed_by_input_method"]


@pytest.mark.parametrize("method", ["telex", "vni"])
def test_a_zone_typed_through_an_input_method_is_read_or_named(method: str) -> None:
    zone = "\n".join(CASES["mrz"][1]["lines"]).replace("VNM", "UTO")
    found = identify_scan(typed_through(method, zone), today=TODAY)
    assert codes(found)[0] in ("scan_input_method_undone", "scan_changed_by_input_method")


def test_a_long_code_broken_by_an_input_method_is_named() -> None:
    assert codes(other("eyJhbGciÓiJnb25lIn0ẻyJtYXUiÓiJtYXUiLCJ")) == ["scan_changed_by_input_method"]


def test_an_old_number_of_twelve_digits_is_not_taken_for_a_health_card() -> None:
    found = card(CARD.replace("350000017", "024190000017"))
    assert found.old_number == "024190000017"
