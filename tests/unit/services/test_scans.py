"""What a scanned code means at the counter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.domain.identifiers.scan import ScanKind
from counter_app.domain.parties import Party, PartyKind
from counter_app.services.scans import CardScanned, NotUsable, SlipScanned
from tests.builders import Counter, citizen, counter

CARD = "089190000017|350000017|NGUYỄN THỊ MẪU|15031990|Nữ|Ấp Mẫu, phường Long Xuyên, tỉnh An Giang|01082021"


def test_a_card_gives_a_party(station: Counter) -> None:
    meaning = station.services.scans.interpret(CARD)
    assert isinstance(meaning, CardScanned)
    assert meaning.party == Party(
        PartyKind.CITIZEN,
        "NGUYỄN THỊ MẪU",
        "089190000017",
        "1990-03-15",
        "female",
        address="Ấp Mẫu, phường Long Xuyên, tỉnh An Giang",
        source="card",
    )


def test_a_personal_number_alone_gives_a_party_with_nothing_else(station: Counter) -> None:
    meaning = station.services.scans.interpret("089 190 000 017")
    assert isinstance(meaning, CardScanned)
    assert meaning.party == Party(number="089190000017", source="card")


ZONE = """IDVNM1900000174089190000017<<7
9003152F3003150VNM<<<<<<<<<<<0
NGUYEN<<THI<MAU<<<<<<<<<<<<<<<"""
FOREIGN = """P<UTOMAU<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<<<<<
L898902C36UTO7408122F3304156ZE184226B<<<<<16"""


def read(station: Counter, text: str) -> CardScanned:
    meaning = station.services.scans.interpret(text)
    assert isinstance(meaning, CardScanned)
    return meaning


@pytest.mark.parametrize(
    ("text", "document"),
    [
        (CARD, "card_2021"),
        (CARD + "||||", "card_2024"),
        (CARD[:60], "card_cut_off"),
        (ZONE, "mrz_td1"),
        (FOREIGN, "mrz_td3"),
        ("089190000017", "personal_number"),
        ("C0000001", "travel_document"),
        ("0100109106", "tax_code"),
    ],
)
def test_what_was_read_is_named(station: Counter, text: str, document: str) -> None:
    assert read(station, text).document == document


@pytest.mark.requirement("LC-18")
def test_the_zone_of_a_card_gives_a_citizen(station: Counter) -> None:
    assert read(station, ZONE).party == Party(
        PartyKind.CITIZEN, "NGUYEN THI MAU", "089190000017", "1990-03-15", "female", source="mrz"
    )


@pytest.mark.requirement("A11", "LC-18")
def test_the_zone_of_a_foreign_passport_gives_a_foreigner(station: Counter) -> None:
    assert read(station, FOREIGN).party == Party(
        PartyKind.FOREIGNER, "MAU ANNA MARIA", "L898902C3", "1974-08-12", "female", "UTO", source="mrz"
    )


def test_a_misread_zone_fills_in_what_is_proved_and_proposes_the_rest(station: Counter) -> None:
    meaning = read(station, ZONE.replace("900315", "9OO315"))
    assert (meaning.party.number, meaning.party.birth_date) == ("089190000017", "")
    accepted = read(station, "\n".join(meaning.proposal))
    assert accepted.party.birth_date == "1990-03-15"


def test_a_health_insurance_card_gives_the_person_only(station: Counter) -> None:
    name = "Nguyễn Thị Mẫu".encode().hex()
    meaning = read(station, f"HN3890000000017|{name}|15/03/1990|2|{name}|89 - 001|$")
    assert meaning.party == Party(
        full_name="Nguyễn Thị Mẫu", birth_date="1990-03-15", sex="female", source="health_card"
    )
    assert meaning.document == "health_insurance"
    assert meaning.findings[0].code == "scan_health_insurance"


def test_a_passport_number_alone_is_a_foreigners_and_counts_as_typed(station: Counter) -> None:
    meaning = read(station, "l898902c3")
    assert meaning.party == Party(PartyKind.FOREIGNER, number="L898902C3")


@pytest.mark.parametrize(
    ("text", "kind", "finding"),
    [
        ("350000017", ScanKind.OLD_NUMBER, "old_number_not_valid"),
        ("0100109107", ScanKind.TAX_CODE, "tax_code_check_digit"),
        ("https://vneid.example.vn/qr/abc", ScanKind.VNEID, "scan_vneid"),
    ],
)
def test_what_fills_nothing_in_is_explained(
    station: Counter, text: str, kind: ScanKind, finding: str
) -> None:
    meaning = station.services.scans.interpret(text)
    assert isinstance(meaning, NotUsable)
    assert (meaning.kind, meaning.findings[0].code) == (kind, finding)


@pytest.mark.requirement("PT-23")
def test_a_slip_leads_to_its_dossier(station: Counter) -> None:
    dossier = station.accept()
    assert station.services.scans.interpret(dossier.code.lower()) == SlipScanned(dossier.code, dossier.id)


@pytest.mark.requirement("O4")
def test_a_provisional_slip_leads_to_its_dossier_too() -> None:
    station = counter(numbers=None)
    dossier = station.accept()
    assert station.services.scans.interpret(dossier.code) == SlipScanned(dossier.code, dossier.id)


def test_a_slip_of_elsewhere_is_a_slip_without_a_dossier(station: Counter) -> None:
    meaning = station.services.scans.interpret("H01.15.21-261123-0099")
    assert meaning == SlipScanned("H01.15.21-261123-0099", None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://example.org/x", ScanKind.WEB_ADDRESS),
        ("8934563138165", ScanKind.UNKNOWN),
        ("", ScanKind.UNKNOWN),
    ],
)
def test_what_is_neither_is_named(station: Counter, text: str, kind: ScanKind) -> None:
    meaning = station.services.scans.interpret(text)
    assert isinstance(meaning, NotUsable)
    assert meaning.kind is kind
    assert meaning.findings


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"sex": "male"}, ["pin_sex_mismatch"]),
        ({"birth_date": "1991-03-15"}, ["pin_year_mismatch"]),
        ({"sex": "", "birth_date": ""}, []),
        ({"birth_date": "15/3"}, []),
        ({"number": "08919000001"}, ["pin_wrong_length"]),
        ({"number": ""}, ["pin_missing"]),
    ],
)
def test_a_typed_number_is_compared_with_what_is_declared(
    station: Counter, changes: dict[str, str], codes: list[str]
) -> None:
    party = replace(citizen(), **changes)  # type: ignore[arg-type]
    read = station.services.scans.check_number(party)
    assert [finding.code for finding in read.findings] == codes
