from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtWidgets import QApplication

from counter_app.documents import receipt_papers, to_png
from counter_app.paths import resources
from counter_app.services.ports import MonoImage, ReceiptPapers
from tests.unit.documents.receipts import EVERY_KIND, PROVISIONAL, RECEIPT

WIDTHS = (576, 384)


@pytest.fixture
def papers(qapp: QApplication) -> ReceiptPapers:
    return receipt_papers(resources())


def picture(image: MonoImage) -> Image.Image:
    return Image.open(BytesIO(to_png(image))).convert("L")


def rows(image: MonoImage) -> list[bytes]:
    return [image.data[start : start + image.stride] for start in range(0, len(image.data), image.stride)]


@pytest.mark.requirement("AG-04", "AG-22")
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_qr_code_of_every_slip_is_readable(papers: ReceiptPapers, kind: str, width: int) -> None:
    slip = papers.slip(EVERY_KIND[kind], width_dots=width)
    codes = zxingcpp.read_barcodes(picture(slip))
    assert [code.text for code in codes] == [EVERY_KIND[kind].qr_text]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_slip_has_the_width_of_the_paper_and_no_more_length_than_it_needs(
    papers: ReceiptPapers, kind: str, width: int
) -> None:
    slip = papers.slip(EVERY_KIND[kind], width_dots=width)
    lines = rows(slip)
    assert slip.width == width
    assert len(lines) == slip.height
    assert any(lines[0])
    assert any(lines[-1])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_nothing_is_cut_off_at_the_edges_of_the_paper(papers: ReceiptPapers, kind: str, width: int) -> None:
    image = picture(papers.slip(EVERY_KIND[kind], width_dots=width))
    for column in (0, 1, width - 2, width - 1):
        assert image.crop((column, 0, column + 1, image.height)).getextrema() == (255, 255)


@pytest.mark.parametrize("width", WIDTHS)
def test_black_is_ink_and_most_of_the_paper_stays_white(papers: ReceiptPapers, width: int) -> None:
    slip = papers.slip(RECEIPT, width_dots=width)
    ink = sum(byte.bit_count() for byte in slip.data) / (slip.width * slip.height)
    assert 0.03 < ink < 0.25


@pytest.mark.requirement("AG-22", "AG-24")
@pytest.mark.parametrize("width", WIDTHS)
def test_what_must_be_seen_changes_the_slip(papers: ReceiptPapers, width: int) -> None:
    def height(**changes: object) -> int:
        return papers.slip(replace(RECEIPT, **changes), width_dots=width).height  # type: ignore[arg-type]

    plain = height()
    assert height(reprint=1) > plain
    assert height(provisional=True) > plain
    assert height(portal_url="") < plain
    for changes in ({"owner_name": "LÊ VĂN MẪU"}, {"fee_vnd": None}, {"fee_vnd": 0}, {"due_at": None}):
        other = papers.slip(replace(RECEIPT, **changes), width_dots=width)
        assert other != papers.slip(RECEIPT, width_dots=width)


def test_the_same_content_gives_the_same_dots(papers: ReceiptPapers) -> None:
    first = papers.slip(PROVISIONAL, width_dots=576)
    papers.slip(RECEIPT, width_dots=384)
    assert papers.slip(PROVISIONAL, width_dots=576) == first


def test_paper_too_narrow_for_the_code_is_refused(papers: ReceiptPapers) -> None:
    with pytest.raises(ValueError, match="320"):
        papers.slip(RECEIPT, width_dots=200)


WITHOUT_APPLICATION = """
from counter_app.documents import receipt_papers
from counter_app.paths import resources
from tests.unit.documents.receipts import RECEIPT
papers = receipt_papers(resources())
try:
    papers.slip(RECEIPT, width_dots=576)
except RuntimeError as error:
    assert "QGuiApplication" in str(error)
else:
    raise SystemExit("painted without an application")
from counter_app.documents.roll import start_headless
application = start_headless()
assert start_headless() is application
assert papers.slip(RECEIPT, width_dots=576).height > 500
"""


def test_without_an_application_it_says_so_and_a_headless_one_is_enough() -> None:
    # In a process of its own: this one has an application, and Qt allows only one.
    subprocess.run([sys.executable, "-c", WITHOUT_APPLICATION], check=True, timeout=60)


LAZY = """
import sys
import counter_app.documents
from counter_app.paths import resources
counter_app.documents.receipt_papers(resources())
late = [name for name in ("reportlab", "PySide6", "pypdfium2", "qrcode", "PIL") if name in sys.modules]
assert not late, late
"""


def test_heavy_libraries_are_loaded_only_when_a_paper_is_made() -> None:
    subprocess.run([sys.executable, "-c", LAZY], check=True, timeout=60)
