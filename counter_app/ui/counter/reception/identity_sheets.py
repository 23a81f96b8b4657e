"""The sheets that open under the identity line: what is doubtful, and the same person's earlier dossiers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from counter_app.i18n import Wording
from counter_app.services.store_ports import DossierRow
from counter_app.ui.counter.identity.identity_state import Doubt
from counter_app.ui.counter.reception.doubts_sheet import DoubtsSheet
from counter_app.ui.counter.reception.earlier_sheet import EarlierSheet
from counter_app.ui.counter.reception.reception_view import ReceptionView


class IdentitySheets(QObject):
    """Made when they are first wanted. ``led`` tells a place in the draft, the others a dossier's id."""

    led = Signal(str)
    opened = Signal(str)
    taken = Signal(str)

    def __init__(self, wording: Wording, now: Callable[[], datetime], view: ReceptionView) -> None:
        super().__init__(view)
        self._wording, self._now, self._view = wording, now, view
        self.doubts: DoubtsSheet | None = None
        self.earlier: EarlierSheet | None = None

    def show_doubts(self, doubts: tuple[Doubt, ...]) -> None:
        """Open, or close when it is open already: the same key does both."""
        if self.doubts is None:
            self.doubts = DoubtsSheet(self._wording, self._view)
            self.doubts.chosen.connect(self.led)
        if self.doubts.isVisible():
            self.doubts.close_sheet()
        elif doubts:
            self.doubts.open_with(self._view.applicant.identity.doubts, doubts)

    def show_earlier(self, rows: Sequence[DossierRow]) -> None:
        """Open with these rows, or close."""
        if self.earlier is None:
            self.earlier = EarlierSheet(self._wording, self._now, self._view)
            self.earlier.opened.connect(self.opened)
            self.earlier.taken.connect(self.taken)
        if self.earlier.isVisible():
            self.earlier.close_sheet()
        elif rows:
            self.earlier.open_with(self._view.applicant.identity.earlier, rows)

    def close_all(self) -> None:
        """The screen is left, or another draft is in hand."""
        for sheet in (self.doubts, self.earlier):
            if sheet is not None:
                sheet.close_sheet(back=False)
