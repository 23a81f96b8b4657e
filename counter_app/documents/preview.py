"""Pages of a PDF as pictures, for the screen and for proofs."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2

from counter_app.documents.png import rgb_to_png
from counter_app.services.rendering import PDFIUM


@dataclass(frozen=True)
class PageImage:
    """A page: rows of ``width * 3`` bytes, red, green, blue, top row first (``QImage.Format_RGB888``)."""

    width: int
    height: int
    rgb: bytes

    def png(self) -> bytes:
        """The picture as a PNG file."""
        return rgb_to_png(self.width, self.rgb)


def render_pages(pdf: bytes, *, dpi: int = 110) -> list[PageImage]:
    """All pages at ``dpi`` dots per inch; raises ``ValueError`` when this is no readable PDF."""
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise ValueError("not a readable PDF") from error
        try:
            return [_page(document[number], dpi) for number in range(len(document))]
        finally:
            document.close()


def _page(page: pypdfium2.PdfPage, dpi: int) -> PageImage:
    bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
    try:
        row = bitmap.width * bitmap.n_channels
        data = bytes(bitmap.buffer)
        rows = (data[start : start + row] for start in range(0, bitmap.stride * bitmap.height, bitmap.stride))
        packed = b"".join(rows)
        if bitmap.n_channels == 4:
            rgb = bytearray(bitmap.width * bitmap.height * 3)
            for channel in range(3):
                rgb[channel::3] = packed[channel::4]
            packed = bytes(rgb)
        return PageImage(bitmap.width, bitmap.height, packed)
    finally:
        bitmap.close()
        page.close()
