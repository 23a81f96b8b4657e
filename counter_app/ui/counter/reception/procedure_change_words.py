"""What changed of the chosen procedure, in words: before and now."""

from __future__ import annotations

from datetime import date

from counter_app.domain.fee_rules import FeeRule
from counter_app.domain.procedure_changes import Change, ChangedPart
from counter_app.domain.procedures import ComponentSpec
from counter_app.domain.processing_time import ProcessingTime
from counter_app.i18n import Wording
from counter_app.services.draft import Draft
from counter_app.services.procedure_wording import ProcedureWording
from counter_app.services.reception import Review
from counter_app.ui.counter.reception.reception_state import ChangeRow, ChangeShown

_NOTHING = "–"


class ProcedureChangeWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording, self._text = wording, wording.text
        self._procedure = ProcedureWording(wording)

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
                return self._procedure.time(value)
            case FeeRule():
                return self._procedure.fee(value)
            case ComponentSpec():
                return self._component(part, value)
            case tuple() if part is ChangedPart.CHANNELS:
                return ", ".join(self._text(f"reception.channel.{channel}") for channel in value)
            case date():
                return self._wording.date(value)
        return str(value)

    def _component(self, part: ChangedPart, component: ComponentSpec) -> str:
        asked = self._procedure.condition(component)
        if part is not ChangedPart.COMPONENT_CHANGED:
            return f"{component.name} ({asked})"
        return self._text(
            "reception.change.component",
            name=component.name,
            originals=component.originals,
            copies=component.copies,
            asked=asked,
        )
