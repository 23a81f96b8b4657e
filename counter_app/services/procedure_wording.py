"""A procedure's time, fee and papers in words; what nobody set is "not known", never free."""

from __future__ import annotations

from counter_app.domain.fee_rules import FeeKind, FeePer, FeeRule
from counter_app.domain.procedures import ComponentSpec
from counter_app.domain.processing_time import ProcessingTime
from counter_app.i18n import Wording


class ProcedureWording:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording, self._text = wording, wording.text

    def time(self, time: ProcessingTime) -> str:
        """``3 ngày làm việc``; a number whose unit is not known says so."""
        if time.local is not None:
            short = self._counted(time.local.unit, time.local.value)
            return self._text("reception.change.local_time", time=short, decision=time.local.decision)
        if time.unit == "not_set" and time.value is not None:
            return self._text("reception.change.no_unit", value=time.value)
        return self._counted(time.unit, time.value)

    def fee(self, fee: FeeRule) -> str:
        """``miễn lệ phí`` only where a rule says so; "not known" is never free."""
        if fee.kind is FeeKind.FREE:
            return self._text("reception.fee.free_short")
        if fee.direct_vnd is None and fee.online_vnd is None:
            return self._text(f"reception.change.fee_{fee.kind.value}")
        per = "" if fee.per is FeePer.CASE else self._text(f"reception.fee.per_{fee.per.value}")
        direct, online = (self._amount(amount, per) for amount in (fee.direct_vnd, fee.online_vnd))
        if direct == online:
            return direct
        return self._text("reception.change.fee_two", direct=direct, online=online)

    def _amount(self, amount: int | None, per: str) -> str:
        if amount is None:
            return self._text("reception.change.unknown")
        if amount == 0:
            return self._text("reception.fee.free_short")
        return f"{self._wording.money(amount)}{per}"

    def _counted(self, unit: str, value: int | None) -> str:
        if unit == "same_day":
            return self._text("reception.time.same_day")
        if unit == "yearly":
            return self._text("reception.change.yearly")
        if unit == "not_set" or value is None:
            return self._text("reception.change.unknown")
        return self._wording.count(f"reception.time.{unit}", value)

    def condition(self, component: ComponentSpec) -> str:
        """Whether a paper is asked for."""
        return self._text(f"reception.change.condition.{component.condition.value}")
