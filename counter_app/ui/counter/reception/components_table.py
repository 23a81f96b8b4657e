"""The table of papers: Space ticks, arrows move, a digit edits a count, Enter goes down and on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.reception.components_delegate import ComponentsDelegate
from counter_app.ui.counter.reception.components_model import (
    COPIES,
    COUNTS,
    KIND,
    NAME,
    ORIGINALS,
    TICK,
    ComponentsModel,
)
from counter_app.ui.shared import theme
from counter_app.ui.shared.combo import Combo

_ROW = 34
_HEAD = 28
_WIDTHS = {TICK: 38, KIND: 124, ORIGINALS: 80, COPIES: 74}
_LEAST_ROWS = 2


class ComponentsTable(QTableView):
    """``passed`` tells that Enter was pressed on the last row."""

    passed = Signal()

    def __init__(self, wording: Wording, model: ComponentsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setAccessibleName(wording.text("reception.section.components"))
        self._delegate = ComponentsDelegate(wording, self)
        self.setItemDelegate(self._delegate)
        self._delegate.entered.connect(lambda: self._next(self.currentIndex()))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        # Keys are handled here: F2 begins another reception everywhere.
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(0)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(0)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        model.modelReset.connect(self._follow)
        self._follow()

    def go_to(self, row: int) -> None:
        """Mark a paper and take the focus."""
        self.setCurrentIndex(self._rows.index(row, NAME))
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def full_height(self) -> int:
        """The height that shows every row."""
        look = theme.current()
        rows = max(self._rows.rowCount(), _LEAST_ROWS)
        return look.px(_HEAD) + rows * look.px(_ROW) + 2

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What each key does on a paper."""
        index = self.currentIndex()
        key = Qt.Key(event.key())
        if not index.isValid():
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            self._rows.toggle(index.row())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._next(index)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._sideways(index, 1 if key == Qt.Key.Key_Right else -1)
        elif event.text().isdigit():
            self._type_count(index, event.text())
        elif key == Qt.Key.Key_F4 or (
            key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self._choose_kind(index)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click ticks, opens the kinds, or begins a count."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() is not Qt.MouseButton.LeftButton:
            return
        if index.column() in (TICK, NAME):
            self._rows.toggle(index.row())
        elif index.column() == KIND:
            self._choose_kind(index)
        else:
            self.edit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the row under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming in, a row is marked."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0, NAME))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Going out, no row stays marked, unless the focus went into one of its cells."""
        super().focusOutEvent(event)
        if self.state() is not QAbstractItemView.State.EditingState:
            self.setCurrentIndex(QModelIndex())
            self.clearSelection()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out anew."""
        super().resizeEvent(event)
        self._follow_widths()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._follow()

    def _next(self, index: QModelIndex) -> None:
        if index.row() + 1 < self._rows.rowCount():
            self.setCurrentIndex(index.siblingAtRow(index.row() + 1))
        else:
            self.passed.emit()

    def _sideways(self, index: QModelIndex, step: int) -> None:
        column = min(max(index.column() + step, NAME), COPIES)
        self.setCurrentIndex(index.siblingAtColumn(column))

    def _type_count(self, index: QModelIndex, digit: str) -> None:
        """The digit begins the count of the marked cell; beside the counts, of what stays here by kind."""
        column = index.column()
        if column not in COUNTS:
            component = self._rows.component(index.row())
            copies = component is not None and component.copy_kind in ("copy", "certified_copy")
            column = COPIES if copies else ORIGINALS
        target = index.siblingAtColumn(column)
        self.setCurrentIndex(target)
        self.edit(target)
        editor = self.indexWidget(target)
        if isinstance(editor, QLineEdit):
            editor.setText(digit)
            editor.setModified(True)

    def _choose_kind(self, index: QModelIndex) -> None:
        target = index.siblingAtColumn(KIND)
        self.setCurrentIndex(target)
        self.edit(target)
        editor = self.indexWidget(target)
        if isinstance(editor, Combo):
            editor.showPopup()

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self.viewport().update()

    def _follow(self) -> None:
        look = theme.current()
        self.verticalHeader().setDefaultSectionSize(look.px(_ROW))
        self.horizontalHeader().setFixedHeight(look.px(_HEAD))
        self._follow_widths()
        self.updateGeometry()

    def _follow_widths(self) -> None:
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, theme.current().px(width))
