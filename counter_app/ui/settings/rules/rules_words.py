"""A regulation in words: each value, its clause, who decided it."""

from __future__ import annotations

from typing import Final

from counter_app.domain.regulation import Origin, RuleSpec, RuleValue
from counter_app.i18n import Wording
from counter_app.services.office_rules import Profile, RulesShown
from counter_app.ui.settings.rules.rules_state import RuleLine, RulesState
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.fact_grid import Fact
from counter_app.ui.shared.tokens import Tone

_UNITS: Final = {
    "online_decision_working_hours": "working_hours",
    "supplement_notice_working_days": "working_days",
    "apology_latest_days_before_due": "working_days",
    "max_reappointments": "times",
    "pakn_working_days": "working_days",
    "qa_working_days": "working_days",
    "qa_complex_working_days": "working_days",
    "bcci_return_hours": "hours",
    "support_working_hours": "working_hours",
    "incident_reply_hours": "hours",
    "recovery_hours": "hours",
    "catalogue_update_working_days": "working_days",
    "maintenance_notice_working_days": "working_days",
    "account_request_working_days": "working_days",
}


class RulesWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording, self._text = wording, wording.text

    def profile(self, profile: Profile) -> str:
        """``An Giang · QĐ 03/2023/QĐ-UBND``."""
        if not profile.key:
            return self._text("office_rules.default")
        return f"{profile.name} · {profile.regulation}"

    def state(self, shown: RulesShown, profiles: tuple[Profile, ...], *, administrator: bool) -> RulesState:
        """A profile as the page draws it; ``administrator``: the person may change it."""
        lines = [self._line(value, editable=administrator and shown.in_force) for value in shown.values]
        return RulesState(
            options=tuple((one.key, self.profile(one)) for one in profiles),
            profile=shown.profile.key,
            standing=self._standing(shown),
            doubt=self._doubt(shown.profile),
            usable=administrator and not shown.in_force and not shown.fixed,
            reader_only=not administrator,
            timed=tuple(line for line in lines if line.spec.timed),
            others=tuple(line for line in lines if not line.spec.timed),
            facts=self._facts(shown.profile),
        )

    def value(self, spec: RuleSpec, value: object) -> str:
        """A value as people say it."""
        if value is None:
            return self._text("office_rules.silent")
        if spec.kind in ("choice", "fixed"):
            return self._text(f"office_rules.{spec.name}.{value}")
        if spec.kind == "count" and isinstance(value, int):
            return self._wording.count(f"office_rules.unit.{_UNITS[spec.name]}", value)
        return str(value)

    def choices(self, spec: RuleSpec) -> list[tuple[str, str]]:
        """What may be chosen for a value."""
        return [(str(each), self.value(spec, each)) for each in spec.choices]

    def field(self, spec: RuleSpec) -> str:
        """What is typed for a value: its unit."""
        if spec.kind == "clock":
            return self._text("office_rules.clock")
        if spec.kind == "count":
            return self._text(f"office_rules.count.{_UNITS[spec.name]}")
        return self._text("office_rules.value")

    def _line(self, value: RuleValue, *, editable: bool) -> RuleLine:
        spec = value.spec
        free = editable and value.origin is not Origin.CENTRE and spec.kind != "fixed"
        return RuleLine(
            spec=spec,
            label=self._text(f"office_rules.name.{spec.name}"),
            value=self.value(spec, value.value),
            clause=self._clause(value),
            mark=self._mark(value),
            said=value.value is not None,
            typed="" if value.value is None else str(value.value),
            own_clause=value.clause if value.origin is Origin.STATION else "",
            editable=free,
            own=free and value.origin is Origin.STATION,
        )

    def _clause(self, value: RuleValue) -> str:
        if value.clause:
            return value.clause
        return self._text("office_rules.no_clause") if value.value is not None else ""

    def _mark(self, value: RuleValue) -> Told | None:
        match value.origin:
            case Origin.STATION:
                return Told("pencil", self._text("office_rules.origin.station"), Tone.BLUE)
            case Origin.CENTRE:
                return Told("building-2", self._text("office_rules.origin.centre"), Tone.NEUTRAL)
            case Origin.PROVINCE if value.provisional:
                return Told("circle-question-mark", self._text("office_rules.origin.provisional"), Tone.AMBER)
            case Origin.PROVINCE:
                return Told("file-text", self._text("office_rules.origin.province"), Tone.NEUTRAL)
            case Origin.NATIONAL:
                return None

    def _standing(self, shown: RulesShown) -> Told:
        if not shown.in_force:
            return Told("eye", self._text("office_rules.only_looked_at"), Tone.BLUE)
        detail = self._text("office_rules.fixed") if shown.fixed else ""
        return Told("circle-check", self._text("office_rules.in_force"), Tone.GREEN, detail)

    def _doubt(self, profile: Profile) -> Told | None:
        if not profile.provisional:
            return None
        words, detail = self._text("office_rules.provisional"), self._text("office_rules.provisional_detail")
        return Told("triangle-alert", words, Tone.AMBER, detail)

    def _facts(self, profile: Profile) -> tuple[Fact, ...]:
        return tuple(
            Fact(self._text(f"office_rules.fact.{name}"), "\n".join(texts))
            for name, texts in profile.facts.items()
        )
