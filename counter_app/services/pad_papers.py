"""What is printed of a paper pad before it is needed: its sheets, and the pages of its book."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from counter_app.domain.errors import DomainError
from counter_app.domain.pads import Pad
from counter_app.services.ports import PagePrinter, PrintOutcome


class PadPapers(Protocol):
    """Makes a pad as a file."""

    def pdf(self, pad: Pad) -> bytes:
        """For each line a Mẫu 01 in two copies, then the pages of Mẫu 06, all on A4 across.

        Each sheet bears the numbers that its later entry takes, also as a QR. Raises
        ``DomainError("forms.none_valid", day)``.
        """
        ...


@dataclass(frozen=True, slots=True)
class PadFile:
    """``so-giay-G03.1-2026.pdf``."""

    name: str
    data: bytes


class PadExport:
    """Makes and prints pads; a pad may be made again, with the same numbers."""

    def __init__(self, papers: PadPapers) -> None:
        self._papers = papers

    def file(self, pad: Pad) -> PadFile:
        """The pad as a PDF; raises ``DomainError("forms.*")``."""
        name = f"so-giay-{pad.label.replace('/', '-')}.pdf"
        return PadFile(name, self._papers.pdf(pad))

    def save(self, pad: Pad, folder: Path) -> str:
        """Write it into a folder; returns the file's name.

        Raises as ``file``, and ``DomainError("ledger.not_written", folder)``.
        """
        file = self.file(pad)
        try:
            (folder / file.name).write_bytes(file.data)
        except OSError as error:
            raise DomainError("ledger.not_written", folder=str(folder)) from error
        return file.name

    def print(self, pad: Pad, printer: PagePrinter | None) -> PrintOutcome:
        """Print it on A4; raises as ``file``, and ``DomainError("print.no_page_printer")``."""
        if printer is None:
            raise DomainError("print.no_page_printer")
        file = self.file(pad)
        return printer.print_pdf(file.data, title=file.name.removesuffix(".pdf"), paper="A4")
