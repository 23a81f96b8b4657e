"""One entry that wants a person: what, why, what to do now; done from the keyboard, and told as it went."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.services.sync_care import Remedy
from counter_app.ui.counter.mending.mend_state import Mended, MendState, RemedyWords
from counter_app.ui.counter.parts.told_block import ToldBlock
from counter_app.ui.shared import theme
from counter_app.ui.shared.buttons import LinkButton
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.dialogs import Question
from counter_app.ui.shared.field import TextField
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.tokens import Tone

_WIDTH = 600
_NEED_REASON = (Remedy.SETTLE, Remedy.REWRITE)


class MendDialog(Question):
    """``decided`` tells a ``Mended``; it stays open until ``done_with`` or the way back.

    ``open_pressed`` and ``correct_pressed`` lead to the dossier instead. Without anything to do here (``act``
    is hidden) it only tells.
    """

    decided = Signal(object)
    open_pressed = Signal()
    correct_pressed = Signal()

    def __init__(
        self,
        wording: Wording,
        state: MendState,
        *,
        in_dossier: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        first = state.remedies[0] if state.remedies else None
        super().__init__(
            wording,
            state.title,
            state.about,
            act=first.act if first is not None else "",
            back=wording.text("mend.later"),
            parent=parent,
        )
        self._text = wording.text
        self._remedies = {words.remedy.value: words for words in state.remedies}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(theme.current().px(_WIDTH), 900))
        self.told = ToldBlock(state.sign, f"{state.reason} {state.meaning}".strip())
        self.choice = Choice(
            [(words.remedy.value, words.name) for words in state.remedies], label=self._text("mend.choose")
        )
        self._follows = Label("", "hint", wrap=True)
        self.texts = {
            long.long.path: _long_field(wording, long.label, long.long.text) for long in state.long_texts
        }
        self.reason = TextField(
            self._text("mend.reason"), placeholder=self._text("mend.reason_example"), lines=2
        )
        self.problem = IconText("circle-alert", "", Tone.RED, wrap=True)
        self.problem.hide()
        self._lay_out(state, in_dossier=in_dossier)
        self.choice.chosen.connect(lambda _: self._follow())
        self.reason.changed.connect(lambda _: self.reason.clear_finding())
        self.act.setVisible(first is not None)
        self._follow()
        self._begin()

    def remedy(self) -> RemedyWords | None:
        """What is chosen now."""
        return self._remedies.get(self.choice.value())

    def agree(self) -> None:
        """Only with what it needs; the dialog closes when it is recorded."""
        words = self.remedy()
        if words is None:
            return
        reason = self.reason.text()
        if words.remedy in _NEED_REASON and not reason:
            self.reason.show_error(self._text("shared.dialog.reason_missing"))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        texts = {path: field.text() for path, field in self.texts.items()}
        self.problem.hide()
        self.act.set_busy(True)
        self.decided.emit(Mended(words.remedy, reason, texts if words.remedy is Remedy.REWRITE else {}))

    def show_refusal(self, error: Exception) -> None:
        """It was not done; what was typed stays."""
        self.act.set_busy(False)
        words = self._text("shared.notice.unexpected_plain")
        if isinstance(error, DomainError):
            words = self._wording.error(error)
        self.problem.set("circle-alert", words, Tone.RED)
        self.problem.show()

    def done_with(self) -> None:
        """It is recorded."""
        self.accept()

    def _lay_out(self, state: MendState, *, in_dossier: bool) -> None:
        self.body.setSpacing(10)
        self.body.addWidget(self.told)
        now = QVBoxLayout()
        now.setSpacing(2)
        now.addWidget(Label(self._text("mend.now"), "strong"))
        now.addWidget(Label(state.advice, wrap=True))
        self.body.addLayout(now)
        ways = QHBoxLayout()
        ways.setSpacing(12)
        if state.dossier_id:
            self.open_key = LinkButton(self._text("mend.open"), icon="folder-open")
            self.open_key.clicked.connect(lambda _=False: self._leave(self.open_pressed))
            self.open_key.setVisible(not in_dossier)
            self.correct_key = LinkButton(self._text("mend.correct"), icon="pencil-line")
            self.correct_key.clicked.connect(lambda _=False: self._leave(self.correct_pressed))
            self.correct_key.setVisible(state.can_correct)
            for key in (self.open_key, self.correct_key):
                ways.addWidget(key)
            ways.addStretch(1)
            self.body.addLayout(ways)
        self.body.addWidget(self.choice)
        self.choice.setVisible(len(state.remedies) > 1)
        for field in self.texts.values():
            self.body.addWidget(field)
        self.body.addWidget(self.reason)
        self.body.addWidget(self._follows)
        self.body.addWidget(self.problem)

    def _follow(self) -> None:
        """Another way was chosen: what it needs, and what its button says."""
        words = self.remedy()
        remedy = None if words is None else words.remedy
        for field in self.texts.values():
            field.setVisible(remedy is Remedy.REWRITE)
        self.reason.setVisible(remedy in _NEED_REASON)
        self._follows.setVisible(words is not None)
        if words is not None:
            self._follows.setText(words.text)
            self.act.setText(words.act)
        self.problem.hide()
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """As high as what is asked now."""
        self.resize(self.width(), self.minimumSizeHint().height())

    def _begin(self) -> None:
        words = self.remedy()
        if words is not None and words.remedy in _NEED_REASON:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif words is None:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.act.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self, where: SignalInstance) -> None:
        self.reject()
        where.emit()


def _long_field(wording: Wording, label: str, text: str) -> TextField:
    """A field for a text that is too long, with its length beneath as one types."""
    field = TextField(label, lines=3)
    field.set_text(text)

    def count() -> None:
        field.set_hint(
            wording.text(
                "mend.length", now=wording.number(len(field.text())), before=wording.number(len(text))
            )
        )

    field.changed.connect(lambda _: count())
    count()
    return field
