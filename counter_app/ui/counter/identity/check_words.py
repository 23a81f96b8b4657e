"""The state of the account look-up in words, the same on every screen."""

from __future__ import annotations

from typing import Final

from counter_app.domain.identity import IdentityState
from counter_app.i18n import Wording
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.shared.tokens import Tone

_LOOKS: Final[dict[IdentityState, tuple[str, Tone]]] = {
    IdentityState.MATCHED: ("shield-check", Tone.GREEN),
    IdentityState.LEVEL_1: ("shield-check", Tone.GREEN),
    IdentityState.LEVEL_2: ("shield-check", Tone.GREEN),
    IdentityState.MISMATCH: ("shield-x", Tone.RED),
    IdentityState.NO_ACCOUNT: ("user", Tone.AMBER),
    IdentityState.UNAVAILABLE: ("clock", Tone.AMBER),
    IdentityState.NOT_CHECKED: ("cloud-off", Tone.NEUTRAL),
}


def check_sign(wording: Wording, state: IdentityState) -> Sign:
    """``Khớp, mức 2``: icon, words and tone of an answer, or of there being none."""
    icon, tone = _LOOKS[state]
    return Sign(icon, wording.text(f"identity_panel.check.{state.value}"), tone)


def check_said(wording: Wording, state: IdentityState) -> str:
    """What the state means, in a sentence."""
    return wording.text(f"identity_panel.said.{state.value}")


def document_name(wording: Wording, document: str) -> str:
    """What was read (``ScanKind``) by its name: ``Thẻ căn cước``, ``Hộ chiếu (MRZ)``."""
    key = f"identity_panel.document.{document}"
    return wording.text(key if document and wording.has(key) else "identity_panel.document.card")
