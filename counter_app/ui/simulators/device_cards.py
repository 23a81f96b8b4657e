"""The code reader and the slip printer of the demonstration, each with its state in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter_app.i18n import Wording
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.flow import Flow
from counter_app.ui.shared.labels import IconText
from counter_app.ui.shared.tokens import Tone
from counter_app.ui.simulators.bench_parts import SWITCHES, BenchCard, PrinterNow
from counter_app.ui.simulators.bench_state import Answer, BenchState
from counter_app.ui.simulators.card_keys import CardKeys
from counter_app.ui.simulators.paper_roll import PaperRoll

_Look = tuple[str, Tone]
_PRINTER: dict[str, _Look] = {
    "asked": ("circle-dashed", Tone.NEUTRAL),
    "silent": ("unplug", Tone.RED),
    "cover_open": ("lock-open", Tone.AMBER),
    "paper_out": ("triangle-alert", Tone.AMBER),
    "offline": ("pause", Tone.AMBER),
    "printing": ("printer", Tone.BLUE),
    "mute": ("circle-question-mark", Tone.AMBER),
    "paper_low": ("triangle-alert", Tone.AMBER),
    "ready": ("printer-check", Tone.GREEN),
}


class ScannerCard(Card):
    """``picked`` tells the position of the card to scan."""

    picked = Signal(int)

    def __init__(self, wording: Wording, cards: Sequence[BenchCard], parent: QWidget | None = None) -> None:
        super().__init__(wording.text("bench.scanner.title"), parent=parent)
        self._wording = wording
        self._told = 0
        self.state = IconText("circle-dashed", "", Tone.NEUTRAL)
        self.set_status(self.state)
        self.keys = CardKeys(wording, cards)
        self.keys.picked.connect(self.picked.emit)
        self.body.addWidget(self.keys)
        _tighten(self)
        self.show_state(BenchState())

    def show_state(self, state: BenchState) -> None:
        """Draw a state; the last scan is told until something else happens."""
        icon, words, tone = self._look(state)
        self.state.set(icon, words, tone)
        number = state.scanned.number if state.scanned is not None else 0
        if number > self._told:
            self._told = number
            announce(self, words, urgent=tone is not Tone.GREEN)

    def _look(self, state: BenchState) -> tuple[str, str, Tone]:
        text, count = self._wording.text, self._wording.count
        if state.scanner_answer is Answer.ASKED:
            return "circle-dashed", text("bench.asked"), Tone.NEUTRAL
        if state.scanner_answer is Answer.SILENT:
            return "unplug", text("bench.silent"), Tone.RED
        if state.listeners == 0:
            key = "not_heard" if state.scanned is not None and not state.scanned.reached else "nobody"
            return "triangle-alert", text(f"bench.scanner.{key}"), Tone.AMBER
        if state.scanned is not None and state.scanned.reached:
            return "circle-check", count("bench.scanner.sent", state.scanned.number), Tone.GREEN
        return "scan-qr-code", count("bench.scanner.listening", state.listeners), Tone.GREEN


class PrinterCard(Card):
    """``turned`` tells a switch and whether it is to be on; the paper is in ``roll``."""

    turned = Signal(str, bool)

    def __init__(self, wording: Wording, *, with_codes: bool, parent: QWidget | None = None) -> None:
        super().__init__(wording.text("bench.printer.title"), parent=parent)
        self._wording = wording
        self._said = ""
        self.state = IconText("circle-dashed", "", Tone.NEUTRAL)
        self.set_status(self.state)
        self.switches: dict[str, Button] = {}
        row = Flow()
        for name in SWITCHES:
            switch = Button(wording.text(f"bench.switch.{name}"), kind="chip", size="small")
            switch.setCheckable(True)
            switch.setToolTip(wording.text(f"bench.switch_hint.{name}"))
            switch.setAccessibleDescription(wording.text(f"bench.switch_hint.{name}"))
            switch.clicked.connect(lambda on=False, name=name: self.turned.emit(name, on))
            row.addWidget(switch)
            self.switches[name] = switch
        self.roll = PaperRoll(wording, with_codes=with_codes)
        self.body.addLayout(row)
        self.body.addWidget(self.roll, 1)
        _tighten(self)
        self.show_state(BenchState())

    def show_state(self, state: BenchState) -> None:
        """Draw a state."""
        name = _printer_state(state.printer_answer, state.printer)
        icon, tone = _PRINTER[name]
        said = self._words(name, state.printer)
        self.state.set(icon, said, tone)
        for switch, button in self.switches.items():
            button.setChecked(switch in state.printer.on)
            button.setEnabled(state.printer_answer is Answer.HERE)
        if said != self._said and self._said:
            announce(self, said)
        self._said = said

    def _words(self, name: str, printer: PrinterNow) -> str:
        if name in ("asked", "silent"):
            return self._wording.text(f"bench.{name}")
        said = self._wording.text(f"bench.printer.{name}")
        if printer.printing and printer.stopped_by:
            return self._wording.text("bench.printer.stopped", state=said)
        return said


def _tighten(card: Card) -> None:
    """Less room around what is in it: this window is small."""
    layout = card.layout()
    assert layout is not None
    layout.setContentsMargins(14, 8, 14, 8)


def _printer_state(answer: Answer, now: PrinterNow) -> str:
    """What is to be told of the printer, the most pressing first."""
    if answer is not Answer.HERE:
        return answer.value
    if now.stopped_by:
        return now.stopped_by
    if now.printing:
        return "printing"
    return next((name for name in ("mute", "paper_low") if name in now.on), "ready")
