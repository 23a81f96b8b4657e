"""Where no print service takes PDF, pages are painted: each on a sheet of its own, in its own size."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from reportlab.lib.pagesizes import A4, A5
from reportlab.pdfgen.canvas import Canvas

from counter_app.devices.printers.qt_queue import QtPagePrinter, paint
from counter_app.services.ports import Paper, PrinterCondition, PrintResult


def document(pages: int, size: tuple[float, float]) -> bytes:
    """Pages with a black square whose lower left corner is one inch from the edges."""
    kept = io.BytesIO()
    canvas = Canvas(kept, pagesize=size)
    for _ in range(pages):
        canvas.rect(72, 72, 72, 72, fill=1)
        canvas.showPage()
    canvas.save()
    return kept.getvalue()


@pytest.mark.parametrize(("paper", "size"), [("A4", A4), ("A5", A5)])
def test_every_page_comes_out_in_its_size_and_place(
    qapp: QApplication, tmp_path: Path, paper: Paper, size: tuple[float, float]
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    assert paint(document(2, size), printer, title="T", paper=paper)

    printed = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    try:
        assert len(printed) == 2
        page = printed[1]
        assert page.get_size() == pytest.approx(size, abs=1.5)
        picture = page.render(scale=1).to_pil().convert("L")
        bottom = picture.height
        assert picture.getpixel((108, bottom - 108)) < 40
        around = [(60, bottom - 108), (156, bottom - 108), (108, bottom - 60), (108, bottom - 156)]
        assert all(picture.getpixel(point) > 215 for point in around)
    finally:
        printed.close()


def test_what_is_no_pdf_is_not_painted(qapp: QApplication, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    assert not paint(b"not a pdf", printer, title="T", paper="A4")


def test_a_printer_that_qt_does_not_find_is_named(qapp: QApplication) -> None:
    printer = QtPagePrinter("no such queue", "laser")
    assert printer.condition() is PrinterCondition.UNREACHABLE
    outcome = printer.print_pdf(document(1, A4), title="T", paper="A4")
    assert (outcome.result, outcome.condition) == (PrintResult.FAILED, PrinterCondition.UNREACHABLE)
