"""What a dossier's identity says now, and what it asks of us: a check that is due, a task for a person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.dossier import Dossier
from counter_app.domain.erasure import is_closed
from counter_app.domain.identity import IdentityState, SubjectKind
from counter_app.domain.identity_status import (
    CheckAnswer,
    Guidance,
    GuidanceOutcome,
    IdentityEvidence,
    Settlement,
    asked_digest,
    subject_of,
)


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
    subject = None if dossier.erased else subject_of(dossier.owner)
    if subject is None:
        return IdentityNow(None)
    runs = not is_closed(dossier)
    if not dossier.identity.answers:
        return IdentityNow(IdentityState.NOT_CHECKED, due=runs)
    asked = asked_digest(dossier.id, dossier.owner)
    answer = current_answer(dossier, asked)
    if answer is None:
        return IdentityNow(IdentityState.NOT_CHECKED, due=runs)
    if not runs:
        return IdentityNow(answer.state)
    guidance = current_guidance(dossier, asked)
    return IdentityNow(answer.state, _due(answer, guidance), _task(dossier, answer, guidance))


def identity_view(dossier: Dossier) -> IdentityView:
    """Everything that a page about one dossier shows."""
    subject, now = subject_of(dossier.owner), identity_now(dossier)
    asked = asked_digest(dossier.id, dossier.owner)
    answer = current_answer(dossier, asked)
    others = [one for one in dossier.identity.answers if one.asked != asked and one.state.answered]
    outdated = max(others, key=lambda one: one.at, default=None)
    return IdentityView(
        kind=None if subject is None or dossier.erased else subject[0],
        state=now.state,
        evidence=dossier.identity.evidence,
        answer=answer,
        outdated=outdated if answer is None else None,
        guidance=current_guidance(dossier, asked),
        settlement=current_settlement(dossier, asked),
        due=now.due,
        task=now.task,
    )


def current_answer(dossier: Dossier, asked: str) -> CheckAnswer | None:
    """The answer about the data of this digest."""
    return next((one for one in dossier.identity.answers if one.asked == asked), None)


def current_guidance(dossier: Dossier, asked: str) -> Guidance | None:
    """The guidance of whom this digest is about."""
    return next((one for one in dossier.identity.guidances if one.asked == asked), None)


def current_settlement(dossier: Dossier, asked: str) -> Settlement | None:
    """The settlement about the data of this digest."""
    return next((one for one in dossier.identity.settlements if one.asked == asked), None)


def _due(answer: CheckAnswer, guidance: Guidance | None) -> bool:
    """Nothing was said yet, or an account was made since it was said that there is none."""
    if not answer.state.answered:
        return True
    if answer.state is not IdentityState.NO_ACCOUNT or guidance is None:
        return False
    return guidance.outcome is GuidanceOutcome.CREATED and guidance.at > answer.at


def _task(dossier: Dossier, answer: CheckAnswer, guidance: Guidance | None) -> IdentityTask | None:
    if answer.state is IdentityState.MISMATCH:
        settlement = current_settlement(dossier, answer.asked)
        settled = settlement is not None and settlement.answer_at >= answer.at
        return None if settled else IdentityTask.MISMATCH
    if answer.state is IdentityState.NO_ACCOUNT and guidance is None:
        return IdentityTask.NO_ACCOUNT
    return None
