"""Helping somebody without an account: the steps in their order, and how it ended. Nothing waits for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.identity.identity_state import GuideGiven, GuideShown
from counter_app.ui.shared.buttons import Button, IconButton
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.combo import Check
from counter_app.ui.shared.field import Field
from counter_app.ui.shared.flow_rows import FlowRows
from counter_app.ui.shared.labels import IconMark, Label
from counter_app.ui.shared.styling import mark
from counter_app.ui.shared.wrap_label import WrapLabel

_STEP_LEAST = 380


class GuideLine(QWidget):
    """A box to tick and a step that wraps; pressing the words ticks too."""

    def __init__(self, number: int, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tick = Check(says=text, parent=self)
        self._words = WrapLabel(f"{number}. {text}", "small", parent=self)
        words = QVBoxLayout()
        words.setContentsMargins(0, 5, 0, 3)
        words.addWidget(self._words)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """The words belong to the box."""
        self.tick.click()


class GuidePanel(QFrame):
    """``given`` tells a ``GuideGiven``; ``left`` that it was closed without a word, which is allowed."""

    given = Signal(object)
    left = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = wording.text
        self._shown: GuideShown | None = None
        mark(self, "card", True)
        mark(self, "tone", "blue")
        self.title = Label("", "strong")
        self.lead = WrapLabel("", "hint")
        self.steps: dict[str, Check] = {}
        self.outcome: Choice | None = None
        self.note = Field(
            self._text("identity_panel.guide.note"), placeholder=self._text("shared.field.optional")
        )
        self.record = Button(self._text("identity_panel.guide.record"), icon="check", size="normal")
        self.close_key = IconButton("x", self._text("identity_panel.guide.close"))
        self._steps, self._outcomes = FlowRows(gap=20, row_gap=0), QVBoxLayout()
        self._lay_out()
        self.record.clicked.connect(lambda _=False: self._give())
        self.close_key.clicked.connect(lambda _=False: self.left.emit())
        self.hide()

    def show_guide(self, guide: GuideShown | None) -> None:
        """Draw it, or go away; what was ticked stays while the same steps are shown."""
        self.setVisible(guide is not None)
        if guide is None or guide == self._shown:
            self._shown = guide
            return
        self._shown = guide
        self.setAccessibleName(guide.title)
        self.title.setText(guide.title)
        self.lead.setText(guide.lead)
        self._make_steps(guide)
        self._make_outcomes(guide)
        self.note.set_text(guide.note)

    def enter(self) -> None:
        """Put the focus on the first step."""
        first = next(iter(self.steps.values()), None)
        (first or self.record).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; Enter in it goes on like everywhere."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _make_steps(self, guide: GuideShown) -> None:
        _empty(self._steps)
        self.steps.clear()
        for number, step in enumerate(guide.steps, start=1):
            line = GuideLine(number, step.text, self)
            line.tick.setChecked(step.code in guide.done)
            self.steps[step.code] = line.tick
            self._steps.add(line, least=_STEP_LEAST, stretch=1)

    def _make_outcomes(self, guide: GuideShown) -> None:
        _empty(self._outcomes)
        label = self._text("identity_panel.guide.outcome")
        value = guide.outcome or guide.outcomes[0][0]
        self.outcome = Choice(guide.outcomes, label=label, value=value, parent=self)
        self._outcomes.addWidget(self.outcome)

    def _give(self) -> None:
        if self.outcome is None:
            return
        done = tuple(code for code, tick in self.steps.items() if tick.isChecked())
        self.given.emit(GuideGiven(self.outcome.value(), done, self.note.text()))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconMark("info", "blue"), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_key)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.note, 1, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self.record, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.lead)
        column.addLayout(self._steps)
        column.addLayout(self._outcomes)
        column.addLayout(foot)


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
