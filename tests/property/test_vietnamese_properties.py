from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.vietnamese import fold, nfc, tidy

vietnamese = st.text(
    alphabet=st.one_of(
        st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyÁẠẶỆỮỢĐ ０９\u200b\ufeff\u0301\u0323\t'-."),
        st.characters(),
    )
)


@given(vietnamese)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(vietnamese)
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert fold(composed) == fold(decomposed)


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyÁẠẶỆỮỢĐ 0123456789"))
def test_vietnamese_text_folds_to_ascii_of_the_same_length(text: str) -> None:
    assert fold(text).isascii()
    assert len(fold(text)) == len(nfc(text))


@given(vietnamese)
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(vietnamese)
def test_tidy_text_can_be_stored_and_shown_on_one_line(text: str) -> None:
    tidied = tidy(text)
    tidied.encode()
    assert tidied == tidied.strip()
    assert "  " not in tidied
    assert not any(unicodedata.category(char) in {"Cc", "Cf"} for char in tidied)
    assert unicodedata.is_normalized("NFC", tidied)
