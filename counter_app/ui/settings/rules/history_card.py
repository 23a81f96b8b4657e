"""What the counters of the office changed in the calendar, newest first, with the centre's word on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.settings.care_page import ToldLine
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.styling import hairline


class HistoryCard(Card):
    """Changes as lines; nothing can be done with them here."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(wording.text("office_calendar.history.title"), parent=parent)
        self.body.addWidget(Label(wording.text("office_calendar.history.text"), "hint", wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.body.addLayout(self._rows)

    def show_lines(self, lines: Sequence[Told]) -> None:
        """Draw them; without any the card is not there."""
        self.setVisible(bool(lines))
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, told in enumerate(lines):
            if place:
                self._rows.addWidget(hairline())
            line = ToldLine()
            line.show_told(told)
            self._rows.addWidget(line)

    def texts(self) -> list[str]:
        """What each line says."""
        return [line.accessibleName() for line in self.findChildren(ToldLine) if not line.isHidden()]
