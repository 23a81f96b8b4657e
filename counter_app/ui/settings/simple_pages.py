"""The sections with a few choices each: papers, the look, the lock."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter_app.i18n import Wording
from counter_app.services.appearance import LANGUAGES, SCALES, THEMES, Appearance
from counter_app.services.settings import StationSettings
from counter_app.ui.settings.page import Page
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.combo import Check
from counter_app.ui.shared.field import ComboField
from counter_app.ui.shared.labels import Label

LAYOUTS: Final = ("a5", "a4_two_up")
MINUTES: Final = (2, 5, 10, 15, 30, 60, 120)


class PapersPage(Page):
    """``layout_chosen`` tells the layout, ``check_changed`` a field of the settings and its value."""

    layout_chosen = Signal(str)
    check_changed = Signal(str, bool)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(text("settings.section.papers"), text("settings.papers.text"), parent)
        self.layouts = Choice(
            [(each, text(f"settings.papers.{each}")) for each in LAYOUTS],
            label=text("settings.papers.layout"),
            size="normal",
        )
        self._layout_detail = Label("", "hint", wrap=True)
        self._details = {each: text(f"settings.papers.{each}_detail") for each in LAYOUTS}
        names = ("print_after_accept", "slip_after_accept")
        self.checks = {name: Check(text(f"settings.papers.{name}")) for name in names}
        paper, after = Card(text("settings.papers.card_form")), Card(text("settings.papers.card_after"))
        paper.body.addWidget(self.layouts)
        paper.body.addWidget(self._layout_detail)
        for name, check in self.checks.items():
            after.body.addWidget(check)
            check.clicked.connect(lambda on, name=name: self.check_changed.emit(name, on))
        after.body.addWidget(Label(text("settings.papers.after_detail"), "hint", wrap=True))
        self.cards.addWidget(paper)
        self.cards.addWidget(after)
        self.layouts.chosen.connect(self.layout_chosen)

    def show_settings(self, settings: StationSettings) -> None:
        """Draw what is kept."""
        self.layouts.set_value(settings.layout)
        self._layout_detail.setText(self._details[settings.layout])
        for name, check in self.checks.items():
            check.setChecked(bool(getattr(settings, name)))


class LookPage(Page):
    """``chosen`` tells the ``Appearance`` that a person wants."""

    chosen = Signal(object)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(text("settings.section.look"), text("settings.look.text"), parent)
        self._shown = Appearance()
        self.languages = Choice(
            [(each, text(f"settings.look.language_{each}")) for each in LANGUAGES],
            label=text("settings.look.language"),
            size="normal",
        )
        self.themes = Choice(
            [(each, text(f"settings.look.theme_{each}")) for each in THEMES],
            label=text("settings.look.theme"),
            size="normal",
        )
        self.scales = Choice(
            [(_percent(each), f"{_percent(each)} %") for each in SCALES],
            label=text("settings.look.scale"),
            size="normal",
        )
        for choice, detail in ((self.languages, "language"), (self.themes, "theme"), (self.scales, "scale")):
            card = Card()
            card.body.addWidget(choice)
            card.body.addWidget(Label(text(f"settings.look.{detail}_detail"), "hint", wrap=True))
            self.cards.addWidget(card)
            choice.chosen.connect(lambda _: self._tell())

    def show_appearance(self, appearance: Appearance) -> None:
        """Draw what is in force."""
        self._shown = appearance
        self.languages.set_value(appearance.language)
        self.themes.set_value(appearance.theme)
        nearest = min(SCALES, key=lambda scale: abs(scale - appearance.scale))
        self.scales.set_value(_percent(nearest))

    def _tell(self) -> None:
        scale = next(each for each in SCALES if _percent(each) == self.scales.value())
        wanted = Appearance(self.languages.value(), self.themes.value(), scale)
        if wanted != self._shown:
            self.chosen.emit(wanted)


class LockPage(Page):
    """``minutes_chosen`` tells after how many minutes without work the counter locks itself."""

    minutes_chosen = Signal(int)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(text("settings.section.lock"), text("settings.lock.text"), parent)
        self._wording = wording
        self.minutes = ComboField(text("settings.lock.minutes"), self._options(MINUTES[2]))
        self.minutes.setMaximumWidth(320)
        card = Card()
        card.body.addWidget(self.minutes)
        card.body.addWidget(Label(text("settings.lock.detail"), "hint", wrap=True))
        self.cards.addWidget(card)
        self.minutes.chosen.connect(lambda key: self.minutes_chosen.emit(int(key)))

    def show_minutes(self, minutes: int) -> None:
        """Draw what is kept; another number than the usual ones is offered too."""
        self.minutes.set_options(self._options(minutes))
        self.minutes.set_value(str(minutes))

    def _options(self, kept: int) -> list[tuple[str, str]]:
        offered = sorted({*MINUTES, kept})
        return [(str(each), self._wording.count("settings.lock.after", each)) for each in offered]


def _percent(scale: float) -> str:
    return str(round(scale * 100))
