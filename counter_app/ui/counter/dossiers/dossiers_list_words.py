"""The words around the rows of the dossier list: selections with counts, why it is empty, how fresh it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from counter_app.i18n import Wording
from counter_app.services.store_ports import DossierFilter
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.ui.counter.dossiers.dossiers_list_state import ListState, Nothing
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.shared.tokens import Tone

CAP: Final = 1000
"""Counting stops here: "1.000+" tells as much."""


_OF_LAST_DAYS: Final = frozenset({DossierFilter.APOLOGY, DossierFilter.SUPPLEMENT, DossierFilter.NOTICE})


class ListWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._text = wording.text

    def chips(
        self, counts: Mapping[DossierFilter, int], chosen: DossierFilter = DossierFilter.ALL
    ) -> dict[DossierFilter, str]:
        """``Quá hạn 1``; a selection that was not counted is only named.

        Those of last days are there only while they hold something, or while one of them is ``chosen``.
        """
        return {
            selection: self._chip(selection, counts.get(selection))
            for selection in DossierFilter
            if selection not in _OF_LAST_DAYS or counts.get(selection) or selection is chosen
        }

    def found(self, count: int) -> str:
        """How many dossiers match what was typed."""
        if count >= CAP:
            return self._text("dossiers.found.many", count=self._wording.number(CAP))
        return self._wording.count("dossiers.found", count)

    def nothing(self, state: ListState) -> Nothing:
        """Why there is no row, and the one thing to do about it."""
        text = self._text
        if state.text:
            title, tried = text("dossiers.nothing.title", text=state.text), text("dossiers.nothing.tried")
            if state.selection is DossierFilter.ALL:
                return Nothing("search", title, tried)
            only = text("dossiers.nothing.only", filter=text(f"dossiers.filter.{state.selection.value}"))
            return Nothing("search", title, f"{only}\n{tried}", "all", text("dossiers.nothing.everywhere"))
        if state.selection is DossierFilter.ALL:
            words = text("dossiers.empty.title"), text("dossiers.empty.text")
            return Nothing("folders", *words, "receive", text("dossiers.empty.receive"))
        key = f"dossiers.none.{state.selection.value}"
        words = text(f"{key}.title"), text(f"{key}.text")
        return Nothing("circle-check", *words, "all", text("dossiers.none.show_all"))

    def age(self, status: SyncStatus, now: datetime) -> Sign:
        """How fresh the list is: what other counters did since then is not in it."""
        wording, contact = self._wording, status.last_contact_at
        if contact is None:
            return Sign("cloud-off", self._text("dossiers.age.never"), Tone.NEUTRAL)
        same_day = wording.date(contact) == wording.date(now)
        shown = wording.time(contact) if same_day else wording.date_time(contact)
        if status.state in (LineState.ONLINE, LineState.WEAK):
            return Sign("cloud-check", self._text("dossiers.age.online", time=shown), Tone.GREEN)
        return Sign("cloud-off", self._text("dossiers.age.offline", time=shown), Tone.NEUTRAL)

    def _chip(self, selection: DossierFilter, count: int | None) -> str:
        name = self._text(f"dossiers.filter.{selection.value}")
        if count is None:
            return name
        figure = f"{self._wording.number(CAP)}+" if count >= CAP else self._wording.number(count)
        return f"{name} {figure}"
