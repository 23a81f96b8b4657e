"""A day off or a day worked, as an administrator enters it: dates, effect, decision, what for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.special_days import DayEffect
from counter_app.i18n import Wording
from counter_app.ui.settings.care_page import ToldLine
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.buttons import Button, PrimaryButton
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.field import ComboField, Field
from counter_app.ui.shared.flow_rows import FlowRows
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.tokens import Tone

_PLACES: Final = {
    "calendar.decision_missing": "decision",
    "calendar.name_missing": "name_vi",
    "calendar.bad_hours": "hours",
    "calendar.hours_on_day_off": "hours",
    "calendar.range_backwards": "to",
    "calendar.range_too_long": "to",
}
"""Which field a refusal belongs to; a date that cannot be read belongs to the field that holds it."""
_ROWS: Final = (("from", "to", "effect", "hours"), ("decision", "decided_on", "name_vi"))
_SHARES: Final = {"effect": 1, "hours": 1, "name_vi": 2, "decision": 1}


class OverrideForm(Card):
    """``saved`` tells what was typed by the names of ``CalendarOverride.to_plain``."""

    saved = Signal(object)
    given_up = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(text("office_calendar.form.add"), parent=parent)
        self._text = text
        effects = [(each.value, text(f"office_calendar.form.{each}")) for each in DayEffect]
        self.effect = ComboField(text("office_calendar.form.effect"), effects)
        names = [name for row in _ROWS for name in row if name != "effect"]
        self.fields = {name: Field(text(f"office_calendar.form.{name}")) for name in names}
        for name in ("from", "decided_on"):
            self.fields[name].edit.setPlaceholderText("25/11/2026")
        self.fields["to"].edit.setPlaceholderText(text("office_calendar.form.one_day"))
        self.fields["decision"].edit.setPlaceholderText("12/QĐ-UBND")
        self.fields["decided_on"].edit.setPlaceholderText(text("shared.field.optional"))
        self.fields["hours"].edit.setPlaceholderText(text("office_calendar.form.usual_hours"))
        self.fields["name_vi"].edit.setPlaceholderText(text("office_calendar.form.name_example"))
        for row in _ROWS:
            line = FlowRows()
            for name in row:
                widget = self.effect if name == "effect" else self.fields[name]
                line.add(widget, least=190 if name == "effect" else 165, stretch=_SHARES.get(name, 1))
            self.body.addLayout(line)
        self.problem = ToldLine()
        self.problem.show_told(None)
        self.save = PrimaryButton(text("office_calendar.form.save"), size="normal")
        cancel = Button(text("shared.button.cancel"))
        keys = QHBoxLayout()
        keys.setSpacing(8)
        keys.addWidget(self.save)
        keys.addWidget(cancel)
        keys.addWidget(Label(text("office_calendar.form.from_next"), "hint", wrap=True), 1)
        self.body.addWidget(self.problem)
        self.body.addLayout(keys)
        self.save.clicked.connect(lambda _=False: self.saved.emit(self.typed()))
        cancel.clicked.connect(lambda _=False: self.given_up.emit())
        self.effect.chosen.connect(lambda _: self._follow())

    def begin(self, override: CalendarOverride | None) -> None:
        """Begin a new one, or with one to change."""
        self.set_title(self._text(f"office_calendar.form.{'add' if override is None else 'change'}"))
        kept = _typed(override)
        for name, field in self.fields.items():
            field.set_text(kept.get(name, ""))
        self.effect.set_value(kept.get("effect", DayEffect.OFF.value))
        self._clear()
        self._follow()
        self.fields["from"].setFocus(Qt.FocusReason.OtherFocusReason)

    def typed(self) -> dict[str, str]:
        """What is typed now, with empty fields."""
        self._clear()
        hours = self.effect.value() == DayEffect.WORK
        values = {name: field.text() for name, field in self.fields.items()}
        return {**values, "hours": values["hours"] if hours else "", "effect": self.effect.value()}

    def show_refusal(self, code: str, value: str, words: str) -> None:
        """Why it was not kept, next to its field if it belongs to one."""
        dates = ("from", "to", "decided_on")
        name = _PLACES.get(code, "")
        if code == "calendar.bad_date":
            name = next((one for one in dates if self.fields[one].text() == value), "from")
        if not name:
            self.problem.show_told(Told("circle-alert", words, Tone.RED))
            return
        self.fields[name].show_error(words)
        self.fields[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        self.problem.show_told(None)
        for field in self.fields.values():
            field.clear_finding()

    def _follow(self) -> None:
        """Only a day that is worked has hours of its own."""
        self.fields["hours"].setVisible(self.effect.value() == DayEffect.WORK)


def _typed(override: CalendarOverride | None) -> dict[str, str]:
    if override is None:
        return {}
    decided = override.decided_on
    return {
        "from": f"{override.first:%d/%m/%Y}",
        "to": "" if override.last == override.first else f"{override.last:%d/%m/%Y}",
        "effect": override.effect.value,
        "decision": override.decision,
        "decided_on": "" if decided is None else f"{decided:%d/%m/%Y}",
        "name_vi": override.name_vi,
        "hours": ", ".join(f"{one.start:%H:%M}-{one.end:%H:%M}" for one in override.periods),
    }
