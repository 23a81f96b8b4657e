"""The cells of a table on paper: letters keep clear of the frame."""

from __future__ import annotations

from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from counter_app.documents.flow import register_fonts
from counter_app.documents.forms.spec import TableColumn
from counter_app.documents.forms.table import HeadRow, Row
from counter_app.documents.preview import render_pages
from counter_app.documents.text import Text
from counter_app.paths import resources

register_fonts(resources())

_SIDE, _DPI = 100.0, 300
_CLEAR = 4
"""A third of a millimetre in dots: less, and printed letters grow into the line."""
_HIGHEST, _DEEPEST = "ỄỐẪỂ", "gjợỵ"


def _dark_runs(row: Row | HeadRow) -> list[tuple[int, int]]:
    """Runs of dark pixels from top to bottom through the letters: the frame, the letters, the frame."""
    page = BytesIO()
    canvas = Canvas(page, pagesize=(_SIDE, _SIDE))
    row.draw(canvas, 10, _SIDE - 10, _SIDE - 20)
    canvas.save()
    picture = render_pages(page.getvalue(), dpi=_DPI)[0]
    inner = range(int(picture.width * 0.13), int(picture.width * 0.87))
    dark = [any(picture.rgb[3 * (y * picture.width + x)] < 160 for x in inner) for y in range(picture.height)]
    edges = [y for y in range(1, len(dark)) if dark[y] != dark[y - 1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


@pytest.mark.parametrize("size", [8.5, 10.0, 11.5])
@pytest.mark.parametrize("words", [_HIGHEST, _HIGHEST + _DEEPEST])
def test_letters_with_two_marks_touch_no_line_of_their_cell(words: str, size: float) -> None:
    row = Row((Text(words, size, leading=1.18),), (1.0,))
    frame_above, *letters, frame_below = _dark_runs(row)
    assert letters, "something stands between the lines, and apart from both"
    assert letters[0][0] - frame_above[1] >= _CLEAR
    assert frame_below[0] - letters[-1][1] >= _CLEAR


@pytest.mark.parametrize("size", [8.0, 9.5, 11.5])
def test_the_head_of_a_table_touches_no_line_either(size: float) -> None:
    column = TableColumn(head=" ".join([_HIGHEST] * 4), width=1, value="{code}")
    head = HeadRow((column,), (1.0,), size)
    frame_above, *letters, frame_below = _dark_runs(head)
    assert letters
    assert letters[0][0] - frame_above[1] >= _CLEAR
    assert frame_below[0] - letters[-1][1] >= _CLEAR
