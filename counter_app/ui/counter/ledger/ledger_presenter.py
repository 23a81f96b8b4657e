"""Looking through the ledger: filters, pages as one scrolls, printing, saving, closing the year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.work_calendar import vietnam_time
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.ledger import LedgerPage, LedgerQuery, PageEnd
from counter_app.services.ports import PrintOutcome, PrintResult
from counter_app.ui.counter.ledger.ledger_cells import LedgerCells
from counter_app.ui.counter.ledger.ledger_head_words import HeadWords
from counter_app.ui.counter.ledger.ledger_model import PAGE, LedgerModel
from counter_app.ui.counter.ledger.ledger_state import LedgerState, Offer
from counter_app.ui.counter.parts.sync_feed import SyncFeed
from counter_app.ui.counter.window.screens import Seat
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

_REFRESH_MS: Final = 2_000
"""News come in bursts; a ledger that is looked at follows them this far behind."""
_PAGE_PRINTER: Final = "page"


class LedgerPresenter(QObject):
    """``shown`` tells a ``LedgerState``; ``to_close`` the books that closing the year concerns, in words."""

    shown = Signal(object)
    to_close = Signal(int, object)
    closed = Signal()
    not_closed = Signal(object)

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
        self._services, self._tasks, self._notices, self._seat = services, tasks, notices, seat
        self._wording, self._words = wording, HeadWords(wording)
        self.cells = LedgerCells(wording)
        self.model = LedgerModel(self.cells.wide(books=True), self)
        self.model.more_wanted.connect(self._fetch_more)
        self._query = LedgerQuery(self._today_year())
        self._offer = Offer()
        self._busy = ""
        self._looked_at = False
        self._later = QTimer(self, interval=_REFRESH_MS, singleShot=True)
        self._later.timeout.connect(self._read_again)
        self._feed = SyncFeed(services.sync, tasks, self)
        self._feed.moved.connect(self._moved)

    @property
    def state(self) -> LedgerState:
        """What is shown now."""
        signed_in = self._seat.signed_in
        clerk = None if signed_in is None else signed_in.clerk
        return self._words.state(self._query, self._offer, clerk, self._today_year(), self._busy)

    def activate(self) -> None:
        """The screen was opened: newest lines."""
        self._looked_at = True
        self._read()

    def leave(self) -> None:
        """Nobody looks any more."""
        self._looked_at = False
        self._later.stop()

    def choose_year(self, year: int) -> None:
        """Another year, all its books and fields."""
        if year != self._query.year:
            self._query = LedgerQuery(year)
            self._read()

    def choose_book(self, book: str) -> None:
        """One book of the year by its label, or all."""
        self._query = replace(self._query, book=book)
        self._read()

    def choose_field(self, field: str) -> None:
        """The lines of one field, or of all."""
        self._query = replace(self._query, field=field)
        self._read()

    # --- papers --------------------------------------------------------------------------------

    def print(self) -> None:
        """Print what is chosen on A4."""
        papers, query = self._services.ledger_papers, self._query
        printer = self._services.printing.printers.page
        self._make("print", lambda: papers.print(query, printer), self._printed)

    def save(self, folder: Path, *, xlsx: bool) -> None:
        """Save what is chosen into a folder."""
        papers, query = self._services.ledger_papers, self._query
        self._make(
            "xlsx" if xlsx else "pdf",
            lambda: papers.save(query, folder, pdf=not xlsx, xlsx=xlsx),
            lambda names: self._saved(folder, names),
        )

    def _make(self, act: str, work: Callable[[], Sequence[object]], done: Callable[..., None]) -> None:
        if self._busy:
            return
        self._busy = act
        self._show()
        # A large book takes seconds, and receptions must not wait for it: not on the database's worker.
        task = self._tasks.device(_PAGE_PRINTER, work, owner=self)
        task.success(lambda made: self._made(done, made)).failure(self._not_made)

    def _made(self, done: Callable[..., None], made: Sequence[object]) -> None:
        self._busy = ""
        self._show()
        done(made)

    def _not_made(self, error: Exception) -> None:
        self._busy = ""
        self._show()
        tell(self._notices)(error)

    def _printed(self, outcomes: Sequence[PrintOutcome]) -> None:
        results = {outcome.result for outcome in outcomes}
        for result in (PrintResult.FAILED, PrintResult.SAVED, PrintResult.SENT, PrintResult.PRINTED):
            if result in results:
                words = self._wording.text(f"ledger.print.{result.value}", printer=outcomes[0].printer)
                say = self._notices.success if result is PrintResult.PRINTED else self._notices.warning
                say(words)
                return

    def _saved(self, folder: Path, names: Sequence[str]) -> None:
        text = self._wording.text("ledger.saved", files=", ".join(names), folder=str(folder))
        self._notices.success(text)

    # --- closing -------------------------------------------------------------------------------

    def ask_closing(self) -> None:
        """Read again what closing the year would record."""
        year = self._query.year
        task = self._tasks.database(lambda: self._services.ledger.to_close(year), owner=self)
        task.success(lambda views: self.to_close.emit(year, self._words.closing(views)))
        task.failure(tell(self._notices))

    def close(self, year: int, head_name: str) -> None:
        """Close the station's books of a year."""
        clerk = self._seat.clerk
        task = self._tasks.database(lambda: self._services.ledger.close(year, clerk, head_name), owner=self)
        task.success(lambda _: self._year_closed(year)).failure(self.not_closed.emit)

    def _year_closed(self, year: int) -> None:
        self.closed.emit()
        self._notices.success(self._wording.text("ledger.close.done", year=year))
        self._read()

    def continue_book(self) -> None:
        """Go on in a further book of this year."""
        clerk = self._seat.clerk
        task = self._tasks.database(lambda: self._services.ledger.continue_book(clerk), owner=self)
        task.success(lambda book: self._continued(book.label)).failure(tell(self._notices))

    def _continued(self, label: str) -> None:
        self._notices.success(self._wording.text("ledger.continue.done", book=label))
        self._read()

    # --- reading -------------------------------------------------------------------------------

    def _read(self) -> None:
        query, ledger = self._query, self._services.ledger

        def read() -> tuple[Offer, LedgerPage]:
            offer = Offer(ledger.years(), ledger.books(query.year), ledger.fields(query))
            return offer, ledger.page(query, limit=PAGE)

        task = self._tasks.database(read, owner=self, replaces="read")
        task.success(lambda read: self._have(*read)).failure(tell(self._notices))

    def _have(self, offer: Offer, page: LedgerPage) -> None:
        self._offer = offer
        self.model.begin(page.rows, page.end)
        self._show()

    def _fetch_more(self, generation: int) -> None:
        end, query = self.model.end, self._query
        task = self._tasks.database(lambda: self._page(query, end), owner=self)
        task.success(lambda page: self.model.go_on(generation, page.rows, page.end))
        task.failure(lambda error: self._more_failed(generation, error))

    def _page(self, query: LedgerQuery, end: PageEnd | None) -> LedgerPage:
        return self._services.ledger.page(query, end, limit=PAGE)

    def _more_failed(self, generation: int, error: Exception) -> None:
        self.model.give_up(generation)
        tell(self._notices)(error)

    def _moved(self, _status: object, changed: frozenset[str]) -> None:
        if changed and self._looked_at and not self._later.isActive():
            self._later.start()

    def _read_again(self) -> None:
        """News: what is in sight is read anew, unless somebody has scrolled on."""
        if self._looked_at and self.model.rowCount() <= PAGE:
            self._read()

    def _show(self) -> None:
        self.shown.emit(self.state)

    def _today_year(self) -> int:
        return vietnam_time(self._services.clock.now()).year
