"""ESC/POS receipt printers on a network line (raw TCP, usually port 9100).

Written and tested against this project's simulator; not yet seen on a physical printer.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

from counter_app.devices.escpos.job import CUTS, Cut, check_image, printed_mm, slip_job
from counter_app.devices.escpos.profiles import PAPER_WIDTHS, slip_format
from counter_app.devices.escpos.status import ANSWERS, STATUS_REQUESTS, condition_of
from counter_app.devices.printers.tcp_line import LineStalledError, TcpLine
from counter_app.devices.registry import driver
from counter_app.devices.setting_fields import HostPort, choice, host_port, number, text
from counter_app.services.ports import MonoImage, PrinterCondition, PrintOutcome, PrintResult

_QUIET_S: Final = 0.03
_LOOK_AGAIN_S: Final = 0.1


@dataclass(frozen=True)
class TimeLimits:
    """How long the printer may take, in seconds; ``send_s`` comes on top of the time that printing takes."""

    connect_s: float = 1.5
    answer_s: float = 2.2
    send_s: float = 3.0


@dataclass(frozen=True)
class EscposTcpSettings:
    """Where the printer is and what it can do.

    ``status`` ``never`` is for printers without a way back: every job is then only ``SENT``. ``speed_mm_s``
    tells how long a slip takes, and so how long the printer is watched until a job is believed.
    """

    address: HostPort = field(metadata=host_port(9100))
    paper: str = field(default="80mm", metadata=choice(PAPER_WIDTHS))
    model: str = field(default="", metadata=text())
    cut: Cut = field(default="partial", metadata=choice(CUTS))
    status: str = field(default="asked", metadata=choice(("asked", "never")))
    speed_mm_s: int = field(default=100, metadata=number(20, 500))
    name: str = field(default="", metadata=text())


@driver("slip_printer", "escpos_tcp", settings=EscposTcpSettings)
class EscposTcpPrinter:
    """Prints a raster and believes it only when the printer was and still is able to print.

    Each question and each job has a connection of its own, so that nothing of an earlier job (a late
    answer, an encoder's state) reaches the next one, and several counters can share a printer. To be used
    from one thread.
    """

    def __init__(self, settings: EscposTcpSettings, limits: TimeLimits | None = None) -> None:
        self._settings = settings
        self._limits = limits or TimeLimits()
        self._format = slip_format(settings.paper, settings.cut, settings.model)
        self._unfinished = False

    @staticmethod
    def is_usable() -> bool:
        """Sockets are everywhere."""
        return True

    @property
    def name(self) -> str:
        """The name given in the settings, or the address."""
        return self._settings.name or str(self._settings.address)

    @property
    def width_dots(self) -> int:
        """Printable dots of a row."""
        return self._format.width_dots

    def condition(self) -> PrinterCondition:
        """Ask the printer now; ``MUTE`` when it is there but cannot or does not answer."""
        try:
            with self._line() as line:
                return self._ask(line)
        except OSError:
            return PrinterCondition.UNREACHABLE

    def print_image(self, image: MonoImage) -> PrintOutcome:
        """Print and cut.

        ``PRINTED``: the state was good before, and stayed good for as long as the slip takes. ``FAILED``:
        the printer named a reason, stopped taking data or was not reachable. ``SENT``: all was handed over,
        but no answer came afterwards (or the settings say that none ever comes). Raises ``DomainError`` for
        an image that does not fit.
        """
        check_image(image, self.width_dots)
        try:
            with self._line() as line:
                before = self._ask(line)
                if not before.can_print and self._asks:
                    return self._outcome(PrintResult.FAILED, before)
                return self._print(line, image)
        except LineStalledError:
            return self._outcome(PrintResult.FAILED, self.condition())
        except OSError:
            return self._outcome(PrintResult.FAILED, PrinterCondition.UNREACHABLE)

    @property
    def _asks(self) -> bool:
        return self._settings.status == "asked"

    def _line(self) -> TcpLine:
        return TcpLine(self._settings.address, within_s=self._limits.connect_s)

    def _ask(self, line: TcpLine) -> PrinterCondition:
        if not self._asks:
            return PrinterCondition.MUTE
        line.late_bytes(quiet_s=_QUIET_S)
        line.send(STATUS_REQUESTS, within_s=self._limits.answer_s)
        answer = line.read(ANSWERS, within_s=self._limits.answer_s)
        return condition_of(answer + line.late_bytes(quiet_s=_QUIET_S))

    def _print(self, line: TcpLine, image: MonoImage) -> PrintOutcome:
        job = slip_job(image, cut=self._format.cut, separate_first=self._unfinished)
        takes_s = printed_mm(image) / self._settings.speed_mm_s
        done_at = time.monotonic() + takes_s
        self._unfinished = True
        line.send(job, within_s=takes_s + self._limits.send_s)
        after = self._watch(line, done_at)
        if after is PrinterCondition.MUTE:
            self._unfinished = False
            return self._outcome(PrintResult.SENT, after)
        if not after.can_print:
            return self._outcome(PrintResult.FAILED, after)
        self._unfinished = False
        return self._outcome(PrintResult.PRINTED, after)

    def _watch(self, line: TcpLine, done_at: float) -> PrinterCondition:
        """Ask until the slip must be out: a status says how the printer is, not how far it got."""
        while True:
            over = time.monotonic() >= done_at
            state = self._ask(line)
            if over or not state.can_print:
                return state
            time.sleep(max(0.0, min(_LOOK_AGAIN_S, done_at - time.monotonic())))

    def _outcome(self, result: PrintResult, condition: PrinterCondition) -> PrintOutcome:
        return PrintOutcome(result, condition, self.name)
