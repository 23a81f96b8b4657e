"""What is decided at reception and then travels with the entry: due time and fee."""

from __future__ import annotations

from datetime import date, datetime

from counter_app.domain.fee_rules import FeeKind, FeePer, FeeRule
from counter_app.domain.fees import FeeBasis, FeeDecision
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
    """By the catalogue's rule for the way of filing, or as the clerk set it; "not set" is not "free".

    A choice that is not whole yet (no reason, a negative amount) does not count: ``review`` names it.
    """
    choice = draft.fee
    if choice is not None and choice.note.strip() and choice.amount_vnd >= 0:
        if choice.basis == FeeBasis.EXEMPT.value:
            return FeeDecision(0, FeeBasis.EXEMPT, choice.note)
        return FeeDecision(choice.amount_vnd, FeeBasis.TYPED, choice.note)
    rule = procedure.fee
    basis = _BASES[rule.kind]
    amount = _amount(rule, draft, vietnam_time(received_at).date())
    if amount is None and basis is not FeeBasis.LOCAL:
        basis = FeeBasis.NOT_SET
    return FeeDecision(amount, basis, rule.note)


def needs_count(rule: FeeRule, draft: Draft) -> bool:
    """Whether the fee is so much a copy or a page and the clerk has not counted them yet."""
    if rule.per is FeePer.CASE or draft.fee is not None:
        return False
    return not draft.fee_copies or (rule.per is FeePer.PAGE and not draft.fee_pages)


def _amount(rule: FeeRule, draft: Draft, on: date) -> int | None:
    one = rule.amount(draft.channel, on=on)
    if rule.per is FeePer.CASE or rule.is_free:
        return one
    if needs_count(rule, draft):
        return None
    if rule.per is FeePer.PAGE:
        one = rule.page_rate.total(draft.fee_pages) if rule.page_rate else one and one * draft.fee_pages
    return None if one is None else one * draft.fee_copies


_BASES = {
    FeeKind.FREE: FeeBasis.FREE,
    FeeKind.FIXED: FeeBasis.FIXED,
    FeeKind.LOCAL: FeeBasis.LOCAL,
    FeeKind.NOT_SET: FeeBasis.NOT_SET,
}
