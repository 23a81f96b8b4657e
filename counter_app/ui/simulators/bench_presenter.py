"""Asks the virtual devices how they are, and does what a person orders; nothing runs on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.errors import DomainError
from counter_app.ui.simulators.bench_parts import BenchParts, PrinterNow
from counter_app.ui.simulators.bench_state import Answer, BenchState, Scanned
from counter_app.ui.tasks import Task, Tasks

ASK_MS = 1_000
COUNT_EVERY = 3
"""The central system is asked for its count in every third round: it has other things to do."""
T = TypeVar("T")


class BenchPresenter(QObject):
    """``changed`` tells that the window looks different; ``failed`` an order that a device did not take.

    ``ticked`` comes with each round of questions, for what else is to be looked at now and then.
    """

    changed = Signal()
    ticked = Signal()
    failed = Signal(object)
    no_code = Signal()
    """The paper that was to be scanned bears no code that can be read."""

    def __init__(self, parts: BenchParts, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts, self._tasks = parts, tasks
        self._state = BenchState()
        self._asking: set[str] = set()
        self._round = 0
        self._clock = QTimer(self, interval=ASK_MS)
        self._clock.timeout.connect(self.ask)

    @property
    def state(self) -> BenchState:
        """What the window shows."""
        return self._state

    def start(self) -> None:
        """Ask now, and every second."""
        self.ask()
        self._clock.start()

    def stop(self) -> None:
        """Ask no more."""
        self._clock.stop()

    def ask(self) -> None:
        """Ask every device that is not being asked already."""
        parts = self._parts
        self._ask("printer", parts.printer.state, self._printer_is, self._printer_silent)
        self._ask("scanner", parts.scanner.state, self._scanner_hears, self._scanner_silent)
        if parts.line is not None:
            self._ask("line", parts.line.is_up, self._line_is, self._line_silent)
        if parts.central_count is not None and self._round % COUNT_EVERY == 0:
            self._ask("central", parts.central_count, self._holds, lambda: self._holds(None))
        self._round += 1
        self.ticked.emit()

    def turn(self, switch: str, on: bool) -> None:
        """Turn a switch of the printer."""
        task = self._tasks.device("printer", lambda: self._parts.printer.set(switch, on), owner=self)
        task.success(self._printer_is).failure(self._printer_refused)

    def scan(self, position: int) -> None:
        """Scan the card at ``position``; nothing when there is none."""
        if 0 <= position < len(self._parts.cards):
            card = self._parts.cards[position]
            self.scan_text(card.name, card.text)

    def scan_text(self, name: str, text: str) -> None:
        """Scan any text; ``name`` says what it was taken from."""
        task = self._tasks.device("scanner", lambda: self._parts.scanner.send(text), owner=self)
        task.success(lambda reached: self._sent(name, reached)).failure(self._scanner_refused)

    def scan_paper(self, name: str, picture: Path) -> None:
        """Read the code on a piece of paper and scan it."""
        read = self._parts.read_code
        if read is None:
            return
        task = self._tasks.device("paper", lambda: read(picture), owner=self)
        task.success(lambda text: self.scan_text(name, text) if text else self.no_code.emit())
        task.failure(self._told)

    def turn_line(self) -> None:
        """Pull the line, or plug it in again."""
        line = self._parts.line
        if line is None or self._state.line_turning:
            return
        deed, up = (line.pull, False) if self._state.line_up else (line.plug, True)
        self._show(line_turning=True)
        task = self._tasks.device("line", deed, owner=self)
        task.success(lambda _: self._turned(up)).failure(self._line_refused)

    def _ask(
        self,
        device: str,
        question: Callable[[], T],
        answer: Callable[[T], object],
        silent: Callable[[], object],
    ) -> None:
        if device in self._asking:
            return
        self._asking.add(device)

        def answered(told: T) -> None:
            self._asking.discard(device)
            answer(told)

        def failed(error: Exception) -> None:
            self._asking.discard(device)
            silent()
            if not isinstance(error, DomainError):
                raise error

        task: Task[T] = self._tasks.device(device, question, owner=self)
        task.success(answered).failure(failed)

    def _printer_is(self, now: PrinterNow) -> None:
        self._show(printer_answer=Answer.HERE, printer=now)

    def _printer_silent(self) -> None:
        self._show(printer_answer=Answer.SILENT, printer=PrinterNow())

    def _printer_refused(self, error: Exception) -> None:
        # The switch in the window jumped already: it is drawn anew from what the printer last told.
        self.changed.emit()
        self._told(error)

    def _scanner_hears(self, listeners: int) -> None:
        self._show(scanner_answer=Answer.HERE, listeners=listeners)

    def _scanner_silent(self) -> None:
        self._show(scanner_answer=Answer.SILENT, listeners=0)

    def _scanner_refused(self, error: Exception) -> None:
        self._scanner_silent()
        self._told(error)

    def _sent(self, name: str, reached: int) -> None:
        before = self._state.scanned.number if self._state.scanned is not None else 0
        self._show(scanner_answer=Answer.HERE, listeners=reached, scanned=Scanned(before + 1, name, reached))

    def _line_is(self, up: bool) -> None:
        if not self._state.line_turning:
            self._show(line_answer=Answer.HERE, line_up=up)

    def _line_silent(self) -> None:
        self._show(line_answer=Answer.SILENT, line_up=False)

    def _turned(self, up: bool) -> None:
        self._show(line_answer=Answer.HERE, line_up=up, line_turning=False)

    def _line_refused(self, error: Exception) -> None:
        self._show(line_turning=False)
        self._line_silent()
        self._told(error)

    def _holds(self, dossiers: int | None) -> None:
        self._show(dossiers=dossiers)

    def _told(self, error: Exception) -> None:
        if not isinstance(error, DomainError):
            raise error
        self.failed.emit(error)

    def _show(self, **news: object) -> None:
        state = replace(self._state, **news)  # type: ignore[arg-type]
        if state != self._state:
            self._state = state
            self.changed.emit()
