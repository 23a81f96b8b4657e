"""The installed form packages to look at and to print blank: ``services.form_choice.FormShelf``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.domain.receipt import ReceiptContent
from counter_app.domain.work_calendar import vietnam_time
from counter_app.services.form_choice import OfferedForm, OfferedPackage
from counter_app.services.form_values import blank
from counter_app.services.office_context import OfficeSource
from counter_app.services.ports import Clock, Layout, MonoImage, Paper, ReceiptPapers

if TYPE_CHECKING:
    from counter_app.documents.forms.official import OfficialForms
    from counter_app.documents.forms.package import FormPackage

# Reading the packages takes longer than opening the store: documents are imported when they are wanted.


class InstalledForms:
    """Every package that is installed, with the receipt, whose layout is its own; made from any thread."""

    def __init__(self, resources: Path, office: OfficeSource) -> None:
        self._resources, self._office = resources, office

    def packages(self) -> Sequence[OfferedPackage]:
        """Every package, the newest first."""
        offered = [self._offered(package) for package in self._forms.packages()]
        return sorted(offered, key=lambda one: one.valid_from, reverse=True)

    def used_on(self, day: date) -> str:
        """The key of the package that papers of a day are printed with."""
        context = self._office.current()
        profile = context.directory.office.profile
        return self._forms.valid_on(day, profile=profile, chosen=context.form_package).key

    def blank(self, package: str, form: str) -> bytes:
        """A form with nothing but the office on it, as PDF."""
        from counter_app.documents import receipt_papers  # noqa: PLC0415
        from counter_app.documents.forms.package import RECEIPT  # noqa: PLC0415

        office = self._office.current().directory.office
        if form != RECEIPT:
            return self._forms.pdf(package, form, blank(office))
        empty = blank_receipt(
            office.parent_name, office.center_name, office.phone, office.place, office.portal_url
        )
        return receipt_papers(self._resources, package).pdf(empty, layout="a5")

    @cached_property
    def _forms(self) -> OfficialForms:
        from counter_app.documents.forms.official import OfficialForms  # noqa: PLC0415

        return OfficialForms(self._resources)

    def _offered(self, package: FormPackage) -> OfferedPackage:
        from counter_app.documents.form_text import receipt_text  # noqa: PLC0415
        from counter_app.documents.forms.package import RECEIPT  # noqa: PLC0415

        first = receipt_text(self._resources, package.key).form
        forms = [OfferedForm(RECEIPT, first.number, first.title, "A5", first.legal_basis[-1])]
        for key, spec in package.forms.items():
            own = spec.form
            paper: Paper = "A5" if own.paper == "A5" else "A4"
            forms.append(OfferedForm(key, own.number, own.title, paper, own.source))
        head = package.head
        ordered = tuple(sorted(forms, key=lambda one: one.number))
        return OfferedPackage(
            package.key, head.name, head.valid_from, head.valid_to, head.provisional, head.remark, ordered
        )


def blank_receipt(parent: str, center: str, phone: str, place: str, portal: str) -> ReceiptContent:
    """A receipt to be written by hand: only the office stands on it, and no code to scan."""
    return ReceiptContent(
        agency_parent=parent,
        center_name=center,
        center_phone=phone,
        place=place,
        slip_number="",
        dossier_code="",
        provisional=False,
        qr_text="",
        owner_name="",
        owner_address="",
        owner_id_label="",
        phone="",
        email="",
        procedure_code="",
        procedure_name="",
        components=(),
        set_count=0,
        legal_time_value=None,
        legal_time_unit="not_set",
        received_at=None,
        due_at=None,
        return_place="",
        fee_vnd=None,
        ledger_book="",
        ledger_line=0,
        submitter_name="",
        receiver_name="",
        counter_name="",
        portal_url=portal,
    )


class OfficeReceipts:
    """``ReceiptPapers`` in the words of the package that the office prints with on the day of reception."""

    def __init__(self, resources: Path, shelf: InstalledForms, clock: Clock) -> None:
        self._resources, self._shelf, self._clock = resources, shelf, clock
        self._made: dict[str, ReceiptPapers] = {}

    def pdf(self, content: ReceiptContent, *, layout: Layout) -> bytes:
        """Both copies of Mẫu 01; raises ``DomainError("forms.none_valid", day)``."""
        return self._papers(content).pdf(content, layout=layout)

    def slip(self, content: ReceiptContent, *, width_dots: int) -> MonoImage:
        """The short version for receipt printers; errors as for ``pdf``."""
        return self._papers(content).slip(content, width_dots=width_dots)

    def _papers(self, content: ReceiptContent) -> ReceiptPapers:
        from counter_app.documents import receipt_papers  # noqa: PLC0415

        package = self._shelf.used_on(vietnam_time(content.received_at or self._clock.now()).date())
        if package not in self._made:
            self._made[package] = receipt_papers(self._resources, package)
        return self._made[package]
