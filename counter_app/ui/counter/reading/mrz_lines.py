"""The lines of a machine-readable zone one below the other, as many as the document has."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.reading.mrz_line import MrzLine
from counter_app.ui.counter.reading.mrz_signs import LONGEST
from counter_app.ui.counter.reading.mrz_state import MrzState
from counter_app.ui.shared.labels import Label

_MOST = 3


class MrzLines(QWidget):
    """``typed`` tells all lines and whether an input method changed letters, ``pasted`` a text to be laid
    over them, ``finished`` that Enter was pressed in the last one.
    """

    typed = Signal(list, bool)
    pasted = Signal(str)
    finished = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = 1
        self._led_to = 0
        self.edits: list[MrzLine] = []
        self._left: list[Label] = []
        self._blocks: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for number in range(_MOST):
            block = self._block(number, wording)
            block.setVisible(number == 0)
            column.addWidget(block, 0, Qt.AlignmentFlag.AlignLeft)

    def lines(self) -> list[str]:
        """What stands in them."""
        return [edit.text() for edit in self.edits]

    def show_state(self, state: MrzState) -> None:
        """As many lines, of the width and with the marks of the document."""
        self._shown = len(state.lines)
        for number, edit in enumerate(self.edits):
            there = number < self._shown
            self._blocks[number].setVisible(there)
            edit.set_cells(state.width or LONGEST)
            edit.show_stretches(tuple(one for one in state.stretches if one.line == number))
            if there and edit.text() != state.lines[number]:
                edit.setText(state.lines[number])
            self._left[number].setText(state.left[number] if number < len(state.left) else "")
            edit.setAccessibleDescription(self._left[number].text())

    def go_to(self, line: int, place: int) -> None:
        """Put the cursor on one sign."""
        self.edits[line].go_to(place)

    def begin(self) -> None:
        """The focus goes to the first line that is empty."""
        empty = next((edit for edit in self.edits[: self._shown] if not edit.text()), self.edits[0])
        empty.setFocus(Qt.FocusReason.OtherFocusReason)

    def _block(self, number: int, wording: Wording) -> QWidget:
        name = wording.text("reading.mrz.line", number=number + 1)
        edit = MrzLine(name, wording.text("reading.mrz.paste"))
        label, left = Label(name, "label"), Label("", "hint")
        label.setBuddy(edit)
        edit.edited.connect(lambda _, odd: self.typed.emit(self.lines(), odd))
        edit.pasted.connect(self.pasted)
        edit.full.connect(lambda: self._lead(number + 1))
        edit.entered.connect(lambda: self._enter(number))
        edit.emptied.connect(lambda: self._back(number - 1))
        head = QHBoxLayout()
        head.addWidget(label)
        head.addStretch(1)
        head.addWidget(left)
        block = QWidget(self)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(edit, 0, Qt.AlignmentFlag.AlignLeft)
        self.edits.append(edit)
        self._left.append(left)
        self._blocks.append(block)
        return block

    def _lead(self, number: int) -> None:
        """A line is full: on to the next by itself."""
        self._led_to = number
        self._go(number)

    def _enter(self, number: int) -> None:
        """Whoever ends each line with Enter does so after a full one as well: no line is skipped by that."""
        led_here = self._led_to == number and not self.edits[number].text()
        self._led_to = 0
        if not led_here or number == 0:
            self._go(number + 1, finish=True)

    def _go(self, number: int, *, finish: bool = False) -> None:
        if number < self._shown:
            self.edits[number].setFocus(Qt.FocusReason.TabFocusReason)
            self.edits[number].end(False)
        elif finish:
            self.finished.emit()

    def _back(self, number: int) -> None:
        if number >= 0:
            self.edits[number].setFocus(Qt.FocusReason.BacktabFocusReason)
            self.edits[number].end(False)
