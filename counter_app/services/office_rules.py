"""The office's regulation at a station: read value by value, with the office's own values put in place.

The directory of the central system goes before what is entered here. A change counts from the next dossier
on, for a dossier keeps the due time with which it was received.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk, Office, Role
from counter_app.domain.regulation import OwnRules, RuleValue, regulation_values, spec_of
from counter_app.domain.time_rules import TimeRules
from counter_app.services.office_context import OWN_RULES, OfficeContext, OfficeSource, read_own_rules
from counter_app.services.office_directory import DIRECTORY, read_directory
from counter_app.services.store_ports import Database

_FACTS: Final = ("portal", "incident_addressees", "report_periods", "refund_rule")


@dataclass(frozen=True, slots=True)
class Profile:
    """A regulation that the program brings; ``facts`` are what else it says, in its own words, by name."""

    key: str
    name: str
    regulation: str
    provisional: bool
    facts: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class RulesShown:
    """A profile as it would hold for this office; ``in_force``: it does. ``fixed``: the centre names it."""

    profile: Profile
    in_force: bool
    fixed: bool
    values: tuple[RuleValue, ...]


class OfficeRules:
    """Keeps what the office decided itself; every change is one transaction and counts from then on."""

    def __init__(self, database: Database, office: OfficeSource, profiles: Mapping[str, object]) -> None:
        self._database, self._office, self._document = database, office, profiles

    def profiles(self) -> tuple[Profile, ...]:
        """The national default, whose key is empty, and each province."""
        rows = self._document.get("profiles")
        provinces = rows.items() if isinstance(rows, Mapping) else ()
        return (_profile("", {}), *(_profile(str(key), row) for key, row in provinces))

    def in_force(self) -> str:
        """The key of the profile that holds now."""
        return self._office.current().directory.office.profile

    def show(self, key: str) -> RulesShown:
        """A profile with the office's own values on top; raises ``time_rules.unknown_profile``."""
        centre, own = self._centre(), self._own()
        values = regulation_values(self._document, key, own, centre.time_rules)
        profile = next(one for one in self.profiles() if one.key == key)
        return RulesShown(profile, key == self.in_force(), bool(centre.profile), values)

    def choose(self, clerk: Clerk, key: str) -> OfficeContext:
        """Take another profile, where the centre names none.

        Raises ``DomainError``: ``rules.not_allowed``, ``rules.from_centre`` or ``time_rules.*``.
        """
        if self._centre().profile:
            raise DomainError("rules.from_centre")
        return self._change(clerk, lambda own: replace(own, profile=key))

    def set_value(self, clerk: Clerk, name: str, text: str, clause: str) -> OfficeContext:
        """Put the office's own value in place; ``clause`` names the document and clause that decided it.

        Raises ``DomainError``: ``rules.not_allowed``, ``.from_centre``, ``.clause_missing`` or ``.bad_*``.
        """
        self._check_free(name)
        value, said = spec_of(name).read(text.strip()), " ".join(clause.split())
        if not said:
            raise DomainError("rules.clause_missing")
        return self._change(clerk, lambda own: own.with_value(name, value, said))

    def take_back(self, clerk: Clerk, name: str) -> OfficeContext:
        """Let what the province or the nation says hold again; raises ``rules.not_allowed``."""
        return self._change(clerk, lambda own: own.without(name))

    # --- inside --------------------------------------------------------------------------------

    def _check_free(self, name: str) -> None:
        if self._centre().time_rules.get(name) is not None:
            raise DomainError("rules.from_centre")

    def _centre(self) -> Office:
        """The office as the directory tells it, without what was chosen here."""
        with self._database.read() as reads:
            return read_directory(reads.document(DIRECTORY)).office

    def _own(self) -> OwnRules:
        with self._database.read() as reads:
            return read_own_rules(reads.document(OWN_RULES))

    def _change(self, clerk: Clerk, change: Callable[[OwnRules], OwnRules]) -> OfficeContext:
        if clerk.role is not Role.ADMINISTRATOR or not clerk.active:
            raise DomainError("rules.not_allowed")
        centre = self._centre()
        with self._database.begin() as work:
            stored = work.documents.get(OWN_RULES)
            own = change(read_own_rules(stored))
            profile = centre.profile or own.profile
            TimeRules.of_profile(self._document, profile, own.layer(), centre.time_rules)
            plain = {"kind": OWN_RULES, **own.to_plain()}
            version = 1 if stored is None else stored[0] + 1
            work.documents.put(OWN_RULES, version, json.dumps(plain, ensure_ascii=False).encode())
        return self._office.refresh()


def _profile(key: str, row: object) -> Profile:
    said = row if isinstance(row, Mapping) else {}
    facts = {name: _texts(said.get(name)) for name in _FACTS}
    return Profile(
        key,
        str(said.get("name_vi") or ""),
        str(said.get("regulation") or ""),
        said.get("provisional") is True,
        {name: texts for name, texts in facts.items() if texts},
    )


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(one) for one in value) if isinstance(value, list) else ()
