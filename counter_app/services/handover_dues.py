"""Until when a dossier is to be handed over, and a department to be done with it."""

from __future__ import annotations

from datetime import datetime

from counter_app.domain.dossier import Dossier
from counter_app.domain.handovers import Leg, holder
from counter_app.domain.papers_place import came_to_counter, waiting_since
from counter_app.domain.processing_time import Stage
from counter_app.domain.stage_times import stage_times
from counter_app.domain.time_rules import SupplementEffect
from counter_app.domain.vietnamese import nfc
from counter_app.domain.working_time import transfer_due
from counter_app.services.office_context import OfficeContext
from counter_app.services.processing_dues import supplement_effect


def hand_over_by(dossier: Dossier, context: OfficeContext) -> datetime | None:
    """Until when its papers have to be handed over; ``None`` where none wait (NĐ 61/2018 Đ18 k2; N-16).

    Nor is there a time of its own for what is settled the same day: the result's due time comes first.
    """
    since = waiting_since(dossier)
    return None if since is None or _same_day(dossier) else _transfer(since, context)


def had_to_go_by(dossier: Dossier, at: datetime, context: OfficeContext) -> datetime | None:
    """The same for a change of hands at ``at``; between two departments the law sets no time."""
    if _same_day(dossier) or dossier.channel == "online" or holder(dossier.course.legs, at) is not None:
        return None
    return _transfer(came_to_counter(dossier, at), context)


def department_due(dossier: Dossier, taker: str, context: OfficeContext) -> datetime | None:
    """Until when a department is to be done: the end of its last stage in a row, else when the result is due.

    Stages are counted from the reception, or from the supplement where that starts the time anew. ``None``
    while a supplement is awaited or nothing is due.
    """
    course = dossier.course
    if course.awaited is not None:
        return None
    procedure = context.catalogue.by_code.get(str(dossier.procedure.get("code", "")))
    stages = () if procedure is None else procedure.stages
    last = _last_of(stages, taker)
    came = [one.received_at for one in course.rounds if one.received_at is not None]
    paused = bool(came) and supplement_effect(dossier, context) is not SupplementEffect.RESTART
    if last is None or paused or course.reappointed:
        return dossier.due_at
    times = stage_times(context.calendar, came[-1] if came else dossier.received_at, stages)
    due = times[last].due.due_at
    return due if dossier.due_at is None or due is None or due <= dossier.due_at else dossier.due_at


def back_by(dossier: Dossier, out: Leg, context: OfficeContext) -> datetime | None:
    """Until when the department that has it is to be done, after all that happened since it got it."""
    course = dossier.course
    since = [one.asked_at for one in course.rounds] + [at for at, _ in course.reappointed]
    told = getattr(out.event, "back_due_at", None)
    if told is not None and not any(at > out.at for at in since):
        return told if isinstance(told, datetime) else None
    return department_due(dossier, out.event.taker, context)


def departments_of(dossier: Dossier, context: OfficeContext) -> tuple[str, ...]:
    """The departments of the procedure's stages, in their order."""
    procedure = context.catalogue.by_code.get(str(dossier.procedure.get("code", "")))
    stages = () if procedure is None else procedure.stages
    return tuple(dict.fromkeys(stage.agency for stage in stages))


def _transfer(since: datetime, context: OfficeContext) -> datetime | None:
    return transfer_due(context.calendar, since, cutoff=context.time_rules.transfer_cutoff).due_at


def _same_day(dossier: Dossier) -> bool:
    return dossier.first_due is not None and dossier.first_due.get("unit") == "same_day"


def _last_of(stages: tuple[Stage, ...], taker: str) -> int | None:
    """The last stage of the first run of stages that this department has."""
    name, found = _plain(taker), None
    for place, stage in enumerate(stages):
        if _plain(stage.agency) == name:
            found = place
        elif found is not None:
            break
    return found


def _plain(name: str) -> str:
    return " ".join(nfc(name).casefold().split())
