from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.identifiers.finding import Severity
from counter_app.domain.identifiers.organisation import OrganisationCodeKind, read_organisation_code
from counter_app.domain.identifiers.passport import read_travel_document

CASES: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "fixtures/identifiers.json").read_text("utf-8")
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" c1234567 ", "C1234567"), ("ｃ１２３４５６７", "C1234567"), ("ab 12 34", "AB 12 34")],
)
def test_a_passport_number_is_kept_as_typed_in_upper_case(typed: str, kept: str) -> None:
    assert read_travel_document(typed).number == kept


@pytest.mark.parametrize(
    ("typed", "nationality", "codes"),
    [
        ("C1234567", "VNM", []),
        ("K12345678", "vnm", []),
        ("12345678", "VNM", ["passport_vn_odd_shape"]),
        ("12345678", "", []),
        ("AB 12 34", "", ["travel_document_odd_characters"]),
        ("A1", "", ["travel_document_odd_length"]),
        ("089190000017", "", ["travel_document_looks_like_pin"]),
        ("", "", ["travel_document_missing"]),
    ],
)
def test_odd_travel_documents_are_named(typed: str, nationality: str, codes: list[str]) -> None:
    read = read_travel_document(typed, nationality=nationality)
    assert [finding.code for finding in read.findings] == codes


@pytest.mark.parametrize("case", CASES["tax_codes"], ids=lambda case: case["code"])
def test_a_tax_code_is_checked_and_only_warned_of(case: dict[str, Any]) -> None:
    read = read_organisation_code(case["code"])
    assert read.code == case["code"]
    assert [finding.code for finding in read.findings] == case["findings"]
    assert all(finding.severity is Severity.WARNING for finding in read.findings)


@pytest.mark.parametrize(
    ("typed", "code", "kind"),
    [
        ("01 00 109 106", "0100109106", OrganisationCodeKind.ENTERPRISE),
        ("0100109106001", "0100109106-001", OrganisationCodeKind.BRANCH),
        ("089190000017", "089190000017", OrganisationCodeKind.PERSON),
        ("0100", "0100", OrganisationCodeKind.UNKNOWN),
        ("H01.15", "H0115", OrganisationCodeKind.UNKNOWN),
    ],
)
def test_the_length_tells_whose_code_it_is(typed: str, code: str, kind: OrganisationCodeKind) -> None:
    read = read_organisation_code(typed)
    assert (read.code, read.kind) == (code, kind)


@pytest.mark.parametrize(
    ("typed", "finding"),
    [("", "tax_code_missing"), ("01001", "tax_code_wrong_length"), ("MST0100109", "tax_code_not_digits")],
)
def test_what_is_no_tax_code_is_named(typed: str, finding: str) -> None:
    assert [found.code for found in read_organisation_code(typed).findings] == [finding]


def test_a_person_as_tax_payer_is_checked_like_a_person() -> None:
    read = read_organisation_code("089490000017", today=date(2026, 11, 21))
    assert [finding.code for finding in read.findings] == ["pin_birth_in_future"]
