"""A section of the settings: a heading, quiet words, and cards below each other, scrolled if need be."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from counter_app.ui.shared import theme
from counter_app.ui.shared.labels import Label

_WIDEST = 860
_SIDE = 20


class Page(QScrollArea):
    """``cards`` takes the content; lines stay short enough to read on a wide screen."""

    def __init__(self, title: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.head = QHBoxLayout()
        self.head.setSpacing(12)
        self.head.addWidget(Label(title, "title"), 1)
        self.cards = QVBoxLayout()
        self.cards.setSpacing(12)
        host = QWidget()
        self._column = column = QVBoxLayout(host)
        column.setSpacing(6)
        column.addLayout(self.head)
        if text:
            column.addWidget(Label(text, "hint", wrap=True))
        column.addSpacing(4)
        column.addLayout(self.cards)
        column.addStretch(1)
        self.setWidget(host)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As wide as is good to read."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        spare = self.viewport().width() - 2 * _SIDE - theme.current().px(_WIDEST)
        self._column.setContentsMargins(_SIDE, 12, _SIDE + max(spare, 0), 16)
