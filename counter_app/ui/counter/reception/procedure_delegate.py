"""How the procedures are drawn in the drop list: two lines each."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from counter_app.ui.counter.reception import procedure_model as roles
from counter_app.ui.shared import icons, theme, tokens

ROW: Final = 46


class ProcedureDelegate(QStyledItemDelegate):
    """Two lines: the name, and quietly field, code, time and fee."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows have one height."""
        return QSize(0, theme.current().px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, a mark for recent ones, name, and what stands under it."""
        look = theme.current()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        area: QRect = option.rect
        if chosen or hovered:
            painter.fillRect(area, look.color("accent_wash" if chosen else "hover"))
        if chosen:
            painter.fillRect(QRect(area.left(), area.top(), look.px(3), area.height()), look.color("accent"))
        box = QRectF(area).adjusted(look.px(14), look.px(4), -look.px(14), -look.px(4))
        if index.data(roles.RECENT_ROLE):
            side = look.px(tokens.ICON_SMALL)
            spot = QRectF(box.right() - side, round(box.top() + look.px(2)), side, side)
            icons.paint(painter, spot, "history", look.color("ink2"))
        line = box.height() / 2
        self._line(
            painter,
            QRectF(box.left(), box.top(), box.width() - look.px(24), line),
            str(index.data(roles.NAME_ROLE)),
            look.font(tokens.TEXT_BODY, QFont.Weight.DemiBold if chosen else QFont.Weight.Medium),
            "ink",
        )
        small = look.font(tokens.TEXT_SMALL, figures=True)
        facts = str(index.data(roles.FACTS_ROLE))
        width = QFontMetricsF(small).horizontalAdvance(facts)
        lower = QRectF(box.left(), box.top() + line, box.width(), line)
        self._line(painter, lower.adjusted(lower.width() - width - 1, 0, 0, 0), facts, small, "ink2")
        left = lower.adjusted(0, 0, -width - look.px(12), 0)
        self._line(painter, left, str(index.data(roles.DETAIL_ROLE)), small, "ink2")

    def _line(self, painter: QPainter, box: QRectF, text: str, font: QFont, token: str) -> None:
        painter.setFont(font)
        painter.setPen(theme.current().color(token))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
