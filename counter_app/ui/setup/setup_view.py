"""The page of the first set-up: two fields, and beside them what will happen."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.setup.setup_facts import Fact, Facts
from counter_app.ui.setup.setup_state import Phase, Place, SetupState, Trouble, tidy_code, tidy_server
from counter_app.ui.shared import theme
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import PrimaryButton
from counter_app.ui.shared.field import Field, Finding
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.styling import hairline
from counter_app.ui.shared.tokens import Tone

FORM: Final = 400
FACTS: Final = 340
_CODE_ROOM: Final = 40
_AROUND: Final = 160
"""Edges and gaps beside both halves, a scroll bar included; they do not scale."""


class SetupView(QWidget):
    """``wanted`` tells address and code, ``typed`` which field was changed (``Place``)."""

    wanted = Signal(str, str)
    typed = Signal(object)

    def __init__(
        self, wording: Wording, folder: Path, proposed_server: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text = text = wording.text
        self._state = SetupState()
        self.title = Label(text("setup.title"), "title", wrap=True)
        self.lead = Label(text("setup.lead"), "hint", wrap=True)
        self.server = Field(
            text("setup.server"),
            text=proposed_server,
            placeholder=text("setup.server_placeholder"),
            hint=text("setup.server_hint"),
        )
        self.code = Field(
            text("setup.code"),
            placeholder=text("setup.code_placeholder"),
            hint=text("setup.code_hint"),
            strong=True,
        )
        self.code.edit.setMaxLength(_CODE_ROOM)
        self.server.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhUrlCharactersOnly | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.code.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhUppercaseOnly
            | Qt.InputMethodHint.ImhLatinOnly
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.machine = IconText("circle-alert", "", Tone.RED, wrap=True)
        self.waiting = IconText("clock", "", Tone.NEUTRAL, wrap=True)
        self.act = PrimaryButton(text("setup.act"), cap="Enter")
        self.facts = Facts(
            text("setup.what"),
            [
                Fact("key-round", text("setup.fact.key"), text("setup.fact.key_text")),
                Fact("building-2", text("setup.fact.office"), text("setup.fact.office_text")),
                Fact("shield-check", text("setup.fact.recovery"), text("setup.fact.recovery_text")),
                Fact("hard-drive", text("setup.fact.folder"), str(folder), selectable=True),
            ],
        )
        self._lay_out()
        self._connect()
        self.show_state(SetupState())

    def show_state(self, state: SetupState) -> None:
        """Draw a state; what was typed stays."""
        before, self._state = self._state, state
        working = state.phase is Phase.WORKING
        for field in (self.server, self.code):
            field.setEnabled(not working)
        self._show_trouble(state.trouble)
        self.act.setText(self._text("setup.working" if working else "setup.act"))
        self.act.set_busy(working)
        self.waiting.setVisible(working)
        if working:
            said = self._text("setup.takes_long" if state.long else "setup.asking")
            self.waiting.set("clock", said, Tone.NEUTRAL)
        if state.trouble is not None and state.trouble != before.trouble:
            announce(self, state.trouble.said, urgent=True)
            self._go_to(state.trouble.place)

    def begin(self) -> None:
        """Put the focus where typing begins."""
        field = self.code if self.server.text() else self.server
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Typing begins without a mouse."""
        super().showEvent(event)
        if self._state.phase is Phase.ASKING and self._state.trouble is None:
            self.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes from the address to the code, and from the code on."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        event.accept()
        if self.server.edit.hasFocus() and not self.code.text():
            self.code.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._want()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._follow()

    def fold(self, room: int) -> None:
        """Stand side by side where there is room, else one below the other."""
        look = theme.current()
        beside = room >= look.px(FORM + FACTS) + _AROUND
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._halves.direction() is not direction:
            self._halves.setDirection(direction)
        self._between.setVisible(beside)

    def _show_trouble(self, trouble: Trouble | None) -> None:
        place = trouble.place if trouble is not None else None
        said = trouble.said if trouble is not None else ""
        for field, at in ((self.server, Place.SERVER), (self.code, Place.CODE)):
            if place is at:
                field.show_error(said)
            else:
                field.clear_finding()
        if place is Place.MACHINE:
            self.machine.set("circle-alert", said, Tone.RED)
        self.machine.setVisible(place is Place.MACHINE)
        if trouble is not None and trouble.again:
            self.code.show_finding(Finding.HINT, self._text("setup.code_kept"))

    def _go_to(self, place: Place) -> None:
        target = {Place.SERVER: self.server, Place.CODE: self.code, Place.MACHINE: self.act}[place]
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if place is Place.CODE:
            self.code.edit.selectAll()
        elif place is Place.SERVER:
            self.server.edit.end(False)

    def _want(self) -> None:
        if self._state.phase is Phase.ASKING:
            self._tidy()
            self.wanted.emit(self.server.text(), self.code.text())

    def _tidy(self) -> None:
        """Show what was understood."""
        for field, tidied in (
            (self.server, tidy_server(self.server.text())),
            (self.code, tidy_code(self.code.text())),
        ):
            if field.text() != tidied:
                field.edit.blockSignals(True)
                field.set_text(tidied)
                field.edit.blockSignals(False)

    def _connect(self) -> None:
        self.act.clicked.connect(lambda _=False: self._want())
        self.server.changed.connect(lambda _: self.typed.emit(Place.SERVER))
        self.code.changed.connect(lambda _: self.typed.emit(Place.CODE))
        self.code.committed.connect(lambda _: self._tidy())

    def _follow(self) -> None:
        look = theme.current()
        self._form.setFixedWidth(look.px(FORM))
        self.facts.setFixedWidth(look.px(FACTS))

    def _lay_out(self) -> None:
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(12)
        form.addWidget(self.title)
        form.addWidget(self.lead)
        form.addSpacing(4)
        form.addWidget(self.server)
        form.addWidget(self.code)
        form.addWidget(self.machine)
        form.addSpacing(4)
        form.addWidget(self.act)
        form.addWidget(self.waiting)
        form.addStretch(1)
        self._between = hairline(vertical=True)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._halves.setContentsMargins(28, 24, 28, 24)
        self._halves.setSpacing(28)
        self._halves.addWidget(self._form)
        self._halves.addWidget(self._between)
        self._halves.addWidget(self.facts)
        self._follow()
