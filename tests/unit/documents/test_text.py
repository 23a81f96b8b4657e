"""Wrapped text: nothing is lost, nothing is wider than its line, and measuring is the same as drawing."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

from counter_app.documents.flow import register_fonts
from counter_app.documents.text import LEADING, SERIF, SERIF_BOLD, Text, Word, words_of
from counter_app.paths import resources

register_fonts(resources())

words = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=40), max_size=40
)
widths = st.floats(20, 500)
sizes = st.sampled_from([4.5, 8.0, 11.5])


def lines(text: Text, width: float) -> list[tuple[Word, ...]]:
    return text._in(width)


def letters(found: list[tuple[Word, ...]]) -> str:
    return "".join(part.text for line in found for word in line for part in word.parts)


@given(words, widths, sizes)
def test_every_letter_stays_and_no_line_is_wider_than_its_room(
    said: list[str], width: float, size: float
) -> None:
    found = lines(Text(escape(" ".join(said)), size), width)
    assert letters(found) == "".join(said)
    for line in found:
        wide = sum(word.width for word in line) + sum(word.space for word in line[1:])
        assert wide * size <= width + 0.01 or sum(len(part.text) for word in line for part in word.parts) == 1


@given(words, widths, sizes)
def test_a_wider_line_never_needs_more_height(said: list[str], width: float, size: float) -> None:
    text = Text(escape(" ".join(said)), size)
    assert text.height(width) >= Text(escape(" ".join(said)), size).height(width * 1.5)


@given(words, st.integers(1, 8))
def test_a_split_text_goes_on_where_it_stopped(said: list[str], count: int) -> None:
    whole = Text(escape(" ".join(said)), 10)
    parts = whole.split(120, count * 10 * LEADING)
    if parts is None:
        assert len(lines(whole, 120)) <= count
        return
    first, rest = parts
    assert len(lines(first, 120)) == count
    assert letters(lines(first, 120)) + letters(lines(rest, 120)) == letters(lines(whole, 120))


def test_faces_change_inside_a_word_and_markup_is_no_text() -> None:
    (word, second) = words_of("M<b>ẫu</b>, &lt;b&gt;")
    assert [(part.face, part.text) for part in word.parts] == [(SERIF, "M"), (SERIF_BOLD, "ẫu"), (SERIF, ",")]
    assert second.parts[0].text == "<b>"
    assert word.width == pytest.approx(
        stringWidth("M,", SERIF, 1) + stringWidth("ẫu", SERIF_BOLD, 1), abs=1e-6
    )


def test_a_break_begins_a_line_and_an_empty_line_has_its_height() -> None:
    text = Text("một<br/>hai<br/><br/>ba", 10)
    assert letters(lines(text, 400)) == "mộthaiba"
    assert text.height(400) == pytest.approx(4 * 10 * LEADING)


def test_later_lines_hang() -> None:
    plain, hanging = Text("a " * 60, 10), Text("a " * 60, 10, hanging=30)
    assert len(lines(hanging, 100)) > len(lines(plain, 100))
    assert len(lines(hanging, 100)[0]) == len(lines(plain, 100)[0])
