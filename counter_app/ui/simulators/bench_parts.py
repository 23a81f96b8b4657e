"""What the window of the virtual devices is given: devices as it sees them, cards, the folder of paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from counter_app.i18n import Wording
from counter_app.ui.shared.tokens import ThemeName

STOPPING = ("cover_open", "paper_out", "offline")
"""Switches that hold the paper; the first that is on is the one to tell."""

SWITCHES = ("paper_out", "paper_low", "cover_open", "offline", "mute")
"""The faults that a person may try out, in the order of the window."""


@dataclass(frozen=True, slots=True)
class PrinterNow:
    """The virtual printer as it is: the names of the switches that are on, and whether a job is in it."""

    on: frozenset[str] = frozenset()
    printing: bool = False

    @property
    def stopped_by(self) -> str:
        """The switch that holds the paper, or an empty string."""
        return next((name for name in STOPPING if name in self.on), "")


class PrinterBench(Protocol):
    """The virtual printer's control line; calls may take seconds and raise ``DomainError("bench.*")``."""

    def set(self, name: str, on: bool) -> PrinterNow:
        """Turn one of ``SWITCHES``."""
        ...

    def state(self) -> PrinterNow:
        """What is so now."""
        ...


class ScannerBench(Protocol):
    """The virtual code reader's control line; calls raise ``DomainError("bench.*")``."""

    def send(self, text: str) -> int:
        """Scan a text; how many counters it reached."""
        ...

    def state(self) -> int:
        """How many counters listen now."""
        ...


class LineBench(Protocol):
    """The line to the central system; calls raise ``DomainError("bench.*")``."""

    def is_up(self) -> bool:
        """Whether calls get through."""
        ...

    def pull(self) -> None:
        """Break every call and let none through."""
        ...

    def plug(self) -> None:
        """Let calls through again."""
        ...


@dataclass(frozen=True, slots=True)
class BenchCard:
    """Something to scan: what it is, what is special about it, and what a reader reads from it."""

    name: str
    hint: str
    text: str


@dataclass(frozen=True)
class BenchParts:
    """Everything that ``run_bench`` needs.

    ``paper_dir``: ``receipt-NNNN.png`` and ``.json`` appear there. ``line`` is ``None`` when there is no line
    to pull. ``central_count`` tells how many dossiers the central system holds. ``read_code`` reads the code
    that is printed on a picture of paper, empty when there is none. The last two may be slow and may raise
    ``DomainError``.
    """

    wording: Wording
    paper_dir: Path
    printer: PrinterBench
    scanner: ScannerBench
    cards: Sequence[BenchCard]
    line: LineBench | None = None
    central_count: Callable[[], int] | None = None
    read_code: Callable[[Path], str] | None = None
    theme: ThemeName = "light"
    scale: float = 1.0
