"""A due time as the list and the detail word it, and what is said beside it on a last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from counter_app.domain.statuses import Status
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.alerts import Alert, Mark
from counter_app.ui.shared.tokens import Tone

_SETTLED: Final = frozenset(
    {Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED, Status.DONE, Status.RETURNED}
)
"""Nothing is due any more (or for the time being)."""


@dataclass(frozen=True, slots=True)
class DueWords:
    """A due time as the list and the detail show it; ``icon`` and ``tone`` only when it presses."""

    text: str
    icon: str = ""
    tone: Tone | None = None


def due_words(
    wording: Wording,
    due_at: datetime | None,
    now: datetime,
    *,
    open_: bool,
    alert: Alert | None = None,
) -> DueWords:
    """``25/11``, ``hôm nay 17:00`` or ``19/11 · quá 2 ngày``; settled dossiers show the bare date.

    ``alert`` marks what is due on the next two working days.
    """
    if due_at is None:
        return DueWords(wording.text("dossiers.due.not_set_short"))
    day = wording.relative_date(due_at, now)
    if not open_:
        there, here = local(due_at), local(now)
        bare = wording.short_date(there) if there.year == here.year else wording.date(there)
        return DueWords(bare)
    same_day = local(due_at).date() == local(now).date()
    if due_at < now:
        late = wording.text("dossiers.due.late_today") if same_day else wording.days_from(due_at, now)
        shown = wording.time(due_at) if same_day else wording.short_date(due_at)
        return DueWords(f"{shown} · {late}", "alarm-clock", Tone.RED)
    if same_day:
        return DueWords(f"{day} {wording.time(due_at)}", "clock", Tone.AMBER)
    if alert in (Alert.ONE_DAY, Alert.TWO_DAYS):
        left = (local(due_at).date() - local(now).date()).days
        words = f"{wording.short_date(due_at)} · {wording.text(f'dossiers.due.{alert.value}')}"
        return DueWords(day if left == 1 else words, "clock", Tone.AMBER if alert is Alert.ONE_DAY else None)
    return DueWords(day)


def runs(status: Status, *, cancelled: bool) -> bool:
    """Whether the office still has to settle a dossier, so that its due time counts."""
    return not cancelled and status not in _SETTLED


_MARKS: Final = {
    Mark.APOLOGY: ("alarm-clock", Tone.AMBER),
    Mark.SUPPLEMENT: ("file-clock", Tone.AMBER),
    Mark.NOTICE: ("file-clock", None),
}


def marked(wording: Wording, due_at: datetime | None, now: datetime, mark: Mark) -> DueWords:
    """``24/11 · hạn chót hẹn lại``: the due time with what is last today or, for a supplement, what ends."""
    words = wording.text(f"dossiers.due.mark.{mark.value}")
    if mark is Mark.SUPPLEMENT and due_at is not None and due_at < now:
        words = wording.text("dossiers.due.mark.supplement_late")
    icon, tone = _MARKS[mark]
    if due_at is None:
        return DueWords(words, icon, tone)
    same_day = local(due_at).date() == local(now).date()
    shown = wording.time(due_at) if same_day else wording.short_date(due_at)
    return DueWords(f"{shown} · {words}", icon, tone)


def notice_by_words(wording: Wording, by: datetime, clause: str) -> str:
    """The day in which the applicant has to be told that something is missing, with the clause if known.

    A term in days ends with its last day (BLDS 2015 Đ148).
    """
    shown = wording.text("dossiers.due.end_of", day=wording.date(by))
    return f"{shown} ({clause})" if clause else shown


def notice_is_late(by: datetime, at: datetime) -> bool:
    """Whether the day of the notice was over ``at``."""
    return local(at).date() > local(by).date()
