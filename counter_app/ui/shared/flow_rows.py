"""Fields side by side in rows that break when there is no room, as on a narrow screen or with large text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from counter_app.ui.shared import theme


@dataclass(frozen=True)
class _Share:
    """The room that an item wants: at least ``least`` (unscaled; ``None``: its own) and of the rest."""

    least: int | None
    stretch: int
    begins: bool


class FlowRows(QLayout):
    """Places widgets by their least widths; what is left of a row is shared out by stretch.

    Least widths scale with the text. A widget that ``begins`` starts a row. Hidden widgets take no room;
    heights follow widths, so that a line of findings may appear under any field. Rows are aligned at the top,
    or with ``middle`` at their middle (headings beside buttons).
    """

    def __init__(
        self, parent: QWidget | None = None, *, gap: int = 12, row_gap: int = 8, middle: bool = False
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._shares: list[_Share] = []
        self._next = _Share(0, 1, begins=False)
        self._gap, self._row_gap, self._middle = gap, row_gap, middle
        self.setContentsMargins(0, 0, 0, 0)

    def add(
        self, widget: QWidget, *, least: int | None = None, stretch: int = 0, begins: bool = False
    ) -> None:
        """Add a widget with its least width at 100 % text, or with the width that it asks for itself."""
        self._next = _Share(least, stretch, begins)
        self.addWidget(widget)

    def set_begins(self, widget: QWidget, *, begins: bool) -> None:
        """Whether a widget starts a row."""
        for number, item in enumerate(self._items):
            if item.widget() is widget:
                self._shares[number] = replace(self._shares[number], begins=begins)
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Qt hands over what ``addWidget`` wrapped."""
        self._items.append(item)
        self._shares.append(self._next)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a position, or ``None``."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item back."""
        if not 0 <= index < len(self._items):
            return None
        del self._shares[index]
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        """Sideways only."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Rows break."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows at this width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """The least size; more is used as it comes."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest single item."""
        pairs = zip(self._items, self._shares, strict=True)
        widest = max((_least(item, share) for item, share in pairs if not item.isEmpty()), default=0)
        tallest = max((item.minimumSize().height() for item in self._items if not item.isEmpty()), default=0)
        return QSize(widest, tallest)

    def setGeometry(self, rect: QRect) -> None:
        """Put everything in its place."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, _Share]]]:
        look = theme.current()
        rows: list[list[tuple[QLayoutItem, _Share]]] = []
        used = 0
        for item, share in zip(self._items, self._shares, strict=True):
            if item.isEmpty():
                continue
            need = _least(item, share)
            if not rows or share.begins or used + look.px(self._gap) + need > width:
                rows.append([])
                used = need
            else:
                used += look.px(self._gap) + need
            rows[-1].append((item, share))
        return rows

    def _place(self, rect: QRect, *, move: bool) -> int:
        look = theme.current()
        gap, row_gap = look.px(self._gap), look.px(self._row_gap)
        top = rect.top()
        for row in self._rows(rect.width()):
            widths = _shared_out(row, rect.width() - gap * (len(row) - 1))
            heights = [_height(item, width) for (item, _), width in zip(row, widths, strict=True)]
            left = rect.left()
            for (item, _), width, height in zip(row, widths, heights, strict=True):
                if move:
                    down = (max(heights) - height) // 2 if self._middle else 0
                    item.setGeometry(QRect(left, top + down, width, height))
                left += width + gap
            top += max(heights) + row_gap
        return max(top - rect.top() - row_gap, 0)


def _shared_out(row: list[tuple[QLayoutItem, _Share]], room: int) -> list[int]:
    widths = [min(_least(item, share), room) for item, share in row]
    spare = room - sum(widths)
    total = sum(share.stretch for _, share in row)
    if spare <= 0 or not total:
        return widths
    for number, (_, share) in enumerate(row):
        part = spare * share.stretch // total
        widths[number] += part
    widths[max(range(len(row)), key=lambda number: row[number][1].stretch)] += room - sum(widths)
    return widths


def _least(item: QLayoutItem, share: _Share) -> int:
    return item.sizeHint().width() if share.least is None else theme.current().px(share.least)


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
