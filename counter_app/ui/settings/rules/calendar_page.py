"""The office's calendar: hours, special days, a form and a file for its own days, and a trial."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.i18n import Wording
from counter_app.ui.settings.page import Page
from counter_app.ui.settings.rules.calendar_state import CalendarState, ImportState, TrialState
from counter_app.ui.settings.rules.days_card import DaysCard
from counter_app.ui.settings.rules.history_card import HistoryCard
from counter_app.ui.settings.rules.import_card import ImportCard
from counter_app.ui.settings.rules.override_form import OverrideForm
from counter_app.ui.settings.rules.trial_card import TrialCard
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.fact_grid import FactGrid
from counter_app.ui.shared.labels import Label

_LABELS = 220


class CalendarPage(Page):
    """``days``, ``form``, ``report`` and ``trial`` tell what a person wants."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(text("settings.section.calendar"), text("office_calendar.text"), parent)
        self.hours = FactGrid(label_width=_LABELS)
        self.days, self.form = DaysCard(wording), OverrideForm(wording)
        self.report, self.trial = ImportCard(wording), TrialCard(wording)
        hours = Card(text("office_calendar.card_hours"))
        hours.body.addWidget(self.hours)
        hours.body.addWidget(Label(text("office_calendar.hours_detail"), "hint", wrap=True))
        self.history = HistoryCard(wording)
        for card in (self.form, self.report, self.days, self.history, self.trial, hours):
            self.cards.addWidget(card)
        self.form.hide()
        self.report.hide()
        self.history.hide()
        self.form.given_up.connect(self.close_form)

    def show_state(self, state: CalendarState) -> None:
        """Draw a year and the hours."""
        self.days.show_state(state)
        self.history.show_lines(state.history)
        self.hours.show_facts(state.hours)
        if not state.writable:
            self.close_form()

    def open_form(self, override: CalendarOverride | None) -> None:
        """Enter a new day, or change one."""
        self.form.show()
        self.form.begin(override)
        self.ensureWidgetVisible(self.form)

    def close_form(self) -> None:
        """Forget what is typed."""
        self.form.hide()

    def show_import(self, state: ImportState | None) -> None:
        """What a file would bring, or nothing."""
        self.report.show_state(state)
        if state is not None:
            self.ensureWidgetVisible(self.report)

    def show_trial(self, state: TrialState) -> None:
        """The answer of the trial."""
        self.trial.show_state(state)
