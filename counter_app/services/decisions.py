"""What is decided at reception and then travels with the entry: due time and fee."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from counter_app.domain.clock_start import Filing
from counter_app.domain.fee_rules import FeeKind, FeePer, FeeRule
from counter_app.domain.fees import FeeBasis, FeeDecision
from counter_app.domain.procedures import Procedure
from counter_app.domain.processing_term import term_due
from counter_app.domain.work_calendar import vietnam_time
from counter_app.domain.working_time import DueTime, typed_due
from counter_app.services.draft import Draft
from counter_app.services.office_context import OfficeContext


def decide_due(procedure: Procedure, draft: Draft, received_at: datetime, context: OfficeContext) -> DueTime:
    """By the catalogue's time, or as the clerk set it; ``due_at`` is ``None`` if neither.

    ``received_at`` is the legal time of reception: true time, and not when it was entered (NA-29, N-81).
    The reason for a time that was set travels with its step.
    """
    if draft.due is not None:
        typed = typed_due(draft.due.due_at, procedure.time.value, procedure.time.unit)
        reason = {"reason": draft.due.reason.strip()}
        steps = tuple(replace(step, params={**step.params, **reason}) for step in typed.steps)
        return replace(typed, steps=steps, calendar_version=context.calendar.version)
    filing = Filing.received(draft.channel, received_at)
    return term_due(context.calendar, procedure.time, filing, context.time_rules)


def decide_fee(procedure: Procedure, draft: Draft, received_at: datetime) -> FeeDecision:
    """By the catalogue's rule for the way of filing, or as the clerk set it; "not set" is not "free".

    A choice that is not whole yet (no reason, a negative amount) does not count: ``review`` names it.
    """
    choice = draft.fee
    if choice is not None and choice.note.strip() and choice.amount_vnd >= 0:
        if choice.basis == FeeBasis.EXEMPT.value:
            return FeeDecision(0, FeeBasis.EXEMPT, choice.note.strip())
        return FeeDecision(choice.amount_vnd, FeeBasis.TYPED, choice.note.strip())
    rule = procedure.fee
    basis = _BASES[rule.kind]
    amount = _amount(rule, draft, vietnam_time(received_at).date())
    if rule.is_free_for(draft.channel):
        basis = FeeBasis.FREE
    if amount is None and basis is not FeeBasis.LOCAL:
        basis = FeeBasis.NOT_SET
    return FeeDecision(amount, basis, rule.note)


def needs_count(rule: FeeRule, draft: Draft) -> bool:
    """Whether the fee is so much a copy or a page and the clerk has not counted them yet."""
    if rule.per is FeePer.CASE or not rule.amount(draft.channel) or draft.fee is not None:
        return False
    return draft.fee_copies < 1 or (rule.per is FeePer.PAGE and draft.fee_pages < 1)


def _amount(rule: FeeRule, draft: Draft, on: date) -> int | None:
    one = rule.amount(draft.channel, on=on)
    if rule.per is FeePer.CASE or rule.is_free_for(draft.channel):
        return one
    if one is None or draft.fee_copies < 1:
        return None
    if rule.per is FeePer.COPY:
        return one * draft.fee_copies
    if draft.fee_pages < 1:
        return None
    a_copy = one * draft.fee_pages if rule.page_rate is None else rule.page_rate.total(draft.fee_pages)
    return a_copy * draft.fee_copies


_BASES = {
    FeeKind.FREE: FeeBasis.FREE,
    FeeKind.FIXED: FeeBasis.FIXED,
    FeeKind.LOCAL: FeeBasis.LOCAL,
    FeeKind.NOT_SET: FeeBasis.NOT_SET,
}
