"""The papers of a pad, made from the installed form packages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from counter_app.bootstrap.form_shelf import InstalledForms, blank_receipt
from counter_app.domain.form_content import FormContent, FormRow
from counter_app.domain.pads import Pad
from counter_app.domain.receipt import ReceiptContent
from counter_app.domain.work_calendar import vietnam_time
from counter_app.services.form_values import LEDGER, blank
from counter_app.services.office_context import OfficeContext, OfficeSource
from counter_app.services.pads import sheet_slip_number
from counter_app.services.ports import Clock

# Documents are imported when a pad is printed: reading the form packages takes longer than opening the store.


class FormPadPapers:
    """``services.pad_papers.PadPapers`` in the words of the package that is valid today."""

    def __init__(self, resources: Path, shelf: InstalledForms, office: OfficeSource, clock: Clock) -> None:
        self._resources, self._shelf = resources, shelf
        self._office, self._clock = office, clock

    def pdf(self, pad: Pad) -> bytes:
        """The sheets, then the pages of the book."""
        from counter_app.documents.forms.official import OfficialForms  # noqa: PLC0415
        from counter_app.documents.joining import joined  # noqa: PLC0415
        from counter_app.documents.papers import FormReceiptPapers  # noqa: PLC0415

        context = self._office.current()
        package = self._shelf.used_on(vietnam_time(self._clock.now()).date())
        receipts = [_sheet(pad, line, context) for line in pad.lines]
        papers = FormReceiptPapers(self._resources, package)
        sheets = papers.pdf_of_several(receipts, title=f"Sổ giấy {pad.label}")
        return joined([sheets, OfficialForms(self._resources).pdf(package, LEDGER, _book(pad, context))])


def _sheet(pad: Pad, line: int, context: OfficeContext) -> ReceiptContent:
    """A receipt to be written by hand, with the numbers that are reserved for it."""
    office, code = context.directory.office, pad.code(line)
    empty = blank_receipt(
        office.parent_name, office.center_name, office.phone, office.place, office.portal_url
    )
    return replace(
        empty,
        slip_number=sheet_slip_number(pad, line, context),
        dossier_code=code,
        provisional=True,
        qr_text=code,
        ledger_book=pad.label,
        ledger_line=line,
    )


def _book(pad: Pad, context: OfficeContext) -> FormContent:
    """Mẫu 06 with a line for each sheet, numbered and else empty."""
    content = blank(context.directory.office)
    rows = [FormRow({"line_no": line, "dossier_code": pad.code(line)}) for line in pad.lines]
    values = {**content.values, "book": pad.label, "year": pad.issued.year}
    values |= {"first_line": pad.lines[0], "last_line": pad.lines[-1]}
    return replace(content, values=values, rows={"lines": rows})
