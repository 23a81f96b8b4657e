"""What a paper that was read does to the reception in hand: it fills what is empty, else it asks first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from counter_app.domain.identity_status import EvidenceFinding, IdentityEvidence
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.domain.vietnamese import fold
from counter_app.services.draft import Draft
from counter_app.services.reception import fill_owner
from counter_app.services.scans import CardScanned

_COMPARED = ("number", "full_name", "birth_date", "sex", "address")


@dataclass(frozen=True, slots=True)
class Filled:
    """The card went in; ``place`` is ``owner`` or ``submitter``."""

    draft: Draft
    place: str


@dataclass(frozen=True, slots=True)
class Differs:
    """The card says something else than what stands there: ``fields`` of whom ``place`` names differ."""

    draft: Draft
    fields: tuple[str, ...]
    same_person: bool
    place: str = "owner"


@dataclass(frozen=True, slots=True)
class Whose:
    """Somebody brings the dossier for its owner, and neither is known by number: the card may be either's."""

    draft: Draft


def take_card(draft: Draft, card: CardScanned, source: str = "") -> Filled | Differs | Whose:
    """Fill empty fields of the owner, or of the second person when the owner is somebody else.

    While the owner is not named and somebody else brings the dossier, nothing tells whose card it is, unless
    the second person is known already. ``source`` is the reader by which the paper came (``Scan.source``).
    """
    party, owner = card.party, draft.owner
    unnamed = not owner.number and not owner.full_name and owner.kind.is_person
    second = draft.submitter or Party()
    brought = draft.submitter_role is not SubmitterRole.OWNER
    known = bool(second.number or second.full_name)
    if brought and unnamed:
        if known and _same_person(second, party):
            return for_submitter(draft, card)
        if not second.number:
            return Whose(draft)
    if unnamed or _same_person(owner, party):
        return for_owner(draft, card, source)
    if brought and (not known or _same_person(second, party)):
        return for_submitter(draft, card)
    return Differs(draft, differing(owner, party), same_person=False)


def for_owner(draft: Draft, card: CardScanned, source: str = "") -> Filled | Differs:
    """Fill what is empty of the owner; both are shown where the card says something else."""
    filled = _fill(draft, card, source)
    fields = differing(filled.owner, card.party)
    return Differs(filled, fields, same_person=True) if fields else Filled(filled, "owner")


def for_submitter(draft: Draft, card: CardScanned) -> Filled | Differs:
    """Fill what is empty of the second person; both are shown where the card says something else."""
    second, party = draft.submitter or Party(), card.party
    completed = replace(draft, submitter=_completed(second, party))
    # Where the second person lives is not asked of the card: the paper that authorises says it.
    fields = tuple(name for name in differing(second, party) if name != "address" and getattr(second, name))
    if fields:
        return Differs(completed, fields, same_person=True, place="submitter")
    return Filled(completed, "submitter")


def finding_codes(card: CardScanned) -> tuple[str, ...]:
    """The codes that the reading gave, for the entry."""
    return tuple(finding.code for finding in card.findings)


def evidence_of(card: CardScanned, source: str) -> IdentityEvidence:
    """What was read, by which reader, with which remarks."""
    findings = (EvidenceFinding(finding.code, finding.severity.value) for finding in card.findings)
    return IdentityEvidence(card.document, source, tuple(findings))


def differing(typed: Party, card: Party) -> tuple[str, ...]:
    """The fields in which a card says something else; marks and case of letters do not count."""
    return tuple(
        name
        for name in _COMPARED
        if getattr(card, name) and fold(getattr(typed, name)) != fold(getattr(card, name))
    )


def overwritten(draft: Draft, party: Party, findings: tuple[str, ...], evidence: IdentityEvidence) -> Draft:
    """The owner as the paper says; phone and e-mail stay."""
    owner = draft.owner
    values = {name: getattr(party, name) for name in (*_COMPARED, "nationality") if getattr(party, name)}
    kept = replace(owner, kind=party.kind, source=party.source, **values)
    seen = replace(evidence, sighted=draft.evidence.sighted)
    return replace(draft, owner=kept, findings=findings, evidence=seen)


def as_submitter(draft: Draft, party: Party, role: SubmitterRole = SubmitterRole.OWNER) -> Draft:
    """The card's holder brings the dossier for its owner; an unset role follows the kind of owner."""
    if role is SubmitterRole.OWNER:
        person = draft.owner.kind in (PartyKind.CITIZEN, PartyKind.FOREIGNER)
        role = SubmitterRole.AUTHORISED if person else SubmitterRole.LEGAL_REPRESENTATIVE
    second = draft.submitter or Party()
    filled = replace(
        second,
        kind=party.kind,
        number=party.number,
        full_name=party.full_name,
        birth_date=party.birth_date,
        sex=party.sex,
        address=second.address or party.address,
        source=party.source,
    )
    return replace(draft, submitter_role=role, submitter=filled)


def _completed(second: Party, party: Party) -> Party:
    """The second person with what a card gave where nothing stood."""
    named = second.number or second.full_name
    taken = {name: getattr(second, name) or getattr(party, name) for name in _COMPARED}
    filled = replace(second, kind=second.kind if named else party.kind, **taken)
    read = filled.number == party.number and fold(filled.full_name) == fold(party.full_name)
    return replace(filled, source=party.source) if read else filled


def _fill(draft: Draft, card: CardScanned, source: str) -> Draft:
    party = card.party
    filled = fill_owner(draft, party, finding_codes(card), evidence_of(card, source))
    owner = filled.owner
    if owner.kind is party.kind and not owner.nationality:
        owner = replace(owner, nationality=party.nationality)
    if draft.owner.source == "mrz" and _only_marks_differ(owner.full_name, party.full_name):
        # A machine-readable zone has no marks; the card that was read after it has them.
        owner = replace(owner, full_name=party.full_name, source=party.source)
    return replace(filled, owner=owner)


def _only_marks_differ(plain: str, marked: str) -> bool:
    return plain.isascii() and not marked.isascii() and fold(plain) == fold(marked)


def _same_person(owner: Party, party: Party) -> bool:
    if owner.kind is not party.kind:
        return False
    if owner.number and party.number:
        return owner.number == party.number
    if not owner.full_name and party.full_name and owner.birth_date:
        # A card that was read in part gave no name, and this paper has no number: the day of birth tells.
        return owner.birth_date == party.birth_date
    return fold(owner.full_name) == fold(party.full_name)
