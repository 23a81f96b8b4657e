"""The form packages, each form blank (looked at, printed, saved), and how filled ones are signed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.settings.care_page import ToldLine
from counter_app.ui.settings.page import Page
from counter_app.ui.settings.rules.forms_state import FormsState, PackageLine, SheetState
from counter_app.ui.settings.rules.sheet_card import SheetCard
from counter_app.ui.settings.rules.signing_card import SigningCard
from counter_app.ui.shared.buttons import LinkButton
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.flow import Flow
from counter_app.ui.shared.flow_rows import FlowRows
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.pill import Pill
from counter_app.ui.shared.styling import hairline
from counter_app.ui.shared.tokens import Tone


class FormsPage(Page):
    """``looked_at`` and ``chosen`` tell a package; ``sheet`` what is wanted of a form."""

    looked_at = Signal(str)
    chosen = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(text("settings.section.forms"), text("form_packages.text"), parent)
        self._text = text
        self._state: FormsState | None = None
        self.told = ToldLine()
        self.use: dict[str, LinkButton] = {}
        self.look: dict[str, LinkButton] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        packages = Card(text("form_packages.card_packages"))
        packages.body.addWidget(self.told)
        packages.body.addLayout(self._rows)
        self.sheet = SheetCard(wording)
        self.signing = SigningCard(wording)
        self.cards.addWidget(packages)
        self.cards.addWidget(self.signing)
        self.cards.addWidget(self.sheet)

    def show_state(self, state: FormsState) -> None:
        """Draw the packages; the forms follow."""
        if state == self._state:
            return
        self._state = state
        self.told.show_told(state.told)
        self.use, self.look = {}, {}
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, line in enumerate(state.packages):
            if place:
                self._rows.addWidget(hairline())
            self._rows.addWidget(self._row(line))
        self.sheet.show_forms(state.name, state.forms)

    def show_sheet(self, sheet: SheetState) -> None:
        """Draw one form."""
        self.sheet.show_sheet(sheet)

    def _row(self, line: PackageLine) -> QWidget:
        host, said, acts = QWidget(), QWidget(), QWidget()
        host.setAccessibleName(line.name)
        words = QVBoxLayout(said)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        words.addWidget(Label(line.name, "strong", wrap=True))
        for text in (line.validity, line.remark):
            if text:
                words.addWidget(Label(text, "hint", wrap=True))
        flow = Flow(acts, gap=8)
        if line.chosen:
            flow.addWidget(Pill("check", self._text("form_packages.is_chosen"), Tone.BLUE))
        for mark in line.marks:
            flow.addWidget(Pill(mark.icon, mark.text, mark.tone))
        if line.key and not line.looked_at:
            self.look[line.key] = look = self._act(flow, "look", line.name)
            look.clicked.connect(lambda _=False: self.looked_at.emit(line.key))
        if line.usable:
            self.use[line.key] = use = self._act(flow, "use", line.name)
            use.clicked.connect(lambda _=False: self.chosen.emit(line.key))
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 7, 0, 7)
        row = FlowRows(gap=16, row_gap=4)
        column.addLayout(row)
        row.add(said, least=340, stretch=3)
        row.add(acts, least=280, stretch=2)
        return host

    def _act(self, flow: Flow, act: str, name: str) -> LinkButton:
        button = LinkButton(self._text(f"form_packages.{act}"))
        button.setAccessibleName(f"{button.words()}: {name}")
        flow.addWidget(button)
        return button
