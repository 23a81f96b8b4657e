"""Machine-readable zones: what is written is read however it is laid out, and no wrong sign passes."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.identifiers.mrz.progress import FieldState, check_progress
from counter_app.domain.identifiers.mrz.reading import MrzRead, read_mrz
from tests.fixtures import mrz

TODAY = date(2026, 11, 22)
LETTERS = "ABCDEFGHIJLMNOPQRSTUVWXYZ"
births = st.dates(TODAY - timedelta(days=36_000), TODAY)
expiries = st.dates(TODAY, date(2060, 12, 31)).map(mrz.yymmdd)
words = st.text(LETTERS, min_size=1, max_size=6)
given_names = st.lists(words, min_size=1, max_size=2).map(" ".join)
sexes = st.sampled_from("MF")


@st.composite
def cards(draw: st.DrawFn) -> tuple[tuple[str, ...], str, date]:
    """Lines, personal number and day of birth of a Vietnamese card that agrees with itself."""
    born, sex = draw(births), draw(sexes)
    century = 2 * (born.year // 100 - 19) + (sex == "F")
    place, serial = draw(st.sampled_from(["001", "089"])), draw(st.integers(0, 999999))
    number = f"{place}{century}{born.year % 100:02d}{serial:06d}"
    lines = mrz.vietnamese_card(number, draw(words), draw(given_names), born, sex, draw(expiries))
    return lines, number, born


@st.composite
def passports(draw: st.DrawFn) -> tuple[tuple[str, ...], str]:
    number = draw(st.text("0123456789" + LETTERS, min_size=6, max_size=9))
    lines = mrz.passport(
        draw(st.sampled_from(["UTO", "D", "XXB"])), number, draw(words), draw(given_names), draw(births),
        draw(st.sampled_from("MF<")), draw(expiries), draw(st.sampled_from(["", "ZE184226B"])),
    )  # fmt: skip
    return lines, number


def read(text: str) -> MrzRead:
    found = read_mrz(text, today=TODAY)
    assert found is not None
    return found


@given(cards())
def test_a_card_is_read_as_it_was_written(card: tuple[tuple[str, ...], str, date]) -> None:
    lines, number, born = card
    found = read("\n".join(lines))
    assert (found.personal_number, found.birth_date, found.number) == (number, born, number[-9:])
    assert found.proposal == ()
    assert {finding.severity.value for finding in found.findings} == {"info"}


@given(passports())
def test_a_passport_is_read_as_it_was_written(passport: tuple[tuple[str, ...], str]) -> None:
    lines, number = passport
    found = read("\n".join(lines))
    assert found.number == number
    assert not [finding for finding in found.findings if finding.severity.value == "error"]


@given(cards(), st.sampled_from(["", "\n", "\r\n", " ", "\n\n  "]), st.booleans(), st.booleans())
def test_the_way_it_is_written_does_not_matter(
    card: tuple[tuple[str, ...], str, date], between: str, lower: bool, bare_end: bool
) -> None:
    lines, _, _ = card
    plain = read("\n".join(lines))
    text = between.join(lines)
    text = text.rstrip("<") if bare_end else text
    found = read(unicodedata.normalize("NFD", text.lower() if lower else text))
    assert (found.personal_number, found.full_name, found.birth_date, found.expires_on) == (
        plain.personal_number,
        plain.full_name,
        plain.birth_date,
        plain.expires_on,
    )


@given(cards(), st.sampled_from([*range(5, 27), 29]), st.sampled_from("0123456789"))
def test_a_wrong_digit_never_gives_a_wrong_number(
    card: tuple[tuple[str, ...], str, date], place: int, digit: str
) -> None:
    (first, second, third), number, _ = card
    wrong = first[:place] + digit + first[place + 1 :]
    found = read_mrz(f"{wrong}\n{second}\n{third}", today=TODAY)
    assert found is None or found.personal_number in ("", number)
    if found is not None and wrong != first:
        assert found.findings != read(f"{first}\n{second}\n{third}").findings


@given(cards(), st.data())
def test_fields_only_become_right_while_a_card_is_typed(
    card: tuple[tuple[str, ...], str, date], data: st.DataObject
) -> None:
    lines, _, _ = card
    line = data.draw(st.integers(0, 2))
    length = data.draw(st.integers(0, 30))
    progress = check_progress([*lines[:line], lines[line][:length]])
    assert progress.wrong == ()
    assert check_progress(lines).complete


@given(st.lists(st.text(max_size=50), max_size=5))
def test_typing_anything_never_fails(lines: list[str]) -> None:
    progress = check_progress(lines)
    assert progress.complete == (
        bool(progress.fields) and all(field.state is FieldState.OK for field in progress.fields)
    )


@given(st.text(alphabet="P<IDVNM0123456789KOAQ\n (", min_size=30, max_size=120))
def test_any_signs_of_a_zone_are_answered(text: str) -> None:
    for today in (TODAY, None):
        found = read_mrz(text, today=today)
        assert found is None or found.format
