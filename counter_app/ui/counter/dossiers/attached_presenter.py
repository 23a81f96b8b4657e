"""The files of the dossier in hand: how far they have come, and taking more in from the disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk
from counter_app.i18n import Wording
from counter_app.services.attaching import FileOfDossier
from counter_app.services.bundle import CounterServices
from counter_app.services.scan_ports import FileState
from counter_app.ui.counter.dossiers.attached_state import AttachedState
from counter_app.ui.counter.dossiers.attached_words import AttachedWords
from counter_app.ui.counter.dossiers.dossier_presenter import RenderPages
from counter_app.ui.counter.dossiers.dossier_state import DetailState
from counter_app.ui.counter.window.screens import Seat
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

_SOON_MS: Final = 300


@dataclass(frozen=True, slots=True)
class _TakenIn:
    """What became of the chosen files: how many are there now, and why others are not."""

    taken: int
    refused: tuple[tuple[str, DomainError], ...]


class AttachedPresenter(QObject):
    """``shown`` tells an ``AttachedState``; ``attached`` the dossier that has more files now."""

    shown = Signal(object)
    attached = Signal(str)

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        seat: Seat,
        render_pages: RenderPages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._attaching, self._tasks, self._notices = services.attaching, tasks, notices
        self._seat, self._render_pages = seat, render_pages
        self._wording, self._words = wording, AttachedWords(wording)
        self._detail: DetailState | None = None
        self._files: tuple[FileOfDossier, ...] = ()
        self._busy = False
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._fetch)
        end = services.scan_sending.subscribe(lambda _status: tasks.on_gui(self._moved))
        self.destroyed.connect(lambda _=None: end())

    @property
    def state(self) -> AttachedState | None:
        """What is shown now."""
        detail = self._detail
        if detail is None:
            return None
        return self._words.state(detail.dossier, self._files, detail.locked, busy=self._busy)

    def open(self, detail: DetailState | None) -> None:
        """Another dossier, or the same one anew."""
        before, self._detail = self._detail, detail
        if detail is None:
            return
        if before is None or before.id != detail.id:
            self._files = ()
        self._show()
        self._fetch()

    def attach(self, dossier_id: str, paths: Sequence[Path], component: int | None) -> None:
        """Take files in, one after the other; what cannot be taken is told by its name."""
        self._busy = True
        self._show()
        clerk = self._seat.clerk
        # A file may lie on a slow stick: not on the worker that answers the search.
        task = self._tasks.device(
            "files", lambda: self._take_in(dossier_id, paths, component, clerk), owner=self
        )
        task.success(lambda taken: self._taken(dossier_id, taken)).failure(self._failed)

    def _take_in(
        self, dossier_id: str, paths: Sequence[Path], component: int | None, clerk: Clerk
    ) -> _TakenIn:
        taken, refused = 0, []
        for path in paths:
            try:
                data = _read(path)
                pages = self._pages(data)
                self._attaching.attach(dossier_id, data, clerk, component=component, pages=pages)
            except DomainError as error:
                refused.append((path.name, error))
            else:
                taken += 1
        return _TakenIn(taken, tuple(refused))

    def _pages(self, data: bytes) -> int:
        if not data.startswith(b"%PDF-"):
            return 1
        try:
            return len(self._render_pages(data))
        except ValueError as error:
            raise DomainError("file.damaged") from error

    def _taken(self, dossier_id: str, taken: _TakenIn) -> None:
        self._busy = False
        if taken.taken:
            self._notices.success(self._wording.count("dossiers.file.taken", taken.taken))
        for name, error in taken.refused:
            why = self._wording.error(error)
            self._notices.error(self._wording.text("dossiers.file.refused", name=name, why=why))
        self._show()
        self._fetch()
        if taken.taken:
            self.attached.emit(dossier_id)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._show()
        tell(self._notices)(error)

    def _moved(self) -> None:
        """Scans were sent, or the centre told of another counter's."""
        if shiboken6.isValid(self) and any(each.state is not FileState.SENT for each in self._files):
            self._soon.start()

    def _fetch(self) -> None:
        detail, attaching = self._detail, self._attaching
        if detail is None:
            return
        wanted = detail.id
        task = self._tasks.database(lambda: attaching.files(wanted), owner=self, replaces="files")
        task.success(lambda files: self._learn(wanted, files)).failure(tell(self._notices))

    def _learn(self, wanted: str, files: tuple[FileOfDossier, ...]) -> None:
        if self._detail is not None and self._detail.id == wanted:
            self._files = files
            self._show()

    def _show(self) -> None:
        state = self.state
        if state is not None:
            self.shown.emit(state)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DomainError("file.unreadable") from error
