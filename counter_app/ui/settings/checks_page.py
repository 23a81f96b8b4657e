"""Checks of the machine: what is well, what is not, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.settings.page import Page
from counter_app.ui.settings.state import CheckRow
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.card import Card, EmptyState
from counter_app.ui.shared.labels import IconMark, IconText, Label
from counter_app.ui.shared.styling import hairline
from counter_app.ui.shared.tokens import Tone

_LOOKS: Final = {
    "ok": ("circle-check", Tone.GREEN),
    "warning": ("triangle-alert", Tone.AMBER),
    "error": ("circle-alert", Tone.RED),
}
_RANK: Final = {"error": 0, "warning": 1, "ok": 2}


class ChecksPage(Page):
    """``wanted`` asks for the checks; what is wrong stands first."""

    wanted = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(text("settings.section.checks"), text("settings.checks.text"), parent)
        self._wording, self._text = wording, text
        self.again = Button(text("settings.checks.run"), icon="refresh-cw")
        self.again.clicked.connect(lambda _=False: self.wanted.emit())
        self.head.addWidget(self.again)
        self.summary = IconText("info", "", Tone.NEUTRAL, role="strong")
        self.summary.hide()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._card = Card()
        self._card.body.addLayout(self._rows)
        self._card.hide()
        self._empty = EmptyState(
            "shield-check", text("settings.checks.none"), text("settings.checks.none_text")
        )
        self.cards.addWidget(self.summary)
        self.cards.addWidget(self._card)
        self.cards.addWidget(self._empty)

    def set_running(self, running: bool) -> None:
        """Checks are under way."""
        self.again.set_busy(running)

    def show_rows(self, rows: Sequence[CheckRow]) -> None:
        """Draw the results, the worst first."""
        self._clear()
        self._empty.hide()
        self._card.setVisible(bool(rows))
        for place, row in enumerate(sorted(rows, key=lambda each: _RANK.get(each.state, 0))):
            if place:
                self._rows.addWidget(hairline())
            self._rows.addWidget(self._row(row))
        self._show_summary([row.state for row in rows])

    def _row(self, row: CheckRow) -> QWidget:
        icon, tone = _LOOKS.get(row.state, _LOOKS["error"])
        host = QWidget()
        line = QHBoxLayout(host)
        line.setContentsMargins(0, 8, 0, 8)
        line.setSpacing(10)
        said = self._text(f"settings.checks.state_{row.state}")
        mark = IconMark(icon, tone.value, 20, says=said)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(self._text(row.title_key), "strong"))
        words.addWidget(Label(self._text(row.text_key, **row.params), wrap=True))
        if row.advice_key is not None:
            words.addWidget(Label(self._text(row.advice_key, **row.params), "hint", wrap=True))
        line.addLayout(words, 1)
        return host

    def _show_summary(self, states: Sequence[str]) -> None:
        errors, warnings = states.count("error"), states.count("warning")
        if errors:
            icon, tone, words = *_LOOKS["error"], self._wording.count("settings.checks.errors", errors)
        elif warnings:
            icon, tone, words = *_LOOKS["warning"], self._wording.count("settings.checks.warnings", warnings)
        else:
            icon, tone, words = *_LOOKS["ok"], self._text("settings.checks.well")
        self.summary.set(icon, words, tone)
        self.summary.show()
        announce(self, words)

    def _clear(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
