"""Which acts a dossier allows now, so that nothing is offered that would be refused."""

from __future__ import annotations

from enum import StrEnum

from counter_app.domain.dossier import Dossier
from counter_app.domain.statuses import Status, may_follow
from counter_app.services.processing import REFUSED_AS


class Deed(StrEnum):
    """The acts of ``Processing``."""

    ASK_SUPPLEMENT = "ask_supplement"
    TAKE_SUPPLEMENT = "take_supplement"
    REAPPOINT = "reappoint"
    REFUSE = "refuse"
    STOP = "stop"
    RESUME = "resume"


def offered(dossier: Dossier) -> tuple[Deed, ...]:
    """The acts that its state allows; the rules of time are looked at when one is done."""
    if dossier.cancelled or dossier.erased or dossier.read_only:
        return ()
    course = dossier.course
    awaits = course.awaited is not None
    fits = {
        Deed.ASK_SUPPLEMENT: not awaits and may_follow(dossier.status, Status.SUPPLEMENT_ASKED),
        Deed.TAKE_SUPPLEMENT: awaits,
        Deed.REAPPOINT: not awaits
        and not course.reappointed
        and dossier.due_at is not None
        and dossier.status in REFUSED_AS,
        Deed.REFUSE: dossier.status in REFUSED_AS,
        Deed.STOP: may_follow(dossier.status, Status.STOPPED),
        Deed.RESUME: dossier.status is Status.STOPPED,
    }
    return tuple(deed for deed, fit in fits.items() if fit)
