"""The network cable of the demonstration: in or out, and what the central system holds."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.labels import ElidedLabel, IconMark, Label
from counter_app.ui.simulators.bench_state import Answer, BenchState

_ICON = 24


class LineCard(Card):
    """``turned`` when the cable is to be pulled or plugged in."""

    turned = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._wording = wording
        self._said = ""
        self._mark = IconMark("cloud-off", "ink2", _ICON)
        self._state = Label("", "heading")
        self._detail = ElidedLabel("", "hint")
        self._detail.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.turn = Button("", icon="unplug", shortcut="F8")
        self.turn.clicked.connect(lambda _=False: self.turned.emit())
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._state)
        words.addWidget(self._detail)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._mark)
        row.addLayout(words, 1)
        row.addWidget(self.turn, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(14, 8, 14, 10)
        layout.setSpacing(0)
        self.show_state(BenchState())

    def show_state(self, state: BenchState) -> None:
        """Draw a state."""
        text = self._wording.text
        name, icon, color = _look(state)
        said = text(f"bench.line.{name}")
        self._mark.set(icon, color)
        self._state.setText(said)
        self._detail.setText(self._details(state, name))
        self.turn.setText(text("bench.line.pull" if state.line_up else "bench.line.plug"))
        self.turn.set_icon("unplug" if state.line_up else "plug")
        self.turn.set_busy(state.line_turning)
        self.turn.setEnabled(state.line_answer is not Answer.ASKED and not state.line_turning)
        if said != self._said and self._said:
            announce(self, said)
        self._said = said

    def _details(self, state: BenchState, name: str) -> str:
        if name == "down":
            return self._wording.text("bench.line.down_detail")
        if state.dossiers is None or name != "up":
            return self._wording.text(f"bench.line.{name}_detail")
        return self._wording.count("bench.line.holds", state.dossiers)


def _look(state: BenchState) -> tuple[str, str, str]:
    """The name of the state, its icon, and the icon's colour."""
    if state.line_answer is Answer.ASKED:
        return "asked", "cloud-off", "ink3"
    if state.line_answer is Answer.SILENT:
        return "silent", "cloud-alert", "red"
    return ("up", "cloud-check", "green") if state.line_up else ("down", "cloud-off", "ink2")
