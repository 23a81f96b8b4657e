"""Section 1: whose dossier it is, and who brings it if that is somebody else."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.domain.parties import Party, SubmitterRole
from counter_app.i18n import Wording
from counter_app.ui.counter.identity.guide_panel import GuidePanel
from counter_app.ui.counter.parts.party_fields import PartyFields, show_note
from counter_app.ui.counter.parts.shown import Note
from counter_app.ui.counter.reception.card_question import CardQuestionPanel
from counter_app.ui.counter.reception.identity_line import IdentityLine
from counter_app.ui.counter.reception.reception_state import FormState
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.field import ComboField, Field
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.styling import hairline


class ApplicantSection(Card):
    """``edited`` tells a place in the draft and its value, ``left`` that a place was left."""

    edited = Signal(str, str)
    left = Signal(str)
    answered = Signal(str)
    guided = Signal(object)
    guide_left = Signal()
    guide_opened = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(wording.text("reception.section.applicant"), number=1, parent=parent)
        self._text = wording.text
        self.question = CardQuestionPanel(wording, self)
        roles = [(role.value, wording.text(f"reception.role.{role.value}")) for role in SubmitterRole]
        self.owner = PartyFields(wording, parent=self)
        self.role = ComboField(wording.text("reception.field.role"), roles, parent=self.owner)
        self.owner.add_tail(self.role)
        self.identity = IdentityLine(wording, self)
        self.guide = GuidePanel(wording, self)
        self._second = QWidget(self)
        self.submitter_title = Label("", "label", parent=self._second)
        self.submitter = PartyFields(wording, brief=True, parent=self._second)
        self.authorisation = Field(
            wording.text("reception.field.authorisation"),
            placeholder=wording.text("reception.placeholder.authorisation"),
            parent=self.submitter,
        )
        self.submitter.add_tail(self.authorisation)
        second = QVBoxLayout(self._second)
        second.setContentsMargins(0, 2, 0, 0)
        second.setSpacing(6)
        second.addWidget(hairline())
        second.addWidget(self.submitter_title)
        second.addWidget(self.submitter)
        for widget in (self.question, self.owner, self.identity, self.guide, self._second):
            self.body.addWidget(widget)
        self._connect()

    def show_form(self, state: FormState, *, fresh: bool) -> None:
        """Draw both parties; the second block is there only when somebody else brings the dossier."""
        draft = state.draft
        self.identity.show_identity(state.identity)
        opened = state.guide is not None and not self.guide.isVisibleTo(self)
        self.guide.show_guide(state.guide)
        if opened:
            self.guide.enter()
            self.guide_opened.emit()
        self.question.show_question(state.question)
        self.owner.show_party(draft.owner, _notes_of("owner", state.notes), fresh=fresh)
        role = draft.submitter_role
        self.role.set_value(role.value)
        self._second.setVisible(role is not SubmitterRole.OWNER)
        self.submitter_title.setText(self._text(f"reception.submitter.{role.value}"))
        party = draft.submitter or Party()
        self.submitter.show_party(party, _notes_of("submitter", state.notes), fresh=fresh)
        self.authorisation.setVisible(role is not SubmitterRole.POSTMAN)
        self._authorisation = draft.authorisation
        if fresh or self.authorisation.text() != draft.authorisation:
            self.authorisation.set_text(draft.authorisation)
        show_note(self.authorisation, state.notes.get("authorisation"))

    _authorisation = ""

    def _connect(self) -> None:
        self.question.answered.connect(self.answered)
        self.guide.given.connect(self.guided)
        self.guide.left.connect(self.guide_left)
        for prefix, fields in (("owner", self.owner), ("submitter", self.submitter)):
            fields.edited.connect(
                lambda name, value, prefix=prefix: self.edited.emit(f"{prefix}.{name}", value)
            )
            fields.left.connect(lambda name, prefix=prefix: self.left.emit(f"{prefix}.{name}"))
        self.role.chosen.connect(lambda value: self.edited.emit("submitter_role", value))
        self.authorisation.changed.connect(self._authorisation_typed)
        self.authorisation.edit.editingFinished.connect(lambda: self.left.emit("authorisation"))

    def _authorisation_typed(self, text: str) -> None:
        if text != self._authorisation:
            self._authorisation = text
            self.edited.emit("authorisation", text)


def _notes_of(prefix: str, notes: Mapping[str, Note]) -> dict[str, Note]:
    start = f"{prefix}."
    return {place.removeprefix(start): note for place, note in notes.items() if place.startswith(start)}
