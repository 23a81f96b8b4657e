"""What a person found out about data that the e-ID system knows otherwise; nothing is changed by it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from counter_app.domain.errors import DomainError
from counter_app.domain.identity_status import SettlementOutcome
from counter_app.i18n import Wording
from counter_app.ui.shared.buttons import LinkButton
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.dialogs import Question
from counter_app.ui.shared.field import TextField


class SettleDialog(Question):
    """``given`` tells outcome and note; ``correct_wanted`` that the data are to be put right first."""

    given = Signal(object, str)
    correct_wanted = Signal()
    WIDTH = 560

    def __init__(self, wording: Wording, code: str, name: str, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(
            wording,
            text("identity_panel.settle.title"),
            text("identity_panel.settle.text", code=code, name=name),
            act=text("identity_panel.settle.act"),
            parent=parent,
        )
        self._text = text
        outcomes = [(one.value, text(f"identity_panel.settle.{one.value}")) for one in SettlementOutcome]
        self.outcome = Choice(
            outcomes,
            label=text("identity_panel.settle.outcome"),
            value=SettlementOutcome.DOCUMENT_RIGHT.value,
        )
        self.note = TextField(text("identity_panel.settle.note"), lines=2)
        self.correct = LinkButton(text("identity_panel.settle.correct"), icon="pencil-line")
        self.body.addWidget(self.outcome)
        self.body.addWidget(self.note)
        self.body.addWidget(self.correct, 0, Qt.AlignmentFlag.AlignLeft)
        self.correct.clicked.connect(lambda _=False: self._correct())
        self.note.changed.connect(lambda _: self.note.clear_finding())
        self.outcome.setFocus(Qt.FocusReason.OtherFocusReason)

    def agree(self) -> None:
        """Recorded elsewhere; closed when that is done."""
        outcome, note = SettlementOutcome(self.outcome.value()), self.note.text()
        if outcome is SettlementOutcome.OTHER and not note:
            self.note.show_error(self._text("identity_panel.settle.note_missing"))
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.act.set_busy(True)
        self.given.emit(outcome, note)

    def done_with(self) -> None:
        """It is recorded."""
        self.accept()

    def show_refusal(self, error: Exception) -> None:
        """It was not recorded, with why; what was typed stays."""
        self.act.set_busy(False)
        if isinstance(error, DomainError):
            self.note.show_error(self._wording.error(error))

    def _correct(self) -> None:
        self.reject()
        self.correct_wanted.emit()
