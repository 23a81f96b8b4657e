from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from counter_app.documents import receipt_papers, to_png
from counter_app.documents.png import rgb_to_png
from counter_app.documents.preview import render_pages
from counter_app.documents.qr import dark_runs, matrix
from counter_app.paths import resources
from counter_app.services.ports import MonoImage
from tests.unit.documents.receipts import RECEIPT


@given(st.integers(1, 70), st.integers(1, 12), st.randoms(use_true_random=False))
def test_png_holds_the_dots_of_the_raster(width: int, height: int, random: object) -> None:
    stride = (width + 7) // 8
    data = random.randbytes(stride * height)  # type: ignore[attr-defined]
    seen = Image.open(BytesIO(to_png(MonoImage(width, height, data))))
    assert seen.size == (width, height)
    for y in range(height):
        for x in range(width):
            black = bool(data[y * stride + x // 8] & (0x80 >> x % 8))
            assert seen.getpixel((x, y)) == (0 if black else 255)


def test_rows_that_are_not_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="whole rows"):
        to_png(MonoImage(9, 2, b"123"))
    with pytest.raises(ValueError, match="whole rows"):
        rgb_to_png(0, b"")


@given(st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-.", min_size=1, max_size=60))
def test_runs_cover_the_dark_modules_exactly(text: str) -> None:
    modules = matrix(text)
    covered = {(row, column + step) for row, column, length in dark_runs(modules) for step in range(length)}
    assert covered == {
        (row, column) for row, line in enumerate(modules) for column, dark in enumerate(line) if dark
    }


def test_a_code_without_a_text_is_refused() -> None:
    with pytest.raises(ValueError, match="text"):
        matrix("")


def test_preview_shows_each_page_in_colour_at_the_wanted_resolution() -> None:
    pages = render_pages(receipt_papers(resources()).pdf(RECEIPT, layout="a4_two_up"), dpi=96)
    assert [(page.width, page.height) for page in pages] == [(1123, 794)]
    assert len(pages[0].rgb) == 1123 * 794 * 3
    picture = Image.open(BytesIO(pages[0].png()))
    assert picture.mode == "RGB"
    assert picture.getpixel((3, 3)) == (255, 255, 255)
    darkest = min(pages[0].rgb)
    assert darkest < 40


def test_preview_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="not a readable PDF"):
        render_pages(b"%PDF-nothing")
