"""What is known of an applicant's number: the line under the field and the badge of the section."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from counter_app.domain.identifiers.finding import Finding as NumberFinding
from counter_app.domain.identifiers.finding import Severity
from counter_app.domain.identifiers.organisation import read_organisation_code
from counter_app.domain.identifiers.passport import read_travel_document
from counter_app.domain.identifiers.personal_number import PersonalNumberRead
from counter_app.domain.parties import Party, PartyKind
from counter_app.i18n import Wording
from counter_app.ui.counter.parts.shown import Note, Sign
from counter_app.ui.shared.field import Finding
from counter_app.ui.shared.tokens import Tone

CheckNumber = Callable[[Party], PersonalNumberRead]
_HARMLESS = frozenset({"card_letters_repaired", "card_birth_year_only", "scan_personal_number"})


class IdentityWords:
    """Words for numbers; ``check`` reads a personal number against what is declared."""

    def __init__(self, wording: Wording, check: CheckNumber) -> None:
        self._text = wording.text
        self._check = check

    def note(self, party: Party, today: date) -> Note | None:
        """The first thing to look at; checks warn and never block."""
        for finding in self._findings(party, today):
            if finding.severity is not Severity.INFO:
                return Note(Finding.WARNING, self._text(f"finding.{finding.code}", **finding.params))
        return None

    def sign(self, party: Party, card_findings: tuple[str, ...], today: date) -> Sign | None:
        """The badge: read from a card or typed, and always that nobody has confirmed it yet."""
        if not party.number:
            return None
        if self.note(party, today) is not None or any(code not in _HARMLESS for code in card_findings):
            return Sign("shield-alert", self._text("reception.identity.look_again"), Tone.AMBER)
        if party.source == "card":
            return Sign("id-card", self._text("reception.identity.card"), Tone.GREEN)
        number = self._check(party).number if party.kind is PartyKind.CITIZEN else None
        if number is None:
            return Sign("shield-alert", self._text("reception.identity.typed"))
        sex = self._text(f"reception.sex.{number.sex.value}").lower()
        said = self._text("reception.identity.number", sex=sex, year=number.birth_year)
        return Sign("shield-check", said)

    def _findings(self, party: Party, today: date) -> tuple[NumberFinding, ...]:
        if not party.number or party.kind is PartyKind.STATE_BODY:
            return ()
        if party.kind is PartyKind.CITIZEN:
            return self._check(party).findings
        if party.kind is PartyKind.FOREIGNER:
            return read_travel_document(party.number).findings
        return read_organisation_code(party.number, today=today).findings
