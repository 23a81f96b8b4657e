"""The parts of the sync screen: a card for each thing to know, and the box of what needs a person."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.sync.sync_state import CardState, Trouble
from counter_app.ui.shared.buttons import Button, LinkButton
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.labels import ElidedLabel, IconMark, IconText, Label
from counter_app.ui.shared.styling import mark
from counter_app.ui.shared.theme import current
from counter_app.ui.shared.tokens import Tone


class StateCard(Card):
    """A quiet name, a value with its icon, and lines that explain."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(name)
        self._icon = IconMark("info", "ink2", 22)
        self._value = Label("", "large", wrap=True)
        self._detail = Label("", "hint", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._value, 1)
        self.body.setSpacing(4)
        self.body.addWidget(Label(name, "label"))
        self.body.addLayout(row)
        self.body.addWidget(self._detail)
        self.body.addStretch(1)

    def show_state(self, state: CardState) -> None:
        """Draw it."""
        sign = state.sign
        self._icon.set(sign.icon, current().tone_ink(sign.tone))
        self._value.setText(sign.text)
        self._value.set_tone(sign.tone if sign.tone in (Tone.AMBER, Tone.RED) else None)
        self._detail.setText(state.detail)
        self._detail.setVisible(bool(state.detail))
        self.setAccessibleDescription(" ".join(part for part in (sign.text, state.detail) if part))


class TroubleBox(Card):
    """What was refused or does not fit, why, and the dossier to open."""

    open_pressed = Signal(str)
    all_pressed = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(tone=Tone.RED, parent=parent)
        self._text = wording.text
        self._shown: Trouble | None = None
        self._headline = IconText("circle-alert", "", Tone.RED, role="strong")
        self._more = LinkButton("")
        self._more.clicked.connect(lambda _=False: self.all_pressed.emit())
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._headline, 1)
        head.addWidget(Label(self._text("sync_centre.trouble.others_go_on"), "hint"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.body.addLayout(head)
        self.body.addLayout(self._rows)
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_trouble(self, trouble: Trouble) -> None:
        """Draw it."""
        if trouble == self._shown:
            return
        self._shown = trouble
        tone = Tone.RED if trouble.refused else Tone.AMBER
        mark(self, "tone", tone.value)
        self._headline.set("circle-alert" if trouble.refused else "triangle-alert", trouble.title, tone)
        self._clear()
        for row in trouble.rows:
            line = QHBoxLayout()
            line.setSpacing(12)
            words = QVBoxLayout()
            words.setSpacing(2)
            title = ElidedLabel(row.title, "strong")
            # Capitals with two marks (Ẫ) reach above the line: without room they are cut.
            title.setContentsMargins(0, 4, 0, 0)
            words.addWidget(title)
            reason = Label(row.reason, "hint", wrap=True)
            reason.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            words.addWidget(reason)
            look = Button(self._text("sync_centre.trouble.open"), size="small")
            look.setAccessibleName(f"{look.words()}: {row.title}")
            look.clicked.connect(lambda _=False, id_=row.dossier_id: self.open_pressed.emit(id_))
            line.addLayout(words, 1)
            line.addWidget(look, 0, Qt.AlignmentFlag.AlignVCenter)
            host = QWidget()
            line.setContentsMargins(0, 0, 0, 0)
            host.setLayout(line)
            self._rows.addWidget(host)
        self._more.setText(trouble.more)
        self._more.setVisible(bool(trouble.more))

    def _clear(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
