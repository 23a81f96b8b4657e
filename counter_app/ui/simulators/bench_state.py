"""What the window of the virtual devices shows, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from counter_app.ui.simulators.bench_parts import PrinterNow


class Answer(StrEnum):
    """Whether a device answers on its control line."""

    ASKED = "asked"
    """Not known yet."""
    HERE = "here"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Scanned:
    """The last scan: which, of what, and how many counters it reached; ``number`` counts the scans."""

    number: int
    name: str
    reached: int


@dataclass(frozen=True, slots=True)
class BenchState:
    """``dossiers`` at the central system is ``None`` while it is not known."""

    printer_answer: Answer = Answer.ASKED
    printer: PrinterNow = field(default_factory=PrinterNow)
    scanner_answer: Answer = Answer.ASKED
    listeners: int = 0
    scanned: Scanned | None = None
    line_answer: Answer = Answer.ASKED
    line_up: bool = False
    line_turning: bool = False
    dossiers: int | None = None
