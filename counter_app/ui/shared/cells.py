"""What stands in one cell of a list, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from counter_app.ui.shared import icons, theme, tokens
from counter_app.ui.shared.look import Look
from counter_app.ui.shared.tokens import Tone

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE: Final = Qt.ItemDataRole.UserRole + 2
PAD: Final = 8


@dataclass(frozen=True)
class Cell:
    """Text, or an icon, or both; an icon without text needs ``said`` for screen readers and the tool tip.

    ``quiet`` draws in the second ink, ``second`` is a second, quiet line (for rows of two lines). ``struck``
    words were cancelled and stay readable.
    """

    text: str = ""
    icon: str = ""
    tone: Tone | None = None
    strong: bool = False
    quiet: bool = False
    right: bool = False
    second: str = ""
    said: str = ""
    struck: bool = False


class CellDelegate(QStyledItemDelegate):
    """Draws cells by hand: no style sheet, no layout per cell, so that scrolling does not stutter."""

    hovered_row = -1

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Rows have one height."""
        return QSize(0, theme.current().px(tokens.ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, icon, words, the line under the row."""
        look = theme.current()
        box: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(box, look.color("accent_wash"))
        elif index.row() == self.hovered_row:
            painter.fillRect(box, look.color("hover"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), look.color("hairline_soft"))
        if selected and index.column() == 0:
            painter.fillRect(QRect(box.left(), box.top(), look.px(3), box.height() - 1), look.color("accent"))
        if _is_focused(option, index):
            _ring(painter, look, box, index)
        cell = index.data(CELL_ROLE)
        if isinstance(cell, Cell):
            self._paint_cell(painter, look, QRectF(box).adjusted(look.px(PAD), 0, -look.px(PAD), -1), cell)

    def _paint_cell(self, painter: QPainter, look: Look, box: QRectF, cell: Cell) -> None:
        token = look.tone_ink(cell.tone) if cell.tone else "ink2" if cell.quiet else "ink"
        if cell.icon:
            side = look.px(tokens.ICON_SMALL)
            left = box.left() if cell.text else box.center().x() - side / 2
            mark = QRectF(round(left), round(box.center().y() - side / 2), side, side)
            icons.paint(painter, mark, cell.icon, look.color(token))
            box.setLeft(mark.right() + look.px(6))
        if not cell.text:
            return
        weight = QFont.Weight.DemiBold if cell.strong or cell.tone else QFont.Weight.Normal
        align = Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft
        upper = box
        if cell.second:
            line, middle = look.px(19), box.center().y()
            upper = QRectF(box.left(), middle - line, box.width(), line)
            lower = QRectF(box.left(), middle, box.width(), line)
            painter.setFont(_struck(look.font(tokens.TEXT_SMALL, figures=True), cell))
            painter.setPen(look.color("ink2"))
            _words(painter, lower, align, cell.second)
        painter.setFont(_struck(look.font(tokens.TEXT_TABLE, weight, figures=True), cell))
        painter.setPen(look.color(token))
        _words(painter, upper, align, cell.text)


def _struck(font: QFont, cell: Cell) -> QFont:
    if cell.struck:
        font = QFont(font)
        font.setStrikeOut(True)
    return font


def _is_focused(option: QStyleOptionViewItem, index: Index) -> bool:
    view = option.widget
    return (
        isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex().row() == index.row()
    )


def _ring(painter: QPainter, look: Look, box: QRect, index: Index) -> None:
    """The part of the ring around the whole row that lies in this cell."""
    color, last = look.color("focus"), index.model().columnCount() - 1
    painter.fillRect(QRect(box.left(), box.top(), box.width(), 2), color)
    painter.fillRect(QRect(box.left(), box.bottom() - 1, box.width(), 2), color)
    if index.column() == 0:
        painter.fillRect(QRect(box.left(), box.top(), 2, box.height()), color)
    if index.column() == last:
        painter.fillRect(QRect(box.right() - 1, box.top(), 2, box.height()), color)


def _words(painter: QPainter, box: QRectF, align: Qt.AlignmentFlag, text: str) -> None:
    metrics = QFontMetricsF(painter.font())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
