"""Printing the papers of a dossier; a failed print never undoes an entry."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import SlipPrinted
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Basis
from counter_app.domain.office import Clerk
from counter_app.domain.receipt import ReceiptContent
from counter_app.services.office_context import OfficeSource
from counter_app.services.ports import (
    Clock,
    Layout,
    PagePrinter,
    PrinterCondition,
    PrintOutcome,
    PrintResult,
    ReceiptPapers,
    SlipPrinter,
)
from counter_app.services.receipts import receipt_content
from counter_app.services.recording import record
from counter_app.services.scan_ports import FileToSend, Lane
from counter_app.services.store_ports import Database, Vault

PaperKind = Literal["mau-01", "slip"]

FORM: Final = "mau-01"
SLIP: Final = "slip"


@dataclass(frozen=True, slots=True)
class Printed:
    """How printing one paper ended; ``reprint`` is 0 for the first print."""

    paper: PaperKind
    reprint: int
    outcome: PrintOutcome


@dataclass(slots=True)
class Printers:
    """The printers in use now; the settings screen exchanges them while the program runs."""

    slip: SlipPrinter | None = None
    page: PagePrinter | None = None
    layout: Layout = "a5"
    listeners: list[Callable[[], None]] = field(default_factory=list)


class Printing:
    """Lays out, prints, and records that a paper came out."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        office: OfficeSource,
        clock: Clock,
        papers: ReceiptPapers,
        printers: Printers,
        on_recorded: Callable[[str], None],
    ) -> None:
        self._database = database
        self._vault = vault
        self._office = office
        self._clock = clock
        self._papers = papers
        self.printers = printers
        self._on_recorded = on_recorded

    def preview(self, dossier_id: str) -> bytes:
        """Mẫu 01 as a PDF, as it would be printed now; nothing is recorded."""
        dossier = self._dossier(dossier_id)
        return self._papers.pdf(self._content(dossier, FORM), layout=self.printers.layout)

    def print_form(self, dossier_id: str, clerk: Clerk) -> Printed:
        """Print both copies of Mẫu 01; from the second time on marked "in lại".

        What is printed is kept in the vault and sent to the central system. Raises ``DomainError``:
        ``print.no_page_printer``, ``dossier.unknown``, ``dossier.cancelled``, ``vault.*``, ``storage.*``.
        """
        printer, layout = self.printers.page, self.printers.layout
        if printer is None:
            raise DomainError("print.no_page_printer")
        dossier = self._printable(dossier_id)
        reprint = dossier.prints.get(FORM, 0)
        pdf = self._papers.pdf(self._content(dossier, FORM), layout=layout)
        digest = self._vault.put(pdf)
        title = f"mau-01-{digest[:8]}"
        outcome = printer.print_pdf(pdf, title=title, paper="A5" if layout == "a5" else "A4")
        kept = FileToSend(digest, len(pdf), "application/pdf", Lane.PAPERS, self._clock.now())
        self._keep(dossier_id, clerk, FORM, reprint, 2, outcome, digest, kept)
        return Printed("mau-01", reprint, outcome)

    def print_slip(self, dossier_id: str, clerk: Clerk) -> Printed:
        """Print the 80 mm slip as a raster; errors as for ``print_form``."""
        printer = self.printers.slip
        if printer is None:
            raise DomainError("print.no_slip_printer")
        dossier = self._printable(dossier_id)
        reprint = dossier.prints.get(SLIP, 0)
        image = self._papers.slip(self._content(dossier, SLIP), width_dots=printer.width_dots)
        outcome = printer.print_image(image)
        self._keep(dossier_id, clerk, SLIP, reprint, 1, outcome, hashlib.sha256(image.data).hexdigest())
        return Printed("slip", reprint, outcome)

    def conditions(self) -> dict[str, PrinterCondition | None]:
        """Ask both printers how they are; ``None`` where none is set up."""
        slip, page = self.printers.slip, self.printers.page
        return {
            "slip": None if slip is None else slip.condition(),
            "page": None if page is None else page.condition(),
        }

    def _content(self, dossier: Dossier, paper: PaperKind) -> ReceiptContent:
        context = self._office.current()
        return receipt_content(dossier, context, reprint=dossier.prints.get(paper, 0))

    def _dossier(self, dossier_id: str) -> Dossier:
        with self._database.read() as reads:
            dossier = reads.dossier(dossier_id)
        if dossier is None:
            raise DomainError("dossier.unknown")
        if dossier.erased:
            # What a receipt says is not here any more.
            raise DomainError("dossier.erased")
        return dossier

    def _printable(self, dossier_id: str) -> Dossier:
        """A reception that was struck through has no valid receipt any more."""
        dossier = self._dossier(dossier_id)
        if dossier.cancelled:
            raise DomainError("dossier.cancelled")
        return dossier

    def _keep(
        self,
        dossier_id: str,
        clerk: Clerk,
        form: PaperKind,
        reprint: int,
        copies: int,
        outcome: PrintOutcome,
        digest: str,
        kept: FileToSend | None = None,
    ) -> None:
        # Paper that did not come out is no fact: nothing is recorded, it is simply printed again.
        if outcome.result is PrintResult.FAILED:
            return
        event = SlipPrinted(form, reprint, copies, outcome.printer, outcome.result.value, digest)
        with self._database.begin() as work:
            dossier = work.dossiers.get(dossier_id)
            if dossier is None:
                raise DomainError("dossier.unknown")
            record(work, self._clock, self._office.current(), dossier, clerk.id, event, Basis.COUNTER)
            if kept is not None:
                work.files_to_send.add(kept)
        self._on_recorded(dossier_id)
