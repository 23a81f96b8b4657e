"""The clerk's receptions in hand, to choose from."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.reception.reception_state import DraftRow
from counter_app.ui.shared import icons
from counter_app.ui.shared.buttons import Button


class DraftsMenu(QWidget):
    """A button with the count of the others; its menu lists all. ``discarded`` is about the open one."""

    chosen = Signal(str)
    discarded = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._rows: tuple[DraftRow, ...] = ()
        self.button = Button("", icon="files", kind="quiet", size="small")
        self.button.clicked.connect(lambda _=False: self.open_menu())
        self.menu = QMenu(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)

    def show_rows(self, rows: tuple[DraftRow, ...]) -> None:
        """Nothing is shown when there is no draft but the one in hand."""
        self._rows = rows
        self.setVisible(bool(rows))
        if rows:
            others = sum(not row.open for row in rows)
            self.button.setText(self._wording.count("reception.drafts", others))

    def open_menu(self) -> None:
        """List them under the button."""
        self.menu.clear()
        for row in self._rows:
            action = self.menu.addAction(f"{row.title}  ·  {row.detail}".replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(row.open)
            action.triggered.connect(lambda _=False, draft=row.id: self.chosen.emit(draft))
        if any(row.open for row in self._rows):
            self.menu.addSeparator()
            throw = self.menu.addAction(icons.icon("trash-2"), self._wording.text("reception.discard"))
            throw.triggered.connect(lambda _=False: self.discarded.emit())
        self.menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))
