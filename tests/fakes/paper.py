"""Printers and the papers that they print: what came out can be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from counter_app.domain.receipt import ReceiptContent
from counter_app.services.ports import (
    Layout,
    MonoImage,
    Paper,
    PrinterCondition,
    PrintOutcome,
    PrintResult,
)


@dataclass
class _Printer:
    """Prints as long as its state allows it; ``mute`` is a route without a way back: only "sent" is known."""

    name: str = "Máy in ảo"
    state: PrinterCondition = PrinterCondition.READY
    saves_to: str | None = None
    """Where the document is kept as a file when no printer takes it."""

    def condition(self) -> PrinterCondition:
        return self.state

    def _print(self) -> PrintOutcome:
        if self.state is PrinterCondition.MUTE:
            return PrintOutcome(PrintResult.SENT, self.state, self.name)
        if self.state.can_print:
            return PrintOutcome(PrintResult.PRINTED, self.state, self.name)
        if self.saves_to is not None:
            return PrintOutcome(PrintResult.SAVED, self.state, self.name, self.saves_to)
        return PrintOutcome(PrintResult.FAILED, self.state, self.name)


@dataclass
class VirtualSlipPrinter(_Printer):
    """``SlipPrinter``; ``slips`` came out."""

    width_dots: int = 576
    slips: list[MonoImage] = field(default_factory=list)

    def print_image(self, image: MonoImage) -> PrintOutcome:
        outcome = self._print()
        if outcome.result in (PrintResult.PRINTED, PrintResult.SENT):
            self.slips.append(image)
        return outcome


@dataclass
class VirtualPagePrinter(_Printer):
    """``PagePrinter``; ``sheets`` came out: content, title, paper."""

    sheets: list[tuple[bytes, str, Paper]] = field(default_factory=list)

    def print_pdf(self, pdf: bytes, *, title: str, paper: Paper) -> PrintOutcome:
        outcome = self._print()
        if outcome.result in (PrintResult.PRINTED, PrintResult.SENT):
            self.sheets.append((pdf, title, paper))
        return outcome


@dataclass
class PlainPapers:
    """``ReceiptPapers`` whose PDF is the content as text; ``laid_out`` keeps what was asked for."""

    laid_out: list[ReceiptContent] = field(default_factory=list)

    def pdf(self, content: ReceiptContent, *, layout: Layout) -> bytes:
        self.laid_out.append(content)
        return f"%PDF-1.4 {layout}\n{content!r}\n".encode()

    def slip(self, content: ReceiptContent, *, width_dots: int) -> MonoImage:
        self.laid_out.append(content)
        stride = (width_dots + 7) // 8
        rows = list(_rows(repr(content).encode(), stride))
        return MonoImage(width_dots, len(rows), b"".join(rows))


def _rows(data: bytes, stride: int) -> Iterator[bytes]:
    for start in range(0, len(data), stride):
        yield data[start : start + stride].ljust(stride, b"\0")
