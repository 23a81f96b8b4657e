"""A few choices side by side, one of them chosen; also the filter chips above lists."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from counter_app.ui.shared.buttons import Button, Size
from counter_app.ui.shared.flow import Flow
from counter_app.ui.shared.labels import Label


class Choice(QWidget):
    """``options`` are pairs of key and words; ``chosen`` tells the key when a person chose."""

    chosen = Signal(str)

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        *,
        label: str = "",
        name: str = "",
        value: str | None = None,
        size: Size = "small",
        fill: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name or label)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, Button] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if label:
            column.addWidget(Label(label, "label"))
        row: QLayout = QHBoxLayout() if fill else Flow()
        row.setSpacing(6)
        column.addLayout(row)
        for key, words in options:
            button = Button(words, kind="chip", size=size)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)
        if options:
            self.set_value(value if value is not None else options[0][0])
            self.setFocusProxy(self._buttons[self.value()])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hold the height that the lines need in this width."""
        super().resizeEvent(event)
        self._hold_height()

    def _hold_height(self) -> None:
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            self.setMinimumHeight(layout.heightForWidth(self.width()))

    def value(self) -> str:
        """The chosen key."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_value(self, key: str) -> None:
        """Choose without telling ``chosen``; an unknown key is a ``KeyError``."""
        self._buttons[key].setChecked(True)
        self.setFocusProxy(self._buttons[key])

    def set_text(self, key: str, words: str) -> None:
        """Change the words of one choice ("Chờ gửi 12")."""
        self._buttons[key].setText(words)

    def set_shown(self, key: str, shown: bool) -> None:
        """Whether one choice is offered at all; the chosen one should be."""
        button = self._buttons[key]
        if button.isHidden() is shown:
            button.setVisible(shown)
            self._hold_height()

    def set_enabled(self, key: str, enabled: bool) -> None:
        """Whether one choice can be chosen."""
        self._buttons[key].setEnabled(enabled)

    def button(self, key: str) -> Button:
        """The button of a choice."""
        return self._buttons[key]
