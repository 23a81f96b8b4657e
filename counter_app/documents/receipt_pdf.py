"""Mẫu 01 as a PDF: pages, their order, and what belongs to the file itself.

Imports reportlab: only to be imported when a PDF is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from counter_app.documents import wording
from counter_app.documents.form_text import ReceiptText
from counter_app.documents.pdf_page import (
    A4_LANDSCAPE,
    A5_SIZE,
    BOTTOM,
    FOOTER,
    LEFT,
    RIGHT,
    TOP,
    new_canvas,
)
from counter_app.documents.receipt_sheets import ReceiptLayout, Sheet
from counter_app.documents.text import SERIF, SERIF_ITALIC
from counter_app.domain.receipt import ReceiptContent
from counter_app.services.ports import Layout

COPIES = (1, 2)


def receipt_pdf(text: ReceiptText, content: ReceiptContent, layout: Layout) -> bytes:
    """Both copies of the receipt; the same content gives the same bytes.

    ``a5``: A5 pages, copy 1 then copy 2, each with all its sheets. ``a4_two_up``: A4 landscape,
    sheet by sheet, copy 1 left and copy 2 right: cut in the middle, each half is an A5 page.
    """
    title = f"{text.form.title} {wording.plain(content.dossier_code)}".strip()
    return receipts_pdf(text, [content], layout, title=title)


def receipts_pdf(
    text: ReceiptText, contents: Sequence[ReceiptContent], layout: Layout, *, title: str
) -> bytes:
    """Several receipts in one file, each as ``receipt_pdf`` lays it out: the sheets of a paper pad."""
    buffer = BytesIO()
    canvas = new_canvas(
        buffer,
        A5_SIZE if layout == "a5" else A4_LANDSCAPE,
        title=title,
        author=contents[0].center_name,
        subject=text.form.legal_basis[0],
    )
    for content in contents:
        _write(canvas, text, content, layout)
    canvas.save()
    return buffer.getvalue()


def _write(canvas: Canvas, text: ReceiptText, content: ReceiptContent, layout: Layout) -> None:
    width, height = A5_SIZE[0] - LEFT - RIGHT, A5_SIZE[1] - TOP - BOTTOM - FOOTER
    sheets = ReceiptLayout(text, content, width, height).sheets()
    pages = [text.continuation.sheet_of.format(number=n + 1, count=len(sheets)) for n in range(len(sheets))]
    if len(sheets) == 1:
        pages = [""]
    if layout == "a5":
        for copy in COPIES:
            for sheet, page in zip(sheets, pages, strict=True):
                _draw(canvas, text, sheet.for_copy(copy), page)
                canvas.showPage()
    else:
        half = A4_LANDSCAPE[0] / 2
        for sheet, page in zip(sheets, pages, strict=True):
            for copy, x in zip(COPIES, (0.0, half), strict=True):
                _draw(canvas, text, sheet.for_copy(copy), page, x)
            _cut_line(canvas, half)
            canvas.showPage()


def _draw(canvas: Canvas, text: ReceiptText, sheet: Sheet, page: str, x: float = 0) -> None:
    left, right, top = x + LEFT, x + A5_SIZE[0] - RIGHT, A5_SIZE[1] - TOP
    width = right - left
    for block in sheet.blocks:
        block.draw(canvas, left, top, width)
        top -= block.height(width)
    sheet.foot.draw(canvas, left, BOTTOM + FOOTER + sheet.foot.height(width), width)
    canvas.setFont(SERIF_ITALIC, 6.4)
    canvas.drawString(left, BOTTOM, text.form.legal_basis[0])
    canvas.setFont(SERIF, 8)
    canvas.drawRightString(right, BOTTOM, page)


def _cut_line(canvas: Canvas, x: float) -> None:
    """A dashed line with scissors on it, from edge to edge."""
    canvas.saveState()
    canvas.setLineWidth(0.5)
    canvas.setDash([3, 3], 0)
    for start, end in ((5 * mm, 196 * mm), (201.5 * mm, 205 * mm)):
        canvas.line(x, start, x, end)
    canvas.restoreState()
    _scissors(canvas, x, 196.5 * mm)


def _scissors(canvas: Canvas, x: float, y: float) -> None:
    """Open scissors of 5 mm that cut downwards; drawn, because the fonts have none."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setLineWidth(0.8)
    canvas.setLineCap(1)
    for side in (-1, 1):
        canvas.line(side * 1.1 * mm, 3.0 * mm, -side * 0.9 * mm, -1.2 * mm)
        canvas.circle(side * 1.35 * mm, 3.9 * mm, 0.85 * mm, stroke=1, fill=0)
    canvas.restoreState()
