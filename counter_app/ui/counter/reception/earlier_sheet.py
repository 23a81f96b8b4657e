"""The same person's earlier dossiers at this office: open one, or take over what it says of her."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.store_ports import DossierRow
from counter_app.ui.counter.dossiers.code_cell import CodeDelegate, LeadCell
from counter_app.ui.counter.dossiers.dossier_cells import procedure_shown, short_code
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.cells import Cell
from counter_app.ui.shared.growing_model import GrowingModel
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.list_table import ListTable
from counter_app.ui.shared.paged_model import Column
from counter_app.ui.shared.popover import Popover

MOST: Final = 8
"""Rows shown; more are found by F3."""
_WIDTH: Final = 720


class EarlierModel(GrowingModel[DossierRow]):
    """The earlier dossiers, newest first; all of them are here at once."""

    def __init__(self, wording: Wording, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        self._wording, self._now = wording, now
        text = wording.text
        columns: list[Column[DossierRow]] = [
            Column(text("dossiers.column.code"), 164, self._code),
            Column(text("dossiers.column.procedure"), 180, self._procedure, stretch=True),
            Column(text("dossiers.column.received"), 108, self._received),
            Column(text("dossiers.column.status"), 164, self._status),
        ]
        super().__init__(columns, page=MOST, parent=parent)

    def _code(self, row: DossierRow) -> Cell:
        lead, number = short_code(row.code)
        return LeadCell(number, lead=lead, strong=True, said=row.code)

    def _procedure(self, row: DossierRow) -> Cell:
        return Cell(procedure_shown(row.procedure_name), said=row.procedure_name)

    def _received(self, row: DossierRow) -> Cell:
        there = local(row.received_at)
        today = there.date() == local(self._now()).date()
        shown = self._wording.time(there) if today else self._wording.date(there)
        return Cell(shown, quiet=True, said=self._wording.date_time(there))

    def _status(self, row: DossierRow) -> Cell:
        if row.cancelled:
            said = self._wording.text("dossiers.state.cancelled")
            return Cell(said, icon="ban", quiet=True, said=said)
        said = self._wording.text(f"status.{int(row.status)}")
        return Cell(said, said=said)


class EarlierSheet(Popover):
    """``opened`` tells the id of a dossier to be shown, ``taken`` that of one whose data are wanted."""

    opened = Signal(str)
    taken = Signal(str)

    def __init__(self, wording: Wording, now: Callable[[], datetime], host: QWidget) -> None:
        text = wording.text
        super().__init__(text("identity_panel.earlier.title"), host)
        self._wording = wording
        self.model = EarlierModel(wording, now, self)
        self.title = Label(text("identity_panel.earlier.title"), "strong")
        self.table = ListTable(text("identity_panel.earlier.title"), self.model, parent=self)
        self.table.setItemDelegateForColumn(0, CodeDelegate(self.table))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.open_key = Button(text("identity_panel.earlier.open"), cap="Enter", size="small")
        self.take_key = Button(text("identity_panel.earlier.take"), cap="Ctrl+Enter", size="small")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.open_key)
        foot.addWidget(self.take_key)
        foot.addStretch(1)
        foot.addWidget(Label(text("identity_panel.earlier.foot"), "hint"))
        self.column.addWidget(self.title)
        self.column.addWidget(self.table)
        self.column.addLayout(foot)
        self.table.opened.connect(lambda _: self._open())
        self.open_key.clicked.connect(lambda _=False: self._open())
        self.take_key.clicked.connect(lambda _=False: self._take())
        # The table would take it for Enter.
        taking = QShortcut(QKeySequence("Ctrl+Return"), self)
        taking.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        taking.activated.connect(self._take)

    def open_with(self, anchor: QWidget, rows: Sequence[DossierRow]) -> None:
        """Show these rows, the newest marked."""
        self.model.start(rows[:MOST], more=False)
        look = theme.current()
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(header + self.model.rowCount() * look.px(tokens.ROW) + 4)
        self.open_under(anchor, self.table, width=_WIDTH)
        if self.model.rowCount():
            self.table.choose(0)

    def _chosen(self) -> str:
        row = self.table.current_row()
        return row.id if isinstance(row, DossierRow) else ""

    def _open(self) -> None:
        chosen = self._chosen()
        if chosen:
            self.close_sheet(back=False)
            self.opened.emit(chosen)

    def _take(self) -> None:
        chosen = self._chosen()
        if chosen:
            self.close_sheet()
            self.taken.emit(chosen)
