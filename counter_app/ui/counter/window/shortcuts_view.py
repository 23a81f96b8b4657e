"""F1: the keys of the counter on one page over the screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.keycap import KeyCap
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.styling import hairline

_GROUPS: Final = (
    (
        "anywhere",
        (
            (("F2",), "new"),
            (("F3",), "find"),
            (("Ctrl", "L"), "lock"),
            (("F1",), "help"),
            (("Esc",), "escape"),
        ),
    ),
    (
        "reception",
        (
            (("Enter",), "next_field"),
            (("Alt", "1…4"), "sections"),
            (("Space",), "tick"),
            (("← →",), "columns"),
            (("0…9",), "count"),
            (("Alt", "↓"), "choose"),
            (("F8",), "tick_all"),
            (("Alt", "G"), "note"),
            (("F12",), "accept"),
        ),
    ),
    (
        "who",
        (
            (("Alt", "D"), "read"),
            (("F7",), "read_camera"),
            (("Alt", "M"), "read_mrz"),
            (("Alt", "T"), "read_file"),
            (("Ctrl", "V"), "read_paste"),
            (("F5",), "check_account"),
            (("Alt", "X"), "doubts"),
            (("Alt", "C"), "sighted"),
            (("Alt", "K"), "guide"),
            (("Alt", "H"), "earlier"),
        ),
    ),
    (
        "dossiers",
        (
            (("Ctrl", "P"), "print"),
            (("Ctrl", "B"), "hand_over"),
            (("Alt", "B"), "pile"),
        ),
    ),
)
_COLUMNS: Final = (_GROUPS[:2], _GROUPS[2:])


class ShortcutsView(QDialog):
    """Two columns of keys with what they do; Esc, Enter or F1 closes."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = wording.text
        self.setModal(True)
        self.setWindowTitle(text("counter.keys.title"))
        columns = QHBoxLayout()
        columns.setSpacing(36)
        for groups in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(18)
            for name, rows in groups:
                column.addLayout(self._group(wording, name, rows))
            column.addStretch(1)
            columns.addLayout(column)
        close = Button(text("shared.button.close"))
        close.clicked.connect(lambda _=False: self.accept())
        foot = QHBoxLayout()
        foot.addWidget(Label(text("counter.keys.scan"), "hint", wrap=True), 1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(16)
        column.addWidget(Label(text("counter.keys.title"), "title"))
        column.addLayout(columns)
        column.addWidget(hairline())
        column.addLayout(foot)
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 again closes."""
        if event.key() == Qt.Key.Key_F1:
            self.accept()
        else:
            super().keyPressEvent(event)

    def _group(
        self, wording: Wording, name: str, rows: tuple[tuple[tuple[str, ...], str], ...]
    ) -> QVBoxLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for number, (keys, does) in enumerate(rows):
            caps = QHBoxLayout()
            caps.setSpacing(4)
            for key in keys:
                caps.addWidget(KeyCap(key))
            caps.addStretch(1)
            grid.addLayout(caps, number, 0)
            grid.addWidget(Label(wording.text(f"counter.keys.{does}")), number, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(Label(wording.text(f"counter.keys.{name}"), "heading"))
        column.addLayout(grid)
        column.addStretch(1)
        return column
