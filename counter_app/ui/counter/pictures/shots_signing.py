"""Signatures on a dossier's papers, in every state that there is, for pictures."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.services.signing import PaperSignature
from counter_app.services.signing_ports import SignedState
from counter_app.services.signing_settings import SigningSettings, SigningWay
from counter_app.ui.counter.dossiers.signing_question import SigningQuestion
from counter_app.ui.counter.dossiers.signing_state import SignedRow
from counter_app.ui.counter.dossiers.signing_words import SigningWords
from counter_app.ui.counter.pictures.sample_dossiers import NOW

_TOKEN: Final = "MẪU 01"  # noqa: S105 - its label
_SETTINGS: Final = SigningSettings(
    SigningWay.TOKEN, library="/usr/lib/mau.so", token=_TOKEN, authority="http://tsa.example.vn/tsr"
)
_SIGNER: Final = "TRẦN THỊ MẪU"


def rows(wording: Wording) -> tuple[SignedRow, ...]:
    """A paper in each state; one of them could not be signed."""
    papers = (
        _signed("mau-01", "mau-01", "", SignedState.WAITING),
        _signed("supplement 0007-03", "supplement", "0007-03", SignedState.STAMPED),
        _signed("apology 0002-03", "apology", "0002-03", SignedState.BROKEN),
        PaperSignature("refusal 0004-03", "refusal", "0004-03", SignedState.NOT_SIGNED),
        PaperSignature("control", "control", "", SignedState.NOT_SIGNED),
    )
    errors = {"refusal 0004-03": wording.error(DomainError("signing.wrong_pin", token=_SETTINGS.token))}
    return SigningWords(wording).rows(papers, _SETTINGS, errors, {"control"})


def question(wording: Wording) -> SigningQuestion:
    """What is asked before the first paper."""
    return SigningQuestion(wording, SigningWords(wording).question("refusal 0004-03", _SETTINGS))


def _signed(name: str, form: str, number: str, state: SignedState) -> PaperSignature:
    at = NOW - timedelta(minutes=12)
    stamped = at + timedelta(minutes=5) if state is SignedState.STAMPED else None
    return PaperSignature(name, form, number, state, True, "0" * 64, _SIGNER, at, stamped, here=True)
