"""What a dossier knows of its owner's identity: what was read at the counter, what the e-ID system answered.

Nothing here holds what the e-ID system knows of a person: of an answer only its state, its time, its
transaction id and a digest of what was asked (LC Điều 17 khoản 2).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol, Self, TypeVar

from counter_app.domain.errors import DomainError
from counter_app.domain.identity import IdentityState, SubjectKind
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.domain.parties import Party, PartyKind
from counter_app.domain.vietnamese import tidy

_KEPT: Final = 16
"""How many words about different data are kept: far more than a dossier's owner is ever corrected."""
_DIGEST: Final = 16
_PERSONAL_NUMBER: Final = 12
_NOT_CHECKED: Final = IdentityState.NOT_CHECKED.value


class GuidanceOutcome(StrEnum):
    """How helping somebody without an account to one of level 1 ended (LC Đ10 k1a)."""

    GUIDED = "guided"
    CREATED = "created"
    REFUSED = "refused"
    NOT_POSSIBLE = "not_possible"
    OFFLINE = "offline"
    """Guided, but it could not be made because the line was down."""


class SettlementOutcome(StrEnum):
    """What a person found out about data that the e-ID system knows otherwise."""

    DATA_CORRECTED = "data_corrected"
    DOCUMENT_RIGHT = "document_right"
    """The paper was read again: it says what the dossier says."""
    COME_BACK = "come_back"
    """The applicant is to come back, with another paper or after the register was put right."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class EvidenceFinding:
    """A remark of reading a document: its code (``finding.<code>``) and severity, no personal data."""

    code: str
    severity: str = ""


@dataclass(frozen=True, slots=True)
class IdentityEvidence:
    """What was looked at, at the counter.

    ``document`` names what was read (``card_2021``, ``mrz_td1``, ...; empty: nothing), ``source`` how it came
    in (``wedge``, ``serial``, ``network``, ``camera``, ``file``, ``clipboard``, ``mrz``, ``typed``).
    ``sighted`` is the clerk's comparison by eye; ``None`` when she did not say.
    """

    document: str = ""
    source: str = ""
    findings: tuple[EvidenceFinding, ...] = ()
    sighted: bool | None = None

    def to_plain(self) -> dict[str, object]:
        """Plain data for an entry's body or a draft."""
        plain: dict[str, object] = {
            "source": self.source,
            "findings": [[one.code, one.severity] if one.severity else one.code for one in self.findings],
        }
        if self.document:
            plain["document"] = self.document
        if self.sighted is not None:
            plain["sighted"] = self.sighted
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Self:
        """The reverse of ``to_plain``; what cannot be read is left out, nothing is raised."""
        findings, sighted = plain.get("findings"), plain.get("sighted")
        rows = findings if isinstance(findings, Sequence) and not isinstance(findings, str) else ()
        read = (_finding(row) for row in rows)
        return cls(
            document=_text(plain.get("document")),
            source=_text(plain.get("source")),
            findings=tuple(one for one in read if one is not None),
            sighted=sighted if isinstance(sighted, bool) else None,
        )


NOTHING_READ: Final = IdentityEvidence()


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """What is kept of an answer; ``asked`` is the digest of what was asked (``asked_digest``)."""

    state: IdentityState
    at: datetime
    transaction: str = ""
    asked: str = ""

    def to_plain(self) -> dict[str, object]:
        """Plain data; the state's key is ``check``, as in a reception."""
        plain: dict[str, object] = {"check": self.state.value, "at": instant_text(self.at)}
        plain.update((name, text) for name in ("transaction", "asked") if (text := getattr(self, name)))
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> CheckAnswer | None:
        """The reverse of ``to_plain``; ``None`` for "not asked" and for what cannot be read."""
        check = plain.get("check")
        if check == _NOT_CHECKED:
            return None
        try:
            state, at = IdentityState(str(check)), parse_instant(_text(plain.get("at")))
        except (ValueError, DomainError):
            return None
        return cls(state, at, _text(plain.get("transaction")), _text(plain.get("asked")))


@dataclass(frozen=True, slots=True)
class Guidance:
    """How somebody without an account was helped; ``steps`` are the codes of the steps that were done."""

    outcome: GuidanceOutcome
    at: datetime
    steps: tuple[str, ...] = ()
    note: str = ""
    clerk_name: str = ""
    asked: str = ""

    def to_plain(self) -> dict[str, object]:
        """Plain data, as it travels in a reception."""
        return {
            "outcome": self.outcome.value,
            "at": instant_text(self.at),
            "steps": list(self.steps),
            "note": self.note,
            "clerk_name": self.clerk_name,
            "asked": self.asked,
        }

    @classmethod
    def from_plain(cls, plain: object) -> Guidance | None:
        """The reverse of ``to_plain``; ``None`` for what cannot be read."""
        if not isinstance(plain, Mapping):
            return None
        steps = plain.get("steps")
        try:
            return cls(
                GuidanceOutcome(_text(plain.get("outcome"))),
                parse_instant(_text(plain.get("at"))),
                tuple(map(_text, steps)) if isinstance(steps, list) else (),
                *(_text(plain.get(name)) for name in ("note", "clerk_name", "asked")),
            )
        except (ValueError, DomainError):
            return None


@dataclass(frozen=True, slots=True)
class Settlement:
    """A person's word on a mismatch: on the answer of ``answer_at`` to ``asked`` and those before it."""

    outcome: SettlementOutcome
    at: datetime
    answer_at: datetime
    note: str = ""
    clerk_name: str = ""
    asked: str = ""


class _About(Protocol):
    @property
    def asked(self) -> str: ...


_W = TypeVar("_W", bound=_About)


@dataclass(frozen=True, slots=True)
class IdentityStatus:
    """Everything that entries say of the owner's identity.

    Of each kind of word the latest is kept for each data that it is about, so that words from several
    stations give the same in any order. ``said`` is what the reception wrote, as it was written.
    """

    said: Mapping[str, object] = field(default_factory=dict)
    answers: tuple[CheckAnswer, ...] = ()
    guidances: tuple[Guidance, ...] = ()
    settlements: tuple[Settlement, ...] = ()

    @classmethod
    def begun(cls, said: Mapping[str, object]) -> Self:
        """As the reception leaves it; never raises."""
        answer = CheckAnswer.from_plain(said)
        guidance = Guidance.from_plain(said["guided"]) if "guided" in said else None
        return cls(
            said,
            () if answer is None else (answer,),
            () if guidance is None else (guidance,),
        )

    @property
    def evidence(self) -> IdentityEvidence:
        """What was read and seen at the reception."""
        return IdentityEvidence.from_plain(self.said)

    def answered(self, answer: CheckAnswer) -> Self:
        """With one more answer: what says something outweighs a silence, then the later one the earlier."""
        return replace(self, answers=_kept(self.answers, answer, _answer_rank))

    def guided(self, guidance: Guidance) -> Self:
        """With the outcome of one more guidance."""
        return replace(self, guidances=_kept(self.guidances, guidance, _guidance_rank))

    def settled(self, settlement: Settlement) -> Self:
        """With one more settlement."""
        return replace(self, settlements=_kept(self.settlements, settlement, _settlement_rank))


_Rank = tuple[object, ...]


def _kept(words: tuple[_W, ...], word: _W, rank: Callable[[_W], _Rank]) -> tuple[_W, ...]:
    latest = {one.asked: one for one in words}
    known = latest.get(word.asked)
    if known is not None and rank(known) >= rank(word):
        return words
    latest[word.asked] = word
    ordered = sorted(latest.values(), key=lambda one: (rank(one), one.asked))
    return tuple(ordered[-_KEPT:])


def _answer_rank(answer: CheckAnswer) -> _Rank:
    return (answer.state.answered, answer.at, answer.state.value, answer.transaction)


def _guidance_rank(guidance: Guidance) -> _Rank:
    return (guidance.at, guidance.outcome.value, guidance.steps, guidance.note, guidance.clerk_name)


def _settlement_rank(settlement: Settlement) -> _Rank:
    return (
        settlement.answer_at,
        settlement.at,
        settlement.outcome.value,
        settlement.note,
        settlement.clerk_name,
    )


def subject_of(party: Party) -> tuple[SubjectKind, str] | None:
    """By what a party is looked up, and the number; ``None`` when there is nothing to ask.

    A citizen by the personal number only (LC Đ10 k1a): an old 9-digit number or half of one asks nothing. A
    foreigner's number is taken as it was typed, whatever its length. State bodies are not looked up.
    """
    number = party.number
    if not number or not party.full_name.strip():
        return None
    if not number.isalnum():
        number = "".join(char for char in number if char.isalnum())
    number = number.upper()
    match party.kind:
        case PartyKind.CITIZEN:
            whole = len(number) == _PERSONAL_NUMBER and number.isascii() and number.isdecimal()
            return (SubjectKind.PERSONAL_NUMBER, number) if whole else None
        case PartyKind.FOREIGNER:
            return (SubjectKind.TRAVEL_DOCUMENT, number) if number else None
        case PartyKind.ORGANISATION | PartyKind.HOUSEHOLD_BUSINESS:
            return (SubjectKind.ORGANISATION_CODE, number) if number else None
        case PartyKind.STATE_BODY:
            return None


def asked_digest(dossier_id: str, party: Party) -> str:
    """Tells whether an answer is about the data that a party has now; empty when there is nothing to ask.

    Salted with the dossier and cut short: it tells nobody the data, and nothing across dossiers.
    """
    subject = subject_of(party)
    if subject is None:
        return ""
    kind, number = subject
    told = [dossier_id, kind.value, number, tidy(party.full_name).casefold()]
    if party.kind.is_person:
        told += [party.birth_date, party.sex]
    if party.kind is PartyKind.FOREIGNER:
        told.append(tidy(party.nationality).casefold())
    return hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]


def _finding(row: object) -> EvidenceFinding | None:
    if isinstance(row, str):
        return EvidenceFinding(row)
    if isinstance(row, Sequence) and len(row) > 1:
        return EvidenceFinding(_text(row[0]), _text(row[1]))
    if isinstance(row, Mapping):
        return EvidenceFinding(_text(row.get("code")), _text(row.get("severity")))
    return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
