"""The handover list on paper: made from what was recorded, printed again at any time."""

from __future__ import annotations

from counter_app.domain.dossier import Dossier
from counter_app.domain.errors import DomainError
from counter_app.domain.form_content import FormContent
from counter_app.domain.handovers import Leg
from counter_app.domain.work_calendar import vietnam_time
from counter_app.services import form_values
from counter_app.services.form_ports import FormPapers
from counter_app.services.form_values import PaperHead
from counter_app.services.handover_lines import ListHead, handover_line, handover_list
from counter_app.services.handover_lists import HandoverList, count_print, known_lists
from counter_app.services.office_context import OfficeSource
from counter_app.services.ports import PrintResult
from counter_app.services.printing import Printed, Printers
from counter_app.services.store_ports import Database


class HandoverPapers:
    """Prints the station's handover lists, and tells which there are."""

    def __init__(
        self, database: Database, office: OfficeSource, forms: FormPapers, printers: Printers
    ) -> None:
        self._database, self._office, self._forms, self._printers = database, office, forms, printers

    def lists(self) -> tuple[HandoverList, ...]:
        """The lists of this station, the newest first."""
        with self._database.read() as reads:
            return known_lists(reads.document)

    def pdf(self, number: str) -> bytes:
        """A list as PDF; raises ``DomainError``: ``handover.unknown_list``, ``forms.*``."""
        return self._made(number)[1]

    def print(self, number: str) -> Printed:
        """Print a list; from the second time on it says so.

        Raises as ``pdf``, and ``DomainError("print.no_page_printer")``.
        """
        printer = self._printers.page
        if printer is None:
            raise DomainError("print.no_page_printer")
        package, pdf, reprint = self._made(number)
        sheet = self._forms.paper(package, form_values.HANDOVER)
        outcome = printer.print_pdf(pdf, title=f"ban-giao-{number}", paper=sheet)
        if outcome.result is not PrintResult.FAILED:
            with self._database.begin() as work:
                count_print(work, number)
        return Printed(form_values.HANDOVER, reprint, outcome)

    def _made(self, number: str) -> tuple[str, bytes, int]:
        with self._database.read() as reads:
            found = next((one for one in known_lists(reads.document) if one.number == number), None)
            if found is None:
                raise DomainError("handover.unknown_list", number=number)
            dossiers = [reads.dossier(dossier_id) for dossier_id in found.dossier_ids]
        context = self._office.current()
        package = self._forms.package_on(
            vietnam_time(found.at).date(),
            profile=context.directory.office.profile,
            chosen=context.form_package,
        )
        content = self._content(found, [one for one in dossiers if one is not None])
        return package, self._forms.pdf(package, form_values.HANDOVER, content), found.prints

    def _content(self, found: HandoverList, dossiers: list[Dossier]) -> FormContent:
        lines = [
            (dossier, leg)
            for dossier in dossiers
            for leg in dossier.course.legs
            if leg.event.list_number == found.number
        ]
        if not lines:
            raise DomainError("handover.unknown_list", number=found.number)
        head = PaperHead(found.number, found.at, found.prints)
        rows = [(dossier, handover_line(leg)) for dossier, leg in lines]
        return handover_list(self._office.current().directory.office, head, _sides(lines[0][1]), rows)


def _sides(leg: Leg) -> ListHead:
    event = leg.event
    return ListHead(event.giver, event.taker, event.given_by, event.taken_by)
