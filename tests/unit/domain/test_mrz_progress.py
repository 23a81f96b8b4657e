from __future__ import annotations

import pytest

from counter_app.domain.identifiers.mrz.layout import MrzFormat
from counter_app.domain.identifiers.mrz.progress import FieldState, MrzProgress, check_progress

CARD = ("IDVNM1900000174089190000017<<7", "9003152F3003150VNM<<<<<<<<<<<0", "NGUYEN<<THI<MAU")
PASSPORT = (
    "P<VNMNGUYEN<<THI<MAU<<<<<<<<<<<<<<<<<<<<<<<<",
    "C0000001<7VNM9003152F3003150089190000017<<76",
)


def states(progress: MrzProgress) -> dict[str, str]:
    return {field.name: field.state.value for field in progress.fields}


def named(progress: MrzProgress, state: FieldState) -> set[str]:
    return {field.name for field in progress.fields if field.state is state}


def test_nothing_typed_is_nothing_wrong() -> None:
    for lines in ((), ("",), ("", "")):
        progress = check_progress(lines)
        assert (progress.format, progress.fields, progress.complete) == (None, (), False)


@pytest.mark.parametrize(
    ("first", "format_"),
    [
        ("P", MrzFormat.TD3),
        ("v", MrzFormat.TD3),
        ("I", MrzFormat.TD1),
        ("I" * 31, MrzFormat.TD2),
        ("X", None),
    ],
)
def test_the_first_sign_tells_the_format(first: str, format_: MrzFormat | None) -> None:
    assert check_progress([first]).format is format_


def test_a_format_can_be_given() -> None:
    progress = check_progress([], MrzFormat.TD1)
    assert progress.width == 30
    assert named(progress, FieldState.NOT_YET) == set(states(progress))


@pytest.mark.requirement("LC-18")
@pytest.mark.parametrize("lines", [CARD, PASSPORT], ids=["card", "passport"])
def test_fields_become_right_one_by_one_and_never_wrong(lines: tuple[str, ...]) -> None:
    right: set[str] = set()
    for line in range(len(lines)):
        for length in range(1, len(lines[line]) + 1):
            progress = check_progress([*lines[:line], lines[line][:length]])
            assert progress.wrong == ()
            now = named(progress, FieldState.OK)
            assert right <= now
            right = now
    assert check_progress(lines).complete


def test_a_check_digit_is_judged_as_soon_as_it_is_typed() -> None:
    assert states(check_progress(["IDVNM190000017"]))["number"] == "not_yet"
    assert states(check_progress(["IDVNM1900000174"]))["number"] == "ok"
    assert states(check_progress(["IDVNM1900000175"]))["number"] == "wrong"


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        (["ID1"], "issuing_state"),
        ([CARD[0], "9O"], "birth"),
        ([CARD[0], "9003152Q"], "sex"),
        ([CARD[0], CARD[1], "NGUYEN<<TH1"], "names"),
        ([CARD[0], CARD[1], "<"], "names"),
        ([CARD[0], CARD[1][:-1] + "1"], "composite"),
        ([CARD[0] + "<", CARD[1]], "composite"),
        (["P<VNMNGUYEN", PASSPORT[1][:42] + "8"], "personal_number"),
    ],
)
def test_what_cannot_be_is_wrong_at_once(lines: list[str], field: str) -> None:
    format_ = MrzFormat.TD1 if lines[0].startswith("ID") else MrzFormat.TD3
    assert [wrong.name for wrong in check_progress(lines, format_).wrong] == [field]


def test_a_field_tells_where_it_stands() -> None:
    [number] = [field for field in check_progress(CARD).fields if field.name == "number"]
    assert (number.line, number.start, number.end) == (0, 5, 15)
    assert CARD[number.line][number.start : number.end] == "1900000174"


def test_lower_case_spaces_and_other_fillers_are_typed_too() -> None:
    assert check_progress([line.lower().replace("<", "(") + " " for line in CARD]).complete
