"""Typing the lines of a passport or of a card's back: checked at every key, filled in when they are right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.parts.shown import Note
from counter_app.ui.counter.reading.mrz_line import line_width
from counter_app.ui.counter.reading.mrz_lines import MrzLines
from counter_app.ui.counter.reading.mrz_signs import LONGEST, pasted_lines
from counter_app.ui.counter.reading.mrz_state import CheckRow, MrzState, Proposal
from counter_app.ui.shared.buttons import Button, LinkButton, PrimaryButton
from counter_app.ui.shared.dialogs import confirm
from counter_app.ui.shared.field import Finding
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.styling import mark
from counter_app.ui.shared.tall_label import TallLabel
from counter_app.ui.shared.tokens import Tone

_SIDE = 24
_NOTES = {Finding.WARNING: ("triangle-alert", Tone.AMBER), Finding.ERROR: ("circle-alert", Tone.RED)}


class MrzDialog(QDialog):
    """``typed`` tells the lines and whether an input method changed letters; ``fill_wanted`` that the person
    is sure. Esc closes.
    """

    typed = Signal(list, bool)
    fill_wanted = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording, self._text = wording, wording.text
        self.setModal(True)
        self.setWindowTitle(self._text("reading.mrz.title"))
        self._state = MrzState()
        self.lines = MrzLines(wording)
        self.lines.typed.connect(self.typed)
        self.lines.pasted.connect(self._lay_over)
        self.lines.finished.connect(self.try_fill)
        self.kind = Label("", "hint")
        self.note = IconText("triangle-alert", "", Tone.AMBER, wrap=True)
        self.fill = PrimaryButton(self._text("reading.mrz.fill"), size="normal", cap="Enter")
        self.fill.clicked.connect(lambda _=False: self.try_fill())
        self.back = Button(self._text("shared.button.close"), cap="Esc")
        self.back.clicked.connect(lambda _=False: self.reject())
        for button in (self.fill, self.back):
            button.setAutoDefault(True)  # Enter presses the one that has the focus
        self.proposals: list[LinkButton] = []
        self._lay_out()

    def show_state(self, state: MrzState) -> None:
        """Draw it."""
        before, self._state = self._state, state
        self.lines.show_state(state)
        self.kind.setText(state.kind)
        self._show_note(state.note)
        self._where.setVisible(not state.checks)
        self._below.setVisible(bool(state.checks))
        if state.checks != before.checks:
            self._show_checks(state.checks)
        if state.proposals != before.proposals:
            self._show_proposals(state.proposals)
        if state.fills != before.fills:
            self._show_fills(state.fills)
        self.fill.setEnabled(state.can_fill)
        self.fill.setText(self._text("reading.mrz.fill_anyway" if state.confirm else "reading.mrz.fill"))

    def take_lines(self, text: str) -> bool:
        """Lines that came from a gun: below those that are there, or another document. Whether it was any."""
        lines = pasted_lines(text)
        if not lines:
            return False
        kept = [line for line in self._state.lines if line]
        awaited = self._state.width and len(kept) < len(self._state.lines)
        self.typed.emit([*(kept if awaited else []), *lines], False)
        self.lines.begin()
        return True

    def try_fill(self) -> None:
        """Fill in; what is not verified asks first."""
        if not self._state.can_fill:
            return
        if not self._state.confirm:
            self.fill_wanted.emit()
            return
        confirm(
            self,
            self._wording,
            title=self._text("reading.mrz.confirm.title"),
            text=self._state.confirm,
            act=self._text("reading.mrz.fill_anyway"),
            back=self._text("reading.mrz.confirm.back"),
            on_agree=self.fill_wanted.emit,
            dangerous=True,
        )

    def _lay_over(self, text: str) -> None:
        lines = pasted_lines(text)
        if lines:
            self.typed.emit(list(lines), False)
            self.lines.begin()
        else:
            self._show_note(Note(Finding.WARNING, self._text("reading.mrz.not_mrz")))

    def _show_note(self, note: Note | None) -> None:
        self.note.setVisible(note is not None)
        if note is not None:
            icon, tone = _NOTES[note.finding]
            self.note.set(icon, note.text, tone)

    def _show_checks(self, rows: tuple[CheckRow, ...]) -> None:
        _empty(self._checks)
        for number, row in enumerate(rows):
            self._checks.addWidget(Label(row.name), number, 0)
            self._checks.addWidget(IconText(row.sign.icon, row.sign.text, row.sign.tone), number, 1)

    def _show_proposals(self, proposals: tuple[Proposal, ...]) -> None:
        while (item := self._tries.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.proposals = []
        for one in proposals:
            link = LinkButton(one.words, icon="pencil-line")
            link.clicked.connect(lambda _=False, one=one: self.lines.go_to(one.line, one.place))
            self._tries.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            self.proposals.append(link)

    def _show_fills(self, fills: tuple[tuple[str, str], ...]) -> None:
        _empty(self._fills)
        for number, (name, value) in enumerate(fills):
            self._fills.addWidget(Label(name, "label"), number, 0)
            self._fills.addWidget(TallLabel(value, "strong"), number, 1)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(self._text("reading.mrz.title"), "large"))
        head.addStretch(1)
        head.addWidget(self.kind)
        self._where = IconText("info", self._text("reading.mrz.where"), Tone.NEUTRAL, role="body", wrap=True)
        self._below = self._results()
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(Label(self._text("reading.mrz.keys"), "hint"))
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.fill)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 18, _SIDE, 18)
        column.setSpacing(10)
        column.addLayout(head)
        for widget in (self.lines, self.note, self._where, self._below):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(foot)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        """As wide as a passport's lines from the beginning: nothing jumps when the first sign is typed."""
        self.setMinimumWidth(line_width(LONGEST) + 2 * _SIDE)

    def _results(self) -> QWidget:
        self._checks, self._fills = QGridLayout(), QGridLayout()
        for grid in (self._checks, self._fills):
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(4)
            grid.setColumnStretch(1, 1)
        self._tries = QVBoxLayout()
        self._tries.setSpacing(2)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(Label(self._text("reading.mrz.checks"), "heading"))
        left.addLayout(self._checks)
        left.addLayout(self._tries)
        left.addStretch(1)
        right.addWidget(Label(self._text("reading.mrz.would_fill"), "heading"))
        right.addLayout(self._fills)
        right.addStretch(1)
        below = QWidget()
        row = QHBoxLayout(below)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for column in (left, right):
            column.setSpacing(6)
            card = QFrame()
            mark(card, "card", True)
            column.setContentsMargins(14, 10, 14, 12)
            card.setLayout(column)
            row.addWidget(card, 1)
        return below


def _empty(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
