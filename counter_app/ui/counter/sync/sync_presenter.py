"""The sync screen: the line as it is told, the rows of the chosen segment, sending and backing up now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.store_ports import JournalRow, VerdictState
from counter_app.services.sync_care import Ailing, BackupMade
from counter_app.services.sync_centre import SENT, WAITING
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.ui.counter.parts.care_watch import CareNews, CareWatch
from counter_app.ui.counter.parts.sync_feed import SyncFeed
from counter_app.ui.counter.sync.ailing_columns import AilingColumns
from counter_app.ui.counter.sync.screen_words import ScreenWords
from counter_app.ui.counter.sync.sync_state import Deed
from counter_app.ui.counter.sync.sync_words import SyncWords
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.shared.paged_model import PagedModel
from counter_app.ui.tasks import Tasks

LIMIT: Final = 200
"""Rows of a segment; the newest sent ones, the next waiting ones."""
SEGMENTS: Final[dict[str, Sequence[VerdictState]]] = {"waiting": WAITING, "sent": SENT}
AILING: Final = "ailing"
"""The segment of what wants a person; its rows come from mending."""
_TICK_MS: Final = 1_000
_REFRESH_MS: Final = 300
_TRYING_MS: Final = 4_000
"""How long "send now" shows that it tries, if the engine tells nothing."""
CANNOT_SEND: Final = (LineState.NOT_ENROLLED, LineState.REVOKED)


class SyncPresenter(QObject):
    """``shown`` tells a ``SyncState``; ``folder_wanted`` that there is no place for backups yet."""

    shown = Signal(object)
    folder_wanted = Signal()

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
        self._words = ScreenWords(wording, LIMIT)
        self._status: SyncStatus | None = None
        self._segment = "waiting"
        self._rows: tuple[JournalRow, ...] = ()
        self._read = self._backing_up = False
        now = services.clock.now
        self.model: PagedModel[JournalRow] = PagedModel(
            SyncWords(wording).columns(now, self._is_next), page=LIMIT, parent=self
        )
        self.ailing: PagedModel[Ailing] = PagedModel(
            AilingColumns(wording, now).columns(), page=LIMIT, parent=self
        )
        self._ailing_shown: tuple[Ailing, ...] = ()
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._show)
        self._later = QTimer(self, interval=_REFRESH_MS, singleShot=True)
        self._later.timeout.connect(self._fetch)
        self._trying = QTimer(self, interval=_TRYING_MS, singleShot=True)
        self._trying.timeout.connect(self._show)
        self._feed = SyncFeed(services.sync, tasks, self)
        self._feed.moved.connect(self._moved)
        self.care = CareWatch(services, tasks, self)
        self.care.changed.connect(self._cared)
        self.care.failed.connect(tell(notices))

    def open(self) -> None:
        """The screen was opened: what is true now, and every second what changes by itself."""
        self._tick.start()
        self._ask()
        self._fetch()
        self.care.start()

    def close(self) -> None:
        """Nobody looks."""
        self._tick.stop()
        self._later.stop()
        self.care.stop()

    def choose(self, segment: str) -> None:
        """Waiting, sent, or what wants a person."""
        if segment != self._segment:
            self._segment = segment
            self._rows, self._read = (), False
            self._fetch()
            self._show()

    def refresh(self) -> None:
        """Something was done about an entry."""
        self._fetch()
        self.care.look()

    def do(self, deed: Deed) -> None:
        """What a button asks for."""
        match deed:
            case Deed.SEND_NOW:
                self.send_now()
            case Deed.BACK_UP:
                self.back_up()
            case Deed.CHOOSE_FOLDER:
                self.folder_wanted.emit()
            case Deed.LOOK:
                self.choose(AILING)

    def send_now(self) -> None:
        """Try at once, whatever the back-off says; scans as well."""
        if self._status is not None and self._status.state in CANNOT_SEND:
            return
        self._trying.start()
        self._show()
        centre, scans = self._services.sync_centre, self._services.scan_sending

        def send() -> None:
            centre.send_now()
            scans.send_now()

        task = self._tasks.network(send, owner=self)
        task.success(lambda _: self._ask()).failure(self._send_failed)

    def back_up(self) -> None:
        """Write unsent work to the other disk now; on a slow stick it takes its time, and nothing waits."""
        news = self.care.news
        if self._backing_up:
            return
        if news is not None and news.backup.folder is None:
            self.folder_wanted.emit()
            return
        self._backing_up = True
        self._show()
        task = self._tasks.device("backup", self._services.care.backup.make, owner=self)
        task.success(self._backed_up).failure(self._not_backed_up)

    # --- asking --------------------------------------------------------------------------------

    def _ask(self) -> None:
        task = self._tasks.database(self._services.sync_centre.status, owner=self, replaces="status")
        task.success(self._learn).failure(tell(self._notices))

    def _fetch(self) -> None:
        centre, segment = self._services.sync_centre, self._segment
        states = SEGMENTS.get(segment)
        if states is None:
            return
        task = self._tasks.database(lambda: centre.rows(states, limit=LIMIT), owner=self, replaces="rows")
        task.success(lambda rows: self._take(segment, rows)).failure(tell(self._notices))

    def _take(self, segment: str, rows: Sequence[JournalRow]) -> None:
        if segment != self._segment:
            return
        self._read = True
        if tuple(rows) != self._rows or self.model.generation == 0:
            self._rows = tuple(rows)
            self.model.restart(len(rows), rows)
        self._show()

    def _learn(self, status: SyncStatus) -> None:
        self._status = status
        self._show()

    def _cared(self, news: CareNews) -> None:
        if news.ailing != self._ailing_shown:
            self._ailing_shown = news.ailing
            self.ailing.restart(len(news.ailing), news.ailing)
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

    def _backed_up(self, made: BackupMade) -> None:
        self._backing_up = False
        self._notices.success(self._words.backed_up(made))
        self._show()
        self.care.look()

    def _not_backed_up(self, error: Exception) -> None:
        self._backing_up = False
        self._show()
        self.care.look()
        if not isinstance(error, DomainError):
            raise error
        self._notices.raised(error)

    def _is_next(self, row: JournalRow) -> bool:
        waits = row.verdict.state is VerdictState.PENDING
        return waits and row.id == next(
            (each.id for each in self._rows if each.verdict.state is VerdictState.PENDING), None
        )

    # --- showing -------------------------------------------------------------------------------

    def _show(self) -> None:
        status, news = self._status, self.care.news
        if status is None:
            return
        rows = len(self._ailing_shown) if self._segment == AILING else len(self._rows)
        read = news is not None if self._segment == AILING else self._read
        self.shown.emit(
            self._words.state(
                status,
                news,
                self._services.clock.now(),
                segment=self._segment,
                rows=rows if read else None,
                trying=self._trying.isActive() or status.sending,
                backing_up=self._backing_up,
            )
        )
