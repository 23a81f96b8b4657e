"""An office's regulation value by value: what it says, by which clause, who decided it, what may replace it.

``TimeRules`` are the same data as the rules use them; here they are as people look at them and change them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Final, Literal

from counter_app.domain.errors import DomainError
from counter_app.domain.time_rules import OnlineStart, SupplementEffect

Kind = Literal["choice", "count", "clock", "fixed"]


class Origin(StrEnum):
    """Who decided a value; each one's word goes before those above it."""

    NATIONAL = "national"
    PROVINCE = "province"
    STATION = "station"
    """The office itself, entered at this station."""
    CENTRE = "centre"
    """The office itself, as the central system's directory tells it."""


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A value of a regulation: ``timed`` ones are what due times are computed with.

    ``choices`` are the values of a choice; ``least`` and ``most`` bound a count. ``fixed``: only told.
    """

    name: str
    kind: Kind
    timed: bool = False
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0

    def read(self, text: str) -> object:
        """What a person chose or typed as plain data.

        Raises ``DomainError``: ``rules.bad_count`` (``min``, ``max``), ``.bad_clock`` or ``.bad_choice``.
        """
        match self.kind:
            case "choice":
                if text not in self.choices:
                    raise DomainError("rules.bad_choice")
                return text
            case "count":
                number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1
                if not self.least <= number <= self.most:
                    raise DomainError("rules.bad_count", min=self.least, max=self.most)
                return number
            case "clock":
                return _clock(text)
            case "fixed":
                raise DomainError("rules.fixed")


def _clock(text: str) -> str:
    hours, _, minutes = text.strip().lower().replace("h", ":").replace("g", ":").partition(":")
    try:
        return f"{time(int(hours), int(minutes or 0)):%H:%M}"
    except ValueError as error:
        raise DomainError("rules.bad_clock") from error


SPECS: Final = (
    RuleSpec("online_received_time", "choice", timed=True, choices=tuple(OnlineStart)),
    RuleSpec("online_decision_working_hours", "count", timed=True, least=1, most=80),
    RuleSpec("after_hours_counts_from", "fixed", timed=True),
    RuleSpec("supplement_effect", "choice", timed=True, choices=tuple(SupplementEffect)),
    RuleSpec("supplement_notice_working_days", "count", timed=True, least=1, most=30),
    RuleSpec("apology_latest_days_before_due", "count", timed=True, least=1, most=30),
    RuleSpec("max_reappointments", "count", timed=True, least=0, most=5),
    RuleSpec("transfer_cutoff", "clock", timed=True),
    RuleSpec("same_day_cutoff", "clock", timed=True),
    RuleSpec("pakn_working_days", "count", least=1, most=90),
    RuleSpec("qa_working_days", "count", least=1, most=90),
    RuleSpec("qa_complex_working_days", "count", least=1, most=90),
    RuleSpec("bcci_return_hours", "count", least=1, most=720),
    RuleSpec("support_working_hours", "count", least=1, most=240),
    RuleSpec("incident_reply_hours", "count", least=1, most=240),
    RuleSpec("recovery_hours", "count", least=1, most=720),
    RuleSpec("catalogue_update_working_days", "count", least=1, most=90),
    RuleSpec("maintenance_notice_working_days", "count", least=1, most=90),
    RuleSpec("account_request_working_days", "count", least=1, most=90),
)
_BY_NAME: Final = {spec.name: spec for spec in SPECS}


def spec_of(name: str) -> RuleSpec:
    """The value of that name; raises ``DomainError("rules.fixed")`` for one that nobody can set."""
    spec = _BY_NAME.get(name)
    if spec is None:
        raise DomainError("rules.fixed")
    return spec


@dataclass(frozen=True, slots=True)
class RuleValue:
    """One value: ``None`` where nothing is said. ``provisional``: not checked against the text in force."""

    spec: RuleSpec
    value: object
    clause: str
    origin: Origin
    provisional: bool


@dataclass(frozen=True, slots=True)
class OwnRules:
    """What the office decided itself at this station; ``profile`` counts where the centre names none."""

    profile: str = ""
    values: Mapping[str, object] | None = None
    clauses: Mapping[str, str] | None = None

    def with_value(self, name: str, value: object, clause: str) -> OwnRules:
        """The same with another value, decided by ``clause``."""
        values, clauses = {**(self.values or {}), name: value}, {**(self.clauses or {}), name: clause}
        return OwnRules(self.profile, values, clauses)

    def without(self, name: str) -> OwnRules:
        """The same without a value of its own."""
        values = {key: value for key, value in (self.values or {}).items() if key != name}
        clauses = {key: text for key, text in (self.clauses or {}).items() if key != name}
        return OwnRules(self.profile, values, clauses)

    def layer(self) -> dict[str, object]:
        """As ``TimeRules.of_profile`` takes it."""
        values = dict(self.values or {})
        return {**values, "clauses": dict(self.clauses or {})} if values else {}

    def to_plain(self) -> dict[str, object]:
        """Plain data."""
        return {
            "profile": self.profile,
            "values": dict(self.values or {}),
            "clauses": dict(self.clauses or {}),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> OwnRules:
        """The reverse; values that nobody can set or that make no sense raise ``DomainError("rules.*")``."""
        values, clauses = plain.get("values"), plain.get("clauses")
        if not isinstance(values, Mapping) or not isinstance(clauses, Mapping):
            raise DomainError("rules.unreadable")
        read = {str(name): spec_of(str(name)).read(str(value)) for name, value in values.items()}
        named = {str(name): str(text) for name, text in clauses.items()}
        return cls(str(plain.get("profile") or ""), read, named)


def regulation_values(
    document: Mapping[str, object], profile: str, own: OwnRules, centre: Mapping[str, object]
) -> tuple[RuleValue, ...]:
    """Every value of a profile of the ``province_profiles`` document with what the office decided on top.

    ``centre`` is what the directory says of the office. Raises ``DomainError("time_rules.unknown_profile")``.
    """
    profiles = _mapping(document.get("profiles"))
    if profile and profile not in profiles:
        raise DomainError("time_rules.unknown_profile", profile=profile, known=", ".join(profiles))
    layers = (
        (Origin.NATIONAL, _mapping(document.get("default"))),
        (Origin.PROVINCE, _mapping(profiles.get(profile))),
        (Origin.STATION, own.layer()),
        (Origin.CENTRE, centre),
    )
    return tuple(_value(spec, layers) for spec in SPECS)


def _value(spec: RuleSpec, layers: tuple[tuple[Origin, Mapping[str, object]], ...]) -> RuleValue:
    found = RuleValue(spec, None, "", Origin.NATIONAL, False)
    for origin, layer in layers:
        value = layer.get(spec.name)
        said = _mapping(layer.get("clauses")).get(spec.name)
        # A clause without a value says the same as the regulation above it.
        if value is None and (said is None or found.value is None):
            continue
        clause = f"{said} {layer.get('regulation') or ''}".strip() if said else ""
        shown = found.value if value is None else value
        found = RuleValue(spec, shown, clause, origin, layer.get("provisional") is True)
    return found


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
