"""A list that drops under a field, lies over the page, and never takes the focus from the typing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractItemModel, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QFrame,
    QGraphicsDropShadowEffect,
    QListView,
    QVBoxLayout,
    QWidget,
)

from counter_app.ui.shared import theme
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.styling import mark

_GAP: Final = 4
_EDGE: Final = 8
_LEAST: Final = 3
_PAGE: Final = 6


class DropList(QFrame):
    """``picked`` tells the row that was clicked; the field moves and picks by keyboard.

    ``row`` is the height of a row at 100 % text, ``shown`` how many are seen at once.
    """

    picked = Signal(int)

    def __init__(
        self,
        name: str,
        model: QAbstractItemModel,
        delegate: QAbstractItemDelegate,
        *,
        row: int,
        shown: int,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._model, self._row, self._shown = model, row, shown
        mark(self, "card", True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view = QListView()
        self.view.setModel(model)
        delegate.setParent(self.view)
        self.view.setItemDelegate(delegate)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(name)
        self.view.clicked.connect(lambda index: self.picked.emit(index.row()))
        self._foot = Label("", "hint")
        self._foot.setContentsMargins(14, 6, 14, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 5, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.view)
        column.addWidget(self._foot)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 4)
        shadow.setColor(theme.current().color("shadow"))
        self.setGraphicsEffect(shadow)
        self.hide()

    def open_under(self, field: QWidget, foot: str = "") -> None:
        """Show the rows under ``field``; ``foot`` is the quiet line at the end."""
        look = theme.current()
        self._foot.setText(foot)
        self._foot.setVisible(bool(foot))
        host, layout = self.parentWidget(), self.layout()
        assert host is not None
        assert layout is not None
        below = field.mapTo(host, QPoint(0, field.height() + look.px(_GAP)))
        foot_height = self._foot.sizeHint().height() if foot else 0
        room = host.height() - look.px(_EDGE) - below.y() - foot_height - look.px(_EDGE)
        fits = max(room // look.px(self._row), _LEAST)
        rows = min(self._model.rowCount(), self._shown, fits)
        self.view.setVisible(rows > 0)
        self.view.setFixedHeight(rows * look.px(self._row) + 2)
        self.setGeometry(below.x(), below.y(), field.width(), layout.sizeHint().height())
        self.show()
        self.raise_()

    def row(self) -> int:
        """The marked row, or -1."""
        return self.view.currentIndex().row()

    def mark_row(self, row: int) -> None:
        """Mark a row, within the list."""
        count = self._model.rowCount()
        if count:
            self.view.setCurrentIndex(self._model.index(min(max(row, 0), count - 1), 0))

    def go(self, key: Qt.Key) -> bool:
        """Move by arrow or page keys; whether the key was one of them."""
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _PAGE,
            Qt.Key.Key_PageUp: -_PAGE,
        }
        if key not in steps:
            return False
        self.mark_row(self.row() + steps[key])
        return True
