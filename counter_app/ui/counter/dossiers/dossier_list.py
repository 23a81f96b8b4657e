"""The left of the dossier screen: search, ready-made selections, the rows, and how fresh they are."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QEvent, QTimer, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedLayout, QVBoxLayout, QWidget

from counter_app.domain.dossier_codes import code_key
from counter_app.i18n import Wording
from counter_app.services.store_ports import DossierFilter, DossierRow
from counter_app.ui.counter.dossiers.code_cell import CodeDelegate
from counter_app.ui.counter.dossiers.dossier_cells import DossierCells
from counter_app.ui.counter.dossiers.dossiers_list_state import ListState, Nothing
from counter_app.ui.counter.dossiers.dossiers_model import DossiersModel
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.card import Card, EmptyState
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.list_table import ListTable
from counter_app.ui.shared.search_box import SearchBox
from counter_app.ui.shared.tokens import Tone

SEARCH_DELAY_MS: Final = 40
"""Long enough to let a barcode gun finish, too short to be felt."""
_NARROW: Final = 910
"""Below this width (at 100 % text) each row takes two lines."""
_ROW_OF_TWO: Final = 52


def names_whole(text: str, row: DossierRow) -> bool:
    """Whether ``text`` names a dossier by words alone, or by a whole code, number or phone.

    A part of a code may be anybody's: another person's dossier is not put on the screen for it
    (QĐ 03/2023 An Giang Đ14 k2).
    """
    if not any(char.isdigit() for char in text):
        return bool(text)
    typed = code_key(text)
    tail = row.code.partition("-")[2]
    numbers = {re.sub(r"\D", "", value) for value in (row.owner_number, row.phone)} - {""}
    return typed in (row.code.upper(), tail.upper()) or re.sub(r"[\s.-]", "", text) in numbers


class DossierList(QWidget):
    """Its signals tell what a person wants; ``chosen`` the row's id, ``opened`` that Enter was pressed."""

    searched = Signal(str)
    selection_chosen = Signal(object)
    chosen = Signal(str)
    opened = Signal(str)
    action_pressed = Signal(str)
    handover_pressed = Signal()
    """Several dossiers are to be handed over or taken back."""

    def __init__(
        self, wording: Wording, cells: DossierCells, model: DossiersModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._wording, self._cells, self._model = wording, cells, model
        self._narrow = False
        self._kept = ""
        """The dossier that stays chosen when the rows are laid out anew."""
        self._pinned = False
        """Whether it was opened from elsewhere, and stays until the next search of the clerk."""
        self._restoring = False
        self._nothing: Nothing | None = None
        self.heading = Label(wording.text("dossiers.title"), "title")
        self.search = SearchBox(
            wording.text("dossiers.search.name"),
            placeholder=wording.text("dossiers.search.placeholder"),
            delay_ms=SEARCH_DELAY_MS,
        )
        self.search.set_cap("F3")
        self.handover = Button(wording.text("handover.menu.open"), icon="send", shortcut="Alt+B")
        self.handover.clicked.connect(lambda _=False: self.handover_pressed.emit())
        chips = [(each.value, wording.text(f"dossiers.filter.{each.value}")) for each in DossierFilter]
        self.chips = Choice(chips, name=wording.text("dossiers.filter.name"))
        self.age = IconText("info", "", Tone.NEUTRAL, wrap=True)
        self.empty_action = Button("", kind="plain")
        self.empty = EmptyState("folders", "", action=self.empty_action)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        room = self.progress.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(room)
        self.progress.setAccessibleName(wording.text("dossiers.searching"))
        self.table = self._make_table()
        self._lay_out()
        self.search.searched.connect(lambda text: self._ask(self.searched, text))
        self.search.entered.connect(lambda _: self.enter_rows(open_first=True))
        self.search.left_down.connect(lambda: self.enter_rows(open_first=False))
        self.chips.chosen.connect(lambda key: self._ask(self.selection_chosen, DossierFilter(key)))
        self.empty_action.clicked.connect(lambda _=False: self._press_empty())

    # --- showing -------------------------------------------------------------------------------

    def show_state(self, state: ListState) -> None:
        """Draw what stands around the rows."""
        for selection in DossierFilter:
            words = state.chips.get(selection, "")
            self.chips.set_shown(selection.value, bool(words) or selection is state.selection)
            if words:
                self.chips.set_text(selection.value, words)
        self.chips.set_value(state.selection.value)
        self.search.set_counter(state.found)
        self.search.set_cap("" if state.found else "F3")
        self.progress.setVisible(state.searching)
        self.age.setVisible(state.age is not None)
        if state.age is not None:
            self.age.set(state.age.icon, state.age.text, state.age.tone)
        self._show_nothing(state.nothing)

    def follow_rows(self, searched: bool = False) -> None:
        """Other rows are in the model: keep what was chosen if it is among them, or open the only match.

        After another search (``searched``) nothing stays open that is not in the list: papers must not be
        printed for a dossier that the clerk has left behind.
        """
        position = self._model.position_of(self._kept) if self._kept else None
        if position is None and self._is_meant():
            position = 0
        if position is None:
            self.table.clearSelection()
            if searched and self._kept and not self._pinned:
                self._kept = ""
                self.chosen.emit("")
            return
        self._restoring = self._row_id(position) == self._kept
        try:
            self.table.choose(position)
        finally:
            self._restoring = False

    def keep(self, dossier_id: str) -> None:
        """Have a dossier chosen, now if it is among the rows, else when it comes."""
        self._kept, self._pinned = dossier_id, True
        self.follow_rows()

    def forget(self) -> None:
        """Nothing typed and nothing chosen."""
        self._kept, self._pinned = "", False
        self.search.clear()

    def focus_search(self) -> None:
        """Take the focus, with all text selected."""
        self.search.jump_here()

    def enter_rows(self, *, open_first: bool) -> None:
        """From the search into the rows: the chosen one or the first."""
        if not self._model.rowCount():
            return
        if self.table.current_row() is None:
            self.table.choose(0)
        self.table.setFocus()
        if open_first:
            self._open(self.table.current_row())

    # --- inside --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One line or two, by the room there is."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self._fit)

    def _make_table(self) -> ListTable:
        row = _ROW_OF_TWO if self._narrow else tokens.ROW
        table = ListTable(self._wording.text("dossiers.table"), self._model, row=row)
        table.setItemDelegateForColumn(0, CodeDelegate(table))
        table.selected.connect(self._select)
        table.opened.connect(self._open)
        return table

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.heading)
        head.addWidget(self.search, 1)
        head.addWidget(self.handover)
        card = Card()
        self._pages = QStackedLayout()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        inner = card.layout()
        assert inner is not None
        inner.setContentsMargins(6, 2, 6, 6)
        card.body.setSpacing(0)
        card.body.addWidget(self.progress)
        card.body.addLayout(self._pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 10)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.chips)
        column.addWidget(card, 1)
        column.addWidget(self.age)

    def _fit(self) -> None:
        narrow = self.width() < theme.current().px(_NARROW)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        old = self.table
        self._model.set_columns(self._cells.narrow() if narrow else self._cells.wide())
        self.table = self._make_table()
        self.table.take_place_of(old, self._pages)
        self.follow_rows()

    def _show_nothing(self, nothing: Nothing | None) -> None:
        if nothing is not None and nothing != self._nothing:
            self.empty.set(nothing.icon, nothing.title, nothing.text)
            self.empty_action.setText(nothing.action_words)
            self.empty_action.setVisible(bool(nothing.action))
            announce(self, nothing.title)
        self._nothing = nothing
        self._pages.setCurrentIndex(0 if nothing is None else 1)

    def _ask(self, signal: SignalInstance, wanted: object) -> None:
        self._pinned = False
        signal.emit(wanted)

    def _press_empty(self) -> None:
        if self._nothing is not None:
            self.action_pressed.emit(self._nothing.action)

    def _is_meant(self) -> bool:
        """Whether the only match is surely the one that was looked for."""
        row = self._model.row(0) if self._model.rowCount() == 1 else None
        return row is not None and names_whole(self.search.nfc(), row)

    def _row_id(self, position: int) -> str:
        row = self._model.row(position)
        return "" if row is None else row.id

    def _select(self, row: object) -> None:
        if not isinstance(row, DossierRow) or self._restoring:
            return
        if row.id != self._kept:
            self._kept = row.id
            self.chosen.emit(row.id)

    def _open(self, row: object) -> None:
        if isinstance(row, DossierRow):
            self._select(row)
            self.opened.emit(row.id)
