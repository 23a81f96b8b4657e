"""What the page of the regulation shows, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.domain.regulation import RuleSpec
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.fact_grid import Fact


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One value in words; ``typed`` and ``own_clause`` are what an editor begins with.

    ``own``: it is the office's own, entered here, and can be taken back. ``said``: the regulation says it.
    """

    spec: RuleSpec
    label: str
    value: str
    clause: str
    mark: Told | None
    said: bool
    typed: str
    own_clause: str
    editable: bool
    own: bool


@dataclass(frozen=True, slots=True)
class RulesState:
    """All of the section; ``usable``: this person may put the profile that is looked at in force."""

    options: tuple[tuple[str, str], ...]
    profile: str
    standing: Told
    doubt: Told | None
    usable: bool
    reader_only: bool
    timed: tuple[RuleLine, ...]
    others: tuple[RuleLine, ...]
    facts: tuple[Fact, ...]
