"""What every official paper shares as a PDF file: its canvas, its sizes, its margins.

Imports reportlab: only to be imported when a PDF is made.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from counter_app.documents import wording
from counter_app.documents.text import SERIF

A5_SIZE: Final = (148 * mm, 210 * mm)
A4_SIZE: Final = A4
A4_LANDSCAPE: Final = landscape(A4)
LEFT, RIGHT, TOP, BOTTOM = 13 * mm, 10 * mm, 9 * mm, 8 * mm
"""Margins; the left one leaves room to file, none is smaller than what laser printers leave white."""
FOOTER: Final = 3.4 * mm


def new_canvas(
    buffer: BytesIO, size: tuple[float, float], *, title: str, author: str, subject: str
) -> Canvas:
    """A canvas that gives the same bytes for the same content, and says what the paper is."""
    canvas = Canvas(
        buffer,
        pagesize=size,
        invariant=1,
        pageCompression=1,
        initialFontName=SERIF,  # type: ignore[arg-type] # the stubs say number; else Helvetica is named
        lang="vi-VN",
    )
    canvas.setTitle(title)
    canvas.setAuthor(wording.plain(author))
    canvas.setSubject(subject)
    canvas.setCreator("Quầy Một Cửa")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    # The form has the size that the circular gives it: viewers must not fit it to the paper.
    canvas.setViewerPreference("PrintScaling", "None")
    return canvas
