"""A scanned card beside what was typed: both are shown, and nothing is overwritten unasked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.reception.reception_state import CardQuestion
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.labels import IconMark, Label
from counter_app.ui.shared.styling import mark
from counter_app.ui.shared.tall_label import TallLabel
from counter_app.ui.shared.tokens import Tone

ANSWERS = ("new_reception", "owner_card", "as_submitter", "use_card", "keep_typed")


class CardQuestionPanel(QFrame):
    """``answered`` tells one of ``ANSWERS``."""

    answered = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = wording.text
        mark(self, "card", True)
        mark(self, "tone", "blue")
        self.title = TallLabel("", "strong", tone=Tone.BLUE, wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        keys = QHBoxLayout()
        keys.setSpacing(8)
        self.buttons: dict[str, Button] = {}
        for answer in ANSWERS:
            button = Button(wording.text(f"reception.card.{answer}"), size="small")
            button.clicked.connect(lambda _=False, answer=answer: self.answered.emit(answer))
            self.buttons[answer] = button
            keys.addWidget(button)
        keys.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconMark("id-card", "blue"), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.title, 1)
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addLayout(keys)
        self._shown: CardQuestion | None = None

    def show_question(self, question: CardQuestion | None) -> None:
        """Draw it, or go away."""
        self.setVisible(question is not None)
        if question is None or question == self._shown:
            self._shown = question
            return
        self._shown = question
        whose = question.whose is not None
        key = "whose" if whose else "same_person" if question.same_person else "other_person"
        named = {"name": question.name, "document": question.document}
        self.title.setText(self._text(f"reception.card.{key}", **named))
        self.buttons["owner_card"].setVisible(whose)
        self.buttons["as_submitter"].setVisible(not question.same_person)
        self.buttons["new_reception"].setVisible(not question.same_person and not whose)
        self.buttons["use_card"].setVisible(not whose)
        self.buttons["keep_typed"].setText(
            self._text(f"reception.card.{'nobody' if whose else 'keep_typed'}")
        )
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        if whose:
            self.buttons["as_submitter"].setFocus()
            return
        for column, head in ((1, self._text("reception.card.typed")), (2, question.document)):
            self._grid.addWidget(Label(head, "label"), 0, column)
        for row, difference in enumerate(question.differences, start=1):
            self._grid.addWidget(Label(difference.label, "label"), row, 0)
            self._grid.addWidget(TallLabel(difference.typed or "–"), row, 1)
            self._grid.addWidget(TallLabel(difference.card, "strong"), row, 2)
        self.buttons["use_card" if question.same_person else "new_reception"].setFocus()
