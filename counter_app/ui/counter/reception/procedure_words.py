"""A procedure in a few words: where it stands, how long it takes, what it costs."""

from __future__ import annotations

from counter_app.domain.entries import Channel
from counter_app.domain.fee_rules import FeePer
from counter_app.domain.procedures import Procedure
from counter_app.i18n import Wording


def place_in_catalogue(procedure: Procedure) -> str:
    """``Hộ tịch · 1.001193``."""
    return f"{procedure.field_vi} · {procedure.code}"


def time_in_short(procedure: Procedure, wording: Wording) -> str:
    """``3 ngày làm việc``, ``trong ngày``; empty when nobody set a time."""
    time = procedure.time
    if not time.is_set:
        return ""
    if time.unit == "same_day":
        return wording.text("reception.time.same_day")
    return wording.count(f"reception.time.{time.unit}", time.value or 0)


def fee_in_short(procedure: Procedure, wording: Wording) -> str:
    """At the counter: ``miễn lệ phí``, ``8.000 đ``; empty when it is not known, for that is not free."""
    fee = procedure.fee
    if fee.is_free_for(Channel.DIRECT):
        return wording.text("reception.fee.free_short")
    amount = fee.amount(Channel.DIRECT)
    if amount is None:
        return ""
    per = "" if fee.per is FeePer.CASE else wording.text(f"reception.fee.per_{fee.per.value}")
    return f"{wording.money(amount)}{per}"
