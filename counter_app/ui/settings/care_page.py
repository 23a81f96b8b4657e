"""Sync and backups: where unsent work is kept a second time, when old work is told, what is erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.services.care_settings import CareSettings
from counter_app.ui.settings.page import Page
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.field import ComboField
from counter_app.ui.shared.flow import Flow
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.tokens import Tone

CHOICES: Final[dict[str, Sequence[int]]] = {
    "backup_keep": (3, 5, 10, 20, 50),
    "notice_minutes": (10, 30, 60),
    "warning_minutes": (60, 120, 240, 480),
    "urgent_hours": (8, 24, 48, 72),
    "closed_days": (0, 90, 180, 400, 730),
    "drafts_days": (0, 7, 30, 90),
    "look_up_days": (0, 365, 730, 1825),
}
"""The usual values of each setting; another one that is kept is offered too. 0 is never."""
_UNITS: Final = {
    "backup_keep": "copies",
    "notice_minutes": "minutes",
    "warning_minutes": "minutes",
    "urgent_hours": "hours",
    "closed_days": "days",
    "drafts_days": "days",
    "look_up_days": "days",
}
_NEVER: Final = ("closed_days", "drafts_days", "look_up_days")


class ToldLine(QWidget):
    """An icon with words in a tone, and quiet words beneath."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = IconText("info", "", Tone.NEUTRAL, role="strong", wrap=True)
        self._detail = Label("", "hint", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._words)
        column.addWidget(self._detail)

    def show_told(self, told: Told | None) -> None:
        """Draw it, or nothing."""
        self.setVisible(told is not None)
        if told is not None:
            self._words.set(told.icon, told.text, told.tone)
            self._detail.setText(told.detail)
            self._detail.setVisible(bool(told.detail))
            self.setAccessibleName(f"{told.text} {told.detail}".strip())

    def text(self) -> str:
        """The words."""
        return self._words.text()


class CarePage(Page):
    """``changed`` tells a setting and its value; the buttons ask for a folder, for none, for a backup now."""

    changed = Signal(str, int)
    folder_wanted = Signal()
    no_folder_wanted = Signal()
    backup_wanted = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(text("settings.section.care"), text("settings.care.text"), parent)
        self._wording, self._text = wording, text
        self.folder = Label("", "strong", wrap=True, selectable=True)
        self.choose = Button(text("settings.care.choose"), icon="folder-open")
        self.make = Button(text("sync_centre.backup.act"), icon="hard-drive")
        self.none = Button(text("settings.care.none"), kind="quiet")
        self.found, self.backup, self.purged = ToldLine(), ToldLine(), ToldLine()
        self.fields = {name: ComboField(text(f"settings.care.{name}")) for name in CHOICES}
        for name, field in self.fields.items():
            field.setMinimumWidth(220)
            field.chosen.connect(lambda key, name=name: self.changed.emit(name, int(key)))
        self.cards.addWidget(self._backup_card())
        self.cards.addWidget(self._warning_card())
        self.cards.addWidget(self._purge_card())
        self.choose.clicked.connect(lambda _=False: self.folder_wanted.emit())
        self.make.clicked.connect(lambda _=False: self.backup_wanted.emit())
        self.none.clicked.connect(lambda _=False: self.no_folder_wanted.emit())
        self.show_backup("", None, chosen=None, known=False)
        self.purged.show_told(None)

    def show_settings(self, settings: CareSettings) -> None:
        """Draw what is kept."""
        for name, field in self.fields.items():
            kept = int(getattr(settings, name))
            offered = sorted({*CHOICES[name], kept})
            field.set_options([(str(each), self._value(name, each)) for each in offered])
            field.set_value(str(kept))
            field.clear_finding()

    def show_refusal(self, name: str, words: str) -> None:
        """A value was not kept: why, next to its field."""
        self.fields[name].show_error(words)

    def show_backup(self, folder: str, backup: Told | None, *, chosen: Told | None, known: bool) -> None:
        """Where backups go and how the last one went; ``chosen`` is what was found in a new folder."""
        self.folder.setText(folder)
        self.found.show_told(chosen)
        self.backup.show_told(backup)
        self.none.setVisible(known)
        self.make.setVisible(known)

    def set_busy(self, busy: bool) -> None:
        """A folder is looked at, or a backup written."""
        self.make.set_busy(busy)
        self.choose.setEnabled(not busy)
        self.none.setEnabled(not busy)

    def show_purge(self, told: Told) -> None:
        """How the last run of erasing went."""
        self.purged.show_told(told)

    def _value(self, name: str, value: int) -> str:
        if value == 0 and name in _NEVER:
            return self._text("settings.care.never")
        if _UNITS[name] == "minutes" and value % 60 == 0:
            return self._wording.count("settings.care.hours", value // 60)
        return self._wording.count(f"settings.care.{_UNITS[name]}", value)

    def _backup_card(self) -> Card:
        card = Card(self._text("settings.care.card_backup"))
        keys = Flow(gap=8)
        for key in (self.choose, self.make, self.none):
            keys.addWidget(key)
        card.body.addWidget(Label(self._text("settings.care.backup_detail"), "hint", wrap=True))
        card.body.addWidget(self.folder)
        card.body.addWidget(self.found)
        card.body.addWidget(self.backup)
        card.body.addLayout(keys)
        card.body.addLayout(self._row("backup_keep"))
        return card

    def _warning_card(self) -> Card:
        card = Card(self._text("settings.care.card_warning"))
        card.body.addLayout(self._row("notice_minutes", "warning_minutes", "urgent_hours"))
        card.body.addWidget(Label(self._text("settings.care.warning_detail"), "hint", wrap=True))
        return card

    def _purge_card(self) -> Card:
        card = Card(self._text("settings.care.card_purge"))
        card.body.addLayout(self._row("closed_days", "drafts_days", "look_up_days"))
        card.body.addWidget(Label(self._text("settings.care.purge_detail"), "hint", wrap=True))
        card.body.addWidget(self.purged)
        return card

    def _row(self, *names: str) -> Flow:
        row = Flow(gap=16)
        for name in names:
            row.addWidget(self.fields[name])
        return row
