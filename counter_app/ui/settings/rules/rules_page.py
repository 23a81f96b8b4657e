"""The office's regulation: the profile, every value with its clause, and what else it says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.settings.care_page import ToldLine
from counter_app.ui.settings.page import Page
from counter_app.ui.settings.rules.rule_row import RuleRow
from counter_app.ui.settings.rules.rules_state import RuleLine, RulesState
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.fact_grid import FactGrid
from counter_app.ui.shared.field import ComboField
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.styling import hairline

_LABELS = 220


class RulesPage(Page):
    """``looked_at`` and ``used`` tell a profile's key; ``saved`` and ``taken_back`` a value's name."""

    looked_at = Signal(str)
    used = Signal(str)
    saved = Signal(str, str, str)
    taken_back = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(text("settings.section.rules"), text("office_rules.text"), parent)
        self._wording = wording
        self.rows: dict[str, RuleRow] = {}
        self._state: RulesState | None = None
        self.profiles = ComboField(text("office_rules.profile"))
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.profiles.combo.setSizeAdjustPolicy(policy)
        self.standing, self.doubt, self.reader = ToldLine(), ToldLine(), ToldLine()
        self.use = Button(text("office_rules.use"), icon="check")
        self._facts = FactGrid(label_width=_LABELS)
        first = Card(text("office_rules.card_profile"))
        for widget in (self.profiles, self.standing, self.doubt, self.reader):
            first.body.addWidget(widget)
        first.body.addWidget(self.use, 0, Qt.AlignmentFlag.AlignLeft)
        self.cards.addWidget(first)
        self._timed = self._card("card_timed", "timed_detail")
        self._others = self._card("card_others", "others_detail")
        self._facts_card = Card(text("office_rules.card_facts"))
        self._facts_card.body.addWidget(self._facts)
        self.cards.addWidget(self._facts_card)
        self.profiles.chosen.connect(self.looked_at)
        self.use.clicked.connect(lambda _=False: self.used.emit(self.profiles.value()))

    def show_state(self, state: RulesState) -> None:
        """Draw it; nothing moves if it is the same."""
        if state == self._state:
            self.profiles.set_value(state.profile)
            return
        self._state = state
        self.profiles.set_options(list(state.options))
        self.profiles.set_value(state.profile)
        self.standing.show_told(state.standing)
        self.doubt.show_told(state.doubt)
        only = Told("lock", self._wording.text("office_rules.reader_only"))
        self.reader.show_told(only if state.reader_only else None)
        self.use.setVisible(state.usable)
        self.rows = {}
        self._fill(self._timed, state.timed)
        self._fill(self._others, state.others)
        self._facts.show_facts(state.facts)
        self._facts_card.setVisible(bool(state.facts))

    def show_refusal(self, name: str, words: str, *, of_clause: bool) -> None:
        """A value was not kept: why, next to its field."""
        self.rows[name].show_refusal(words, of_clause=of_clause)

    def _card(self, title: str, detail: str) -> QVBoxLayout:
        card = Card(self._wording.text(f"office_rules.{title}"))
        card.body.addWidget(Label(self._wording.text(f"office_rules.{detail}"), "hint", wrap=True))
        rows = QVBoxLayout()
        rows.setSpacing(0)
        card.body.addLayout(rows)
        self.cards.addWidget(card)
        return rows

    def _fill(self, rows: QVBoxLayout, lines: Sequence[RuleLine]) -> None:
        while (item := rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, line in enumerate(lines):
            if place:
                rows.addWidget(hairline())
            row = RuleRow(self._wording, line)
            row.edited.connect(self._open_editor)
            row.saved.connect(self.saved)
            row.taken_back.connect(self.taken_back)
            rows.addWidget(row)
            self.rows[line.spec.name] = row

    def _open_editor(self, name: str) -> None:
        for other, row in self.rows.items():
            if other != name:
                row.close_editor()
        self.rows[name].open_editor()
