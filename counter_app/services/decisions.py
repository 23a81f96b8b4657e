"""What is decided at reception and then travels with the entry: due time and fee."""

from __future__ import annotations

from datetime import datetime

from counter_app.domain.fees import FeeDecision, decided_by_rule, exempt, typed
from counter_app.domain.procedures import Procedure
from counter_app.domain.work_calendar import vietnam_time
from counter_app.domain.working_time import DueTime, due_time, typed_due
from counter_app.services.draft import Draft
from counter_app.services.office_context import OfficeContext


def decide_due(procedure: Procedure, draft: Draft, received_at: datetime, context: OfficeContext) -> DueTime:
    """By the catalogue's time, or as the clerk set it with a reason; ``due_at`` is ``None`` if neither."""
    if draft.due is not None:
        return typed_due(draft.due.due_at, procedure.time.value, procedure.time.unit)
    return due_time(context.calendar, received_at, procedure.time.value, procedure.time.unit)


def decide_fee(procedure: Procedure, draft: Draft, received_at: datetime) -> FeeDecision:
    """By the catalogue's rule for the way of filing, or as the clerk set it; "not set" is not "free"."""
    if draft.fee is not None and draft.fee.basis == "exempt":
        return exempt(draft.fee.note)
    if draft.fee is not None:
        return typed(draft.fee.amount_vnd, draft.fee.note)
    return decided_by_rule(procedure.fee, draft.channel, vietnam_time(received_at).date())
