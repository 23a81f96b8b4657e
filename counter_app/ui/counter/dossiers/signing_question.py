"""The question for the passphrase or PIN, once after each sign-in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.dossiers.signing_state import SecretAsked
from counter_app.ui.shared.dialogs import Question
from counter_app.ui.shared.field import SecretField
from counter_app.ui.shared.labels import Label


class SigningQuestion(Question):
    """``given`` tells what was typed; the field is emptied at once."""

    given = Signal(str)

    def __init__(self, wording: Wording, asked: SecretAsked, parent: QWidget | None = None) -> None:
        super().__init__(wording, asked.title, asked.text, act=wording.text("signing.ask.act"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.secret = SecretField(asked.label, wording)
        self.body.addWidget(self.secret)
        self.body.addWidget(Label(wording.text("signing.ask.forgotten"), "hint", wrap=True))
        self.secret.changed.connect(lambda _: self.secret.clear_finding())
        self.secret.setFocus(Qt.FocusReason.OtherFocusReason)

    def agree(self) -> None:
        """Only with something typed."""
        secret = self.secret.secret()
        if not secret:
            self.secret.show_error(self._wording.text("signing.ask.missing"))
            self.secret.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.secret.edit.clear()
        super().agree()
        self.given.emit(secret)
