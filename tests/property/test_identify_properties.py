"""Whatever is typed or scanned: it is answered, and the way it is written does not change the answer."""

from __future__ import annotations

import unicodedata
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.identifiers.health_insurance import read_health_card
from counter_app.domain.identifiers.identify import Identification, identify
from counter_app.domain.identifiers.old_number import read_old_number
from counter_app.domain.identifiers.scan_noise import without_noise
from counter_app.domain.vietnamese import VIETNAMESE_LETTERS

TODAY = date(2026, 11, 22)
words = st.text(alphabet=sorted(VIETNAMESE_LETTERS), min_size=1, max_size=8)
names = st.lists(words, min_size=2, max_size=4).map(" ".join)
numbers = st.text("0123456789", min_size=9, max_size=13)
noise = st.text("\x02\x03\x1d\ufeff\u200b \t\r\n", max_size=4)


def told(text: str) -> Identification:
    return identify(text, today=TODAY)


@given(st.text())
def test_anything_is_answered(text: str) -> None:
    found = told(text)
    assert all(found.fields.values())
    assert found.fields or found.findings


@given(numbers, st.sampled_from([" ", ".", "\u00a0", "\u2009"]), st.integers(1, 8))
def test_digits_may_be_grouped_and_wide(number: str, space: str, place: int) -> None:
    plain = told(number)
    grouped = told(number[:place] + space + number[place:])
    wide = told("".join(chr(ord(digit) + 0xFEE0) for digit in number))
    assert grouped.fields == wide.fields == plain.fields
    assert grouped.kind is wide.kind is plain.kind


@given(names, st.dates(date(1900, 1, 1), TODAY), st.sampled_from("12"), noise, noise)
def test_a_health_card_gives_its_person(name: str, born: date, sex: str, before: str, after: str) -> None:
    text = f"DN4890000000017|{name.encode().hex()}|{born:%d/%m/}{born.year:04d}|{sex}|00|89 - 001|$"
    found = told(before + text + after)
    assert found.fields["full_name"] == unicodedata.normalize("NFC", name)
    assert found.fields["birth_date"] == born.isoformat()
    assert found.fields["sex"] == {"1": "male", "2": "female"}[sex]
    assert set(found.fields) == {"insurance_number", "full_name", "birth_date", "birth_year", "sex"}


@given(st.text())
def test_parsers_never_fail(text: str) -> None:
    read_health_card(text, today=TODAY)
    old = read_old_number(text, today=TODAY)
    assert bool(old.number) != any(finding.severity.value == "error" for finding in old.findings)


@given(st.text())
def test_composed_and_decomposed_text_is_the_same(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert told(composed).kind is told(decomposed).kind
    assert told(composed).fields == told(decomposed).fields


@given(st.text(), noise, noise)
def test_noise_around_a_code_goes_and_nothing_else(text: str, before: str, after: str) -> None:
    inside = without_noise(text)
    assert inside in text
    assert without_noise(inside) == without_noise(before + inside + after)
