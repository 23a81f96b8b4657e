"""Changes of hands on paper: the lines of a control sheet (phiếu kiểm soát, Mẫu 05), and a handover list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import DossierHandedOver
from counter_app.domain.form_content import FormContent, FormRow, FormValue
from counter_app.domain.handovers import Leg, counting
from counter_app.domain.office import Office
from counter_app.services.form_values import Handover, PaperHead, of_office


def handover_line(leg: Leg) -> Handover:
    """One line; one that was written down by mistake stays, with why."""
    event = leg.event
    return Handover(
        giver=event.giver,
        taker=event.taker,
        at=leg.at,
        given_by=event.given_by,
        taken_by=event.taken_by,
        result=event.result,
        note=event.note,
        list_number=event.list_number,
        due=event.back_due_at if isinstance(event, DossierHandedOver) else None,
        struck="" if leg.struck is None else leg.struck.reason,
    )


def settling_agencies(legs: Sequence[Leg], office: Office) -> tuple[str, str]:
    """Who settles the dossier, and who else takes part, by who got it; at first the office's own agency."""
    takers = list(dict.fromkeys(leg.event.taker for leg in counting(legs) if leg.goes_out))
    return (takers[0], "; ".join(takers[1:])) if takers else (office.parent_name, "")


@dataclass(frozen=True, slots=True)
class ListHead:
    """Who gives the dossiers of a handover list to whom; names that are not known yet are written by hand."""

    giver: str
    taker: str
    given_by: str = ""
    taken_by: str = ""


def handover_list(
    office: Office, head: PaperHead, sides: ListHead, lines: Sequence[tuple[Dossier, Handover]]
) -> FormContent:
    """The list that both sides sign; its ``issued_at`` is when the dossiers changed hands."""
    values: dict[str, FormValue] = {
        **of_office(office, head),
        "giver": sides.giver,
        "taker": sides.taker,
        "given_by": sides.given_by,
        "taken_by": sides.taken_by,
        "reprint": head.reprint or None,
        "dossier_count": sum(not line.struck for _, line in lines),
    }
    rows = [
        FormRow(
            {
                "dossier_code": dossier.code,
                "owner_name": dossier.owner.full_name,
                "procedure_name": str(dossier.procedure.get("name", "")),
                "set_count": dossier.set_count,
                "received_at": dossier.received_at,
                "due_at": dossier.due_at,
                "due": line.due,
                "result": line.result,
                "note": line.note,
                "struck": line.struck,
            },
            struck=bool(line.struck),
        )
        for dossier, line in lines
    ]
    return FormContent(values=values, rows={"dossiers": rows}, reprint=head.reprint)
