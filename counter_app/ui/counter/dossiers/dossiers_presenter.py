"""Finding dossiers as one types: the newest search wins, pages come as one scrolls, counts follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.store_ports import DossierFilter, DossierRow
from counter_app.services.sync_ports import SyncStatus
from counter_app.ui.counter.dossiers.dossier_cells import DossierCells
from counter_app.ui.counter.dossiers.dossiers_list_state import ListState
from counter_app.ui.counter.dossiers.dossiers_list_words import CAP, ListWords
from counter_app.ui.counter.dossiers.dossiers_model import PAGE, DossiersModel
from counter_app.ui.counter.parts.sync_feed import SyncFeed
from counter_app.ui.counter.window.screens import Seat
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

_REFRESH_MS: Final = 400
"""News come in bursts while a backlog is sent; the list follows them this far behind."""
_REFRESHED_ROWS: Final = 4 * PAGE


class DossiersPresenter(QObject):
    """``shown`` tells a ``ListState``; ``restarted`` that other rows are in the model (of another search)."""

    shown = Signal(object)
    restarted = Signal(bool)
    dossiers_changed = Signal(object)
    """Ids of dossiers that look different now: from sync, from other counters."""

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        seat: Seat,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._words = services, ListWords(wording)
        self._tasks, self._notices, self._seat = tasks, notices, seat
        self.cells = DossierCells(wording, services.clock.now, services.alerts.times)
        self.model = DossiersModel(self.cells.wide(), self)
        self.model.more_wanted.connect(self._fetch_more)
        self._state = ListState(chips=self._words.chips({}))
        self._later = QTimer(self, interval=_REFRESH_MS, singleShot=True)
        self._later.timeout.connect(self.refresh)
        self._feed = SyncFeed(services.sync, tasks, self)
        self._feed.moved.connect(self._moved)

    @property
    def state(self) -> ListState:
        """What is shown now."""
        return self._state

    def activate(self) -> None:
        """The screen was opened: newest rows, counts and age of the data."""
        if self.model.generation == 0:
            self._restart()
        else:
            self.refresh()
        self._ask_age()

    def begin_anew(self) -> None:
        """Nothing typed, all dossiers; read when the screen is opened next."""
        self._state = replace(self._state, text="", selection=DossierFilter.ALL, found="")
        if self.model.generation:
            self._restart()

    def search(self, text: str) -> None:
        """Other text was typed."""
        if text != self._state.text:
            self._state = replace(self._state, text=text)
            self._restart()

    def choose(self, selection: DossierFilter) -> None:
        """Another ready-made selection."""
        if selection is not self._state.selection:
            self._state = replace(self._state, selection=selection)
            self._restart()

    def search_everywhere(self) -> None:
        """The same text among all dossiers."""
        self.choose(DossierFilter.ALL)

    def refresh(self) -> None:
        """Newer rows of the same search; nothing moves that need not."""
        loaded = max(self.model.rowCount(), 1)
        limit = min(-(-loaded // PAGE) * PAGE, _REFRESHED_ROWS)
        find, generation = self._finder(limit), self.model.generation
        task = self._tasks.database(find, owner=self, replaces="find")
        task.success(lambda rows: self._renewed(generation, rows, limit)).failure(self._failed)

    # --- asking --------------------------------------------------------------------------------

    def _finder(self, limit: int, before: int | None = None) -> Callable[[], Sequence[DossierRow]]:
        state, clerk = self._state, self._clerk()
        dossiers = self._services.dossiers
        return lambda: dossiers.find(state.text, state.selection, clerk=clerk, limit=limit, before=before)

    def _restart(self) -> None:
        task = self._tasks.database(self._finder(PAGE), owner=self, replaces="find")
        task.success(self._found).failure(self._failed).progress(self._slow)
        self._show()

    def _found(self, rows: Sequence[DossierRow]) -> None:
        self.model.start(rows, more=len(rows) == PAGE)
        self._settle()
        self.restarted.emit(True)

    def _renewed(self, generation: int, rows: Sequence[DossierRow], limit: int) -> None:
        if generation != self.model.generation:
            return
        moved = self.model.renew(rows, more=len(rows) == limit)
        self._settle()
        if moved:
            self.restarted.emit(False)

    def _settle(self) -> None:
        """Rows are there: tell what is empty and count."""
        state = self._state
        nothing = None if self.model.rowCount() else self._words.nothing(state)
        here = self.model.rowCount()
        found = self._words.found(here) if state.text and here < PAGE else ""
        self._state = replace(state, searching=False, nothing=nothing, found=found)
        self._show()
        self._count()

    def _fetch_more(self, generation: int) -> None:
        last = self.model.last()
        if last is None:
            return
        task = self._tasks.database(self._finder(PAGE, last.position), owner=self)
        task.success(lambda rows: self.model.append(generation, rows, more=len(rows) == PAGE))
        task.failure(lambda error: self._more_failed(generation, error))

    def _more_failed(self, generation: int, error: Exception) -> None:
        self.model.give_up(generation)
        tell(self._notices)(error)

    def _count(self) -> None:
        """The matches of the typed text, and how much is in each selection without it."""
        state, clerk, dossiers = self._state, self._clerk(), self._services.dossiers
        here = self.model.rowCount()

        def count() -> tuple[int, dict[DossierFilter, int]]:
            found = here
            if state.text and here >= PAGE:
                found = dossiers.count(state.text, state.selection, clerk=clerk, cap=CAP)
            each: dict[DossierFilter, int] = {
                selection: dossiers.count("", selection, clerk=clerk, cap=CAP)
                for selection in DossierFilter
                if selection is not DossierFilter.ALL
            }
            return found, each

        task = self._tasks.database(count, owner=self, replaces="count")
        task.success(lambda counted: self._counted(*counted)).failure(self._failed)

    def _counted(self, found: int, each: Mapping[DossierFilter, int]) -> None:
        chips = self._words.chips(each, self._state.selection)
        words = self._words.found(found) if self._state.text else ""
        self._state = replace(self._state, chips=chips, found=words)
        self._show()

    def _slow(self, running: bool) -> None:
        self._state = replace(self._state, searching=running)
        self._show()

    def _failed(self, error: Exception) -> None:
        self._state = replace(self._state, searching=False)
        self._show()
        tell(self._notices)(error)

    def _show(self) -> None:
        self.shown.emit(self._state)

    def _clerk(self) -> str:
        signed_in = self._seat.signed_in
        return "" if signed_in is None else signed_in.clerk.id

    # --- news ----------------------------------------------------------------------------------

    def _ask_age(self) -> None:
        task = self._tasks.database(self._services.sync.status, owner=self, replaces="age")
        task.success(self._show_age)

    def _moved(self, status: SyncStatus, changed: frozenset[str]) -> None:
        self._show_age(status)
        if changed:
            self.dossiers_changed.emit(changed)
            if not self._later.isActive():
                self._later.start()

    def _show_age(self, status: SyncStatus) -> None:
        self._state = replace(self._state, age=self._words.age(status, self._services.clock.now()))
        self._show()
