"""Received at this moment, due then: so that a change of calendar or regulation is seen at once."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter_app.domain.received import Channel
from counter_app.i18n import Wording
from counter_app.ui.settings.rules.calendar_state import TrialState
from counter_app.ui.shared import theme
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.card import Card, SummaryBlock
from counter_app.ui.shared.fact_grid import FactGrid
from counter_app.ui.shared.field import ComboField, Field
from counter_app.ui.shared.flow_rows import FlowRows
from counter_app.ui.shared.labels import Label

UNITS = ("working_days", "days", "hours", "same_day")
_LABELS = 220


@dataclass(frozen=True, slots=True)
class Tried:
    """What is asked, as typed."""

    received_at: str
    value: str
    unit: str
    channel: str


class TrialCard(Card):
    """``wanted`` tells a ``Tried``."""

    wanted = Signal(object)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(text("office_calendar.trial.title"), parent=parent)
        units = [(each, text(f"office_calendar.trial.unit.{each}")) for each in UNITS]
        channels = [(each.value, text(f"office_calendar.trial.channel.{each}")) for each in Channel]
        self.received = Field(text("office_calendar.trial.received"), placeholder="22/11/2026 09:00")
        self.value = Field(text("office_calendar.trial.value"), text="3")
        self.unit = ComboField(text("office_calendar.trial.unit_label"), units)
        self.channel = ComboField(text("office_calendar.trial.channel_label"), channels)
        theme.tabular(self.received.edit)
        row = FlowRows()
        for field, least in ((self.received, 180), (self.value, 110), (self.unit, 170), (self.channel, 170)):
            row.add(field, least=least, stretch=1)
        self.ask = Button(text("office_calendar.trial.ask"), icon="calendar")
        self.due = SummaryBlock(text("office_calendar.trial.due"))
        self.also = FactGrid(label_width=_LABELS)
        self.body.addWidget(Label(text("office_calendar.trial.text"), "hint", wrap=True))
        self.body.addLayout(row)
        keys = FlowRows()
        keys.add(self.ask)
        self.body.addLayout(keys)
        self.body.addWidget(self.due)
        self.body.addWidget(self.also)
        self.due.hide()
        self.also.hide()
        self.ask.clicked.connect(lambda _=False: self._tell())
        self.unit.chosen.connect(lambda _: self._follow())
        for typed in (self.received, self.value):
            typed.edit.returnPressed.connect(self._tell)

    def show_state(self, state: TrialState) -> None:
        """Draw the answer, or what is wrong with the question."""
        for name, field in (("received_at", self.received), ("value", self.value)):
            if name in state.errors:
                field.show_error(state.errors[name])
            else:
                field.clear_finding()
        self.due.setVisible(bool(state.due))
        self.due.set(state.due, detail=state.explained)
        self.also.setVisible(bool(state.also))
        self.also.show_facts(state.also)

    def tried(self) -> Tried:
        """What is asked now."""
        return Tried(self.received.text(), self.value.text(), self.unit.value(), self.channel.value())

    def _tell(self) -> None:
        self.wanted.emit(self.tried())

    def _follow(self) -> None:
        self.value.setEnabled(self.unit.value() != "same_day")
