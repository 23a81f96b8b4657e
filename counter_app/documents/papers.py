"""The adapter of the port ``ReceiptPapers``: Mẫu 01 on paper of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from counter_app.documents.form_text import receipt_text
from counter_app.domain.receipt import ReceiptContent
from counter_app.services.ports import Layout, MonoImage


class FormReceiptPapers:
    """Lays out the receipt with the words of one form package and the program's fonts.

    May be used from any thread; one PDF is made at a time, because reportlab's fonts keep state.
    """

    def __init__(self, resources: Path, package: str = "tt-01-2018") -> None:
        self._resources = resources
        self._text = receipt_text(resources, package)
        self._one_pdf = Lock()

    def pdf(self, content: ReceiptContent, *, layout: Layout) -> bytes:
        """Both copies as a PDF with embedded fonts; equal content gives equal bytes.

        Raises ``ValueError`` for an instant without a time zone or an empty ``qr_text``.
        """
        # reportlab takes up to a second to import: only who makes a PDF waits for it.
        from counter_app.documents.flow import register_fonts  # noqa: PLC0415
        from counter_app.documents.receipt_pdf import receipt_pdf  # noqa: PLC0415

        with self._one_pdf:
            register_fonts(self._resources)
            return receipt_pdf(self._text, content, layout)

    def pdf_of_several(self, contents: Sequence[ReceiptContent], *, title: str) -> bytes:
        """Several receipts in one file, both copies side by side on A4; errors as for ``pdf``."""
        from counter_app.documents.flow import register_fonts  # noqa: PLC0415
        from counter_app.documents.receipt_pdf import receipts_pdf  # noqa: PLC0415

        with self._one_pdf:
            register_fonts(self._resources)
            return receipts_pdf(self._text, contents, "a4_two_up", title=title)

    def slip(self, content: ReceiptContent, *, width_dots: int) -> MonoImage:
        """The short version for receipt printers (576 dots for 80 mm, 384 for 58 mm).

        Needs a ``QGuiApplication``: raises ``RuntimeError`` without (see ``roll.start_headless``).
        """
        from counter_app.documents.slip import slip  # noqa: PLC0415 - programs without paper need no Qt

        return slip(self._resources, self._text, content, width_dots)
