"""Searching holds for any name and anything typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.procedure_search import ProcedureFinder
from counter_app.domain.procedures import Procedure
from counter_app.domain.vietnamese import fold

SYLLABLES = "thủ tục đăng ký khai sinh tử kết hôn chứng thực bản sao cấp lại giấy phép đất hộ tịch 14 tuổi"
WORDS = st.sampled_from(SYLLABLES.split())
NAMES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
PROCEDURES = st.lists(NAMES, min_size=1, max_size=20).map(
    lambda names: [
        Procedure(code=f"1.{number:06d}", name_vi=name, field_vi="Hộ tịch")
        for number, name in enumerate(names, start=1)
    ]
)


@given(PROCEDURES, st.data())
def test_a_beginning_of_each_word_in_any_order_finds_the_procedure(
    procedures: list[Procedure], data: st.DataObject
) -> None:
    meant = data.draw(st.sampled_from(procedures))
    words = data.draw(st.permutations(fold(meant.name_vi).split()))
    typed = " ".join(word[: data.draw(st.integers(1, len(word)))] for word in words)
    assert meant in ProcedureFinder(procedures).find(typed, limit=len(procedures))


@given(PROCEDURES, st.data())
def test_the_initials_of_a_run_of_words_find_the_procedure(
    procedures: list[Procedure], data: st.DataObject
) -> None:
    meant = data.draw(st.sampled_from(procedures))
    initials = "".join(word[0] for word in fold(meant.name_vi).split() if word.isalpha())
    at = data.draw(st.integers(0, len(initials)))
    if meant.name_vi.find("14") < 0 and initials[at:]:
        assert meant in ProcedureFinder(procedures).find(initials[at:], limit=len(procedures))


@given(PROCEDURES, st.text(max_size=40), st.lists(st.text(max_size=8), max_size=3))
def test_anything_may_be_typed(procedures: list[Procedure], typed: str, recent: list[str]) -> None:
    found = ProcedureFinder(procedures).find(typed, recent=recent)
    assert len(set(found)) == len(found) <= len(procedures)


@given(PROCEDURES)
def test_a_whole_name_finds_its_procedure_before_longer_ones(procedures: list[Procedure]) -> None:
    finder = ProcedureFinder(procedures)
    for procedure in procedures:
        core = fold(procedure.name_vi).removeprefix("thu tuc").strip()
        if core:
            assert fold(finder.find(procedure.name_vi)[0].name_vi).removeprefix("thu tuc").strip() == core
