"""The one place where scans arrive, from whatever reader: what they mean is found out off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal

from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.pads import sheet_of_code
from counter_app.services.ports import Scan
from counter_app.services.scans import CardScanned, NotUsable, ScanMeaning, SlipScanned
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

_READ_ALL_THE_SAME: Final = "read_despite_input_method"


class ScanDesk(QObject):
    """``card`` and ``slip`` tell what was scanned; anything else becomes a notice that says what it is.

    ``sheet`` tells pad and line of a sheet that no dossier was entered from yet.

    ``understood`` tells both before, with the ``Scan`` itself: by which way it came.
    """

    arrived = Signal()
    card = Signal(object)
    slip = Signal(object)
    sheet = Signal(str, int)
    understood = Signal(object, object)

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks = services, tasks
        self._wording, self._notices = wording, notices
        self._open = False
        self._unusable: Callable[[str], object] | None = None
        self._taker: Callable[[Scan], bool] | None = None
        self._hinted = False
        self._doubt = ""
        self._ends: list[Callable[[], None]] = [
            services.scanner.subscribe(self._from_reader),
            services.scanner.subscribe_troubles(self._trouble_of_reader),
        ]

    def open(self) -> None:
        """A clerk sits here: take scans."""
        self._open = True

    def close(self) -> None:
        """Nobody sits here: scans are not looked at."""
        self._open = False

    def end(self) -> None:
        """The window goes away."""
        self.close()
        while self._ends:
            self._ends.pop()()

    def forget_doubt(self) -> None:
        """A scan that was of no use is over: a good one followed, or another person stands here."""
        doubt, self._doubt = self._doubt, ""
        if doubt:
            self._notices.withdraw(doubt)

    def hand_unusable_to(self, told: Callable[[str], object] | None) -> None:
        """While a dialog reads, what is of no use here is told there and not behind it; ``None`` ends it."""
        self._unusable = told

    def divert(self, taker: Callable[[Scan], bool] | None) -> None:
        """Ask ``taker`` first what a reader sends: one line of several goes to a dialog that waits for it."""
        self._taker = taker

    def take(self, scan: Scan) -> None:
        """On the GUI thread: find out what a scan means."""
        if not self._open:
            return
        self.arrived.emit()
        task = self._tasks.database(lambda: self._services.scans.interpret(scan.text), owner=self)
        task.success(lambda meaning: self._tell(scan, meaning)).failure(self._notices.raised)

    def _from_reader(self, scan: Scan) -> None:
        self._tasks.on_gui(lambda: self._arrive(scan))

    def _trouble_of_reader(self, code: str) -> None:
        self._tasks.on_gui(lambda: self._tell_trouble(code))

    def _tell_trouble(self, code: str) -> None:
        """What came is no scan; that one was read all the same is said once, until the window is closed."""
        if not self._open:
            return
        self.arrived.emit()
        if code != _READ_ALL_THE_SAME:
            self._say(self._wording.text(f"device.finding.{code}"))
        elif not self._hinted:
            self._hinted = True
            self._notices.info(self._wording.text(f"device.finding.{code}"))

    def _arrive(self, scan: Scan) -> None:
        if self._open and self._taker is not None and self._taker(scan):
            self.arrived.emit()
            return
        self.take(scan)

    def _tell(self, scan: Scan, meaning: ScanMeaning) -> None:
        if not self._open:
            return
        self.forget_doubt()
        match meaning:
            case CardScanned():
                self.understood.emit(scan, meaning)
                self.card.emit(meaning)
            case SlipScanned(dossier_id=None, code=code):
                sheet = sheet_of_code(code)
                if sheet is not None:
                    self.sheet.emit(*sheet)
                    return
                self._say(self._wording.text("counter.slip_unknown", code=code))
            case SlipScanned():
                self.understood.emit(scan, meaning)
                self.slip.emit(meaning)
            case NotUsable(findings=findings):
                known = findings[0]
                self._say(self._wording.text(f"finding.{known.code}", **known.params))

    def _say(self, words: str) -> None:
        if self._unusable is not None:
            self._unusable(words)
            return
        self.forget_doubt()
        self._doubt = words
        self._notices.warning(words)
