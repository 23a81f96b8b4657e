"""What a file of days would bring, before anything is kept: rows taken, rows rejected, things to look at."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.settings.care_page import ToldLine
from counter_app.ui.settings.rules.calendar_state import ImportState
from counter_app.ui.shared.buttons import Button, PrimaryButton
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.styling import hairline
from counter_app.ui.shared.tokens import Tone


class ImportCard(Card):
    """``taken`` when the good rows are wanted, ``dropped`` when nothing is."""

    taken = Signal()
    dropped = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(text("office_calendar.import.title"), parent=parent)
        self._wording, self._text = wording, text
        self.summary, self.problem = ToldLine(), ToldLine()
        self._table = QVBoxLayout()
        self._table.setSpacing(4)
        self.take = PrimaryButton("", size="normal")
        self.drop = Button(text("office_calendar.import.drop"))
        keys = QHBoxLayout()
        keys.setSpacing(8)
        keys.addWidget(self.take)
        keys.addWidget(self.drop)
        keys.addStretch(1)
        self.body.addWidget(self.summary)
        self.body.addLayout(self._table)
        self.body.addWidget(self.problem)
        self.body.addLayout(keys)
        self.take.clicked.connect(lambda _=False: self.taken.emit())
        self.drop.clicked.connect(lambda _=False: self.dropped.emit())

    def show_state(self, state: ImportState | None) -> None:
        """Draw a report, or nothing."""
        self.setVisible(state is not None)
        _empty(self._table)
        if state is None:
            return
        self.set_note(state.file)
        self.summary.show_told(state.summary)
        self.problem.show_told(state.problem)
        self.take.setText(self._wording.count("office_calendar.import.take", state.accepted))
        self.take.setVisible(state.accepted > 0)
        if state.rejected:
            self._table.addWidget(self._rejected(state.rejected))
        for remark in state.remarks:
            self._table.addWidget(IconText("info", remark, Tone.AMBER, wrap=True))

    def cells(self) -> list[str]:
        """The words of the table, row by row."""
        return [label.text() for label in self.findChildren(Label) if label.property("cell")]

    def _rejected(self, rows: tuple[tuple[str, str, str], ...]) -> QWidget:
        host = QWidget()
        grid = QGridLayout(host)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        for column, name in enumerate(("row", "reason", "text")):
            grid.addWidget(Label(self._text(f"office_calendar.import.{name}"), "label"), 0, column)
        for place, row in enumerate(rows):
            grid.addWidget(hairline(), 2 * place + 1, 0, 1, 3)
            for column, words in enumerate(row):
                label = Label(words, "small", wrap=column > 0, selectable=True)
                label.setProperty("cell", True)
                grid.addWidget(label, 2 * place + 2, column)
        return host


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
