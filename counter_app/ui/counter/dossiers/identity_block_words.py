"""What a dossier knows of its owner's identity, in words: state, reading, each answer, each deed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import IdentityChecked
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import CheckAnswer, IdentityEvidence
from counter_app.domain.identity_view import IdentityTask, IdentityView, identity_view
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.dossiers import DossierDetail, TimelineItem
from counter_app.ui.counter.dossiers.dossier_state import IdentityBlockShown, Warned
from counter_app.ui.counter.identity.check_words import check_sign, document_name
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.shared.tokens import Tone

_SHOWN: Final = 4
"""Answers that are listed, the newest first; all of them are in the timeline."""


class IdentityBlockWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._text = wording.text

    def shown(self, detail: DossierDetail, now: datetime) -> IdentityBlockShown | None:
        """The block; ``None`` where there is nothing to ask about (a state body, contents cleared away)."""
        dossier = detail.dossier
        view = identity_view(dossier)
        if view.state is None:
            return None
        sign = check_sign(self._wording, view.state)
        if view.settlement is not None and view.task is None and view.state is IdentityState.MISMATCH:
            sign = Sign("user-check", self._text("identity_panel.detail.mismatch_settled"), Tone.NEUTRAL)
        return IdentityBlockShown(
            sign=sign,
            detail="" if view.state.answered else self._text(f"identity_panel.waits.{view.state.value}"),
            lines=tuple(self._lines(detail, view, now)),
            check="" if dossier.cancelled else self._text("identity_panel.detail.check"),
        )

    def tasks(self, dossier: Dossier) -> Iterator[Warned]:
        """What a person has to do, with the word that begins it; the page never does it by itself."""
        task = identity_view(dossier).task
        if task is None:
            return
        looks = {
            IdentityTask.MISMATCH: ("shield-x", Tone.RED, "settle"),
            IdentityTask.NO_ACCOUNT: ("user", Tone.AMBER, "guide"),
        }
        icon, tone, deed = looks[task]
        sign = Sign(icon, self._text(f"identity_panel.task.{task.value}"), tone)
        act = "" if dossier.cancelled else self._text(f"identity_panel.task.{task.value}_act")
        yield Warned(sign, self._text(f"identity_panel.task.{task.value}_do"), deed=deed, act=act)

    def _lines(self, detail: DossierDetail, view: IdentityView, now: datetime) -> Iterator[str]:
        yield self._evidence(view.evidence)
        by = dict(_askers(detail.timeline))
        answers = sorted(detail.dossier.identity.answers, key=lambda one: one.at, reverse=True)
        for answer in answers[:_SHOWN]:
            yield self._answer(answer, by, now)
        if view.outdated is not None:
            yield self._text("identity_panel.detail.outdated")
        if view.guidance is not None:
            outcome = self._text(f"identity_panel.outcome.{view.guidance.outcome.value}").lower()
            yield self._deed("guided", outcome, view.guidance.clerk_name, view.guidance.at, now)
        if view.settlement is not None:
            outcome = self._text(f"identity_panel.settle.{view.settlement.outcome.value}").lower()
            yield self._deed("settled", outcome, view.settlement.clerk_name, view.settlement.at, now)

    def _evidence(self, evidence: IdentityEvidence) -> str:
        text = self._text
        if evidence.document or evidence.source not in ("", "typed", "earlier"):
            document = document_name(self._wording, evidence.document)
            read = text("identity_panel.detail.read", document=document)
        else:
            read = text("identity_panel.detail.typed")
        return " · ".join((read, text("identity_panel.detail.sighted"))) if evidence.sighted else read

    def _answer(self, answer: CheckAnswer, by: dict[datetime, str], now: datetime) -> str:
        state = check_sign(self._wording, answer.state).text
        said = self._text("identity_panel.detail.history", time=self._when(answer.at, now), state=state)
        who = by.get(answer.at)
        asked = [self._text("identity_panel.detail.by_itself") if who == "" else who or ""]
        if answer.transaction:
            asked.append(self._text("identity_panel.detail.transaction", id=answer.transaction))
        return " · ".join(part for part in (said, *asked) if part)

    def _deed(self, key: str, outcome: str, name: str, at: datetime, now: datetime) -> str:
        return self._text(
            f"identity_panel.detail.{key}", outcome=outcome, name=name, time=self._when(at, now)
        )

    def _when(self, at: datetime, now: datetime) -> str:
        if local(at).date() == local(now).date():
            return self._wording.time(at)
        return self._wording.date_time(at)


def _askers(timeline: Iterable[TimelineItem]) -> Iterator[tuple[datetime, str]]:
    """Who asked for each answer that has an entry; an empty name where the counter asked by itself."""
    for item in timeline:
        if isinstance(item.event, IdentityChecked):
            yield item.event.at, item.event.clerk_name
