"""A dossier code in a list: the number that people say stands out, what comes before it is quiet."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from counter_app.ui.shared import tokens
from counter_app.ui.shared.cells import Cell, CellDelegate, Index
from counter_app.ui.shared.look import Look


@dataclass(frozen=True)
class LeadCell(Cell):
    """A cell with quiet words right before its text."""

    lead: str = ""


class CodeDelegate(CellDelegate):
    """Draws ``LeadCell``; for the first column of a ``ListTable``, whose own delegate knows the pointer."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """As every cell, with the row under the pointer taken from the table."""
        view = option.widget
        if isinstance(view, QAbstractItemView):
            self.hovered_row = getattr(view.itemDelegate(), "hovered_row", -1)
        super().paint(painter, option, index)

    def _paint_cell(self, painter: QPainter, look: Look, box: QRectF, cell: Cell) -> None:
        if not isinstance(cell, LeadCell) or not cell.lead:
            super()._paint_cell(painter, look, box, cell)
            return
        plain = look.font(tokens.TEXT_BODY, figures=True)
        width = QFontMetricsF(plain).horizontalAdvance(cell.lead)
        left = box.left() + (look.px(tokens.ICON_SMALL) + look.px(6) if cell.icon else 0)
        line = look.px(19)
        upper = (
            QRectF(left, box.center().y() - line, width + 1, line)
            if cell.second
            else box.adjusted(0, 0, 0, 0)
        )
        upper.setLeft(left)
        painter.setFont(plain)
        painter.setPen(look.color("ink2"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(upper, flags, cell.lead)
        if cell.icon:
            super()._paint_cell(painter, look, QRectF(box), Cell(icon=cell.icon, text=" "))
        painter.setFont(look.font(tokens.TEXT_BODY, QFont.Weight.DemiBold, figures=True))
        painter.setPen(look.color("ink"))
        painter.drawText(upper.translated(width, 0).adjusted(0, 0, box.width(), 0), flags, cell.text)
        if cell.second:
            painter.setFont(look.font(tokens.TEXT_SMALL, figures=True))
            painter.setPen(look.color("ink2"))
            painter.drawText(QRectF(left, box.center().y(), box.width(), line), flags, cell.second)
