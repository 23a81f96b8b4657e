"""Who the owner is, in words: what was read and when, what is doubtful, where the look-up stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from counter_app.domain.identifiers.finding import Finding as NumberFinding
from counter_app.domain.identifiers.finding import Severity
from counter_app.domain.identifiers.organisation import read_organisation_code
from counter_app.domain.identifiers.passport import read_travel_document
from counter_app.domain.identifiers.personal_number import PersonalNumberRead
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import IdentityEvidence, subject_of
from counter_app.domain.identity_view import IdentityView
from counter_app.domain.parties import Party, PartyKind
from counter_app.i18n import Wording
from counter_app.services.draft import Draft
from counter_app.services.draft_identity import draft_view, evidence_of
from counter_app.ui.counter.identity.check_words import check_said, check_sign, document_name
from counter_app.ui.counter.identity.identity_state import Doubt, IdentityShown
from counter_app.ui.counter.parts.shown import Note, Sign
from counter_app.ui.shared.field import Finding
from counter_app.ui.shared.tokens import Tone

CheckNumber = Callable[[Party], PersonalNumberRead]
BY_HAND: Final = frozenset({"", "typed"})
"""Sources of a party's data that are no document."""
_HARMLESS: Final = frozenset({"card_letters_repaired", "card_birth_year_only", "scan_personal_number"})
_RANK: Final = {Tone.RED: 0, Tone.AMBER: 1}


@dataclass(frozen=True, slots=True)
class IdentityFacts:
    """What is known beside the draft: a question on its way, why it was refused, when the paper was read.

    ``hindered`` is why this machine could not ask at all: its disk, which a notice tells by itself.
    ``earlier`` counts the same person's earlier dossiers, up to ``earlier_most``; ``guides`` tells that there
    are steps to an account for this kind of applicant.
    """

    checking: bool = False
    refused: str = ""
    hindered: str = ""
    offline: bool = False
    read_at: datetime | None = None
    earlier: int = 0
    earlier_most: int = 0
    guides: bool = False


class IdentityWords:
    """Words for numbers and look-ups; ``check`` reads a personal number against what is declared."""

    def __init__(self, wording: Wording, check: CheckNumber) -> None:
        self._wording = wording
        self._text = wording.text
        self._check = check

    def note(self, party: Party, today: date) -> Note | None:
        """The first thing to look at about a number; what can never be one is red, nothing of it blocks."""
        for finding in self._findings(party, today):
            if finding.severity is not Severity.INFO:
                weight = Finding.ERROR if finding.severity is Severity.ERROR else Finding.WARNING
                return Note(weight, self._text(f"finding.{finding.code}", **finding.params))
        return None

    def shown(self, draft: Draft, facts: IdentityFacts, today: date) -> IdentityShown:
        """The identity line of a reception."""
        view = draft_view(draft)
        doubts = self._doubts(draft, view, today)
        check, said = self._look_up(draft, view, facts)
        asked = subject_of(draft.owner) is not None
        confirmed = view.state is not None and view.state.confirmed
        doubtful = asked and not confirmed and not facts.checking
        sighted = draft.evidence.sighted
        return IdentityShown(
            check=check,
            said=said,
            brief=self._brief(draft, view, check),
            known=self._known(draft, facts),
            doubts=doubts,
            doubts_words=self._wording.count("identity_panel.doubts.count", len(doubts)) if doubts else "",
            can_check=asked and bool(draft.owner.full_name),
            checking=facts.checking,
            sighted=bool(sighted) if draft.owner.kind.is_person and (doubtful or sighted) else None,
            guide=self._guide(view, facts) if doubtful else "",
            earlier=self._earlier(facts),
        )

    # --- what is known ------------------------------------------------------------------------

    def _known(self, draft: Draft, facts: IdentityFacts) -> Sign | None:
        owner = draft.owner
        if not owner.number:
            return None
        if owner.source in BY_HAND:
            return Sign("keyboard", self._text("identity_panel.known.typed"))
        if owner.source == "earlier":
            return Sign("history", self._text("identity_panel.known.earlier"))
        evidence = evidence_of(draft)
        return Sign("id-card", self._reading(evidence, facts.read_at))

    def _reading(self, evidence: IdentityEvidence, at: datetime | None) -> str:
        """``Thẻ căn cước · súng quét 10:42``."""
        reader = f"identity_panel.reader.{evidence.source}"
        by = self._text(reader) if evidence.source and self._wording.has(reader) else ""
        time = self._wording.time(at) if at is not None else ""
        how = " ".join(part for part in (by, time) if part)
        return " · ".join(part for part in (document_name(self._wording, evidence.document), how) if part)

    # --- what is doubtful -----------------------------------------------------------------------

    def _doubts(self, draft: Draft, view: IdentityView, today: date) -> tuple[Doubt, ...]:
        found = [*self._of_answer(view), *self._of_owner(draft, today), *self._of_submitter(draft, today)]
        return tuple(sorted(found, key=lambda doubt: _RANK[doubt.tone]))

    def _of_answer(self, view: IdentityView) -> Iterator[Doubt]:
        if view.state is IdentityState.MISMATCH:
            said = check_said(self._wording, IdentityState.MISMATCH)
            yield Doubt(said, "shield-x", Tone.RED, "owner.number")

    def _of_owner(self, draft: Draft, today: date) -> Iterator[Doubt]:
        now = self._findings(draft.owner, today)
        yield from self._worded(now, "owner.number")
        told = {finding.code for finding in now}
        for finding in evidence_of(draft).findings:
            again = finding.code in told or finding.code.split("_")[0] in _RECOMPUTED
            if again or finding.code in _HARMLESS or finding.severity == Severity.INFO.value:
                continue
            if self._wording.has(f"finding.{finding.code}") and draft.owner.source not in BY_HAND:
                yield self._doubt(self._text(f"finding.{finding.code}"), finding.severity, "owner.full_name")

    def _of_submitter(self, draft: Draft, today: date) -> Iterator[Doubt]:
        if draft.submitter is not None:
            who = self._text("reception.submitter.owner")
            for doubt in self._worded(self._findings(draft.submitter, today), "submitter.number"):
                yield Doubt(f"{who}: {doubt.text}", doubt.icon, doubt.tone, doubt.place)

    def _worded(self, findings: Iterable[NumberFinding], place: str) -> Iterator[Doubt]:
        for finding in findings:
            if finding.severity is not Severity.INFO:
                words = self._text(f"finding.{finding.code}", **finding.params)
                yield self._doubt(words, finding.severity.value, place)

    def _doubt(self, words: str, severity: str, place: str) -> Doubt:
        if severity == Severity.ERROR.value:
            return Doubt(words, "circle-alert", Tone.RED, place)
        return Doubt(words, "triangle-alert", Tone.AMBER, place)

    def _findings(self, party: Party, today: date) -> tuple[NumberFinding, ...]:
        if not party.number or party.kind is PartyKind.STATE_BODY:
            return ()
        if party.kind is PartyKind.CITIZEN:
            if party.is_born_after(today):
                # The date itself is named as wrong: against it no number could be right.
                party = replace(party, birth_date="")
            return self._check(party).findings
        if party.kind is PartyKind.FOREIGNER:
            return read_travel_document(party.number).findings
        return read_organisation_code(party.number, today=today).findings

    # --- where the look-up stands ---------------------------------------------------------------

    def _look_up(self, draft: Draft, view: IdentityView, facts: IdentityFacts) -> tuple[Sign, str]:
        text, owner = self._text, draft.owner
        if owner.kind is PartyKind.STATE_BODY:
            words = text("identity_panel.check.not_needed")
            return Sign("building-2", words), words
        if view.state is None or not owner.full_name:
            key = "nothing" if not owner.number and not owner.full_name else "too_little"
            return Sign("circle-dashed", text(f"identity_panel.check.{key}")), text(
                f"identity_panel.said.{key}"
            )
        if facts.checking:
            words = text("identity_panel.check.checking")
            return Sign("loader-circle", words, Tone.BLUE), words
        if facts.refused:
            return Sign("shield-alert", facts.refused, Tone.AMBER), facts.refused
        if facts.hindered:
            words = text("identity_panel.check.not_asked")
            return Sign("shield-alert", words, Tone.AMBER), f"{words}. {facts.hindered}"
        if view.answer is None and not facts.offline:
            return (
                Sign("circle-dashed", text("identity_panel.check.soon")),
                text("identity_panel.said.soon"),
            )
        sign = check_sign(self._wording, view.state)
        if draft.submitter is not None:
            sign = replace(sign, text=self._owners(sign.text))
        return sign, self._of_principal(draft, view.state)

    def _brief(self, draft: Draft, view: IdentityView, check: Sign) -> str:
        state = view.state
        if state is None or not check.text.endswith(check_sign(self._wording, state).text):
            return ""
        key = f"identity_panel.brief.{state.value}"
        if not self._wording.has(key):
            return ""
        brief = self._text(key)
        return self._owners(brief) if draft.submitter is not None else brief

    def _owners(self, said: str) -> str:
        return self._text("identity_panel.check.of_owner", said=said)

    def _of_principal(self, draft: Draft, state: IdentityState) -> str:
        """Whose account it is: the principal's, whoever stands at the counter (LC Đ10 k1a)."""
        said = check_said(self._wording, state)
        if draft.submitter is None:
            return said
        return self._text("identity_panel.said.principal", said=said, name=draft.owner.full_name)

    def _guide(self, view: IdentityView, facts: IdentityFacts) -> str:
        silent = view.state is not None and not view.state.answered
        if not facts.guides or facts.refused or facts.hindered:
            return ""
        if view.state is IdentityState.NO_ACCOUNT or (silent and (view.answer is not None or facts.offline)):
            return self._text("identity_panel.guide.done" if view.guidance else "identity_panel.guide.open")
        return ""

    def _earlier(self, facts: IdentityFacts) -> tuple[str, str]:
        if not facts.earlier:
            return "", ""
        if facts.earlier >= facts.earlier_most > 0:
            return self._text("identity_panel.earlier.many", count=facts.earlier), f"{facts.earlier}+"
        return self._wording.count("identity_panel.earlier.count", facts.earlier), str(facts.earlier)


_RECOMPUTED: Final = frozenset({"pin", "tax", "travel", "passport"})
"""Findings about a number are told of the number as it stands there now."""
