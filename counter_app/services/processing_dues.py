"""The due times that hang on a supplement or a re-appointment, from a dossier and the office's rules."""

from __future__ import annotations

from datetime import date, datetime

from counter_app.domain.dossier import Dossier
from counter_app.domain.due_time import DueTime, Rule
from counter_app.domain.errors import DomainError
from counter_app.domain.reappointment import Reappointment, reappoint
from counter_app.domain.supplements import Supplement, with_supplements
from counter_app.domain.time_rules import SupplementEffect
from counter_app.domain.work_calendar import vietnam_time
from counter_app.domain.working_time import apology_latest
from counter_app.services.office_context import OfficeContext
from counter_app.services.processing_wishes import ReappointWish


def due_after_supplement(dossier: Dossier, completed_at: datetime, context: OfficeContext) -> DueTime:
    """The due time once the supplement that is awaited came at ``completed_at``.

    What was promised in writing by a re-appointment is not shortened. Raises ``DomainError``:
    ``supplement.none_awaited`` or ``supplement.out_of_order``.
    """
    course = dossier.course
    if course.awaited is None:
        raise DomainError("supplement.none_awaited")
    rounds = [Supplement(one.asked_at, one.received_at or completed_at) for one in course.rounds]
    first = read_due(dossier.first_due, dossier.first_due_at)
    rules, effect = context.time_rules, supplement_effect(dossier, context)
    term = with_supplements(context.calendar, first, dossier.received_at, rounds, rules, effect=effect)
    promised = read_due(course.reappointed[-1][1].due, None) if course.reappointed else None
    if promised is None or promised.due_at is None:
        return term.due
    return promised if term.due.due_at is None or promised.due_at > term.due.due_at else term.due


def supplement_effect(dossier: Dossier, context: OfficeContext) -> SupplementEffect:
    """Whether the time is counted from zero or goes on: the procedure's own rule, else the office's."""
    procedure = context.catalogue.by_code.get(str(dossier.procedure.get("code", "")))
    own = None if procedure is None else procedure.time.supplement
    return own or context.time_rules.supplement


def reappointed_due(dossier: Dossier, wish: ReappointWish, now: datetime, context: OfficeContext) -> DueTime:
    """The due time after a re-appointment told now; raises ``DomainError("reappointment.*")``."""
    earlier = [
        Reappointment(event.document, event.reason, at, at) for at, event in dossier.course.reappointed
    ]
    wanted = Reappointment(wish.document, wish.reason, now, wish.due_at)
    due = read_due(dossier.due, dossier.due_at)
    return reappoint(context.calendar, due, wanted, context.time_rules, earlier=earlier)


def last_day_to_apologise(dossier: Dossier, context: OfficeContext) -> date | None:
    """The last day on which a re-appointment may be told; ``None`` where nothing is due."""
    if dossier.due_at is None:
        return None
    before = context.time_rules.apology_days_before
    return apology_latest(context.calendar, dossier.due_at, days_before=before)


def read_due(plain: object, due_at: datetime | None) -> DueTime:
    """A due time as an entry carries it; what has no rule that is known here counts as set by a person."""
    try:
        return DueTime.from_plain(plain if isinstance(plain, dict) else {})
    except DomainError:
        at = None if due_at is None else vietnam_time(due_at)
        return DueTime(at, Rule.NOT_SET if at is None else Rule.TYPED, None, "not_set")
