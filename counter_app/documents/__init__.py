"""Papers: official forms as PDF, slips for receipt printers, pictures of both.

Importing this package is cheap; reportlab and Qt are loaded when the first paper is made.
"""

from __future__ import annotations

from pathlib import Path

from counter_app.documents.papers import FormReceiptPapers
from counter_app.documents.png import to_png
from counter_app.services.ports import ReceiptPapers

__all__ = ["receipt_papers", "to_png"]


def receipt_papers(resources: Path) -> ReceiptPapers:
    """Mẫu 01 with the words and fonts found under ``resources`` (see ``counter_app.paths``).

    Raises ``FileNotFoundError`` or ``ValueError`` when the form package is missing or broken.
    """
    return FormReceiptPapers(resources)
