"""A few things to know, each with its icon: what will happen, or what has happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.ui.shared.labels import IconMark, Label

_ZERO_WIDTH_SPACE = "\u200b"


@dataclass(frozen=True, slots=True)
class Fact:
    """``text`` may be a path; then it can be selected and breaks at its slashes."""

    icon: str
    title: str
    text: str
    selectable: bool = False


class Facts(QWidget):
    """A heading and the facts below it."""

    def __init__(self, title: str, facts: Sequence[Fact], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        if title:
            column.addWidget(Label(title, "heading"))
        for fact in facts:
            column.addLayout(_row(fact))
        column.addStretch(1)


def _row(fact: Fact) -> QHBoxLayout:
    text = _breakable(fact.text) if fact.selectable else fact.text
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(Label(fact.title, "strong", wrap=True))
    words.addWidget(Label(text, "hint", wrap=True, selectable=fact.selectable))
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(IconMark(fact.icon, "ink2", 20), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return row


def _breakable(path: str) -> str:
    """A path that may break after each slash."""
    return path.replace("/", "/" + _ZERO_WIDTH_SPACE).replace("\\", "\\" + _ZERO_WIDTH_SPACE)
