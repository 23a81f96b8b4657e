"""Who settles a dossier (cơ quan chủ trì giải quyết), as far as it is known: never guessed."""

from __future__ import annotations

from typing import Final

from counter_app.domain.dossier import Dossier
from counter_app.domain.handovers import counting
from counter_app.domain.office import Office
from counter_app.domain.procedures import Procedure
from counter_app.i18n import Wording
from counter_app.services.handover_lines import settling_agencies

_LEVELS: Final = frozenset({"ministry", "province", "commune"})


def lead_agency(dossier: Dossier, procedure: Procedure | None, office: Office, wording: Wording) -> str:
    """To whom the dossier was handed over, else whom the catalogue names, else the one level that may act.

    Empty where the catalogue says nothing, or names several levels of which one has to be chosen.
    """
    if any(leg.goes_out for leg in counting(dossier.course.legs)):
        return settling_agencies(dossier.course.legs, office)[0]
    if procedure is None:
        return ""
    if procedure.lead_agency:
        return procedure.lead_agency
    if len(procedure.levels) == 1 and procedure.levels[0] in _LEVELS:
        return wording.text(f"ledger.level.{procedure.levels[0]}")
    return ""
