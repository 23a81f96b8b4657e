"""Putting a dossier right: every changed field shows what stood there before, and a reason is needed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import Delivery, DeliveryMethod
from counter_app.domain.errors import DomainError
from counter_app.domain.parties import Party, PartyKind
from counter_app.i18n import Wording
from counter_app.ui.counter.dossiers.dossier_presenter import Correction
from counter_app.ui.counter.dossiers.timeline_words import TimelineWords
from counter_app.ui.counter.parts.party_fields import PartyFields
from counter_app.ui.counter.parts.shown import Note
from counter_app.ui.shared import theme
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.dialogs import Question
from counter_app.ui.shared.field import Field, Finding, TextField
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.styling import hairline
from counter_app.ui.shared.tokens import Tone

_WIDTH = 720


class CorrectionDialog(Question):
    """``given`` tells a ``Correction``; the dialog stays open until ``done_with`` or the way back."""

    given = Signal(object)

    def __init__(self, wording: Wording, dossier: Dossier, parent: QWidget | None = None) -> None:
        super().__init__(
            wording,
            wording.text("dossiers.correct.title", code=dossier.code),
            wording.text("dossiers.correct.text"),
            act=wording.text("dossiers.correct.act"),
            parent=parent,
        )
        self._dossier, self._text = dossier, wording.text
        self._words = TimelineWords(wording)
        self._owner = dossier.owner
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.party = PartyFields(wording)
        methods = [(each.value, self._text(f"dossiers.delivery.{each.value}")) for each in DeliveryMethod]
        self.method = Choice(
            methods, label=self._text("dossiers.field.delivery"), value=dossier.delivery.method.value
        )
        self.place = Field(self._text("dossiers.field.place"), text=dossier.delivery.place)
        self.note = TextField(self._text("dossiers.field.note"), lines=2)
        self.note.set_text(dossier.note)
        self.reason = TextField(
            self._text("dossiers.correct.reason"),
            placeholder=self._text("dossiers.correct.reason_example"),
            lines=2,
        )
        self.problem = IconText("circle-alert", "", Tone.RED, wrap=True)
        self.problem.hide()
        self._lay_out()
        self._show(fresh=True)
        self.party.edited.connect(self._edit)
        self.method.chosen.connect(lambda _: self._show())
        self.place.changed.connect(lambda _: self._show())
        self.note.changed.connect(lambda _: self._show())
        self.reason.changed.connect(lambda _: self.reason.clear_finding())
        self.party.labelled("full_name").setFocus(Qt.FocusReason.OtherFocusReason)

    def correction(self) -> Correction:
        """What was changed so far."""
        delivery = self._delivery()
        note = self.note.text()
        return Correction(
            self.reason.text(),
            self._owner if self._owner != self._dossier.owner else None,
            delivery if delivery != self._dossier.delivery else None,
            note if note != self._dossier.note else None,
        )

    def agree(self) -> None:
        """Only what was changed, and only with a reason; the dialog closes when it is recorded."""
        correction = self.correction()
        if self.party.unread():
            self._tell(self._text("dossiers.correct.birth_unread"))
            return
        if (correction.owner, correction.delivery, correction.note) == (None, None, None):
            self._tell(self._text("dossiers.correct.nothing"))
            return
        if not correction.reason:
            self.reason.show_error(self._text("dossiers.correct.reason_missing"))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.problem.hide()
        self.act.set_busy(True)
        self.given.emit(correction)

    def show_refusal(self, error: Exception) -> None:
        """It was not recorded; what was typed stays."""
        self.act.set_busy(False)
        if isinstance(error, DomainError):
            self._tell(self._wording.error(error))
        else:
            self._tell(self._text("shared.notice.unexpected_plain"))

    def done_with(self) -> None:
        """It is recorded."""
        self.accept()

    def _tell(self, words: str) -> None:
        self.problem.set("circle-alert", words, Tone.RED)
        self.problem.show()

    def _edit(self, name: str, value: str) -> None:
        changed: dict[str, Any] = {name: PartyKind(value) if name == "kind" else value}
        self._owner = replace(self._owner, **changed)
        self._show()

    def _delivery(self) -> Delivery:
        return Delivery(DeliveryMethod(self.method.value()), self.place.text())

    def _show(self, *, fresh: bool = False) -> None:
        """Under each field that differs stands what it was."""
        self.problem.hide()
        old = self._dossier
        notes = {
            name: self._before(self._old_value(name))
            for name in Party.__dataclass_fields__
            if name not in ("kind", "source") and getattr(old.owner, name) != getattr(self._owner, name)
        }
        self.party.show_party(self._owner, notes, fresh=fresh)
        self.place.set_hint(self._was(self._words.delivery(old.delivery), self._delivery() != old.delivery))
        self.note.set_hint(
            self._was(old.note or self._text("dossiers.change.empty"), self.note.text() != old.note)
        )

    def _old_value(self, name: str) -> str:
        owner = self._dossier.owner
        value = str(getattr(owner, name))
        # How to reach her is in the fields to be read anyway; the personal number is compared by its ends.
        plain = bool(value) and name in ("phone", "email")
        return value if plain else self._words.party_value(name, value, owner.kind)

    def _before(self, value: str) -> Note:
        return Note(Finding.HINT, self._text("dossiers.correct.before", value=value))

    def _was(self, value: str, differs: bool) -> str:
        return self._text("dossiers.correct.before", value=value) if differs else ""

    def _lay_out(self) -> None:
        look = theme.current()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(10)
        column.addWidget(Label(self._text("dossiers.correct.owner"), "heading"))
        column.addWidget(self.party)
        column.addWidget(hairline())
        for widget in (self.method, self.place, self.note):
            column.addWidget(widget)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.problem)
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else None
        width, height = look.px(_WIDTH), look.px(672)
        if room is not None:
            width, height = min(width, room.width() - 60), min(height, room.height() - 24)
        self.resize(width, height)
