"""The table of the lists: rows of 36 px, hairlines, a quiet header, whole rows chosen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedLayout, QTableView, QWidget

from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.cells import CellDelegate
from counter_app.ui.shared.paged_model import ROW_ROLE, PagedModel


class ListTable(QTableView):
    """Shows a ``PagedModel``; ``selected`` tells the chosen row, ``opened`` on Enter or double click.

    Column widths come from the columns, never from the contents: measuring contents is what stutters.
    """

    selected = Signal(object)
    opened = Signal(object)

    def __init__(
        self, name: str, model: PagedModel[Any], *, row: int = tokens.ROW, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._paged = model
        self._row = row
        self.setAccessibleName(name)
        self.setModel(model)
        self._delegate = CellDelegate(self)
        self.setItemDelegate(self._delegate)
        self._set_manners()
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(lambda index, _: self._select(index))
        model.dataChanged.connect(self._refresh_selected)
        self._follow()

    def current_row(self) -> object | None:
        """The chosen row of the model, or ``None``."""
        index = self.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def choose(self, position: int) -> None:
        """Choose a row by its position and bring it into sight."""
        self.setCurrentIndex(self._paged.index(position, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming here by key, there is a row to stand on."""
        super().focusInEvent(event)
        by_key = event.reason() not in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)
        if by_key and not self.currentIndex().isValid() and self._paged.rowCount():
            self.choose(0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the row under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out anew."""
        super().resizeEvent(event)
        self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._follow()

    def take_place_of(self, old: ListTable, pages: QStackedLayout) -> None:
        """Stand in ``pages`` where ``old`` stood first, with its focus: the same rows in other columns."""
        shown, focused = pages.currentIndex(), old.hasFocus()
        pages.removeWidget(old)
        old.hide()
        old.deleteLater()
        pages.insertWidget(0, self)
        pages.setCurrentIndex(shown)
        if focused:
            self.setFocus()

    def _set_manners(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(0)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(0)

    def _follow(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.current().px(self._row))
        self._share_room()

    def _share_room(self) -> None:
        look = theme.current()
        columns = self._paged.columns
        widths = [look.px(column.width) for column in columns]
        stretching = [number for number, column in enumerate(columns) if column.stretch]
        spare = self.viewport().width() - sum(widths)
        if stretching and spare > 0:
            for order, number in enumerate(stretching):
                widths[number] += spare // len(stretching) + (1 if order < spare % len(stretching) else 0)
        for number, width in enumerate(widths):
            self.setColumnWidth(number, width)

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is not None:
            self.opened.emit(row)

    def _select(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE) if index.isValid() else None
        if row is not None:
            self.selected.emit(row)

    def _refresh_selected(self, first: QModelIndex, last: QModelIndex) -> None:
        current = self.currentIndex()
        if current.isValid() and first.row() <= current.row() <= last.row():
            self._select(current)
