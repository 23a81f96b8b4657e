"""The end of the first set-up: which counter this is now, and what to know of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.setup.setup_facts import Fact, Facts
from counter_app.ui.shared import theme
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import PrimaryButton
from counter_app.ui.shared.labels import IconMark, Label

_WIDTH = 480


class SetupDone(QWidget):
    """``started`` when the counter is to be opened."""

    started = Signal()

    def __init__(self, wording: Wording, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text = wording.text
        self.setFixedWidth(theme.current().px(_WIDTH))
        self.title = Label("", "title", wrap=True)
        self.facts = Facts(
            "",
            [
                Fact("hard-drive", text("setup.done.folder"), str(folder), selectable=True),
                Fact("key-round", text("setup.done.recovery"), text("setup.done.recovery_text")),
                Fact("cloud-off", text("setup.done.offline"), text("setup.done.offline_text")),
            ],
        )
        self.start = PrimaryButton(text("setup.done.start"), cap="Enter")
        self.start.clicked.connect(lambda _=False: self.started.emit())
        head = QHBoxLayout()
        head.setSpacing(8)  # so that the title stands above the words of the facts
        head.addWidget(IconMark("circle-check", "green", 24), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(18)
        column.addLayout(head)
        column.addWidget(self.facts)
        column.addWidget(self.start)

    def show_station(self, name: str) -> None:
        """Say which counter this is."""
        self.title.setText(self._text("setup.done.title", station=name))

    def showEvent(self, event: QShowEvent) -> None:
        """Enter goes on, and screen readers say what has happened."""
        super().showEvent(event)
        self.start.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.title.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on from anywhere on the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.start.click()
        else:
            super().keyPressEvent(event)
