"""The statements that the program runs are those that the constructs give."""

from __future__ import annotations

import pytest

from counter_app.services.store_ports import DossierFilter
from counter_app.storage.compile_statements import AREAS, compiled_text
from counter_app.storage.listing import TextUse, count_name, list_statement, page_name, tail_name
from counter_app.storage.statements import COMPILED, Statement


@pytest.mark.parametrize("area", AREAS)
def test_the_committed_text_is_what_the_constructs_give(area: str) -> None:
    committed = (COMPILED / f"{area}.json").read_text("utf-8")
    assert committed == compiled_text(area), "run: make statements"


def test_every_area_is_compiled_and_no_other() -> None:
    assert {path.stem for path in COMPILED.glob("*.json")} == set(AREAS)


@pytest.mark.parametrize("selection", DossierFilter)
def test_every_question_to_the_list_has_its_statement(selection: DossierFilter) -> None:
    names = [make(selection, use) for make in (page_name, count_name) for use in TextUse]
    assert all("dossier" in list_statement(name).text for name in (*names, tail_name(selection)))


def test_a_statement_that_nobody_compiled_is_noticed_when_it_is_named() -> None:
    with pytest.raises(KeyError):
        Statement("journal.no_such")


def test_values_come_in_the_order_of_the_question_marks_with_the_constants_between() -> None:
    statement = Statement("journal.subjects")
    assert statement.text.count("?") == 3
    assert list(statement.arguments({"limit": 7, "after": "x", "not_asked": 1})) == ["x", 7, 0]
