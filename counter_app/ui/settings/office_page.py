"""The office as the central system made it known: to read, not to change here."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from counter_app.i18n import Wording
from counter_app.services.office_context import OfficeContext
from counter_app.ui.settings.office_words import OfficeWords
from counter_app.ui.settings.page import Page
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.fact_grid import FactGrid

_LABELS = 168


class OfficePage(Page):
    """Three cards: the office, this counter, the age of the data."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(
            wording.text("settings.section.office"), wording.text("settings.office.text"), parent
        )
        self._words = OfficeWords(wording)
        self.office, self.station, self.versions = (FactGrid(label_width=_LABELS) for _ in range(3))
        for name, grid in (("office", self.office), ("counter", self.station), ("data", self.versions)):
            card = Card(wording.text(f"settings.office.card_{name}"))
            card.body.addWidget(grid)
            self.cards.addWidget(card)

    def show_context(self, context: OfficeContext, now: datetime) -> None:
        """Draw the office as of now."""
        self.office.show_facts(self._words.office(context, now))
        self.station.show_facts(self._words.station(context))
        self.versions.show_facts(self._words.versions(context, now))
