"""The button "Đọc giấy tờ": the ways to read a paper when no code gun does it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from counter_app.i18n import Wording
from counter_app.ui.shared import icons, theme
from counter_app.ui.shared.buttons import Button

Way = Literal["camera", "mrz", "file", "paste"]

MENU_KEY: Final = "Alt+D"
WAYS: Final[tuple[tuple[Way, str, str], ...]] = (
    ("camera", "camera", "F7"),
    ("mrz", "keyboard", "Alt+M"),
    ("file", "image", "Alt+T"),
    ("paste", "copy", "Ctrl+V"),
)
"""Each way with its icon and its key. Ctrl+V belongs to the fields; the window takes what they cannot."""


_HIGH: Final = 23
"""As high as a section's title beside it: the page has no pixel to spare on a small screen."""


class LowButton(Button):
    """As high as a section's title: beside it the page does not grow."""

    def sizeHint(self) -> QSize:
        """Its words' width in that height."""
        return QSize(super().sizeHint().width(), theme.current().px(_HIGH))


class ReadMenu(QWidget):
    """``wanted`` tells a ``Way``, chosen from the menu or by its key while ``area`` is on the screen."""

    wanted = Signal(str)

    def __init__(self, wording: Wording, area: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = wording.text
        self.button = LowButton(
            text("reading.menu"), icon="scan-line", cap=MENU_KEY, kind="quiet", size="small", parent=self
        )
        self.button.setToolTip(text("reading.menu_tip"))
        self.button.clicked.connect(lambda _=False: self.open_menu())
        self.menu = QMenu(self)
        self._listen(area, MENU_KEY, self.open_menu)
        for way, _, keys in WAYS:
            action = self.menu.addAction(f"{text(f'reading.way.{way}')}\t{keys}")
            action.triggered.connect(lambda _=False, way=way: self.wanted.emit(way))
            if way != "paste":
                self._listen(area, keys, partial(self.wanted.emit, way))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)

    def open_menu(self) -> None:
        """Under the button, the first way chosen, so that Enter takes it."""
        for action, (_, icon, _) in zip(self.menu.actions(), WAYS, strict=True):
            action.setIcon(icons.icon(icon))  # in the colours of the look in force
        self.menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))
        self.menu.setActiveAction(self.menu.actions()[0])

    def _listen(self, area: QWidget, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), area)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(act)
