"""Find as you type: the box, its key, and how many were found."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from counter_app.ui.shared.line_edit import LineEdit


class SearchBox(LineEdit):
    """``searched`` tells the text soon after typing stops, ``entered`` on Enter, ``left_down`` on arrow down.

    ``shortcut`` jumps here and selects all; Esc empties. ``delay_ms`` 0 tells each letter at once.
    """

    searched = Signal(str)
    entered = Signal(str)
    left_down = Signal()

    def __init__(
        self,
        name: str,
        *,
        placeholder: str = "",
        shortcut: str | None = None,
        delay_ms: int = 120,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder or name)
        self.set_leading("search")
        self._timer = QTimer(self, interval=delay_ms, singleShot=True)
        self._timer.timeout.connect(self._tell)
        self._told = ""
        self.textChanged.connect(self._typed)
        if shortcut is not None:
            self.set_cap(shortcut)
            QShortcut(QKeySequence(shortcut), self).activated.connect(self.jump_here)

    def jump_here(self) -> None:
        """Take the focus, with all text selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def set_counter(self, text: str) -> None:
        """How many were found, in words ("9 hồ sơ khớp"); read to screen readers as the description."""
        self.set_note(text)
        self.setAccessibleDescription(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, Enter and arrow down mean something here."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
            self.entered.emit(self.nfc())
        elif key == Qt.Key.Key_Down:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _typed(self) -> None:
        if self._timer.interval() == 0:
            self._tell()
        else:
            self._timer.start()

    def _tell(self) -> None:
        self._timer.stop()
        text = self.nfc()
        if text != self._told:
            self._told = text
            self.searched.emit(text)
