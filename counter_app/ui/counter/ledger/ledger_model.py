"""The lines of the ledger as a table that grows page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject

from counter_app.services.ledger import LedgerRow, PageEnd
from counter_app.ui.shared.growing_model import GrowingModel
from counter_app.ui.shared.paged_model import Column

PAGE: Final = 100
"""Lines of the first page and of each one after it; missing ones stand between them as rows of their own."""


class LedgerModel(GrowingModel[LedgerRow]):
    """``end`` is where the lines that are here end; ``None`` when they are all here."""

    def __init__(self, columns: Sequence[Column[LedgerRow]], parent: QObject | None = None) -> None:
        super().__init__(columns, page=PAGE, parent=parent)
        self.end: PageEnd | None = None

    def begin(self, rows: Sequence[LedgerRow], end: PageEnd | None) -> None:
        """Show another part of the ledger."""
        self.end = end
        self.start(rows, more=end is not None)

    def go_on(self, generation: int, rows: Sequence[LedgerRow], end: PageEnd | None) -> None:
        """The rows behind those that are here."""
        if generation == self.generation:
            self.end = end
            self.append(generation, rows, more=end is not None)
