"""From what a form tells to the act of the service, kept or rehearsed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from counter_app.domain.dossier import Dossier
from counter_app.domain.office import Clerk
from counter_app.services.paper_content import papers_of
from counter_app.services.processing import Processing
from counter_app.services.processing_offer import Deed
from counter_app.services.processing_wishes import Approval, EndWish, ReappointWish
from counter_app.ui.counter.processing.leave_fields import Leave
from counter_app.ui.counter.processing.resume_dialog import ResumedWish
from counter_app.ui.counter.processing.supplement_dialogs import AskedWish, TakenWish

Approve = Callable[[Clerk, Leave], Approval]
"""Makes a supervisor's word of what was typed; may raise ``DomainError``."""


def do(
    processing: Processing, deed: Deed, dossier_id: str, clerk: Clerk, wish: object, approve: Approve
) -> Dossier:
    """Do it; returns the dossier after it. Errors as of the service, ``TypeError`` for what fits no act."""
    match deed, wish:
        case Deed.ASK_SUPPLEMENT, AskedWish():
            approval = None if wish.leave is None else approve(clerk, wish.leave)
            return processing.ask_supplement(dossier_id, clerk, replace(wish.wish, approval=approval))
        case Deed.TAKE_SUPPLEMENT, TakenWish():
            return processing.take_supplement(
                dossier_id, clerk, completed_at=wish.completed_at, note=wish.note
            )
        case Deed.REAPPOINT, ReappointWish():
            return processing.reappoint(dossier_id, clerk, wish)
        case Deed.REFUSE, EndWish():
            return processing.refuse(dossier_id, clerk, wish)
        case Deed.STOP, EndWish():
            return processing.stop(dossier_id, clerk, wish)
        case Deed.RESUME, ResumedWish():
            approval = approve(clerk, wish.leave)
            return processing.resume(dossier_id, clerk, approval, document=wish.document)
    raise TypeError(deed)


def new_papers(before: Dossier, after: Dossier) -> list[str]:
    """The slips that an act made: those that were not there before."""
    known = {paper.name for paper in papers_of(before)}
    return [paper.name for paper in papers_of(after) if paper.name not in known]
