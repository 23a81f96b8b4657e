"""ESC/POS through a raw queue of the print service: a route without a way back.

Linux: a CUPS queue by ``lp -o raw`` (seen to pass bytes unchanged on CUPS 2.4). Windows: the spooler with
data type RAW; written from Microsoft's documentation, never run on Windows.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

from counter_app.devices.escpos.job import CUTS, Cut, check_image, slip_job
from counter_app.devices.escpos.profiles import PAPER_WIDTHS, slip_format
from counter_app.devices.printers import cups, winspool
from counter_app.devices.printers.cups import CupsQueue, QueueMuteError, QueueUnreachableError
from counter_app.devices.registry import driver
from counter_app.devices.setting_fields import choice, text
from counter_app.services.ports import MonoImage, PrinterCondition, PrintOutcome, PrintResult


@dataclass(frozen=True)
class RawQueueSettings:
    """The queue of the print service and what the printer behind it can do."""

    queue: str = field(metadata=text())
    paper: str = field(default="80mm", metadata=choice(PAPER_WIDTHS))
    model: str = field(default="", metadata=text())
    cut: Cut = field(default="partial", metadata=choice(CUTS))
    name: str = field(default="", metadata=text())


@driver("slip_printer", "escpos_raw_queue", settings=RawQueueSettings)
class RawQueuePrinter:
    """Hands a slip to the queue: ``SENT`` at best, for nobody here can know whether paper came out."""

    def __init__(self, settings: RawQueueSettings) -> None:
        self._settings = settings
        self._format = slip_format(settings.paper, settings.cut, settings.model)

    @staticmethod
    def is_usable() -> bool:
        """Whether the print service's programs are here (on Windows the spooler always is)."""
        return sys.platform == "win32" or cups.is_present()

    @property
    def name(self) -> str:
        """The name given in the settings, or the queue."""
        return self._settings.name or self._settings.queue

    @property
    def width_dots(self) -> int:
        """Printable dots of a row."""
        return self._format.width_dots

    def condition(self) -> PrinterCondition:
        """``MUTE`` while the queue takes jobs: the queue is known, the printer is not; else what stops the
        queue.
        """
        if sys.platform == "win32":
            return winspool.condition(self._settings.queue)
        else:  # noqa: RET505  the type checker skips what is not for its platform
            return _cups_condition(self._settings.queue)

    def print_image(self, image: MonoImage) -> PrintOutcome:
        """Hand the slip over; ``FAILED`` when the queue is stopped or does not take it."""
        check_image(image, self.width_dots)
        before = self.condition()
        if before is not PrinterCondition.MUTE:
            return PrintOutcome(PrintResult.FAILED, before, self.name)
        job = slip_job(image, cut=self._format.cut)
        taken = self._hand_over(job)
        result = PrintResult.SENT if taken else PrintResult.FAILED
        return PrintOutcome(result, before if taken else PrinterCondition.FAULT, self.name)

    def _hand_over(self, job: bytes) -> bool:
        if sys.platform == "win32":
            return winspool.send(self._settings.queue, job)
        else:  # noqa: RET505  as above
            return _cups_send(self._settings.queue, job)


def _cups_condition(queue: str) -> PrinterCondition:
    try:
        state = CupsQueue(queue).state().condition()
    except QueueUnreachableError:
        return PrinterCondition.UNREACHABLE
    except QueueMuteError:
        return PrinterCondition.FAULT
    return PrinterCondition.MUTE if state.can_print else state


def _cups_send(queue: str, job: bytes) -> bool:
    try:
        CupsQueue(queue).submit(job, title="slip", options=("raw",))
    except QueueUnreachableError:
        return False
    except QueueMuteError:
        return True  # as far as anybody can tell; a second print is worse than a look at the paper
    return True
