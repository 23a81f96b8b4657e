from __future__ import annotations

from datetime import date

import pytest

from counter_app.domain.identifiers.old_number import OldNumberRead, read_old_number
from counter_app.domain.identifiers.places import Places

TODAY = date(2026, 11, 22)


def codes(read: OldNumberRead) -> list[str]:
    return [finding.code for finding in read.findings]


@pytest.mark.parametrize("text", ["350000017", "350 000 017", "350.000.017", "３５0000017", " 350000017\r\n"])
def test_nine_digits_are_an_old_number(text: str) -> None:
    read = read_old_number(text, today=TODAY)
    assert (read.number, read.personal) == ("350000017", False)
    assert codes(read) == ["old_number_not_valid"]


def test_an_old_card_was_valid_until_the_end_of_2024() -> None:
    assert codes(read_old_number("350000017", today=date(2024, 12, 31))) == []
    assert codes(read_old_number("350000017", today=date(2025, 1, 1))) == ["old_number_not_valid"]
    assert codes(read_old_number("350000017")) == ["old_number_not_valid"]


def test_twelve_digits_are_the_personal_number() -> None:
    read = read_old_number("089190000017", places=Places.from_names({"001": "Hà Nội"}), today=TODAY)
    assert (read.number, read.personal) == ("089190000017", True)
    assert codes(read) == ["old_number_is_personal_number", "old_number_not_valid", "pin_unknown_place"]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("", "old_number_missing"),
        ("35000001O", "old_number_not_digits"),
        ("3500000", "old_number_wrong_length"),
    ],
)
def test_what_is_no_old_number_is_named(text: str, finding: str) -> None:
    read = read_old_number(text, today=TODAY)
    assert (read.number, codes(read)) == ("", [finding])
