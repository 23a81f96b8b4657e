"""The rows of what wants a person: when, what, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from counter_app.i18n import Wording
from counter_app.services.sync_care import Ailing
from counter_app.ui.counter.dossiers.dossier_cells import procedure_shown
from counter_app.ui.counter.mending.mend_words import MendWords
from counter_app.ui.counter.sync.sync_words import SyncWords
from counter_app.ui.shared.cells import Cell
from counter_app.ui.shared.paged_model import Column


class AilingColumns:
    """Words for each row; pure but for the texts."""

    def __init__(self, wording: Wording, now: Callable[[], datetime]) -> None:
        self._wording, self._now = wording, now
        self._mend, self._words = MendWords(wording), SyncWords(wording)

    def columns(self) -> list[Column[Ailing]]:
        """Three of them; the reason takes what room is left."""
        text = self._wording.text
        return [
            Column(text("sync_centre.column.time"), 112, self._when),
            Column(text("sync_centre.column.entry"), 400, self._what),
            Column(text("sync_centre.column.why"), 300, self._why, stretch=True),
        ]

    def _when(self, one: Ailing) -> Cell:
        return self._words.when(one.row, self._now())

    def _what(self, one: Ailing) -> Cell:
        procedure = procedure_shown(one.row.procedure_name) if one.row.procedure_name else ""
        second = " · ".join(part for part in (one.row.owner_name, procedure) if part)
        title = self._words.entry_title(one.row)
        icon = self._words.icon(one.row)
        return Cell(title, icon=icon, strong=True, second=second or " ", said=f"{title}, {second}")

    def _why(self, one: Ailing) -> Cell:
        sign, reason = self._mend.sign(one.ailment), self._mend.reason(one.row.verdict)
        return Cell(sign.text, icon=sign.icon, tone=sign.tone, second=reason, said=f"{sign.text}: {reason}")
