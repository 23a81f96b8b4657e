"""The notice that the chosen procedure changed: each part before and now, and two ways to go on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.reception.reception_state import ChangeShown
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.labels import IconMark, Label
from counter_app.ui.shared.styling import mark
from counter_app.ui.shared.tokens import Tone


class ProcedureChangePanel(QFrame):
    """``accepted`` tells to take the new version over, ``kept`` to receive under the old one."""

    accepted = Signal()
    kept = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = wording.text
        mark(self, "card", True)
        mark(self, "tone", "amber")
        self.title = Label("", "strong", tone=Tone.AMBER, wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self.accept = Button(wording.text("reception.change.accept"), kind="primary", size="small")
        self.keep = Button(wording.text("reception.change.keep"), size="small")
        self.accept.clicked.connect(lambda _=False: self.accepted.emit())
        self.keep.clicked.connect(lambda _=False: self.kept.emit())
        head, keys = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(8)
        keys.setSpacing(8)
        head.addWidget(IconMark("triangle-alert", "amber"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        for button in (self.accept, self.keep):
            keys.addWidget(button)
        keys.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addLayout(keys)
        self._shown: ChangeShown | None = None
        self.hide()

    def show_change(self, change: ChangeShown | None) -> None:
        """Draw it, or go away."""
        self.setVisible(change is not None)
        if change is None or change == self._shown:
            self._shown = change
            return
        self._shown = change
        self.setAccessibleName(change.title)
        self.title.setText(change.title)
        self.accept.setVisible(change.may_accept)
        self._clear()
        if change.rows:
            for column, key in ((1, "before"), (2, "after")):
                self._grid.addWidget(Label(self._text(f"reception.change.{key}"), "label"), 0, column)
        top = Qt.AlignmentFlag.AlignTop
        for line, row in enumerate(change.rows, start=1):
            self._grid.addWidget(Label(row.label, "label"), line, 0, top)
            self._grid.addWidget(Label(row.before, wrap=True), line, 1, top)
            self._grid.addWidget(Label(row.after, "strong", wrap=True), line, 2, top)

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
