"""Whatever Telex or VNI made of a code, the code is among the texts that may have been typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.identifiers.input_methods import MOST_CANDIDATES, undone
from tests.fixtures.input_methods import typed_through

METHODS = ("telex", "vni")
parts = st.text("0123456789ABDEOUWS", min_size=1, max_size=3)
codes = st.builds(
    lambda level, below, number: f"{'.'.join([level, *below])}-261120-{number:04d}",
    st.from_regex(r"[A-Z][0-9]{2}", fullmatch=True),
    st.lists(parts, max_size=2),
    st.integers(1, 9999),
)


@pytest.mark.parametrize("method", METHODS)
@given(code=codes)
def test_a_code_is_among_what_may_have_been_typed(method: str, code: str) -> None:
    shown = typed_through(method, code)
    candidates = undone(shown)
    if shown == code:
        assert candidates == ()
    else:
        assert code in {candidate.upper() for candidate in candidates}


@given(st.text(max_size=60))
def test_any_text_is_answered_with_few_texts_that_have_no_marks(text: str) -> None:
    candidates = undone(text)
    assert len(candidates) == len(set(candidates)) <= MOST_CANDIDATES
    assert text not in candidates
    assert undone(unicodedata.normalize("NFD", text)) == undone(unicodedata.normalize("NFC", text))
