"""Page printers behind the system's print service: CUPS where its programs are, else Qt's print support.

CUPS keeps text as text and tells what became of a job; Qt's way (Windows) paints each page as a picture.
The Qt way was never run on Windows: it is written from Qt's documentation and tried into a file only.
"""

from __future__ import annotations

import importlib.util
import time
from dataclasses import dataclass, field
from typing import Final

from counter_app.devices.printers import cups
from counter_app.devices.printers.cups import CupsQueue, JobState, QueueMuteError, QueueUnreachableError
from counter_app.devices.registry import driver
from counter_app.devices.setting_fields import choice, number, text
from counter_app.services.ports import PagePrinter, Paper, PrinterCondition, PrintOutcome, PrintResult

_LOOK_AGAIN_S: Final = 0.25


@dataclass(frozen=True)
class SystemPrinterSettings:
    """Which queue, and for how many seconds a job is followed until it counts as sent only."""

    queue: str = field(default="", metadata=text())
    route: str = field(default="auto", metadata=choice(("auto", "cups", "qt")))
    follow_s: int = field(default=8, metadata=number(0, 60))
    name: str = field(default="", metadata=text())


@driver("page_printer", "system", settings=SystemPrinterSettings)
class SystemPagePrinter:
    """The printer of the operating system; ``title`` of a job appears in system logs and holds no personal
    data.
    """

    def __init__(self, settings: SystemPrinterSettings) -> None:
        self._settings = settings
        self._printer: PagePrinter = self._by_cups() if self._uses_cups() else self._by_qt()

    @staticmethod
    def is_usable() -> bool:
        """Whether CUPS' programs or Qt's print support are here."""
        return cups.is_present() or _qt_is_present()

    @property
    def name(self) -> str:
        """The name given in the settings, or the queue."""
        return self._settings.name or self._settings.queue or "system"

    def condition(self) -> PrinterCondition:
        """The state of the queue now."""
        return self._printer.condition()

    def print_pdf(self, pdf: bytes, *, title: str, paper: Paper) -> PrintOutcome:
        """Print one-sided on ``paper``."""
        return self._printer.print_pdf(pdf, title=title, paper=paper)

    def _uses_cups(self) -> bool:
        route = self._settings.route
        return route == "cups" or (route == "auto" and cups.is_present())

    def _by_cups(self) -> PagePrinter:
        return CupsPagePrinter(CupsQueue(self._settings.queue), self.name, self._settings.follow_s)

    def _by_qt(self) -> PagePrinter:
        from counter_app.devices.printers.qt_queue import QtPagePrinter  # noqa: PLC0415  Qt loads late

        return QtPagePrinter(self._settings.queue, self.name)


class CupsPagePrinter:
    """Prints through ``lp`` and follows the job with ``lpstat``."""

    def __init__(self, queue: CupsQueue, name: str, follow_s: float) -> None:
        self._queue = queue
        self._follow_s = follow_s
        self.name = name

    def condition(self) -> PrinterCondition:
        """The state of the queue and what the printer last told it."""
        try:
            return self._queue.state().condition()
        except QueueUnreachableError:
            return PrinterCondition.UNREACHABLE
        except QueueMuteError:
            return PrinterCondition.MUTE

    def papers(self) -> frozenset[Paper] | None:
        """The sizes that the queue offers (``None``: it does not tell). A size it lacks makes jobs fail."""
        try:
            return self._queue.papers()
        except (QueueUnreachableError, QueueMuteError):
            return None

    def print_pdf(self, pdf: bytes, *, title: str, paper: Paper) -> PrintOutcome:
        """Print.

        ``PRINTED``: an IPP printer told that the job is out. ``SENT``: the queue has it, or had it for a
        printer that does not report; ``condition`` may then say what keeps it waiting. ``FAILED``: the
        queue cannot print, or it refused the job, or the job was taken back because the printer cannot be
        reached.
        """
        before = self.condition()
        if not before.can_print:
            return self._outcome(PrintResult.FAILED, before)
        try:
            options = (f"media={paper}", "sides=one-sided")
            job = self._queue.submit(pdf, title=title, options=options)
        except QueueUnreachableError:
            return self._outcome(PrintResult.FAILED, PrinterCondition.FAULT)
        except QueueMuteError:
            return self._outcome(PrintResult.SENT, PrinterCondition.MUTE)
        try:
            return self._follow(job)
        except QueueUnreachableError:
            return self._outcome(PrintResult.SENT, PrinterCondition.UNREACHABLE)
        except QueueMuteError:
            return self._outcome(PrintResult.SENT, PrinterCondition.MUTE)

    def _follow(self, job: str) -> PrintOutcome:
        end = time.monotonic() + self._follow_s
        while (state := self._queue.job_state(job)) is JobState.WAITING and time.monotonic() < end:
            time.sleep(_LOOK_AGAIN_S)
        queue = self._queue.state()
        if state is JobState.WAITING:
            return self._still_waiting(job, queue)
        if state is JobState.FAILED:
            return self._outcome(PrintResult.FAILED, queue.condition())
        told = state is JobState.DONE and self._queue.reports_back()
        return self._outcome(PrintResult.PRINTED if told else PrintResult.SENT, queue.condition())

    def _still_waiting(self, job: str, queue: cups.QueueState) -> PrintOutcome:
        condition = queue.condition()
        if not condition.can_print and self._queue.cancel(job):
            return self._outcome(PrintResult.FAILED, condition)
        return self._outcome(PrintResult.SENT, queue.condition(strict=True))

    def _outcome(self, result: PrintResult, condition: PrinterCondition) -> PrintOutcome:
        return PrintOutcome(result, condition, self.name)


def queue_names() -> tuple[str, ...]:
    """The printers of this machine, for the settings screen."""
    if cups.is_present():
        return cups.queue_names()
    if not _qt_is_present():
        return ()
    from counter_app.devices.printers.qt_queue import printer_names  # noqa: PLC0415  Qt loads late

    return printer_names()


def _qt_is_present() -> bool:
    return (
        importlib.util.find_spec("PySide6") is not None and importlib.util.find_spec("pypdfium2") is not None
    )
