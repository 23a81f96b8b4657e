"""The ledger: filters and acts on top, remarks, the lines in a table, how much there is below."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.services.ledger import LedgerRow, LineRow
from counter_app.ui.counter.dossiers.code_cell import CodeDelegate
from counter_app.ui.counter.ledger.ledger_cells import LedgerCells
from counter_app.ui.counter.ledger.ledger_model import LedgerModel
from counter_app.ui.counter.ledger.ledger_state import LedgerState
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.card import Card, EmptyState
from counter_app.ui.shared.field import ComboField
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.list_table import ListTable
from counter_app.ui.shared.paged_model import Column

_NARROW: Final = 1060
"""Below this width (at 100 % text) each row takes two lines."""
_ROW_OF_TWO: Final = 52
_FIELD_WIDTHS: Final = {"year": 96, "book": 224, "field": 230}


class LedgerView(QWidget):
    """Its signals tell what a person wants; ``opened`` the dossier of a line."""

    year_chosen = Signal(int)
    book_chosen = Signal(str)
    field_chosen = Signal(str)
    print_pressed = Signal()
    pdf_pressed = Signal()
    xlsx_pressed = Signal()
    close_pressed = Signal()
    continue_pressed = Signal()
    issue_pressed = Signal()
    void_pressed = Signal()
    opened = Signal(str)

    def __init__(
        self, wording: Wording, cells: LedgerCells, model: LedgerModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        text = wording.text
        self._wording, self._cells, self._model = wording, cells, model
        self._narrow, self._all_books = False, True
        self.heading = Label(text("ledger.title"), "title")
        self.year = ComboField(text("ledger.filter.year"))
        self.book = ComboField(text("ledger.filter.book"))
        self.field = ComboField(text("ledger.filter.field"))
        self.print = Button(text("ledger.act.print"), icon="printer")
        self.pdf = Button(text("ledger.act.pdf"), icon="download")
        self.xlsx = Button(text("ledger.act.xlsx"), icon="download")
        self.further = Button(text("ledger.act.continue"), icon="plus")
        self.close_year = Button("", icon="lock")
        self.issue = Button(text("pad.issue.button"), icon="notebook-pen", kind="quiet")
        self.void = Button(text("pad.strike.button"), icon="ban", kind="quiet")
        self.summary = Label("", "hint")
        self._signs = QWidget()
        self._sign_rows = QVBoxLayout(self._signs)
        self._sign_rows.setContentsMargins(0, 0, 0, 0)
        self._sign_rows.setSpacing(2)
        self._shown_signs: tuple[Sign, ...] = ()
        self.empty = EmptyState("notebook-pen", "")
        self.table = self._make_table()
        self._lay_out()
        self._connect()
        self._follow()

    def show_state(self, state: LedgerState) -> None:
        """Draw what stands around the lines."""
        for field, options, value in (
            (self.year, state.years, str(state.query.year)),
            (self.book, state.books, state.query.book),
            (self.field, state.fields, state.query.field),
        ):
            field.set_options(list(options))
            field.set_value(value)
        self.summary.setText(state.summary)
        self._show_signs(state.signs)
        for act, button in (("print", self.print), ("pdf", self.pdf), ("xlsx", self.xlsx)):
            button.set_busy(state.busy == act)
            if state.busy != act:
                button.setEnabled(state.has_lines and not state.busy)
        self.further.setVisible(state.can_continue)
        self.issue.setVisible(state.can_issue)
        self.void.setVisible(state.can_void)
        self.close_year.setText(self._wording.text("ledger.act.close", year=state.query.year))
        self.close_year.setVisible(state.can_close)
        if state.nothing is not None:
            self.empty.set("notebook-pen", state.nothing.title, state.nothing.text)
        empty = state.nothing is not None and not self._model.rowCount()
        self._pages.setCurrentIndex(1 if empty else 0)
        all_books = not state.query.book and len(state.books) > 2
        if all_books != self._all_books:
            self._all_books = all_books
            self._set_columns()

    def begin(self) -> None:
        """Put the focus where work begins."""
        if self._model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.book.combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def signs(self) -> list[str]:
        """The words of the remarks."""
        return [sign.text for sign in self._shown_signs]

    # --- inside --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One line or two, by the room there is."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self._follow)

    def _follow(self) -> None:
        look = theme.current()
        for name, width in _FIELD_WIDTHS.items():
            getattr(self, name).setFixedWidth(look.px(width))
        self._fit()

    def _columns(self) -> list[Column[LedgerRow]]:
        make = self._cells.narrow if self._narrow else self._cells.wide
        return make(books=self._all_books)

    def _make_table(self) -> ListTable:
        row = _ROW_OF_TWO if self._narrow else tokens.ROW
        table = ListTable(self._wording.text("ledger.table"), self._model, row=row)
        table.setItemDelegateForColumn(2 if self._all_books else 1, CodeDelegate(table))
        table.opened.connect(self._open)
        return table

    def _fit(self) -> None:
        narrow = self.width() < theme.current().px(_NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._set_columns()

    def _set_columns(self) -> None:
        old = self.table
        self._model.set_columns(self._columns())
        self.table = self._make_table()
        self.table.take_place_of(old, self._pages)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.heading)
        head.addStretch(1)
        for button in (self.further, self.close_year, self.print, self.pdf, self.xlsx):
            head.addWidget(button)
        filters = QHBoxLayout()
        filters.setSpacing(10)
        for field in (self.year, self.book, self.field):
            filters.addWidget(field)
        for button in (self.issue, self.void):
            filters.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        filters.addStretch(1)
        filters.addWidget(self.summary, 0, Qt.AlignmentFlag.AlignBottom)
        card = Card()
        self._pages = QStackedLayout()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        inner = card.layout()
        assert inner is not None
        inner.setContentsMargins(6, 2, 6, 6)
        card.body.setSpacing(0)
        card.body.addLayout(self._pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 10)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(filters)
        column.addWidget(self._signs)
        column.addWidget(card, 1)

    def _connect(self) -> None:
        self.year.chosen.connect(lambda key: self.year_chosen.emit(int(key)))
        self.book.chosen.connect(self.book_chosen)
        self.field.chosen.connect(self.field_chosen)
        for button, signal in (
            (self.print, self.print_pressed),
            (self.pdf, self.pdf_pressed),
            (self.xlsx, self.xlsx_pressed),
            (self.close_year, self.close_pressed),
            (self.further, self.continue_pressed),
            (self.issue, self.issue_pressed),
            (self.void, self.void_pressed),
        ):
            button.clicked.connect(lambda _=False, signal=signal: signal.emit())

    def _show_signs(self, signs: tuple[Sign, ...]) -> None:
        self._signs.setVisible(bool(signs))
        if signs == self._shown_signs:
            return
        self._shown_signs = signs
        while (item := self._sign_rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for sign in signs:
            self._sign_rows.addWidget(IconText(sign.icon, sign.text, sign.tone, wrap=True))

    def _open(self, row: object) -> None:
        if isinstance(row, LineRow):
            self.opened.emit(row.dossier.id)
