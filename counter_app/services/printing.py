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
from counter_app.services.form_ports import FormPapers
from counter_app.services.office_context import OfficeSource
from counter_app.services.paper_content import DossierPaper, day_of, papers_of
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
    """How printing one paper ended; ``reprint`` is 0 for the first print, ``paper`` its kind or form."""

    paper: str
    reprint: int
    outcome: PrintOutcome


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A paper as it is without any mark of a reprint; ``package`` and ``number`` as in ``SlipPrinted``."""

    form: str
    package: str
    number: str
    pdf: bytes

    @property
    def name(self) -> str:
        """What the paper is called among those of its dossier."""
        return f"{self.form} {self.number}" if self.number else self.form


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
        forms: FormPapers,
    ) -> None:
        self._database = database
        self._vault = vault
        self._office = office
        self._clock = clock
        self._papers = papers
        self.printers = printers
        self._on_recorded = on_recorded
        self._forms = forms

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
        event = SlipPrinted(FORM, reprint, 2, outcome.printer, outcome.result.value, digest)
        self._keep(dossier_id, clerk, event, kept)
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
        digest = hashlib.sha256(image.data).hexdigest()
        event = SlipPrinted(SLIP, reprint, 1, outcome.printer, outcome.result.value, digest)
        self._keep(dossier_id, clerk, event)
        return Printed("slip", reprint, outcome)

    def papers(self, dossier_id: str) -> tuple[DossierPaper, ...]:
        """The papers that a dossier has beside its receipt; errors as for ``preview``."""
        return papers_of(self._dossier(dossier_id))

    def preview_paper(self, dossier_id: str, name: str) -> bytes:
        """One of ``papers`` as a PDF; raises ``DomainError("print.unknown_paper")`` and ``("forms.*")``."""
        return self.preview_of(self._dossier(dossier_id), name)

    def preview_of(self, dossier: Dossier, name: str) -> bytes:
        """The same of a dossier that need not be kept, as an act would leave it."""
        paper = _named(dossier, name)
        return self._made(paper, dossier.prints.get(paper.name, 0))[1]

    def unmarked(self, dossier_id: str, name: str) -> Unmarked:
        """``mau-01`` or one of ``papers`` as it would come out the first time; nothing is recorded.

        Equal content gives equal bytes. Errors as for ``print_paper``, without those of the printer.
        """
        dossier = self._printable(dossier_id)
        if name == FORM:
            content = receipt_content(dossier, self._office.current(), reprint=0)
            return Unmarked(FORM, "", "", self._papers.pdf(content, layout=self.printers.layout))
        paper = _named(dossier, name)
        package, pdf = self._made(paper, 0)
        return Unmarked(paper.form, package, paper.number, pdf)

    def print_paper(self, dossier_id: str, clerk: Clerk, name: str) -> Printed:
        """Print one of ``papers``, also of a dossier that was refused or stopped.

        From the second time on it is marked "in lại". Errors as for ``print_form`` and ``preview_paper``.
        """
        printer = self.printers.page
        if printer is None:
            raise DomainError("print.no_page_printer")
        dossier = self._printable(dossier_id)
        paper = _named(dossier, name)
        reprint = dossier.prints.get(paper.name, 0)
        package, pdf = self._made(paper, reprint)
        digest = self._vault.put(pdf)
        sheet = self._forms.paper(package, paper.form)
        outcome = printer.print_pdf(pdf, title=f"{paper.form}-{digest[:8]}", paper=sheet)
        event = SlipPrinted(
            paper.form, reprint, 1, outcome.printer, outcome.result.value, digest, package, paper.number
        )
        kept = FileToSend(digest, len(pdf), "application/pdf", Lane.PAPERS, self._clock.now())
        self._keep(dossier_id, clerk, event, kept)
        return Printed(paper.form, reprint, outcome)

    def _made(self, paper: DossierPaper, reprint: int) -> tuple[str, bytes]:
        context = self._office.current()
        office, chosen = context.directory.office, context.form_package
        package = paper.package or self._forms.package_on(
            day_of(paper), profile=office.profile, chosen=chosen
        )
        content = paper.content(office, reprint)
        return package, self._forms.pdf(package, paper.form, content)

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
        self, dossier_id: str, clerk: Clerk, event: SlipPrinted, kept: FileToSend | None = None
    ) -> None:
        # Paper that did not come out is no fact: nothing is recorded, it is simply printed again.
        if event.result == PrintResult.FAILED.value:
            return
        with self._database.begin() as work:
            dossier = work.dossiers.get(dossier_id)
            if dossier is None:
                raise DomainError("dossier.unknown")
            record(work, self._clock, self._office.current(), dossier, clerk.id, event, Basis.COUNTER)
            if kept is not None:
                work.files_to_send.add(kept)
        self._on_recorded(dossier_id)


def _named(dossier: Dossier, name: str) -> DossierPaper:
    paper = next((one for one in papers_of(dossier) if one.name == name), None)
    if paper is None:
        raise DomainError("print.unknown_paper")
    return paper
