"""Keeps the reception in hand: soon after each change, at once when it matters."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.services.draft import Draft
from counter_app.services.reception import Reception
from counter_app.ui.tasks import Tasks

DELAY_MS = 400
"""After the first change that is not kept yet; typing on does not put it off."""
RETRY_MS = 5_000


class DraftKeeper(QObject):
    """``kept`` tells the draft and when it was saved, ``failed`` why it was not; it tries again by itself."""

    kept = Signal(object, object)
    failed = Signal(object)

    def __init__(self, reception: Reception, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reception = reception
        self._tasks = tasks
        self._waiting: Draft | None = None
        self._stored: set[str] = set()
        self._forgotten = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.flush)

    def knows(self, draft: Draft) -> None:
        """This draft came from the store."""
        self._stored.add(draft.id)

    def put(self, draft: Draft) -> None:
        """The draft changed; an empty one that was never kept is left alone."""
        if draft.is_empty and draft.id not in self._stored:
            self._waiting = None
            return
        self._waiting = draft
        if not self._timer.isActive():
            self._timer.start(DELAY_MS)

    def flush(self) -> None:
        """Keep what changed now: the counter is locked, left or closed."""
        self._timer.stop()
        draft, self._waiting = self._waiting, None
        if draft is None:
            return
        life = self._forgotten
        task = self._tasks.database(lambda: self._keep(draft), owner=self)
        task.success(lambda at: self._done(draft, at))
        task.failure(lambda error: self._failed(draft, error, life))

    def forget(self) -> None:
        """What waits is no longer to be kept: it is being accepted or thrown away."""
        self._timer.stop()
        self._waiting = None
        self._forgotten += 1

    def _keep(self, draft: Draft) -> datetime | None:
        if draft.is_empty:
            self._reception.discard(draft)
            return None
        return self._reception.save(draft)

    def _done(self, draft: Draft, at: datetime | None) -> None:
        if at is None:
            self._stored.discard(draft.id)
        else:
            self._stored.add(draft.id)
        self.kept.emit(draft, at)

    def _failed(self, draft: Draft, error: Exception, life: int) -> None:
        if life != self._forgotten:
            return  # accepted or thrown away meanwhile: it must not come back
        if self._waiting is None:
            self._waiting = draft
        self._timer.start(RETRY_MS)
        self.failed.emit(error)
