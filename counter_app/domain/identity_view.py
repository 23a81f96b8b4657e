"""What a dossier's identity says now, and what it asks of us: a check that is due, a task for a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from counter_app.domain.dossier import Dossier
from counter_app.domain.erasure import is_closed
from counter_app.domain.identity import IdentityState, SubjectKind
from counter_app.domain.identity_status import (
    CheckAnswer,
    Guidance,
    GuidanceOutcome,
    IdentityEvidence,
    IdentityStatus,
    Settlement,
    asked_digest,
    subject_of,
)
from counter_app.domain.parties import Party

_W = TypeVar("_W", CheckAnswer, Guidance, Settlement)


class IdentityTask(StrEnum):
    """What a person has to do."""

    MISMATCH = "mismatch"
    NO_ACCOUNT = "no_account"


@dataclass(frozen=True, slots=True)
class IdentityNow:
    """The part that lists and the queue need. ``state`` is ``None`` when there is nothing to ask."""

    state: IdentityState | None
    due: bool = False
    task: IdentityTask | None = None


_NOTHING_TO_ASK: Final = IdentityNow(None)
_WAITS: Final = IdentityNow(IdentityState.NOT_CHECKED, due=True)
_NEVER_CHECKED: Final = IdentityNow(IdentityState.NOT_CHECKED)


@dataclass(frozen=True, slots=True)
class IdentityView:
    """What is known, from where, and what is to be done.

    ``answer`` is about the data as they are now; where there is only one about other data, it is ``None`` and
    ``outdated`` is that one. ``guidance`` and ``settlement`` are those of the present data.
    """

    kind: SubjectKind | None
    state: IdentityState | None
    evidence: IdentityEvidence
    answer: CheckAnswer | None
    outdated: CheckAnswer | None
    guidance: Guidance | None
    settlement: Settlement | None
    due: bool
    task: IdentityTask | None


def identity_now(dossier: Dossier) -> IdentityNow:
    """State, due check and task; quick where nothing was answered yet."""
    if dossier.erased:
        return _NOTHING_TO_ASK
    return _now(dossier.id, dossier.owner, dossier.identity, runs=not is_closed(dossier))


def identity_view(dossier: Dossier) -> IdentityView:
    """Everything that a page about one dossier shows."""
    owner = Party(kind=dossier.owner.kind) if dossier.erased else dossier.owner
    return view_of(dossier.id, owner, dossier.identity, runs=not is_closed(dossier))


def view_of(dossier_id: str, owner: Party, identity: IdentityStatus, *, runs: bool = True) -> IdentityView:
    """The same of any owner; ``runs``: the dossier is not over."""
    subject, now = subject_of(owner), _now(dossier_id, owner, identity, runs=runs)
    asked = asked_digest(dossier_id, owner)
    answer = about(identity.answers, asked)
    others = [one for one in identity.answers if one.asked != asked and one.state.answered]
    outdated = max(others, key=lambda one: one.at, default=None)
    return IdentityView(
        kind=None if subject is None else subject[0],
        state=now.state,
        evidence=identity.evidence,
        answer=answer,
        outdated=outdated if answer is None else None,
        guidance=about(identity.guidances, asked),
        settlement=about(identity.settlements, asked),
        due=now.due,
        task=now.task,
    )


def about(words: Iterable[_W], asked: str) -> _W | None:
    """The word about the data of this digest, if there is one."""
    return next((one for one in words if one.asked == asked), None)


def _now(dossier_id: str, owner: Party, identity: IdentityStatus, *, runs: bool) -> IdentityNow:
    if subject_of(owner) is None:
        return _NOTHING_TO_ASK
    asked = asked_digest(dossier_id, owner) if identity.answers else ""
    answer = about(identity.answers, asked)
    if answer is None:
        return _WAITS if runs else _NEVER_CHECKED
    if not runs:
        return IdentityNow(answer.state)
    guidance = about(identity.guidances, asked)
    return IdentityNow(answer.state, _due(answer, guidance), _task(identity, answer, guidance))


def _due(answer: CheckAnswer, guidance: Guidance | None) -> bool:
    """Nothing was said yet, or an account was made since it was said that there is none."""
    if not answer.state.answered:
        return True
    if answer.state is not IdentityState.NO_ACCOUNT or guidance is None:
        return False
    return guidance.outcome is GuidanceOutcome.CREATED and guidance.at > answer.at


def _task(identity: IdentityStatus, answer: CheckAnswer, guidance: Guidance | None) -> IdentityTask | None:
    if answer.state is IdentityState.MISMATCH:
        settlement = about(identity.settlements, answer.asked)
        settled = settlement is not None and settlement.answer_at >= answer.at
        return None if settled else IdentityTask.MISMATCH
    if answer.state is IdentityState.NO_ACCOUNT and guidance is None:
        return IdentityTask.NO_ACCOUNT
    return None
