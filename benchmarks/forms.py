"""The receipt (Mẫu 01) from its data to PDF bytes, against reportlab drawing the same strings and QR bare.

``python -m benchmarks.forms --json`` makes the receipt of the sample dossier, whose names are as long as real
ones get, in a warm process. In turns with it, reportlab alone draws what stands on it: each piece of text in
the font, size and place that it has on our page, read out of our PDF beforehand, and the modules of the QR
code, worked out anew for each page as we do. It wraps nothing, measures nothing and decides no size: what it
takes is what the drawing itself costs. Both embed the same fonts and write both copies.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from counter_app.bootstrap.form_samples import sample_receipt_content
from counter_app.documents import qr, receipt_papers
from counter_app.documents.text import SERIF, SERIF_BOLD, SERIF_BOLD_ITALIC, SERIF_ITALIC
from counter_app.paths import resources

ROUNDS: Final = 60
WARM_UP: Final = 5
_FONTS: Final = {
    "Regular": SERIF,
    "Bold": SERIF_BOLD,
    "Italic": SERIF_ITALIC,
    "BoldItalic": SERIF_BOLD_ITALIC,
}


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text on a page: its font, size in points, and where its line begins."""

    text: str
    font: str
    size: float
    x: float
    y: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(arguments)
    print(json.dumps(measure(options.rounds), indent=None if options.json else 1, ensure_ascii=False))
    return 0


def measure(rounds: int) -> dict[str, Any]:
    """Medians in milliseconds over interleaved rounds; the ratio is ours to theirs."""
    papers, content = receipt_papers(resources()), sample_receipt_content()
    pdf = papers.pdf(content, layout="a5")
    pages = _pages(pdf)
    assert content.qr_text

    def ours() -> bytes:
        return papers.pdf(content, layout="a5")

    def bare() -> bytes:
        return _bare(pages, content.qr_text)

    theirs = bare()
    assert _texts(theirs) == _texts(pdf), "the yardstick shows other words"
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for number in range(WARM_UP + rounds):
        sides: list[tuple[str, Callable[[], bytes]]] = [("ours", ours), ("bare", bare)]
        for name, make in sides if number % 2 == 0 else reversed(sides):
            begin = time.perf_counter()
            make()
            if number >= WARM_UP:
                times[name].append((time.perf_counter() - begin) * 1000)
    median, bare_median = statistics.median(times["ours"]), statistics.median(times["bare"])
    return {
        "ratio": round(median / bare_median, 2),
        "median_ms": round(median, 2),
        "bare_median_ms": round(bare_median, 2),
        "p95_ms": round(statistics.quantiles(times["ours"], n=20)[-1], 2),
        "rounds": rounds,
        "pages": len(pages),
        "pieces_of_text": sum(len(page) for page in pages),
        "bytes": len(pdf),
        "bare_bytes": len(theirs),
        "versions": {"python": platform.python_version(), "reportlab": version("reportlab")},
    }


def _pages(pdf: bytes) -> list[list[Run]]:
    """What stands where, as a reader of the file finds it."""
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        textpage = page.get_textpage()
        runs = []
        for found in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], textpage=textpage):
            text = found.extract()
            if text.strip():
                place = found.get_matrix()
                runs.append(
                    Run(text.rstrip(), _font(found), found.get_font_size() * place.d, place.e, place.f)
                )
        pages.append(runs)
    document.close()
    return pages


def _font(found: Any) -> str:
    name = str(found.get_font().get_base_name()).rpartition("-")[2]
    return _FONTS[name]


def _bare(pages: Sequence[Sequence[Run]], code: str) -> bytes:
    buffer = BytesIO()
    size = (148 * mm, 210 * mm)
    canvas = Canvas(buffer, size, invariant=1, pageCompression=1, initialFontName=SERIF)  # type: ignore[arg-type]
    for page in pages:
        for run in page:
            canvas.setFont(run.font, run.size)
            canvas.drawString(run.x, run.y, run.text)
        modules = qr.matrix(code)
        path = canvas.beginPath()
        for row, column, length in qr.dark_runs(modules):
            path.rect(40 + column * 2.0, 480 - row * 2.0, length * 2.0, 2.0)
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return texts


if __name__ == "__main__":
    sys.exit(main())
