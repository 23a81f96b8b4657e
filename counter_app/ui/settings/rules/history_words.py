"""Changes of the calendar in words: what, who, when, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from counter_app.i18n import Wording
from counter_app.services.office_history import DaysChange
from counter_app.services.store_ports import VerdictState
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.tokens import Tone

NEWEST: Final = 8
_LOOKS: Final = {
    VerdictState.PENDING: ("arrow-up-from-line", Tone.AMBER),
    VerdictState.ACCEPTED: ("cloud-check", Tone.GREEN),
    VerdictState.CONFLICT: ("triangle-alert", Tone.AMBER),
    VerdictState.HELD: ("pause", Tone.BLUE),
    VerdictState.REFUSED: ("circle-alert", Tone.RED),
}


def history_lines(wording: Wording, changes: Sequence[DaysChange]) -> tuple[Told, ...]:
    """The newest changes, each with its state and the reason where the centre gave one."""
    return tuple(_line(wording, one) for one in changes[:NEWEST])


def _line(wording: Wording, one: DaysChange) -> Told:
    text, change, recorded = wording.text, one.change, one.recorded
    said = [
        f"{_span(wording, each.first, each.last)}: {text(f'office_calendar.effect.{each.effect}')}"
        f" ({each.decision})"
        for each in change.overrides[:2]
    ]
    if len(change.overrides) > 2:
        said.append(wording.count("office_calendar.history.more", len(change.overrides) - 2))
    if change.taken_back:
        span = _span(wording, change.taken_back[0], change.taken_back[-1])
        said.append(text("office_calendar.history.taken_back", days=span))
    counter = text(f"office_calendar.history.{'here' if recorded.own else 'elsewhere'}")
    at = recorded.entry.occurred_at
    who = text(
        "office_calendar.history.who",
        name=change.clerk_name,
        counter=counter,
        time=wording.time(at),
        date=wording.date(at),
    )
    verdict = recorded.verdict
    state = text(f"office_calendar.history.state.{verdict.state.value}")
    key = f"verdict.{verdict.code}"
    if verdict.code and wording.has(key) and verdict.state is not VerdictState.ACCEPTED:
        params = {name: value if isinstance(value, str | int) else str(value) for name, value in _params(one)}
        state = f"{state} {text(key, **params)}"
    icon, tone = _LOOKS[verdict.state]
    return Told(icon, "; ".join(said), tone, f"{who}\n{state}")


def _params(one: DaysChange) -> Sequence[tuple[str, object]]:
    return list((one.recorded.verdict.params or {}).items())


def _span(wording: Wording, first: date, last: date) -> str:
    shown = wording.date(first)
    return shown if first == last else f"{shown} – {wording.date(last)}"
