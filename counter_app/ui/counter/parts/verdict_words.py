"""How far an entry has come, in words that never say more than is true."""

from __future__ import annotations

from typing import Final

from counter_app.i18n import Wording
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.shared.tokens import Tone

_LOOKS: Final = {
    VerdictState.PENDING: ("arrow-up-from-line", Tone.AMBER),
    VerdictState.ACCEPTED: ("cloud-check", Tone.GREEN),
    VerdictState.CONFLICT: ("triangle-alert", Tone.AMBER),
    VerdictState.HELD: ("pause", Tone.BLUE),
    VerdictState.REFUSED: ("circle-alert", Tone.RED),
}


def verdict_sign(wording: Wording, verdict: Verdict, *, own: bool = True) -> Sign:
    """``Đã lưu tại máy – chưa gửi`` until the centre has spoken; then its word, with the reason."""
    icon, tone = _LOOKS[verdict.state]
    if not own and verdict.state is VerdictState.ACCEPTED:
        return Sign(icon, wording.text("dossiers.verdict.from_centre"), tone)
    said = wording.text(f"dossiers.verdict.{verdict.state.value}")
    reason = verdict_reason(wording, verdict)
    if reason and verdict.state is not VerdictState.ACCEPTED:
        said = wording.text("dossiers.verdict.because", said=said, reason=reason)
    return Sign(icon, said, tone)


def verdict_reason(wording: Wording, verdict: Verdict) -> str:
    """Why, as ``verdict.<code>`` words it; empty when the centre gave no reason or one not known here."""
    return coded_reason(wording, verdict.code, verdict)


def coded_reason(wording: Wording, code: str, verdict: Verdict | None = None) -> str:
    """The words of a reason's code."""
    key = f"verdict.{code}"
    if not code or not wording.has(key):
        return ""
    params = dict(verdict.params or {}) if verdict is not None else {}
    shown = {name: value if isinstance(value, str | int) else str(value) for name, value in params.items()}
    return wording.text(key, **shown)
