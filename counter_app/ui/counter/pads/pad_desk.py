"""Issuing pads and declaring sheets void from the ledger: asks, records, prints or writes the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter_app.domain.errors import DomainError
from counter_app.domain.pads import Pad
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.pads import PadView
from counter_app.services.ports import PrintOutcome, PrintResult
from counter_app.services.printing import FORM
from counter_app.ui.counter.pads.pad_dialogs import IssueDialog, VoidDialog
from counter_app.ui.counter.parts.paper_trail import WORKERS
from counter_app.ui.counter.parts.saved_file import saved_path, tell_saved
from counter_app.ui.counter.window.screens import Seat
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

_PAGE_PRINTER = "page"


class PadDesk(QObject):
    """``recorded`` tells that the ledger looks different now; the dialogs are there while they are open."""

    recorded = Signal()

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        seat: Seat,
        over: QWidget,
        ask_folder: Callable[[QWidget, str], str],
    ) -> None:
        super().__init__(over)
        self._services, self._tasks, self._wording = services, tasks, wording
        self._notices, self._seat, self._over, self._ask_folder = notices, seat, over, ask_folder
        self.issuing: IssueDialog | None = None
        self.voiding: VoidDialog | None = None

    def ask_issue(self) -> None:
        """Offer a new pad, and those that are open to be written again."""
        task = self._tasks.database(self._services.pads.open, owner=self, replaces="pads")
        task.success(self._show_issue).failure(tell(self._notices))

    def ask_void(self) -> None:
        """Offer the pads of which a sheet can be declared void."""
        task = self._tasks.database(self._services.pads.open, owner=self, replaces="pads")
        task.success(self._show_void).failure(tell(self._notices))

    def _show_issue(self, pads: Sequence[PadView]) -> None:
        dialog = self.issuing = IssueDialog(self._wording, pads, self._over)
        known = {pad.label: pad.pad for pad in pads}
        dialog.issued.connect(self._issue)
        dialog.wanted.connect(lambda label, printed: self._make(known[label], printed=printed))
        dialog.open()

    def _issue(self, count: int, holder: str, printed: bool) -> None:
        clerk, pads = self._seat.clerk, self._services.pads
        task = self._tasks.database(lambda: pads.issue(clerk, count, holder), owner=self)
        task.success(lambda pad: self._issued(pad, printed=printed)).failure(tell(self._notices))

    def _issued(self, pad: Pad, *, printed: bool) -> None:
        self.recorded.emit()
        self._make(pad, printed=printed)

    def _make(self, pad: Pad, *, printed: bool) -> None:
        if printed:
            self._print(pad)
        else:
            self._write(pad)

    def _print(self, pad: Pad) -> None:
        """On A4; a pad that did not come out can be saved or printed again, with the same numbers."""
        papers, printer = self._services.pad_papers, self._services.printing.printers.page
        task = self._tasks.device(WORKERS[FORM], lambda: papers.print(pad, printer), owner=self)
        task.success(lambda outcome: self._printed(pad, outcome))
        task.failure(lambda error: self._not_printed(pad, error))

    def _printed(self, pad: Pad, outcome: PrintOutcome) -> None:
        said = self._wording.text(
            f"pad.issue.{outcome.result.value}", book=pad.label, printer=outcome.printer
        )
        if outcome.result is PrintResult.PRINTED:
            self._notices.success(said)
        elif outcome.result is PrintResult.FAILED:
            self._offer_file(pad, said)
        else:
            tell_saved(self._notices, self._wording, said, saved_path(outcome))

    def _not_printed(self, pad: Pad, error: Exception) -> None:
        if not isinstance(error, DomainError):
            tell(self._notices)(error)
            return
        key = "pad.issue.no_printer" if error.code == "print.no_page_printer" else "pad.issue.not_printed"
        self._offer_file(pad, self._wording.text(key, book=pad.label, why=self._wording.error(error)))

    def _offer_file(self, pad: Pad, said: str) -> None:
        save = self._wording.text("pad.issue.save")
        self._notices.warning(said, action=save, on_action=lambda: self._write(pad))

    def _write(self, pad: Pad) -> None:
        """Into a folder that the clerk names; a pad that was not written can be written later."""
        folder = self._ask_folder(self._over, self._wording.text("pad.issue.where"))
        if not folder:
            self._notices.info(self._wording.text("pad.issue.not_written", book=pad.label))
            return
        papers = self._services.pad_papers

        # Many pages take a moment, and receptions must not wait for them: not on the database's worker.
        task = self._tasks.device(_PAGE_PRINTER, lambda: papers.save(pad, Path(folder)), owner=self)
        task.success(lambda name: self._written(pad, name, folder)).failure(tell(self._notices))

    def _written(self, pad: Pad, name: str, folder: str) -> None:
        text = self._wording.text("pad.issue.done", book=pad.label, file=name, folder=folder)
        self._notices.success(text)

    def _show_void(self, pads: Sequence[PadView]) -> None:
        if not pads:
            self._notices.info(self._wording.text("pad.strike.none"))
            return
        dialog = self.voiding = VoidDialog(self._wording, pads, self._over)
        dialog.given.connect(self._void)
        dialog.finished.connect(self._forget_void)
        dialog.open()

    def _void(self, label: str, first: int, last: int, reason: str) -> None:
        clerk, pads = self._seat.clerk, self._services.pads
        task = self._tasks.database(lambda: pads.void(clerk, label, first, last, reason), owner=self)
        task.success(lambda _: self._voided()).failure(self._not_voided)

    def _voided(self) -> None:
        if self.voiding is not None:
            self.voiding.accept()
        self.recorded.emit()

    def _not_voided(self, error: Exception) -> None:
        if self.voiding is not None and isinstance(error, DomainError):
            self.voiding.refuse(self._wording.error(error))
        else:
            tell(self._notices)(error)

    def _forget_void(self) -> None:
        self.voiding = None
