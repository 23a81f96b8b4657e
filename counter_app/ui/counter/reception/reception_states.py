"""From a draft and its review to what the form shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from counter_app.domain.fee_rules import FeePer
from counter_app.domain.procedures import Procedure
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.draft import Draft
from counter_app.services.reception import Review
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.ui.counter.identity.identity_state import GuideShown
from counter_app.ui.counter.parts.shown import Note, Sign
from counter_app.ui.counter.reception.drafts import DraftShelf
from counter_app.ui.counter.reception.identity_words import BY_HAND, CheckNumber, IdentityFacts, IdentityWords
from counter_app.ui.counter.reception.procedure_change_words import ProcedureChangeWords
from counter_app.ui.counter.reception.procedure_words import place_in_catalogue
from counter_app.ui.counter.reception.reception_state import CardQuestion, FormState
from counter_app.ui.counter.reception.reception_words import ReceptionWords
from counter_app.ui.shared.tokens import Tone

_OFFLINE = (LineState.OFFLINE, LineState.NOT_ENROLLED, LineState.REVOKED)


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What the presenter knows beside the draft.

    ``seen`` are the places that were left, ``pressed`` that accepting was tried, ``extra`` notes of its own.
    """

    fresh: int = 0
    seen: frozenset[str] = frozenset()
    pressed: bool = False
    busy: bool = False
    save_failed: bool = False
    editor: str = ""
    editor_note: Note | None = None
    question: CardQuestion | None = None
    recent: Sequence[Procedure] = ()
    status: SyncStatus | None = None
    identity: IdentityFacts = field(default_factory=IdentityFacts)
    guide: GuideShown | None = None
    extra: dict[str, Note] = field(default_factory=dict)


class FormStates:
    """Makes the state of the form; pure but for the texts."""

    def __init__(self, wording: Wording, shelf: DraftShelf, check: CheckNumber) -> None:
        self._wording = wording
        self._shelf = shelf
        self._identity = IdentityWords(wording, check)
        self._changes = ProcedureChangeWords(wording)
        self.words = ReceptionWords(wording)

    def make(self, draft: Draft, review: Review, facts: FormFacts, now: datetime) -> FormState:
        """Everything that the form shows of ``draft`` now."""
        procedure = review.procedure
        return FormState(
            draft=draft,
            fresh=facts.fresh,
            saved=self._saved(draft, facts),
            drafts=self._shelf.rows(draft.id),
            procedure=procedure,
            procedure_sign=place_in_catalogue(procedure) if procedure is not None else "",
            procedure_hint=self.words.procedure_hint(procedure),
            recent=tuple(facts.recent),
            components=self.words.components(draft, pressed=facts.pressed),
            components_note=self.words.components_note(draft),
            identity=self._identity.shown(draft, facts.identity, local(now).date()),
            guide=facts.guide,
            change=self._changes.shown(draft, review),
            question=facts.question,
            notes=self._notes(draft, review, facts, now),
            due=self.words.due(review, draft, now),
            fee=self.words.fee(review, draft),
            fee_counts=_fee_counts(procedure, draft),
            received=self.words.received(review, draft, now),
            missing=self.words.missing(review, draft),
            verdict=self.words.verdict(review, draft),
            offline=self._offline(facts.status),
            now=now,
            due_at=review.due.due_at if review.due is not None else None,
            editor=facts.editor,
            editor_note=facts.editor_note,
            busy=facts.busy,
        )

    def _notes(self, draft: Draft, review: Review, facts: FormFacts, now: datetime) -> dict[str, Note]:
        notes = self.words.notes(review.problems, facts.seen, pressed=facts.pressed)
        today = local(now).date()
        parties = {"owner": draft.owner, "submitter": draft.submitter}
        for prefix, party in parties.items():
            place = f"{prefix}.number"
            if party is None or place in notes:
                continue
            # Of what a paper said the identity line tells: a line here would move the page.
            if facts.pressed or (party.source in BY_HAND and place in facts.seen):
                note = self._identity.note(party, today)
                if note is not None:
                    notes[place] = note
        return notes | facts.extra

    def _saved(self, draft: Draft, facts: FormFacts) -> Sign | None:
        if facts.save_failed:
            return Sign("triangle-alert", self._wording.text("reception.saved.failed"), Tone.AMBER)
        if draft.is_empty:
            return None
        at = self._shelf.kept_at(draft)
        if at is not None:
            time = self._wording.time_with_seconds(at)
            return Sign("save", self._wording.text("reception.saved.at", time=time))
        if not self._shelf.was_stored(draft):
            return None
        time = self._wording.time(draft.opened_at)
        return Sign("save", self._wording.text("reception.saved.opened", time=time))

    def _offline(self, status: SyncStatus | None) -> str:
        offline = status is not None and status.state in _OFFLINE
        return self._wording.text("reception.offline") if offline else ""


def _fee_counts(procedure: Procedure | None, draft: Draft) -> tuple[bool, bool]:
    """Whether copies, and pages of a copy, are asked for: not when the clerk set the fee herself."""
    if procedure is None or procedure.fee.is_free or draft.fee is not None:
        return False, False
    per = procedure.fee.per
    return per is not FeePer.CASE, per is FeePer.PAGE
