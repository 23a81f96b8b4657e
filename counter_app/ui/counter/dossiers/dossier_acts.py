"""What can be done with a dossier, and how the prints that were asked for here went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.domain.papers_place import PapersPlace, papers_place
from counter_app.i18n import Wording
from counter_app.services.printing import FORM, SLIP, PaperKind
from counter_app.ui.counter.dossiers.dossier_state import DetailState
from counter_app.ui.counter.dossiers.paper_lines import PaperLines
from counter_app.ui.counter.parts.shown import PaperRow, PaperStage
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.flow import Flow

_HANDOVER: Final = {PapersPlace.TO_HAND_OVER: "hand_over", PapersPlace.AWAY: "take_back"}
"""What is done next with the papers, by where they are."""


class DossierActs(QWidget):
    """``print_pressed`` tells the paper; what the rules do not allow any more is switched off, with why."""

    print_pressed = Signal(str)
    preview_pressed = Signal()
    correct_pressed = Signal()
    cancel_pressed = Signal()
    process_pressed = Signal()
    handover_pressed = Signal(str)
    """``hand_over`` or ``take_back``."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = wording.text
        self._state: DetailState | None = None
        self._handover = ""
        form = Button(text("dossiers.act.form"), icon="printer", shortcut="Ctrl+P", size="small")
        slip = Button(text("dossiers.act.slip"), size="small")
        self.print_buttons: dict[PaperKind, Button] = {FORM: form, SLIP: slip}
        self.preview = Button(text("dossiers.act.preview"), size="small")
        self.correct = Button(text("dossiers.act.correct"), size="small")
        self.cancel = Button(text("dossiers.act.cancel"), kind="danger", size="small")
        self.process = Button(text("processing.menu.open"), icon="ellipsis", size="small")
        self.handover = Button("", icon="send", shortcut="Ctrl+B", size="small")
        self._handover_words = {deed: text(f"handover.act.{deed}") for deed in _HANDOVER.values()}
        self.papers = PaperLines(wording)
        acts = Flow(gap=6)
        for button in (form, self.preview, slip, self.handover, self.process, self.correct, self.cancel):
            acts.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 8, 14, 12)
        column.setSpacing(6)
        column.addWidget(self.papers)
        column.addLayout(acts)
        for paper, button in self.print_buttons.items():
            button.clicked.connect(lambda _=False, paper=paper: self.print_pressed.emit(paper))
        self.preview.clicked.connect(lambda _=False: self.preview_pressed.emit())
        self.process.clicked.connect(lambda _=False: self.process_pressed.emit())
        self.handover.clicked.connect(lambda _=False: self.handover_pressed.emit(self._handover))
        self.correct.clicked.connect(lambda _=False: self.correct_pressed.emit())
        self.cancel.clicked.connect(lambda _=False: self.cancel_pressed.emit())

    def show_detail(self, state: DetailState) -> None:
        """Offer what can be done now."""
        self._state = state
        self.print_buttons[FORM].setText(state.print_form)
        self.print_buttons[SLIP].setText(state.print_slip)
        over = state.dossier.cancelled or state.dossier.erased
        for paper, button in self.print_buttons.items():
            button.setEnabled(not over and not self.papers.printing(paper))
            button.setToolTip(state.locked if over else "")
        self.preview.setEnabled(not state.dossier.erased)
        self.process.setEnabled(not over)
        place = papers_place(state.dossier)
        self._handover = "" if place is None else _HANDOVER[place]
        self.handover.setVisible(bool(self._handover))
        self.handover.setText(self._handover_words.get(self._handover, ""))
        for button in (self.correct, self.cancel):
            button.setEnabled(not state.locked)
            button.setToolTip(state.locked)

    def show_papers(self, rows: Sequence[PaperRow]) -> None:
        """How the prints went."""
        self.papers.show_rows(rows)
        busy = {row.paper for row in rows if row.stage is PaperStage.PRINTING}
        for paper, button in self.print_buttons.items():
            button.set_busy(paper in busy)
        if self._state is not None:
            self.show_detail(self._state)

    def focus_first(self) -> None:
        """Go on with the keyboard: the first thing that can be done."""
        for button in (*self.print_buttons.values(), self.preview):
            if button.isEnabled() and button.isVisible():
                button.setFocus(Qt.FocusReason.TabFocusReason)
                return
