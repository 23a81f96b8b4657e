"""Taking procedures in from a file: what it would change, and every row that cannot be used."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.settings.care_page import ToldLine
from counter_app.ui.settings.catalogue_words import ImportShown, RejectedShown
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.fact_grid import FactGrid
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.tokens import Tone

MOST_REJECTED = 50
_LABELS = 150


class CatalogueImportCard(Card):
    """``file_wanted`` asks for a file, ``stored`` to put what it brings in force, ``dropped`` not to."""

    file_wanted = Signal()
    stored = Signal()
    dropped = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(text("catalogue.import.title"), parent=parent)
        self._wording, self._text = wording, text
        self.hint = Label("", "hint", wrap=True)
        self.choose = Button(text("catalogue.import.choose"), icon="folder-open")
        """Stands in the head of the page: the card is there only when there is something to tell."""
        self.store = Button(text("catalogue.import.store"), kind="primary")
        self.drop = Button(text("catalogue.import.drop"), kind="quiet")
        self.summary, self.lines = ToldLine(), FactGrid(label_width=_LABELS)
        self.rejected = QWidget()
        self._grid = QGridLayout(self.rejected)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 3)
        self._grid.setColumnStretch(3, 2)
        keys = QHBoxLayout()
        for button in (self.store, self.drop):
            keys.addWidget(button)
        keys.addStretch(1)
        for part in (self.hint, self.summary, self.lines, self.rejected):
            self.body.addWidget(part)
        self.body.addLayout(keys)
        self.choose.clicked.connect(lambda _=False: self.file_wanted.emit())
        self.store.clicked.connect(lambda _=False: self.stored.emit())
        self.drop.clicked.connect(lambda _=False: self.dropped.emit())
        self.show_import(None)

    def show_source(self, *, from_centre: bool) -> None:
        """Whether files count here, or are only looked through."""
        self.hint.setText(self._text("catalogue.import.centre" if from_centre else "catalogue.import.here"))

    def set_busy(self, busy: bool) -> None:
        """A file is being read or put in force."""
        self.choose.set_busy(busy)
        self.store.setEnabled(not busy)

    def show_import(self, shown: ImportShown | None) -> None:
        """What a file would change, or nothing."""
        self.summary.show_told(None if shown is None else shown.summary)
        self.lines.setVisible(shown is not None and bool(shown.lines))
        self.lines.show_facts(() if shown is None else shown.lines)
        self.store.setVisible(shown is not None and shown.can_store)
        self.setVisible(shown is not None)
        self._show_rejected(() if shown is None else shown.rejected)

    def refuse(self, words: str) -> None:
        """The file is no catalogue at all, and why."""
        self.show_import(None)
        self.summary.show_told(Told("circle-alert", words, Tone.RED))
        self.show()

    def _show_rejected(self, rows: Sequence[RejectedShown]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rejected.setVisible(bool(rows))
        if not rows:
            return
        for column, key in enumerate(("at", "heading", "why", "text")):
            self._grid.addWidget(Label(self._text(f"catalogue.import.head.{key}"), "label"), 0, column)
        top = Qt.AlignmentFlag.AlignTop
        for line, row in enumerate(rows[:MOST_REJECTED], start=1):
            self._grid.addWidget(Label(row.row, "small"), line, 0, top)
            self._grid.addWidget(Label(row.heading, "small"), line, 1, top)
            self._grid.addWidget(Label(row.why, "small", wrap=True), line, 2, top)
            self._grid.addWidget(Label(row.text, "hint", wrap=True, selectable=True), line, 3, top)
        more = len(rows) - MOST_REJECTED
        if more > 0:
            words = self._wording.count("catalogue.import.more_rejected", more)
            self._grid.addWidget(Label(words, "hint"), MOST_REJECTED + 1, 0, 1, 4)
