"""The sync screen: the line as it is told, the rows of the chosen segment, sending now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.store_ports import JournalRow, VerdictState
from counter_app.services.sync_centre import REFUSED, SENT, WAITING
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.ui.counter.parts.sync_feed import SyncFeed
from counter_app.ui.counter.sync.sync_state import EmptyWords, SyncState
from counter_app.ui.counter.sync.sync_words import SyncWords
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.shared.paged_model import PagedModel
from counter_app.ui.tasks import Tasks

LIMIT: Final = 200
"""Rows of a segment; the newest sent ones, the next waiting ones."""
SEGMENTS: Final[dict[str, Sequence[VerdictState]]] = {"waiting": WAITING, "sent": SENT, "refused": REFUSED}
_TICK_MS: Final = 1_000
_REFRESH_MS: Final = 300
_TRYING_MS: Final = 4_000
"""How long "send now" shows that it tries, if the engine tells nothing."""
_CANNOT_SEND: Final = (LineState.NOT_ENROLLED, LineState.REVOKED)


class SyncPresenter(QObject):
    """``shown`` tells a ``SyncState``."""

    shown = Signal(object)

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._notices = services, tasks, notices
        self._wording, self._text = wording, wording.text
        self._words = SyncWords(wording)
        self._status: SyncStatus | None = None
        self._segment = "waiting"
        self._rows: tuple[JournalRow, ...] = ()
        self._refused: tuple[JournalRow, ...] = ()
        self._read = False
        self.model: PagedModel[JournalRow] = PagedModel(
            self._words.columns(services.clock.now, self._is_next), page=LIMIT, parent=self
        )
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._show)
        self._later = QTimer(self, interval=_REFRESH_MS, singleShot=True)
        self._later.timeout.connect(self._fetch)
        self._trying = QTimer(self, interval=_TRYING_MS, singleShot=True)
        self._trying.timeout.connect(self._show)
        self._feed = SyncFeed(services.sync, tasks, self)
        self._feed.moved.connect(self._moved)

    def open(self) -> None:
        """The screen was opened: what is true now, and every second what changes by itself."""
        self._tick.start()
        self._ask()
        self._fetch()

    def close(self) -> None:
        """Nobody looks."""
        self._tick.stop()
        self._later.stop()

    def choose(self, segment: str) -> None:
        """Waiting, sent, or refused."""
        if segment != self._segment:
            self._segment = segment
            self._fetch()

    def send_now(self) -> None:
        """Try at once, whatever the back-off says."""
        self._trying.start()
        self._show()
        task = self._tasks.network(self._services.sync_centre.send_now, owner=self)
        task.success(lambda _: self._ask()).failure(self._send_failed)

    # --- asking --------------------------------------------------------------------------------

    def _ask(self) -> None:
        task = self._tasks.database(self._services.sync_centre.status, owner=self, replaces="status")
        task.success(self._learn).failure(tell(self._notices))

    def _fetch(self) -> None:
        centre, segment = self._services.sync_centre, self._segment

        def read() -> tuple[Sequence[JournalRow], Sequence[JournalRow]]:
            refused = centre.rows(REFUSED, limit=LIMIT)
            rows = refused if segment == "refused" else centre.rows(SEGMENTS[segment], limit=LIMIT)
            return rows, refused

        task = self._tasks.database(read, owner=self, replaces="rows")
        task.success(lambda read_: self._take(segment, *read_)).failure(tell(self._notices))

    def _take(self, segment: str, rows: Sequence[JournalRow], refused: Sequence[JournalRow]) -> None:
        if segment != self._segment:
            return
        self._refused, self._read = tuple(refused), True
        if tuple(rows) != self._rows or self.model.generation == 0:
            self._rows = tuple(rows)
            self.model.restart(len(rows), rows)
        self._show()

    def _learn(self, status: SyncStatus) -> None:
        self._status = status
        self._show()

    def _moved(self, status: SyncStatus, _changed: frozenset[str]) -> None:
        before, self._status = self._status, status
        if not status.sending:
            self._trying.stop()
        if self._tick.isActive():
            if before is None or before.backlog != status.backlog:
                self._later.start()
            self._show()

    def _send_failed(self, error: Exception) -> None:
        self._trying.stop()
        self._show()
        tell(self._notices)(error)

    def _is_next(self, row: JournalRow) -> bool:
        waits = row.verdict.state is VerdictState.PENDING
        return waits and row.id == next(
            (each.id for each in self._rows if each.verdict.state is VerdictState.PENDING), None
        )

    # --- showing -------------------------------------------------------------------------------

    def _show(self) -> None:
        status = self._status
        if status is None:
            return
        now, words = self._services.clock.now(), self._words
        self.shown.emit(
            SyncState(
                line=words.line(status, now),
                waiting=words.waiting(status, now),
                safe=words.safe(status, now),
                clock=words.clock(status, now),
                trouble=words.trouble(self._refused),
                segment=self._segment,
                chips=self._chips(status),
                heading=self._text(f"sync_centre.heading.{self._segment}"),
                empty=self._empty(),
                can_send=status.state not in _CANNOT_SEND,
                trying=self._trying.isActive() or status.sending,
            )
        )

    def _chips(self, status: SyncStatus) -> tuple[tuple[str, str], ...]:
        backlog, number = status.backlog, self._wording.number
        refused = len(self._refused)
        counts = {
            "waiting": number(backlog.entries + backlog.held),
            "sent": self._text("sync_centre.segment.today", count=number(backlog.accepted_today)),
            "refused": f"{number(LIMIT)}+" if refused >= LIMIT else number(refused),
        }
        return tuple(
            (key, f"{self._text(f'sync_centre.segment.{key}')} {count}") for key, count in counts.items()
        )

    def _empty(self) -> EmptyWords | None:
        if self._rows or not self._read:
            return None
        key = f"sync_centre.empty.{self._segment}"
        return EmptyWords("circle-check", self._text(f"{key}.title"), self._text(f"{key}.text"))
