from __future__ import annotations

import unicodedata
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.identifiers.card_qr import CardRead
from counter_app.domain.identifiers.organisation import read_organisation_code
from counter_app.domain.identifiers.passport import read_travel_document
from counter_app.domain.identifiers.personal_number import masked, read_personal_number
from counter_app.domain.identifiers.scan import identify_scan
from counter_app.domain.vietnamese import VIETNAMESE_LETTERS

TODAY = date(2026, 11, 21)
numbers = st.from_regex(r"[0-9]{12}", fullmatch=True)
words = st.text(alphabet=sorted(VIETNAMESE_LETTERS), min_size=1, max_size=8)
names = st.lists(words, min_size=2, max_size=5).map(lambda parts: " ".join(parts).upper())
births = st.dates(date(1900, 1, 1), TODAY)


@st.composite
def cards(draw: st.DrawFn) -> tuple[list[str], date]:
    born = draw(births)
    fields = [
        draw(numbers),
        draw(st.sampled_from(["", "350000017"])),
        draw(names),
        f"{born:%d%m}{born.year:04d}",
        draw(st.sampled_from(["Nam", "Nữ"])),
        ", ".join(draw(st.lists(words, min_size=1, max_size=4))),
        "01082021",
    ]
    return fields, born


@given(cards(), st.lists(st.text(alphabet=sorted(VIETNAMESE_LETTERS - {"x"}), min_size=3), max_size=4))
def test_a_card_gives_its_fields_and_nothing_more(card: tuple[list[str], date], extra: list[str]) -> None:
    fields, born = card
    found = identify_scan("|".join([*fields, *extra]))
    assert isinstance(found, CardRead)
    assert found.personal_number == fields[0]
    assert found.full_name == fields[2] == unicodedata.normalize("NFC", found.full_name)
    assert found.birth_date == born
    assert found.address == fields[5]
    kept = {found.personal_number, found.old_number, found.full_name, found.address}
    assert kept <= set(fields)


@given(cards())
def test_decomposed_and_garbled_cards_give_the_same_person(card: tuple[list[str], date]) -> None:
    text = "|".join(card[0])
    whole = identify_scan(text)
    assert isinstance(whole, CardRead)
    for damaged in (unicodedata.normalize("NFD", text), text.encode().decode("latin-1")):
        found = identify_scan(damaged)
        assert isinstance(found, CardRead)
        assert (found.full_name, found.address, found.sex) == (whole.full_name, whole.address, whole.sex)


@given(cards(), st.integers(13, 200))
def test_a_card_cut_anywhere_never_gives_half_a_name(card: tuple[list[str], date], length: int) -> None:
    fields, _ = card
    found = identify_scan("|".join(fields)[:length])
    assert isinstance(found, CardRead)
    assert found.full_name in ("", fields[2])
    assert found.address in ("", fields[5])


@given(st.text())
def test_whatever_is_scanned_is_told_and_never_fails(text: str) -> None:
    found = identify_scan(text, today=TODAY)
    assert isinstance(found, CardRead) or found.findings or found.__class__.__name__ == "SlipCode"


@given(st.text())
def test_reading_typed_numbers_never_fails(text: str) -> None:
    read_travel_document(text)
    read_organisation_code(text)
    number = read_personal_number(text, today=TODAY)
    assert (number.number is None) == any(finding.severity == "error" for finding in number.findings)


@given(st.text(alphabet="0123456789ABCDEFGH", max_size=24))
def test_a_masked_number_shows_at_most_six_signs(number: str) -> None:
    shown = masked(number)
    assert len(shown) == len(number)
    assert len(shown) - shown.count("*") <= 6
    assert len(number) < 2 or "*" in shown
