"""Entering from paper: offers the pads, checks a sheet, and puts it into the draft in hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from counter_app.domain.errors import DomainError
from counter_app.domain.pads import PaperSheet
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.bundle import CounterServices
from counter_app.services.draft import Draft, DueChoice
from counter_app.services.pads import PadView
from counter_app.ui.counter.pads.sheet_dialog import SheetDialog, SheetTyped
from counter_app.ui.counter.reception.reception_presenter import ReceptionPresenter
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

_PLACES = {"received_at": "day", "due": "due"}


class SheetDesk(QObject):
    """Between the dialog and the reception's presenter; ``dialog`` is the open one, or ``None``."""

    def __init__(
        self,
        presenter: ReceptionPresenter,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        over: QWidget,
    ) -> None:
        super().__init__(presenter)
        self._presenter, self._services, self._tasks = presenter, services, tasks
        self._wording, self._notices, self._over = wording, notices, over
        self.dialog: SheetDialog | None = None

    def open(self, book: str = "", line: int = 0) -> None:
        """Ask for a sheet; ``book`` and ``line`` were scanned. A dialog that is open takes them over."""
        if self.dialog is not None:
            if line:
                self.dialog.show_sheet(book, line)
            return
        task = self._tasks.database(self._services.pads.open, owner=self, replaces="pads")
        task.success(lambda pads: self._show(pads, book, line)).failure(tell(self._notices))

    def _show(self, pads: Sequence[PadView], book: str, line: int) -> None:
        if self.dialog is not None:
            return
        if not pads:
            self._notices.info(self._wording.text("pad.enter.none"))
            return
        today = local(self._services.clock.now()).date()
        dialog = self.dialog = SheetDialog(self._wording, pads, today, self._over)
        typed = _typed(self._presenter.draft)
        if typed is not None:
            dialog.show_typed(typed)
        if line:
            dialog.show_sheet(book, line)
        dialog.given.connect(self._check)
        dialog.dropped.connect(self._drop)
        dialog.finished.connect(self._forget)
        dialog.open()

    def _check(self, typed: SheetTyped) -> None:
        pads = self._services.pads
        task = self._tasks.database(
            lambda: pads.sheet(typed.book, typed.line, typed.clerk_name), owner=self, replaces="sheet"
        )
        task.success(lambda sheet: self._take(sheet, typed)).failure(self._refused)

    def _take(self, sheet: PaperSheet, typed: SheetTyped) -> None:
        draft = self._presenter.draft
        # A due time that was set before the sheet was named stays, unless the paper names one.
        due = draft.due if draft.paper is None else None
        if typed.promised is not None:
            due = DueChoice(typed.promised, self._wording.text("pad.enter.promised"))
        problem = self._presenter.take_sheet(sheet, typed.received_at, due)
        dialog = self.dialog
        if dialog is None:
            return
        if problem is None:
            dialog.accept()
            self._presenter.led.emit("begin")
        else:
            place, words = problem
            dialog.refuse(_PLACES.get(place, "line"), words)

    def _refused(self, error: Exception) -> None:
        if self.dialog is None or not isinstance(error, DomainError):
            tell(self._notices)(error)
            return
        self.dialog.refuse("line", self._wording.error(error))

    def _drop(self) -> None:
        self._presenter.drop_sheet()
        if self.dialog is not None:
            self.dialog.reject()

    def _forget(self) -> None:
        self.dialog = None


def _typed(draft: Draft) -> SheetTyped | None:
    """What the draft in hand has from paper already."""
    sheet = draft.paper
    if sheet is None or draft.received_at is None:
        return None
    promised = None if draft.due is None else draft.due.due_at
    return SheetTyped(sheet.book, sheet.line, draft.received_at, sheet.clerk_name, promised)
