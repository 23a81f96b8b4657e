"""The sentence that tells how a due time came about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from counter_app.domain.due_time import Step
from counter_app.domain.legal_basis import Basis
from counter_app.i18n import Wording

_OWN_SENTENCE = frozenset({"calendar_provisional", "calendar_unknown", "calendar_unknown_before"})


def explain_due(wording: Wording, steps: Sequence[Step], *, today: date) -> str:
    """``3 ngày làm việc, trừ 24/11 nghỉ Ngày Văn hóa Việt Nam, nên 26/11`` (no full stop at the end).

    Doubts about the calendar follow as sentences of their own. Dates get their year when it is not this year.
    """
    told = [step_words(wording, step, today) for step in steps if step.code not in _OWN_SENTENCE]
    doubts = [step_words(wording, step, today) for step in steps if step.code in _OWN_SENTENCE]
    sentences = [", ".join(told), *doubts]
    return ". ".join(sentence[0].upper() + sentence[1:] for sentence in sentences if sentence)


def step_words(wording: Wording, step: Step, today: date) -> str:
    """One step as a piece of the sentence: ``trừ 24/11 nghỉ Ngày Văn hóa Việt Nam``."""
    name = step.params.get(f"name_{wording.language}")
    shown = {key: value for key, value in step.params.items() if not key.startswith("name_")}
    if name is not None:
        shown["name"] = name
    if step.on is not None:
        shown["date"] = _date(wording, step.on, today)
    if step.until is not None:
        shown["until"] = _date(wording, step.until, today)
    if step.at is not None:
        shown["time"] = wording.time(step.at)
    return wording.text(f"due.step.{step.code}", **shown)


def basis_words(wording: Wording, basis: Basis) -> str:
    """A rule of law, with the clause of the office's regulation where it has one of its own."""
    if basis.clause:
        return wording.text(f"due.basis.{basis.code}_by", clause=basis.clause)
    return wording.text(f"due.basis.{basis.code}")


def _date(wording: Wording, day: date, today: date) -> str:
    return wording.short_date(day) if day.year == today.year else wording.date(day)
