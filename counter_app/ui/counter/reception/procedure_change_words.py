"""What changed of the chosen procedure, in words: before and now."""

from __future__ import annotations

from datetime import date

from counter_app.domain.fee_rules import FeeKind, FeePer, FeeRule
from counter_app.domain.procedure_changes import Change, ChangedPart
from counter_app.domain.procedures import ComponentSpec
from counter_app.domain.processing_time import ProcessingTime
from counter_app.i18n import Wording
from counter_app.services.draft import Draft
from counter_app.services.reception import Review
from counter_app.ui.counter.reception.reception_state import ChangeRow, ChangeShown

_NOTHING = "–"


class ProcedureChangeWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording, self._text = wording, wording.text

    def shown(self, draft: Draft, review: Review) -> ChangeShown | None:
        """The notice over a draft whose procedure changed; nothing where the applicant would not notice."""
        told = [change for change in review.changes if change.matters]
        if not told or draft.chosen is None:
            return None
        closed = any(change.part is ChangedPart.CLOSED for change in told)
        key = "closed" if closed else "title"
        return ChangeShown(
            title=self._text(f"reception.change.{key}", name=draft.chosen.name_vi),
            rows=() if closed else tuple(self._row(change) for change in told),
            may_accept=not closed,
        )

    def _row(self, change: Change) -> ChangeRow:
        label = self._text(f"reception.change.part.{change.part.value}")
        return ChangeRow(
            label, self._value(change.part, change.before), self._value(change.part, change.after)
        )

    def _value(self, part: ChangedPart, value: object) -> str:
        match value:
            case None | () | "":
                return _NOTHING
            case ProcessingTime():
                return self.time(value)
            case FeeRule():
                return self.fee(value)
            case ComponentSpec():
                return self._component(part, value)
            case tuple() if part is ChangedPart.CHANNELS:
                return ", ".join(self._text(f"reception.channel.{channel}") for channel in value)
            case date():
                return self._wording.date(value)
        return str(value)

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
        return f"{self._wording.money(amount)}{per}"

    def _counted(self, unit: str, value: int | None) -> str:
        if unit == "same_day":
            return self._text("reception.time.same_day")
        if unit == "yearly":
            return self._text("reception.change.yearly")
        if unit == "not_set" or value is None:
            return self._text("reception.change.unknown")
        return self._wording.count(f"reception.time.{unit}", value)

    def _component(self, part: ChangedPart, component: ComponentSpec) -> str:
        asked = self._text(f"reception.change.condition.{component.condition.value}")
        if part is not ChangedPart.COMPONENT_CHANGED:
            return f"{component.name} ({asked})"
        return self._text(
            "reception.change.component",
            name=component.name,
            originals=component.originals,
            copies=component.copies,
            asked=asked,
        )
