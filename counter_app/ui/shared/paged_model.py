"""A table over rows that are fetched in pages, in the order in which they come into sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from counter_app.ui.shared.cells import CELL_ROLE, Cell

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 3

_KEPT_PAGES = 64


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its title, its width in pixels at 100 % text, and how a row is shown in it.

    ``stretch`` shares out what room is left; ``right`` aligns the title with figures.
    """

    title: str
    width: int
    cell: Callable[[Row], Cell]
    stretch: bool = False
    right: bool = False


class PagedModel(QAbstractTableModel, Generic[Row]):
    """A model of ``total`` rows of which only some pages are here.

    ``wanted(generation, offset, limit)`` asks for a page that came into sight; answer with ``fill``. An
    answer to an older generation (another search) is ignored. Rows that are not here yet are empty.
    """

    wanted = Signal(int, int, int)

    def __init__(
        self, columns: Sequence[Column[Row]], *, page: int = 100, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.page = page
        self.generation = 0
        self._total = 0
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._asked: set[int] = set()

    def restart(self, total: int, first: Sequence[Row] = ()) -> int:
        """Show another result; ``first`` are the rows that are here already. Returns its generation."""
        self.beginResetModel()
        self.generation += 1
        self._total = total
        self._pages.clear()
        self._asked.clear()
        for number in range(0, len(first), self.page):
            rows = tuple(first[number : number + self.page])
            if len(rows) == self.page or number + len(rows) == total:
                self._pages[number // self.page] = rows
        self.endResetModel()
        return self.generation

    def fill(self, generation: int, offset: int, rows: Sequence[Row]) -> None:
        """The rows of a page that was wanted."""
        if generation != self.generation or not rows:
            return
        number = offset // self.page
        self._asked.discard(number)
        self._pages[number] = tuple(rows)
        while len(self._pages) > _KEPT_PAGES:
            self._pages.popitem(last=False)
        last = min(offset + len(rows), self._total) - 1
        self.dataChanged.emit(self.index(offset, 0), self.index(last, len(self.columns) - 1))

    def forget(self, offset: int) -> None:
        """A page could not be fetched: ask again when it comes into sight again."""
        self._asked.discard(offset // self.page)

    def replace(self, position: int, row: Row) -> None:
        """One row changed; nothing else moves."""
        number, within = divmod(position, self.page)
        rows = self._pages.get(number)
        if rows is not None and within < len(rows):
            self._pages[number] = (*rows[:within], row, *rows[within + 1 :])
            self.dataChanged.emit(self.index(position, 0), self.index(position, len(self.columns) - 1))

    def row(self, position: int) -> Row | None:
        """A row, or ``None`` while it is not here (then it is asked for)."""
        number, within = divmod(position, self.page)
        rows = self._pages.get(number)
        if rows is None:
            self._ask(number)
            return None
        self._pages.move_to_end(number)
        return rows[within] if within < len(rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """All rows, here or not."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The cell, its words, or the row."""
        if not index.isValid() or role not in _ROLES:
            return None
        row = self.row(index.row())
        if row is None or role == ROW_ROLE:
            return row
        cell = self.columns[index.column()].cell(row)
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.said or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.said or " ".join(part for part in (cell.text, cell.second) if part)
        return cell.text

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The titles."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _ask(self, number: int) -> None:
        if number in self._asked:
            return
        self._asked.add(number)
        offset = number * self.page
        self.wanted.emit(self.generation, offset, min(self.page, self._total - offset))


_ROLES = frozenset(
    {
        CELL_ROLE,
        ROW_ROLE,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    }
)
