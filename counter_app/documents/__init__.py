"""Papers: official forms as PDF, slips for receipt printers, pictures of both.

Importing this package is cheap; reportlab and Qt are loaded when the first paper is made.
"""

from __future__ import annotations

from pathlib import Path

from counter_app.documents.papers import FormReceiptPapers
from counter_app.documents.png import to_png
from counter_app.services.ports import ReceiptPapers

__all__ = ["receipt_papers", "to_png"]


def receipt_papers(resources: Path, package: str = "tt-01-2018") -> ReceiptPapers:
    """Mẫu 01 with the words of a form package and the fonts, found under ``resources``.

    Raises ``FileNotFoundError`` or ``ValueError`` when the form package is missing or broken.
    """
    return FormReceiptPapers(resources, package)
