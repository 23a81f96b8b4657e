"""Papers read at the reception: filled in, or asked about with both values side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject

from counter_app.domain.identifiers.finding import Severity
from counter_app.domain.parties import Party
from counter_app.domain.vietnamese import tidy
from counter_app.i18n import Wording
from counter_app.services.draft import Draft
from counter_app.services.scans import CardScanned
from counter_app.ui.counter.identity.check_words import document_name
from counter_app.ui.counter.parts.typed import grouped, iso_shown
from counter_app.ui.counter.reception import card_filling
from counter_app.ui.counter.reception.card_filling import Differs, Filled, Whose
from counter_app.ui.counter.reception.reception_presenter import ReceptionPresenter
from counter_app.ui.counter.reception.reception_state import CardQuestion, Difference
from counter_app.ui.shared.notices import Notices


class CardPresenter(QObject):
    """Takes cards for the reception in hand."""

    def __init__(self, reception: ReceptionPresenter, wording: Wording, notices: Notices) -> None:
        super().__init__(reception)
        self._reception, self._wording, self._notices = reception, wording, notices
        self._told: list[str] = []
        reception.begun.connect(self._forget)

    def take(self, card: CardScanned, source: str = "", at: datetime | None = None) -> None:
        """A paper was read by the reader ``source``: after a reception it begins the next one."""
        if self._reception.accepted.dossier_id:
            self._reception.new()
        self._tell_findings(card)
        if not card.party.number and not card.party.full_name:
            return
        self._went(card_filling.take_card(self._reception.draft, card, source), card, source, at)

    def answer(self, answer: str) -> None:
        """One of the answers of the question."""
        question = self._reception.facts.question
        if question is None:
            return
        before = self._reception.draft
        self._reception.remark(replace(self._reception.facts, question=None))
        if question.whose is not None:
            self._told_whose(answer, question.whose, question.evidence.source, question.at)
            return
        if answer == "use_card" and question.place == "submitter":
            used = card_filling.as_submitter(before, question.party, before.submitter_role)
            self._reception.change(used)
            self._undoable(before)
            self._reception.led.emit("authorisation")
            return
        if answer == "use_card":
            used = card_filling.overwritten(before, question.party, question.findings, question.evidence)
            self._reception.change(used)
            self._note_time(question.at)
            self._undoable(before)
        elif answer == "as_submitter":
            self._reception.change(card_filling.as_submitter(before, question.party, before.submitter_role))
            if before.submitter is not None and (before.submitter.number or before.submitter.full_name):
                self._undoable(before)
            self._reception.led.emit("authorisation")
            return
        elif answer == "new_reception":
            self._reception.new()
            begun = card_filling.overwritten(
                self._reception.draft, question.party, question.findings, question.evidence
            )
            self._fill(Filled(begun, "owner"), question.at)
            return
        self._reception.led.emit("begin")

    def _told_whose(self, answer: str, card: CardScanned, source: str, at: datetime | None) -> None:
        draft = self._reception.draft
        if answer == "owner_card":
            self._went(card_filling.for_owner(draft, card, source), card, source, at)
        elif answer == "as_submitter":
            self._went(card_filling.for_submitter(draft, card), card, source, at)
        else:
            self._reception.led.emit("begin")

    def _went(
        self, outcome: Filled | Differs | Whose, card: CardScanned, source: str, at: datetime | None
    ) -> None:
        if isinstance(outcome, Filled):
            self._fill(outcome, at)
            return
        whose = isinstance(outcome, Whose)
        differs = Differs(outcome.draft, (), same_person=False) if isinstance(outcome, Whose) else outcome
        self._ask(differs, card, source, at, whose=card if whose else None)

    def _fill(self, filled: Filled, at: datetime | None) -> None:
        self._reception.change(filled.draft, always=True)
        if filled.place == "owner":
            self._note_time(at)
        self._reception.led.emit("begin" if filled.place == "owner" else "authorisation")

    def _undoable(self, before: Draft) -> None:
        """Something that stood there was replaced: say so, with the way back."""
        said = self._wording.text("reception.card.used")
        self._notices.undoable(said, lambda: self._reception.change(before))

    def _note_time(self, at: datetime | None) -> None:
        facts = self._reception.facts
        self._reception.remark(replace(facts, identity=replace(facts.identity, read_at=at)))

    def _ask(
        self,
        differs: Differs,
        card: CardScanned,
        source: str,
        at: datetime | None,
        *,
        whose: CardScanned | None = None,
    ) -> None:
        self._reception.change(differs.draft)
        draft = differs.draft
        stands = draft.owner if differs.place == "owner" else draft.submitter or Party()
        rows = tuple(
            Difference(
                self._wording.text(f"reception.field.{name}"),
                self._shown(name, getattr(stands, name)),
                self._shown(name, getattr(card.party, name)),
            )
            for name in differs.fields
        )
        question = CardQuestion(
            name=tidy(card.party.full_name) or grouped(card.party.number),
            differences=rows,
            party=card.party,
            findings=card_filling.finding_codes(card),
            evidence=card_filling.evidence_of(card, source),
            at=at,
            document=document_name(self._wording, card.document),
            same_person=differs.same_person,
            place=differs.place,
            whose=whose,
        )
        self._reception.remark(replace(self._reception.facts, question=question))

    def _shown(self, name: str, value: str) -> str:
        if name == "number":
            return grouped(value)
        if name == "birth_date":
            return iso_shown(value)
        if name == "sex" and value:
            return self._wording.text(f"reception.sex.{value}")
        return value

    def _tell_findings(self, card: CardScanned) -> None:
        self._forget()
        for finding in card.findings:
            if finding.severity is Severity.ERROR:
                self._told.append(self._wording.text(f"finding.{finding.code}", **finding.params))
                self._notices.warning(self._told[-1])

    def _forget(self) -> None:
        """Another paper is read, or another person stands here: what was wrong with the last one is over."""
        while self._told:
            self._notices.withdraw(self._told.pop())
