"""Shapes of dossier codes of every generation, as data."""

from __future__ import annotations

import time
from datetime import date

import pytest

from counter_app.bootstrap.shipped import code_patterns
from counter_app.domain.dossier_codes import OFFICIAL_PATTERNS, patterns_from_plain, read_code
from counter_app.domain.errors import DomainError
from tests.unit.catalogues.shelf import document

OWN = {"name": "own", "agency": "XA[0-9]{3}", "date_digits": 6, "shortest_number": 4, "longest_number": 4}


@pytest.mark.requirement("AG-15", "N-32", "LC-72")
@pytest.mark.parametrize(
    ("code", "shape"),
    [
        ("000.00.15.H01-261120-0001", "old_order"),
        ("H01.15.21-261120-0001", "new_order"),
        ("G09.20-20260609-0092637", "ministry"),
        ("000.00.01.H29-240115-0001", "old_order"),
        ("H01.15.21-261320-0001", None),
        ("TAM-H01.15.21-Q03-261120-0001", "provisional"),
    ],
)
def test_codes_of_every_generation_are_known_by_the_shipped_shapes(code: str, shape: str | None) -> None:
    read = read_code(code, today=date(2026, 11, 21), patterns=code_patterns())
    assert (read.code.pattern if read.code else None) == shape
    assert bool(read.findings) == (shape is None)


def test_every_shape_names_its_source() -> None:
    assert all(pattern.source for pattern in code_patterns())


def test_what_stands_in_without_data_is_what_is_shipped() -> None:
    def shape(pattern: object) -> list[object]:
        return [getattr(pattern, name) for name in OWN]

    assert [shape(one) for one in OFFICIAL_PATTERNS] == [shape(one) for one in code_patterns()]


@pytest.mark.requirement("AG-15", "LC-72")
def test_a_new_generation_needs_data_only() -> None:
    rows = [*document("code-patterns.json")["patterns"], {**OWN, "valid_from": "2027-03-01"}]
    patterns = patterns_from_plain(rows)
    read = read_code("XA123-270301-0001", patterns=patterns)
    assert read.code is not None
    assert (read.code.pattern, read.findings) == ("own", ())


def test_a_code_of_a_day_on_which_its_shape_was_not_given_is_doubted_but_read() -> None:
    for days in ({"valid_from": "2027-03-01"}, {"valid_to": "2027-02-27"}):
        read = read_code("XA123-270228-0001", patterns=patterns_from_plain([{**OWN, **days}]))
        assert read.code is not None
        assert [one.code for one in read.findings] == ["code_shape_not_of_day"]


def test_of_two_shapes_the_one_that_held_on_the_day_is_taken() -> None:
    rows = [{**OWN, "valid_to": "2026-12-31"}, {**OWN, "name": "later", "valid_from": "2027-01-01"}]
    patterns = patterns_from_plain(rows)
    found = [read_code(f"XA123-{day}-0001", patterns=patterns).code for day in ("261231", "270101")]
    assert [one.pattern if one else None for one in found] == ["own", "later"]


@pytest.mark.parametrize("change", [{"valid_from": "soon"}, {"longest_number": 3}])
def test_days_and_lengths_that_make_no_sense_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(DomainError, match=r"numbering\.bad_pattern"):
        patterns_from_plain([{**OWN, **change}])


def test_reading_them_at_the_start_costs_next_to_nothing() -> None:
    code_patterns.cache_clear()
    began = time.perf_counter()
    code_patterns()
    assert time.perf_counter() - began < 0.05
