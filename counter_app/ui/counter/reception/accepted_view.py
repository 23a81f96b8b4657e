"""The calm page after a reception: the code, that it is kept, what was printed, and on to the next one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.parts.figure_block import FigureBlock
from counter_app.ui.counter.parts.saved_file import open_saved
from counter_app.ui.counter.parts.shown import Figure, PaperRow, PaperStage
from counter_app.ui.counter.reception.reception_state import Accepted
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import Button, PrimaryButton
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.labels import IconMark, IconText, Label
from counter_app.ui.shared.pill import Pill
from counter_app.ui.shared.styling import hairline
from counter_app.ui.shared.tall_label import TallLabel
from counter_app.ui.shared.tokens import Tone
from counter_app.ui.shared.wrap_label import WrapLabel

_WIDTH = 760


class PaperLine(QWidget):
    """One paper: what it is, how its print went, and the button that prints it again."""

    pressed = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper, self._file = "", ""
        self.title = Label("", "strong")
        self.sign = IconText("printer", "", Tone.NEUTRAL)
        self.detail = WrapLabel("", "hint")
        self.button = Button("", icon="printer", size="small")
        self.button.clicked.connect(lambda _=False: self.pressed.emit(self._paper))
        self.look = Button(wording.text("reception.paper.open"), icon="eye", size="small")
        self.look.clicked.connect(lambda _=False: open_saved(wording, self._file, self._tell))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.sign)
        words.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.look, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_row(self, row: PaperRow) -> None:
        """Draw it."""
        self._paper, self._file = row.paper, row.file
        self.look.setVisible(bool(row.file))
        self.look.setAccessibleName(f"{self.look.words()}: {row.title}")
        self.title.setText(row.title)
        self.sign.set(row.sign.icon, row.sign.text, row.sign.tone)
        self.detail.setText(row.detail)
        self.detail.setVisible(bool(row.detail))
        self.button.setText(row.action)
        self.button.setAccessibleName(f"{row.action}: {row.title}")
        self.button.setVisible(bool(row.action))
        self.button.set_busy(row.stage is PaperStage.PRINTING)

    def _tell(self, words: str) -> None:
        self.detail.setText(words)
        self.detail.show()
        announce(self, words)


class AcceptedView(QScrollArea):
    """``next_pressed`` starts the next reception; ``print_pressed`` tells a paper, ``open_pressed`` an id."""

    next_pressed = Signal()
    print_pressed = Signal(str)
    open_pressed = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording, self._text = wording, wording.text
        self._dossier = ""
        self._announced = ""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(wording.text("reception.accepted.title"))
        self.code = Label("", "display", selectable=True)
        theme.tabular(self.code)
        self.saved = Pill("hard-drive", "", Tone.AMBER)
        self.provisional = IconText("info", "", Tone.AMBER, wrap=True)
        self.who = TallLabel("", "heading", wrap=True)
        self.what = WrapLabel("", "hint")
        self.due = FigureBlock(wording.text("reception.due.label"), large=True)
        self.fee = FigureBlock(wording.text("reception.fee.label"))
        self.ledger = FigureBlock(wording.text("reception.accepted.ledger"))
        self._papers = QVBoxLayout()
        self._papers.setSpacing(0)
        self._lines: list[PaperLine] = []
        self._more = QHBoxLayout()
        self._more.setSpacing(8)
        self._extra: dict[str, Button] = {}
        self.next = PrimaryButton(wording.text("reception.accepted.next"), cap="Enter")
        self.open = Button(wording.text("reception.accepted.open"), icon="folder-open")
        self.next.clicked.connect(lambda _=False: self.next_pressed.emit())
        self.open.clicked.connect(lambda _=False: self.open_pressed.emit(self._dossier))
        self._lay_out(wording)

    def show_accepted(self, accepted: Accepted) -> None:
        """Draw it; screen readers hear the code once."""
        self._dossier = accepted.dossier_id
        self.code.setText(accepted.code)
        self.saved.set(accepted.saved.icon, accepted.saved.text, accepted.saved.tone)
        self.provisional.set("info", accepted.provisional, Tone.AMBER)
        self.provisional.setVisible(bool(accepted.provisional))
        self.who.setText(accepted.owner)
        self.what.setText(f"{accepted.procedure}\n{accepted.received}")
        self.due.set(accepted.due)
        self.fee.set(Figure(accepted.fee))
        self.ledger.set(accepted.ledger)
        self._show_papers(accepted)
        if self._announced != accepted.dossier_id:
            self._announced = accepted.dossier_id
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, self._text("reception.accepted.said", code=accepted.code))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, wherever the focus is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, Button) and focused is not self.next:
                focused.click()
            else:
                self.next_pressed.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _lay_out(self, wording: Wording) -> None:
        card = Card()
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconMark("circle-check", "green", 26))
        head.addWidget(Label(wording.text("reception.accepted.title"), "title"), 1)
        head.addWidget(self.saved)
        facts = QHBoxLayout()
        facts.setSpacing(24)
        for block, share in ((self.due, 5), (self.fee, 3), (self.ledger, 3)):
            facts.addWidget(block, share, Qt.AlignmentFlag.AlignTop)
        keys = QHBoxLayout()
        keys.setSpacing(8)
        keys.addWidget(self.next, 1)
        keys.addWidget(self.open)
        self.open.setFixedHeight(theme.current().px(tokens.PRIMARY))
        for part in (head, self.code, self.provisional, self.who, self.what, hairline(), facts, hairline()):
            if isinstance(part, QHBoxLayout):
                card.body.addLayout(part)
            else:
                card.body.addWidget(part)
        card.body.addLayout(self._papers)
        card.body.addLayout(self._more)
        card.body.addWidget(hairline())
        card.body.addSpacing(4)
        card.body.addLayout(keys)
        card.setMaximumWidth(theme.current().px(_WIDTH))
        card.body.setSpacing(10)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 24, 16, 24)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 100)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.setWidget(inner)

    def _show_papers(self, accepted: Accepted) -> None:
        while len(self._lines) < len(accepted.papers):
            line = PaperLine(self._wording)
            line.pressed.connect(self.print_pressed)
            self._lines.append(line)
            self._papers.addWidget(line)
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(accepted.papers))
            if number < len(accepted.papers):
                line.show_row(accepted.papers[number])
        offered = dict(accepted.can_print)
        for paper, words in offered.items():
            if paper not in self._extra:
                button = Button(words, icon="printer", size="small")
                button.clicked.connect(lambda _=False, paper=paper: self.print_pressed.emit(paper))
                self._extra[paper] = button
                self._more.insertWidget(self._more.count(), button)
        for paper, button in self._extra.items():
            button.setVisible(paper in offered)
