"""The glossary stays a sorted table whose names are those of the code."""

from __future__ import annotations

import re

from counter_app.domain.vietnamese import fold
from tests.architecture.source_tree import ROOT, python_files


def rows() -> list[list[str]]:
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_every_term_has_its_four_cells_and_stands_once_in_order() -> None:
    assert all(len(row) == 4 and all(row) for row in rows())
    terms = [fold(row[0]) for row in rows()]
    assert terms == sorted(set(terms))
    assert len(terms) > 100


def test_every_name_in_code_is_in_the_code() -> None:
    words: set[str] = set()
    for path in python_files("counter_app"):
        words.update(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    unknown = [
        name
        for row in rows()
        for cell in row[2:]
        for name in re.findall(r"`([^`]+)`", cell)
        if not words.issuperset(name.split("."))
    ]
    assert unknown == []
