"""A boxed list whose rows are ticked: by a press anywhere on the row, or by Space."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from counter_app.ui.shared import icons, theme

Index = QModelIndex | QPersistentModelIndex
_BOX, _GAP, _PAD, _ROW = 20, 8, 5, 32
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class TickDelegate(QStyledItemDelegate):
    """Draws the box as a check box has it, and the words beside it in as many lines as they need."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the words need in the width of the list."""
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListWidget) else option.rect.width()
        return QSize(0, self.height(str(index.data()), width))

    def height(self, words: str, width: int) -> int:
        """The height of a row, at least one that is easy to hit."""
        look = theme.current()
        room = QRectF(0, 0, max(width - look.px(_BOX + _GAP + 2 * _PAD), 1), 10_000)
        needed = QFontMetricsF(look.font()).boundingRect(room, int(_WRAP), words).height()
        return max(look.px(_ROW), round(needed) + look.px(2 * _PAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Box, words, and the ring of the row that has the focus."""
        look = theme.current()
        row, pad, side = QRectF(option.rect), look.px(_PAD), look.px(_BOX)
        ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(row.left() + pad, round(row.center().y() - side / 2), side, side)
        name, token = ("square-check-big", "green") if ticked else ("square", "ink2")
        icons.paint(painter, box, name, look.color(token))
        painter.setFont(look.font())
        painter.setPen(look.color("ink"))
        words = QRectF(row).adjusted(pad + side + look.px(_GAP), 0, -pad, 0)
        painter.drawText(words, int(_WRAP), str(index.data()))
        focused = option.state & QStyle.StateFlag.State_HasFocus
        if focused:
            pen = painter.pen()
            pen.setColor(look.color("focus"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), 4, 4)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, _option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Tick, or take the tick away."""
        pressed = isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease
        keyed = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select)
        if not pressed and not keyed:
            return False
        ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
        state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        return model.setData(index, state, Qt.ItemDataRole.CheckStateRole)


class TickList(QListWidget):
    """As high as its rows, up to ``MOST`` pixels; then it scrolls."""

    MOST = 168

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("boxed", True)
        self._rows = TickDelegate(self)
        self.setItemDelegate(self._rows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._fit()

    def add(self, words: str, *, ticked: bool) -> None:
        """One more row."""
        item = QListWidgetItem(words)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.addItem(item)
        if self.count() == 1:
            self.setCurrentRow(0)
        self._fit()

    def ticked(self) -> list[int]:
        """The places of the rows that are ticked."""
        return [
            place for place in range(self.count()) if self.item(place).checkState() is Qt.CheckState.Checked
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other lines in another width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        look = theme.current()
        width = self.viewport().width()
        rows = sum(self._rows.height(self.item(place).text(), width) for place in range(self.count()))
        self.setFixedHeight(min(max(rows, look.px(_ROW)) + look.px(14), look.px(self.MOST)))
