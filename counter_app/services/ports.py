"""The roles that the services need filled; adapters live in storage, sync, devices, documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol

from counter_app.domain.receipt import ReceiptContent

# --- devices -----------------------------------------------------------------------------------


class PrinterCondition(StrEnum):
    """The true state of a printer, as it reports it itself."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    FAULT = "fault"
    UNREACHABLE = "unreachable"
    MUTE = "mute"
    """Connected, but it does not answer status requests: nothing can be known."""

    @property
    def can_print(self) -> bool:
        """Whether sending a job makes sense now."""
        return self in (PrinterCondition.READY, PrinterCondition.PAPER_LOW)


class PrintResult(StrEnum):
    """What is known of a job after it was sent."""

    PRINTED = "printed"
    SENT = "sent"
    """Handed over on a route without a way back: the clerk has to look at the paper."""
    FAILED = "failed"
    SAVED = "saved"
    """No printer took it; the document was kept as a file."""


@dataclass(frozen=True)
class PrintOutcome:
    """How a job ended; ``condition`` is the printer's state afterwards, ``path`` the kept file."""

    result: PrintResult
    condition: PrinterCondition
    printer: str
    path: str | None = None


@dataclass(frozen=True)
class MonoImage:
    """A black and white raster: rows of ``(width + 7) // 8`` bytes, most significant bit left.

    A set bit is black (the order of ESC/POS ``GS v 0``). ``len(data) == stride * height``.
    """

    width: int
    height: int
    data: bytes

    @property
    def stride(self) -> int:
        """Bytes per row."""
        return (self.width + 7) // 8


class SlipPrinter(Protocol):
    """An 80 or 58 mm receipt printer."""

    @property
    def name(self) -> str: ...

    @property
    def width_dots(self) -> int: ...

    def condition(self) -> PrinterCondition:
        """Ask the printer now; never raises, answers within about two seconds."""
        ...

    def print_image(self, image: MonoImage) -> PrintOutcome:
        """Print and cut; status is asked before and after, and only then believed."""
        ...


Paper = Literal["A4", "A5"]


class PagePrinter(Protocol):
    """A laser or ink printer behind the system's print service."""

    @property
    def name(self) -> str: ...

    def condition(self) -> PrinterCondition: ...

    def print_pdf(self, pdf: bytes, *, title: str, paper: Paper) -> PrintOutcome: ...


ScanSource = Literal["wedge", "serial", "network", "camera", "file", "clipboard", "mrz", "simulator"]


@dataclass(frozen=True)
class Scan:
    """One code as it was read: ``text`` is NFC, without the terminator; ``at`` is UTC.

    ``changed``: an input method stood between a gun that types and the window, and ``text`` is what it left.
    It is not to be used then; ``typed`` is what the gun may have typed, likeliest first.
    """

    text: str
    source: ScanSource
    at: datetime
    changed: bool = False
    typed: tuple[str, ...] = ()


# --- documents ---------------------------------------------------------------------------------

Layout = Literal["a5", "a4_two_up"]


class ReceiptPapers(Protocol):
    """Lays out Mẫu 01; both copies (liên 1, liên 2) are in the result of ``pdf``."""

    def pdf(self, content: ReceiptContent, *, layout: Layout) -> bytes: ...

    def slip(self, content: ReceiptContent, *, width_dots: int) -> MonoImage: ...


# --- time --------------------------------------------------------------------------------------


class Clock(Protocol):
    """Where the time comes from; tests set it."""

    def now(self) -> datetime:
        """The instant, aware and in UTC."""
        ...
