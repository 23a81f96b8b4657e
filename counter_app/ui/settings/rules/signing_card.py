"""How papers are signed here: not at all, with a key file, with a token; and who stamps the time."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.services.signing_settings import SigningSettings, SigningWay
from counter_app.ui.settings.care_page import ToldLine
from counter_app.ui.settings.rules.signing_state import SigningState
from counter_app.ui.settings.state import Told
from counter_app.ui.shared import theme
from counter_app.ui.shared.buttons import Button, PrimaryButton
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.field import Field
from counter_app.ui.shared.flow_rows import FlowRows
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.tokens import Tone

_PICKED: Final = ("key_file", "library")
"""Fields that hold the path of a file."""
_OF_WAY: Final = {
    SigningWay.NONE: (),
    SigningWay.KEY_FILE: ("key_file", "authority"),
    SigningWay.TOKEN: ("library", "token", "key_label", "authority"),
}
_NAMES: Final = ("key_file", "library", "token", "key_label", "authority")


class SigningCard(Card):
    """``saved`` tells the ``SigningSettings`` as typed, ``file_wanted`` the field that is to hold a file."""

    saved = Signal(object)
    file_wanted = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(text("signing.title"), parent=parent)
        self._state: SigningState | None = None
        self.remark, self.waiting, self.result = ToldLine(), ToldLine(), ToldLine()
        for told in (self.remark, self.waiting, self.result):
            told.show_told(None)
        ways = [(way.value, text(f"signing.way.{way.value}")) for way in SigningWay]
        self.way = Choice(ways, name=text("signing.way.label"))
        self.fields = {name: Field(text(f"signing.field.{name}")) for name in _NAMES}
        self.fields["key_label"].edit.setPlaceholderText(text("signing.field.only_key"))
        self.fields["authority"].edit.setPlaceholderText("http://tsa.example.vn/tsr")
        self.fields["authority"].set_hint(text("signing.field.authority_hint"))
        self.pick = {name: Button(text("signing.field.pick")) for name in _PICKED}
        self._hosts = {name: self._host(name) for name in _NAMES}
        self._secret = Label(text("signing.field.no_secret"), "hint", wrap=True)
        self.save = PrimaryButton(text("signing.field.save"), size="normal")
        self.body.addWidget(self.remark)
        self.body.addWidget(Label(text("signing.way.text"), "hint", wrap=True))
        self.body.addWidget(self.way)
        for row in (("key_file",), ("library",), ("token", "key_label"), ("authority",)):
            line = FlowRows()
            for name in row:
                line.add(self._hosts[name], least=220, stretch=1)
            self.body.addLayout(line)
        self.body.addWidget(self._secret)
        self.body.addWidget(self.waiting)
        self.body.addWidget(self.result)
        self.body.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self.way.chosen.connect(lambda _: self._follow())
        self.save.clicked.connect(lambda _=False: self.saved.emit(self.typed()))
        for name, button in self.pick.items():
            button.setAccessibleName(f"{button.text()} {self.fields[name].label()}")
            button.clicked.connect(lambda _=False, name=name: self.file_wanted.emit(name))
        self._follow()

    def show_state(self, state: SigningState) -> None:
        """Draw what is kept; what is being typed stays while nothing else is kept."""
        before, self._state = self._state, state
        self.remark.show_told(state.remark)
        self.waiting.show_told(state.waiting)
        if before is None or before.settings != state.settings:
            self.way.set_value(state.settings.way.value)
            for name, field in self.fields.items():
                field.set_text(getattr(state.settings, name))
        for way in SigningWay:
            self.way.set_enabled(way.value, state.editable)
        for widget in (*self._hosts.values(), self.save):
            widget.setEnabled(state.editable)
        self._follow()

    def show_result(self, told: Told | None, field: str = "") -> None:
        """How saving went, next to the field that it belongs to."""
        for one in self.fields.values():
            one.clear_finding()
        if told is not None and told.tone is Tone.RED and field in self.fields:
            self.fields[field].show_error(told.text)
            self.fields[field].setFocus(Qt.FocusReason.OtherFocusReason)
            told = None
        self.result.show_told(told)

    def typed(self) -> SigningSettings:
        """What is typed now."""
        values = {name: field.text() for name, field in self.fields.items()}
        return SigningSettings(SigningWay(self.way.value()), **values)

    def put_file(self, name: str, path: str) -> None:
        """A file was picked for a field."""
        self.fields[name].set_text(path)

    def _host(self, name: str) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.fields[name], 1)
        if name in self.pick:
            beside = QVBoxLayout()
            beside.addSpacing(theme.current().px(23))  # the label above the field
            beside.addWidget(self.pick[name])
            beside.addStretch(1)
            row.addLayout(beside)
        return host

    def _follow(self) -> None:
        """Only what the chosen way needs is seen."""
        wanted = _OF_WAY[SigningWay(self.way.value())]
        for name, host in self._hosts.items():
            host.setVisible(name in wanted)
        self._secret.setVisible(bool(wanted))
        self.show_result(None)
