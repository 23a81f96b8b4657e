"""The list of names that drops under the field of the sign-in page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, QStringListModel, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.drop_list import DropList

_ROW = 36
_SHOWN = 8


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.current().px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look = theme.current()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            painter.fillRect(option.rect, look.color("accent_wash" if chosen else "hover"))
        weight = QFont.Weight.DemiBold if chosen else QFont.Weight.Normal
        painter.setFont(look.font(tokens.TEXT_BODY, weight))
        painter.setPen(look.color("ink"))
        box = QRectF(option.rect).adjusted(look.px(14), 0, -look.px(14), 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(index.data()))


class PeopleList(DropList):
    """Names to choose from, as many as fit."""

    def __init__(self, name: str, parent: QWidget) -> None:
        names = QStringListModel()
        super().__init__(name, names, _Delegate(), row=_ROW, shown=_SHOWN, parent=parent)
        names.setParent(self)
        self._names = names
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def show_names(self, names: Sequence[str]) -> None:
        """Offer these names and no others."""
        self._names.setStringList(list(names))
