"""A form as a PDF: pages, their order, and what stands at the foot of each.

Imports reportlab: only to be imported when a PDF is made.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from counter_app.documents.forms.layout import FormLayout, Sheet
from counter_app.documents.forms.spec import FormSpec, Wording
from counter_app.documents.pdf_page import (
    A4_LANDSCAPE,
    A4_SIZE,
    A5_SIZE,
    BOTTOM,
    FOOTER,
    LEFT,
    RIGHT,
    TOP,
    new_canvas,
)
from counter_app.documents.text import SERIF, SERIF_ITALIC
from counter_app.documents.wording import plain
from counter_app.domain.form_content import FormContent

PAGES: Final = {"A5": A5_SIZE, "A4": A4_SIZE, "A4-landscape": A4_LANDSCAPE}


def form_pdf(form: FormSpec, words: Wording, content: FormContent) -> bytes:
    """Every copy of the form with all its sheets; the same content gives the same bytes."""
    size = PAGES[form.form.paper]
    width, height = size[0] - LEFT - RIGHT, size[1] - TOP - BOTTOM - FOOTER
    sheets = FormLayout(form, words, content, width, height).sheets()
    buffer = BytesIO()
    code = str(content.values.get("dossier_code") or "")
    canvas = new_canvas(
        buffer,
        size,
        title=f"{form.form.title} {plain(code)}".strip(),
        author=str(content.values.get("center_name") or ""),
        subject=form.form.legal_basis[0],
    )
    for copy in range(1, max(1, len(form.form.copies)) + 1):
        for number, sheet in enumerate(sheets, start=1):
            page = words.sheet_of.format(number=number, count=len(sheets)) if len(sheets) > 1 else ""
            _draw(canvas, form, sheet.for_copy(copy), page, size)
            canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(canvas: Canvas, form: FormSpec, sheet: Sheet, page: str, size: tuple[float, float]) -> None:
    right, top = size[0] - RIGHT, size[1] - TOP
    width = right - LEFT
    for block in sheet.blocks:
        block.draw(canvas, LEFT, top, width)
        top -= block.height(width)
    sheet.foot.draw(canvas, LEFT, BOTTOM + FOOTER + sheet.foot.height(width), width)
    canvas.setFont(SERIF_ITALIC, 6.4)
    canvas.drawString(LEFT, BOTTOM, form.form.legal_basis[0])
    canvas.setFont(SERIF, 8)
    canvas.drawRightString(right, BOTTOM, page)
