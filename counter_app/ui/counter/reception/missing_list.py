"""What is still to be done, each line leading to its place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.counter.reception.reception_state import Missing
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.labels import IconMark, Label
from counter_app.ui.shared.line_button import LineButton
from counter_app.ui.shared.wrap_label import WrapLabel

_SHOWN = 6


class MissingList(QWidget):
    """A verdict on top ("Đủ giấy tờ bắt buộc"), then what is missing; ``pressed`` tells the place."""

    pressed = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._mark = IconMark("circle-check", "green", tokens.ICON_SMALL)
        self.verdict = WrapLabel("", "strong")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.verdict, 1)
        self._lines: list[LineButton] = []
        self._most = _SHOWN
        self._shown: tuple[Sign | None, tuple[Missing, ...]] = (None, ())
        self._more = Label("", "hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addLayout(head)
        column.addSpacing(2)
        for _ in range(_SHOWN):
            line = LineButton()
            line.clicked.connect(lambda _=False, line=line: self.pressed.emit(line.place))
            line.hide()
            self._lines.append(line)
            column.addWidget(line)
        self._more.setContentsMargins(24, 0, 0, 0)
        column.addWidget(self._more)

    def set_most(self, lines: int) -> None:
        """How many lines there is room for; what is more is counted."""
        if lines != self._most:
            self._most = lines
            self.show_rows(*self._shown)

    def show_rows(self, verdict: Sign | None, rows: tuple[Missing, ...]) -> None:
        """What blocks first, then what may stay."""
        self._mark.setVisible(verdict is not None)
        self.verdict.setVisible(verdict is not None)
        if verdict is not None:
            self._mark.set(verdict.icon, theme.current().tone_ink(verdict.tone))
            self.verdict.setText(verdict.text)
            self.verdict.set_tone(verdict.tone)
        self._shown = (verdict, rows)
        ordered = [row for row in rows if row.blocks] + [row for row in rows if not row.blocks]
        for number, line in enumerate(self._lines):
            row = ordered[number] if number < min(len(ordered), self._most) else None
            line.setVisible(row is not None)
            if row is not None:
                line.show_line("circle" if row.blocks else "info", row.text)
                line.place = row.place
        rest = len(ordered) - self._most
        self._more.setVisible(rest > 0)
        self._more.setText(self._wording.count("reception.missing.more", rest) if rest > 0 else "")
