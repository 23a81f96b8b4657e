"""What is known of the owner's identity while a reception is in hand, and what of it goes into the entry."""

from __future__ import annotations

from dataclasses import replace

from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import (
    CheckAnswer,
    EvidenceFinding,
    Guidance,
    IdentityEvidence,
    IdentityStatus,
    asked_digest,
)
from counter_app.domain.identity_view import IdentityView, about, view_of
from counter_app.services.draft import Draft


def current_answer(draft: Draft) -> CheckAnswer | None:
    """The answer, if it is about the data that the owner has now."""
    kept = () if draft.answer is None else (draft.answer,)
    return about(kept, asked_digest(draft.dossier_id, draft.owner)) if kept else None


def current_guidance(draft: Draft) -> Guidance | None:
    """The guidance, if it was given to the present owner."""
    kept = () if draft.guidance is None else (draft.guidance,)
    return about(kept, asked_digest(draft.dossier_id, draft.owner)) if kept else None


def evidence_of(draft: Draft) -> IdentityEvidence:
    """What was read; codes alone where nothing more was told of a reading."""
    evidence = draft.evidence
    if not evidence.findings and draft.findings:
        evidence = replace(evidence, findings=tuple(EvidenceFinding(code) for code in draft.findings))
    return evidence if evidence.source else replace(evidence, source=draft.owner.source)


def draft_view(draft: Draft) -> IdentityView:
    """The same view as of a dossier; ``due`` says only that the check is still to be made."""
    answers = () if draft.answer is None else (draft.answer,)
    guidances = () if draft.guidance is None else (draft.guidance,)
    status = IdentityStatus(evidence_of(draft).to_plain(), answers, guidances)
    return view_of(draft.dossier_id, draft.owner, status)


def reception_identity(draft: Draft) -> dict[str, object]:
    """The part of the reception's entry: evidence, the answer if there is one, guidance if any was given."""
    plain = {**evidence_of(draft).to_plain(), "check": IdentityState.NOT_CHECKED.value}
    answer, guidance = current_answer(draft), current_guidance(draft)
    if answer is not None:
        plain.update(answer.to_plain())
    if guidance is not None:
        plain["guided"] = guidance.to_plain()
    return plain
