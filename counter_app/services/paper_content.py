"""From what was recorded about a dossier to what its papers say: they can be made again at any time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import (
    DossierRefused,
    DossierStopped,
    DueReappointed,
    SupplementRequested,
)
from counter_app.domain.form_content import FormContent
from counter_app.domain.office import Office
from counter_app.domain.work_calendar import vietnam_time
from counter_app.services import form_values
from counter_app.services.form_values import AskedFor, PaperHead
from counter_app.services.handover_lines import handover_line, settling_agencies
from counter_app.services.processing_dues import read_due

_Slip = SupplementRequested | DossierRefused | DossierStopped | DueReappointed
_FORMS: Final[dict[type[_Slip], str]] = {
    SupplementRequested: form_values.SUPPLEMENT,
    DossierRefused: form_values.REFUSAL,
    DossierStopped: form_values.STOP,
    DueReappointed: form_values.APOLOGY,
}


@dataclass(frozen=True, slots=True)
class DossierPaper:
    """A paper that a dossier has beside its receipt.

    ``package`` is empty for the control sheet: it is made with the package of the day. ``number`` is empty
    where the form has no series of its own.
    """

    form: str
    package: str
    number: str
    issued_at: datetime
    fill: Callable[[Office, PaperHead], FormContent]

    @property
    def name(self) -> str:
        """What its prints are counted by, as in ``SlipPrinted.paper``."""
        return f"{self.form} {self.number}" if self.number else self.form

    def content(self, office: Office, reprint: int) -> FormContent:
        """What stands on it."""
        return self.fill(office, PaperHead(self.number, self.issued_at, reprint))


def papers_of(dossier: Dossier) -> tuple[DossierPaper, ...]:
    """The papers of what was done with a dossier, in the order in which they came, then its control sheet."""
    course = dossier.course
    told: list[tuple[datetime, _Slip]] = [(one.asked_at, one.asked) for one in course.rounds]
    told += course.reappointed
    if course.ended is not None:
        told.append(course.ended)
    slips = [
        _paper(dossier, at, event) for at, event in sorted(told, key=lambda one: one[0]) if event.package
    ]
    return (*slips, _control(dossier))


def _paper(dossier: Dossier, at: datetime, event: _Slip) -> DossierPaper:
    def fill(office: Office, head: PaperHead) -> FormContent:
        return _filled(dossier, office, head, event)

    return DossierPaper(_FORMS[type(event)], event.package, event.slip_number, at, fill)


def _filled(dossier: Dossier, office: Office, head: PaperHead, event: _Slip) -> FormContent:
    match event:
        case SupplementRequested():
            items = [
                AskedFor(item.name, item.originals, item.certified, item.copies, item.note)
                for item in event.items
            ]
            return form_values.supplement(
                dossier,
                office,
                head,
                items,
                reason=event.reason,
                due=event.due_at,
                guide_name=event.clerk_name,
            )
        case DossierRefused():
            return form_values.refusal(
                dossier,
                office,
                head,
                reason=event.reason,
                legal_ground=event.ground,
                receiver_name=event.clerk_name,
            )
        case DossierStopped():
            return form_values.stop(
                dossier,
                office,
                head,
                reason=event.reason,
                legal_ground=event.ground,
                returned_papers=event.returned_papers,
                receiver_name=event.clerk_name,
            )
        case DueReappointed():
            return form_values.apology(
                dossier,
                office,
                head,
                reason=event.reason,
                due_before=event.due_before,
                due_again=read_due(event.due, None).due_at,
                agency=event.agency,
                head_name=event.head_name,
            )


def _control(dossier: Dossier) -> DossierPaper:
    def fill(office: Office, head: PaperHead) -> FormContent:
        numbered = PaperHead(dossier.slip_number, head.issued_at, head.reprint)
        legs = dossier.course.legs
        lead, others = settling_agencies(legs, office)
        lines = [handover_line(leg) for leg in legs]
        return form_values.control(dossier, office, numbered, lines, lead_agency=lead, other_agencies=others)

    return DossierPaper(form_values.CONTROL, "", "", dossier.received_at, fill)


def day_of(paper: DossierPaper) -> date:
    """The day whose form package counts where the paper names none."""
    return vietnam_time(paper.issued_at).date()
