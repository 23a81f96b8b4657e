from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.identifiers.identify import Identification, identify
from counter_app.domain.identifiers.places import Places
from tests.fixtures.calendars import RESOURCES

CASES: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "fixtures/identifiers.json").read_text("utf-8")
)
PLACES = Places.from_plain(json.loads((RESOURCES / "catalogues/provinces.json").read_text("utf-8")))
TODAY = date(2026, 11, 22)


def told(text: str) -> Identification:
    return identify(text, PLACES, TODAY)


@pytest.mark.requirement("LC-18")
@pytest.mark.parametrize("case", CASES["texts"], ids=lambda case: f"{case['kind']}: {case['text'][:20]}")
def test_a_text_is_told_with_what_it_fills_in_and_what_is_to_be_said(case: dict[str, Any]) -> None:
    found = told(case["text"])
    assert found.kind.value == case["kind"]
    assert found.fields == case["fields"]
    assert [finding.code for finding in found.findings] == case["findings"]


@pytest.mark.parametrize("case", CASES["texts"], ids=lambda case: f"{case['kind']}: {case['text'][:20]}")
def test_how_a_text_is_written_does_not_matter(case: dict[str, Any]) -> None:
    plain = told(case["text"])
    for written in (
        unicodedata.normalize("NFD", case["text"]),
        "\ufeff" + case["text"],
        f"  {case['text']}\r\n",
        "\x02" + case["text"] + "\x03",
    ):
        assert (told(written).kind, told(written).fields) == (plain.kind, plain.fields)


@pytest.mark.requirement("A11")
def test_no_rule_for_twelve_digits_is_applied_to_a_foreign_passport() -> None:
    found = told("P<UTOMAU<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F3304156ZE184226B<<<<<16")
    assert found.fields["document_number"] == "L898902C3"
    assert "personal_number" not in found.fields
    assert found.findings == ()


def test_without_places_and_day_a_text_is_told_too() -> None:
    assert identify("089190000017").fields["personal_number"] == "089190000017"


def huge() -> Iterator[str]:
    for piece in ("a", "0", "|", "<", "P<", " ", "\n", "Á", "-", "1-", "\u0301", "089190000017|", "=", "]Q1"):
        for length in (500, 7_900, 1_000_000):
            yield (piece * length)[:length]


@pytest.mark.parametrize("text", tuple(huge()), ids=lambda text: f"{text[:4]!r} {len(text)}")
def test_long_texts_are_answered_at_once(text: str) -> None:
    begun = time.perf_counter()
    told(text)
    assert time.perf_counter() - begun < 0.5
