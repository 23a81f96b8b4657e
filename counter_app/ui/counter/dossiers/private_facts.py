"""Personal data of the owner, most of it hidden until somebody asks for it, line by line."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.dossiers.dossier_state import PrivateFact
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.buttons import IconButton
from counter_app.ui.shared.fact_grid import LABEL_WIDTH
from counter_app.ui.shared.labels import ElidedLabel, Label

HIDDEN_AFTER_MS: Final = 30_000
"""Long enough to read a number out, too short to leave it on the screen."""


class PrivateLine(QWidget):
    """A label, a value with most of it hidden, and an eye that asks for the whole of it (``wanted``)."""

    wanted = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = wording.text
        self._fact = PrivateFact("", "", "")
        self._revealed = False
        self._label = Label("", "label")
        self._value = ElidedLabel("", "strong")
        theme.tabular(self._value)
        self.eye = IconButton("eye", "", color="blue", size=tokens.ICON_SMALL)
        self.eye.clicked.connect(lambda _=False: self._turn())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._label)
        row.addWidget(self._value)
        row.addWidget(self.eye)
        row.addStretch(1)
        self._follow()

    def show_fact(self, fact: PrivateFact) -> None:
        """Draw it, as much hidden as it is now."""
        self._fact = fact
        self._draw()

    def show_whole(self) -> None:
        """Show all of it: that it is seen was recorded."""
        self._revealed = True
        self._draw()

    def hide_whole(self) -> None:
        """Hide most of it again."""
        self._revealed = False
        self._draw()

    def what(self) -> str:
        """``number``, ``phone`` or ``email``."""
        return self._fact.what

    def shown(self) -> str:
        """The value as it stands there now."""
        return self._value.text()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._follow()

    def _turn(self) -> None:
        if self._revealed:
            self.hide_whole()
        else:
            self.wanted.emit()

    def _draw(self) -> None:
        fact = self._fact
        self._label.setText(fact.label)
        self._value.setText(fact.whole if self._revealed else fact.masked)
        self._value.setVisible(bool(fact.whole))
        self.eye.setVisible(fact.masked != fact.whole)
        said = self._text(f"dossiers.private.{'hide' if self._revealed else 'show'}", what=fact.label)
        self.eye.set("eye-off" if self._revealed else "eye", said)

    def _follow(self) -> None:
        self._label.setMinimumWidth(theme.current().px(LABEL_WIDTH))


class PrivateFacts(QWidget):
    """The number of the owner's paper, telephone, e-mail address: one line each.

    ``wanted`` asks for a line to be shown whole (dossier id, what); answer with ``show_whole``. After a while
    everything is hidden again.
    """

    wanted = Signal(str, str)

    def __init__(
        self, wording: Wording, parent: QWidget | None = None, *, hidden_after_ms: int = HIDDEN_AFTER_MS
    ) -> None:
        super().__init__(parent)
        self._hide = QTimer(self, interval=hidden_after_ms, singleShot=True)
        self._hide.timeout.connect(self.hide_whole)
        self._wording = wording
        self._id = ""
        self._asked: set[str] = set()
        self.lines: dict[str, PrivateLine] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_facts(self, dossier_id: str, facts: tuple[PrivateFact, ...]) -> None:
        """Draw them; another dossier hides everything again."""
        if dossier_id != self._id:
            self._id = dossier_id
            self.hide_whole()
        for label in set(self.lines) - {fact.label for fact in facts}:
            line = self.lines.pop(label)
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        for place, fact in enumerate(facts):
            if fact.label not in self.lines:
                line = self.lines[fact.label] = PrivateLine(self._wording)
                line.wanted.connect(lambda line=line: self._ask(line.what()))
                self._column.insertWidget(place, line)
            self.lines[fact.label].show_fact(fact)

    def _ask(self, what: str) -> None:
        self._asked.add(what)
        self.wanted.emit(self._id, what)

    def show_whole(self, dossier_id: str, what: str) -> None:
        """Show one line whole, if that dossier is still here and nothing was hidden meanwhile."""
        if dossier_id != self._id or what not in self._asked:
            return
        self._asked.discard(what)
        for line in self.lines.values():
            if line.what() == what:
                line.show_whole()
        self._hide.start()

    def hide_whole(self) -> None:
        """Hide most of everything again (another dossier, the screen is left, the counter is locked)."""
        self._hide.stop()
        self._asked.clear()
        for line in self.lines.values():
            line.hide_whole()
