"""A table whose rows come page by page as one scrolls down, without knowing how many there will be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QObject, Signal

from counter_app.ui.shared.paged_model import Column, Index, PagedModel

Row = TypeVar("Row")


class GrowingModel(PagedModel[Row]):
    """``more_wanted(generation)`` asks for the page after the last row; answer with ``append``.

    An answer may have any number of rows; they are kept in pages of ``page`` rows. While an answer is out
    nothing more is asked for, and an answer to an older generation is ignored.
    """

    more_wanted = Signal(int)

    def __init__(
        self, columns: Sequence[Column[Row]], *, page: int = 50, parent: QObject | None = None
    ) -> None:
        super().__init__(columns, page=page, parent=parent)
        self._more = False
        self._asking = False

    def start(self, rows: Sequence[Row], *, more: bool) -> int:
        """Show another result; ``more`` tells that rows follow. Returns its generation."""
        self._more, self._asking = more, False
        return self.restart(len(rows), rows)

    def append(self, generation: int, rows: Sequence[Row], *, more: bool) -> None:
        """The page that was asked for."""
        if generation != self.generation or not self._asking:
            return
        self._more, self._asking = more, False
        if not rows:
            return
        first = self._total
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        for number, start, end in self._shares(first, len(rows)):
            self._pages[number] = (*self._pages.get(number, ()), *rows[start:end])
        self._total += len(rows)
        self.endInsertRows()

    def _shares(self, first: int, count: int) -> Iterator[tuple[int, int, int]]:
        """Which of ``count`` rows, put behind ``first`` others, go into which page."""
        start = 0
        while start < count:
            number, within = divmod(first + start, self.page)
            end = min(count, start + self.page - within)
            yield number, start, end
            start = end

    def give_up(self, generation: int) -> None:
        """The page could not be fetched: it is asked for again at the next scroll."""
        if generation == self.generation:
            self._asking = False

    def last(self) -> Row | None:
        """The last row that is here."""
        return self.row(self._total - 1) if self._total else None

    def rows(self) -> list[Row]:
        """Every row that is here, in order."""
        return [row for number in sorted(self._pages) for row in self._pages[number]]

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show the same rows in other columns."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self.endResetModel()

    def put(self, rows: Sequence[Row], *, more: bool) -> None:
        """Replace as many rows as there are by newer ones, without moving anything."""
        if len(rows) != self._total:
            raise ValueError("put replaces rows, it does not add or drop any")
        for number in range(0, len(rows), self.page):
            self._pages[number // self.page] = tuple(rows[number : number + self.page])
        self._more = more
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))

    def canFetchMore(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008 - Qt's own signature
        """Whether scrolling on brings more."""
        return not parent.isValid() and self._more and not self._asking

    def fetchMore(self, parent: Index = QModelIndex()) -> None:  # noqa: B008
        """Ask for the next page; it comes later."""
        if self.canFetchMore(parent):
            self._asking = True
            self.more_wanted.emit(self.generation)
