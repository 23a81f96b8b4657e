from __future__ import annotations

import time

import pytest

from counter_app.domain.identifiers.input_methods import MOST_CANDIDATES, undone


@pytest.mark.parametrize(
    ("shown", "typed"),
    [
        ("Đ", {"DD", "D9"}),
        ("đ", {"dd", "d9"}),
        ("Â", {"AA", "A6"}),
        ("Á", {"AS", "A1"}),
        ("Ă", {"AW", "A8"}),
        ("Ơ", {"OW", "O7"}),
        ("Ư", {"UW", "W", "U7"}),
        ("Ấ", {"AAS", "ASA", "A61", "A16"}),
        ("Á5", {"A15", "A51", "AS5", "A5S"}),
        ("H01.Á.2", {"H01.A1.2", "H01.AS.2"}),
        ("H01.Á-Đ", {"H01.A1-D9", "H01.AS-DD"}),
    ],
)
def test_the_keys_behind_a_marked_letter_are_found(shown: str, typed: set[str]) -> None:
    assert set(undone(shown)) == typed


def test_keys_side_by_side_come_first() -> None:
    assert undone("Á5")[0] == "A15"


@pytest.mark.parametrize("text", ["", "H01.15.21-261120-0001", "Ñ", "ß1", "日本", "\u0301A", "Đ日"])
def test_what_no_input_method_made_has_no_other_text(text: str) -> None:
    assert undone(text) == ()


def test_decomposed_letters_are_the_same_letters() -> None:
    assert undone("A\u03015") == undone("Á5")


@pytest.mark.parametrize(
    "text",
    [
        "Á" + "0" * 390,
        "Á" * 200,
        "Á" * 1_000_000,
        "Ấ0" * 15,
        "Ấ." * 100,
        "A" + "\u0301" * 300,
        "A" + "\u0306\u0300\u0301" * 15 + "B\u0302",
    ],
)
def test_too_many_possible_texts_are_none_and_take_no_time(text: str) -> None:
    begun = time.perf_counter()
    assert len(undone(text)) <= MOST_CANDIDATES
    assert time.perf_counter() - begun < 1
