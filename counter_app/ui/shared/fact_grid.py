"""Labels with their values beneath each other, and a list of things with counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from counter_app.ui.shared import theme
from counter_app.ui.shared.labels import Label

LABEL_WIDTH: Final = 92


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value."""

    label: str
    value: str


class FactGrid(QWidget):
    """Quiet labels on the left, values that wrap on the right."""

    def __init__(self, *, label_width: int = LABEL_WIDTH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label_width = label_width
        self._shown: tuple[Fact, ...] = ()
        self._labels: list[Label] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Draw these; nothing moves if they are the same."""
        if tuple(facts) == self._shown:
            return
        self._shown = tuple(facts)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._labels.clear()
        for line, fact in enumerate(facts):
            label = Label(fact.label, "label", wrap=True)
            value = Label(fact.value, "small", wrap=True, selectable=True)
            value.setAccessibleName(f"{fact.label}: {fact.value}")
            theme.tabular(value)
            self._grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, line, 1)
            self._labels.append(label)
        self._follow()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._follow()

    def _follow(self) -> None:
        for label in self._labels:
            label.setFixedWidth(theme.current().px(self._label_width))


class CountedList(QWidget):
    """Things one below the other, each with its count quietly beneath."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Fact, ...] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_things(self, things: Sequence[Fact]) -> None:
        """Draw these; nothing moves if they are the same."""
        if tuple(things) == self._shown:
            return
        self._shown = tuple(things)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for thing in things:
            words = f"{thing.label} – {thing.value}" if thing.value else thing.label
            self._column.addWidget(Label(words, "small", wrap=True))
