"""How ``counter-app deadline`` prints its answer: for programs (JSON) and for people (lines)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime

from counter_app.bootstrap.deadlines import Answer
from counter_app.domain.due_time import DueTime, Rule, Step
from counter_app.i18n import Wording
from counter_app.services.due_wording import basis_words, explain_due, step_words


def plain_json(found: Answer, words: Wording) -> str:
    """One JSON object; times are Vietnam's clock without a zone, ``due_at`` has it."""
    times, today = found.deadlines, found.deadlines.received_at.date()
    due = found.asked
    plain: dict[str, object] = {
        "due": _local(due.due_at),
        "due_at": None if due.due_at is None else due.due_at.isoformat(),
        "rule": due.rule.value,
        "value": due.value,
        "unit": due.unit,
        "received": _local(times.received_at),
        "counted_from": _local(times.counted_from),
        "steps": [_step(step, words, today) for step in due.steps],
        "explanation": explain_due(words, due.steps, today=today),
        "basis": [basis_words(words, basis) for basis in found.basis],
        "transfer_due": None if times.transfer is None else _local(times.transfer.due_at),
        "supplement_notice_due": _local(times.supplement_notice.due_at),
        "apology_latest": None if times.apologise_by is None else times.apologise_by.isoformat(),
        "online_decision_due": None if times.decision is None else _local(times.decision.due_at),
        "stages": [
            {
                "name": one.stage.name,
                "agency": one.stage.agency,
                "starts": _local(one.starts_at),
                "due": _local(one.due.due_at),
                "beyond_term": one.beyond_term,
            }
            for one in times.stages
        ],
        "data": dict(found.data),
    }
    return json.dumps(plain, ensure_ascii=False, indent=1)


def lines(found: Answer, words: Wording) -> Iterator[str]:
    """The answer as it would be said, the due time first."""
    times, today = found.deadlines, found.deadlines.received_at.date()
    if found.asked.rule is not Rule.TRANSFER:
        yield _due_line(found.asked, words)
    yield explain_due(words, found.asked.steps, today=today) + "."
    for code, due in (
        ("transfer", times.transfer),
        ("supplement_notice", times.supplement_notice),
        ("decision", times.decision),
    ):
        if due is not None and due.due_at is not None:
            yield words.text(f"due.also.{code}", when=words.date_time(due.due_at))
    if times.apologise_by is not None:
        yield words.text("due.also.apologise_by", when=words.date(times.apologise_by))
    for one in times.stages:
        assert one.due.due_at is not None
        yield words.text(
            "due.also.stage",
            name=one.stage.name,
            agency=one.stage.agency,
            when=words.date_time(one.due.due_at),
        )
    for basis in found.basis:
        yield f"  · {basis_words(words, basis)}"


def _due_line(due: DueTime, words: Wording) -> str:
    if due.due_at is None:
        return words.text("due.also.nothing_due")
    return words.text("due.also.due", when=words.date_time(due.due_at), weekday=words.weekday(due.due_at))


def _step(step: Step, words: Wording, today: date) -> dict[str, object]:
    plain: dict[str, object] = {"code": step.code, "text": step_words(words, step, today)}
    days = {"date": step.on, "until": step.until}
    plain |= {name: day.isoformat() for name, day in days.items() if day is not None}
    return plain | ({} if step.at is None else {"time": _local(step.at)})


def _local(moment: datetime | None) -> str | None:
    """``2026-11-26T16:20``; with seconds only where there are any."""
    if moment is None:
        return None
    exact = moment.second or moment.microsecond
    return moment.replace(tzinfo=None).isoformat(timespec="auto" if exact else "minutes")
