"""The dossier list: rows that grow page by page, renewed in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject

from counter_app.services.store_ports import DossierRow
from counter_app.ui.shared.growing_model import GrowingModel
from counter_app.ui.shared.paged_model import Column

PAGE: Final = 50
"""Rows of the first page and of each one after it."""


class DossiersModel(GrowingModel[DossierRow]):
    """The rows of one search; refreshed in place where nothing moved."""

    def __init__(self, columns: Sequence[Column[DossierRow]], parent: QObject | None = None) -> None:
        super().__init__(columns, page=PAGE, parent=parent)

    def position_of(self, dossier_id: str) -> int | None:
        """Where a dossier stands, if it is among the rows that are here."""
        return next((number for number, row in enumerate(self.rows()) if row.id == dossier_id), None)

    def renew(self, rows: Sequence[DossierRow], *, more: bool) -> bool:
        """Newer rows of the same search; returns whether they had to be laid out anew."""
        if [row.id for row in rows] == [row.id for row in self.rows()]:
            self.put(rows, more=more)
            return False
        self.start(rows, more=more)
        return True
