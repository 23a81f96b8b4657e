"""The reception in words: due time, fee, what is missing, what stands under each field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from counter_app.domain.due_time import DueTime, Rule
from counter_app.domain.fee_rules import FeePer
from counter_app.domain.fees import FeeBasis, FeeDecision
from counter_app.domain.procedures import ComponentCondition, Procedure
from counter_app.domain.received import Channel
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.draft import Draft
from counter_app.services.due_wording import explain_due
from counter_app.services.reception import Review
from counter_app.services.review import Problem, blocking
from counter_app.ui.counter.parts.shown import Figure, Note, Sign
from counter_app.ui.counter.reception.reception_state import ComponentNote, Missing
from counter_app.ui.shared.field import Finding
from counter_app.ui.shared.tokens import Tone

_AT_ONCE = frozenset({"catalogue_changed", "procedure_not_yet", "procedure_ended"})
"""Said as soon as it is known."""
_QUIET = frozenset(
    {"number_missing", "contact_missing", "nationality_missing", "received_earlier", "procedure_changed"}
)
"""Said in the summary only: a line under the field would be noise, or a notice of its own tells it."""

_NEVER_RIGHT = frozenset({"birth_in_future"})
"""Red at the field though nothing waits for it."""


class ReceptionWords:
    """Words for a review; pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._text = wording.text

    def due(self, review: Review, draft: Draft, now: datetime) -> Figure:
        """``17:00 hôm nay`` or ``25/11 thứ Tư, 08:57``, with how it came about."""
        due, procedure = review.due, review.procedure
        if due is None or procedure is None:
            return Figure("–", detail=self._text("reception.due.after_procedure"))
        detail = self._explained(due, draft, procedure, now)
        if due.due_at is None:
            action = self._text("reception.due.set")
            return Figure(self._text("reception.due.later"), "", detail, Tone.AMBER, action)
        value, suffix = self.moment(due.due_at, now)
        return Figure(value, suffix, detail, None, self._text("reception.due.change"))

    def moment(self, at: datetime, now: datetime) -> tuple[str, str]:
        """The part of an instant to read first, and the rest: near days by their time, others by date."""
        days = (local(at).date() - local(now).date()).days
        if days == 0:
            return self._wording.time(at), self._text("format.day.today")
        if days == 1:
            return self._wording.time(at), self._text("reception.due.tomorrow", date=self._short(at, now))
        suffix = self._text(
            "reception.due.weekday_time", weekday=self._wording.weekday(at), time=self._wording.time(at)
        )
        return self._short(at, now), suffix

    def fee(self, review: Review, draft: Draft) -> Figure:
        """The amount; free only where a rule says so, and never a figure that nobody set."""
        fee, procedure = review.fee, review.procedure
        if fee is None or procedure is None:
            return Figure("–")
        counted = [self._counted(procedure, draft)] if fee.is_known else []
        if any(problem.code == "fee_count_missing" for problem in review.problems):
            value = self._text("reception.fee.to_count")
            return Figure(value, "", self._rate(procedure), Tone.AMBER, self._text("reception.fee.type"))
        if fee.amount_vnd is None:
            key = "local_missing" if fee.basis is FeeBasis.LOCAL else "not_set"
            detail = self._text(f"reception.fee.{key}")
            value = self._text("reception.fee.unknown")
            return Figure(value, "", detail, Tone.AMBER, self._text("reception.fee.type"))
        action = self._text("reception.fee.change")
        notes = "\n".join(part for part in (*counted, self._fee_note(fee)) if part)
        if fee.basis in (FeeBasis.FREE, FeeBasis.EXEMPT):
            return Figure(self._text(f"reception.fee.{fee.basis.value}"), "", notes, None, action)
        return Figure(self._wording.money(fee.amount_vnd), "", notes, None, action)

    def fee_in_words(self, fee: FeeDecision | None) -> str:
        """The fee in a few words, for the page after accepting."""
        if fee is None or fee.amount_vnd is None:
            return self._text("reception.fee.unknown_short")
        if fee.basis in (FeeBasis.FREE, FeeBasis.EXEMPT):
            return self._text(f"reception.fee.{fee.basis.value}")
        return self._wording.money(fee.amount_vnd)

    def received(self, review: Review, draft: Draft, now: datetime) -> Figure:
        """When and by which way it came in."""
        channel = self._text(f"reception.channel.{draft.channel.value}").lower()
        when = self._text("reception.received.now_word")
        if draft.received_at is not None:
            when = self._wording.relative_date(local(review.received_at), local(now))
        value = self._wording.time(review.received_at)
        return Figure(value, f"{when} · {channel}", "", None, self._text("reception.received.change"))

    def missing(self, review: Review, draft: Draft) -> tuple[Missing, ...]:
        """Everything to put right, once something was entered."""
        if draft.is_empty:
            return ()
        return tuple(Missing(self.problem(item), item.field, item.blocks) for item in review.problems)

    def verdict(self, review: Review, draft: Draft) -> Sign:
        """Where the reception stands in one line."""
        if draft.is_empty:
            return Sign("scan-line", self._text("reception.verdict.begin"), Tone.NEUTRAL)
        waiting = len(blocking(review.problems))
        if waiting:
            return Sign("list", self._wording.count("reception.verdict.waiting", waiting), Tone.AMBER)
        required = any(row.condition == ComponentCondition.REQUIRED.value for row in draft.components)
        key = "papers_complete" if required else "complete"
        return Sign("circle-check", self._text(f"reception.verdict.{key}"), Tone.GREEN)

    def problem(self, problem: Problem) -> str:
        """``problem.<code>``, with its parameters; a second person is named as such."""
        key = f"problem.{problem.code}"
        if problem.field.startswith("submitter.") and self._wording.has(f"problem.submitter.{problem.code}"):
            key = f"problem.submitter.{problem.code}"
        return self._text(key, **dict(problem.params))

    def notes(self, problems: Iterable[Problem], seen: frozenset[str], *, pressed: bool) -> dict[str, Note]:
        """The lines under fields: what was left is told, what is still to come is not."""
        notes: dict[str, Note] = {}
        for problem in problems:
            if problem.code in _QUIET or problem.field in notes:
                continue
            if pressed or problem.field in seen or problem.code in _AT_ONCE:
                finding = Finding.ERROR if problem.blocks or problem.code in _NEVER_RIGHT else Finding.WARNING
                notes[problem.field] = Note(finding, self.problem(problem))
        return notes

    def components(self, draft: Draft, *, pressed: bool) -> tuple[ComponentNote, ...]:
        """Which papers are required, and which of them are marked as missing."""
        rows = []
        for component in draft.components:
            required = component.condition == ComponentCondition.REQUIRED.value
            rows.append(ComponentNote(required, missing=required and pressed and not component.present))
        return tuple(rows)

    def components_note(self, draft: Draft) -> str:
        """``3 trên 6 giấy tờ``."""
        if not draft.components:
            return ""
        present = sum(component.present for component in draft.components)
        return self._text("reception.components.present", present=present, total=len(draft.components))

    def procedure_hint(self, procedure: Procedure | None) -> str:
        """What the clerk should know of a procedure that the catalogue does not know well."""
        if procedure is None:
            return ""
        hints = []
        if procedure.office_note:
            hints.append(self._text("reception.procedure.office_note", note=procedure.office_note))
        if not procedure.detailed:
            hints.append(self._text("reception.procedure.not_detailed"))
        elif procedure.provisional:
            hints.append(self._text("reception.procedure.provisional"))
        return "\n".join(hints)

    def _explained(self, due: DueTime, draft: Draft, procedure: Procedure, now: datetime) -> str:
        if due.rule is Rule.TYPED and draft.due is not None:
            told = self._text("reception.due.typed", reason=draft.due.reason)
        else:
            told = f"{explain_due(self._wording, due.steps, today=local(now).date())}."
        source = ""
        if procedure.publishing_decision:
            source = self._text(
                "reception.due.source", procedure=procedure.code, decision=procedure.publishing_decision
            )
        return "\n".join(part for part in (told, source) if part)

    def _rate(self, procedure: Procedure) -> str:
        amount = procedure.fee.amount(Channel.DIRECT)
        if procedure.fee.page_rate is not None:
            rate = procedure.fee.page_rate
            return self._text(
                "reception.fee.page_rate",
                first=self._wording.money(rate.first_vnd),
                pages=rate.first_pages,
                further=self._wording.money(rate.further_vnd),
                largest=self._wording.money(rate.max_vnd),
            )
        if amount is None:
            return ""
        per = self._text(f"reception.fee.per_{procedure.fee.per.value}")
        return f"{self._wording.money(amount)}{per}"

    def _counted(self, procedure: Procedure, draft: Draft) -> str:
        if procedure.fee.per is FeePer.CASE or draft.fee is not None:
            return ""
        key = "counted_pages" if procedure.fee.per is FeePer.PAGE else "counted_copies"
        return self._text(f"reception.fee.{key}", copies=draft.fee_copies, pages=draft.fee_pages)

    def _fee_note(self, fee: FeeDecision) -> str:
        if fee.basis is FeeBasis.EXEMPT:
            return self._text("reception.fee.exempt_note", note=fee.note)
        if fee.basis is FeeBasis.TYPED:
            return self._text("reception.fee.typed_note", note=fee.note)
        return fee.note

    def _short(self, at: datetime, now: datetime) -> str:
        same_year = local(at).year == local(now).year
        return self._wording.short_date(at) if same_year else self._wording.date(at)
