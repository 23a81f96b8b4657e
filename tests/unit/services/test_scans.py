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
