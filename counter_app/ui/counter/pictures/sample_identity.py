"""Invented dossiers whose owners were looked up: in order, another, without an account, settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from counter_app.domain.entries import IdentityChecked, IdentityGuided, IdentityRevealed, IdentitySettled
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import (
    GuidanceOutcome,
    IdentityEvidence,
    SettlementOutcome,
    asked_digest,
)
from counter_app.domain.parties import PartyKind
from counter_app.services.account_guidance import AccountGuidance, GuidanceStep
from counter_app.services.dossiers import DossierDetail
from counter_app.ui.counter.pictures.sample_dossiers import (
    ACCEPTED,
    CLERK,
    NOW,
    Book,
    printed,
    reception,
)

_READ: Final = IdentityEvidence("card_2021", "serial", sighted=True)
_ASKED: Final = asked_digest("sample", reception().owner)
_FIRST: Final = NOW - timedelta(minutes=14)


def _begun() -> Book:
    """Received without a line: the card was read and compared with the person."""
    said = {**_READ.to_plain(), "check": IdentityState.NOT_CHECKED.value}
    received = replace(reception(), identity=said)
    return Book().write(received, verdict=ACCEPTED).write(printed(), verdict=ACCEPTED)


def _answer(state: IdentityState, at: datetime = _FIRST, clerk: str = "") -> IdentityChecked:
    return IdentityChecked(state, at, f"VN-2311-{at:%H%M}", _ASKED, clerk_name=clerk)


def matched() -> DossierDetail:
    """The counter asked by itself when the line was back."""
    return _begun().write(_answer(IdentityState.LEVEL_2), verdict=ACCEPTED).detail()


def mismatch() -> DossierDetail:
    """The e-ID system knows the number with other data; a clerk asked once more."""
    book = _begun().write(_answer(IdentityState.MISMATCH), verdict=ACCEPTED)
    again = _answer(IdentityState.MISMATCH, NOW - timedelta(minutes=6), CLERK)
    return book.write(again, after=timedelta(minutes=8)).detail()


def settled() -> DossierDetail:
    """The same, after a person looked into it."""
    book = _begun().write(_answer(IdentityState.MISMATCH), verdict=ACCEPTED)
    book.write(IdentityRevealed("owner", "dossier", "", CLERK), after=timedelta(minutes=3))
    said = IdentitySettled(
        SettlementOutcome.DOCUMENT_RIGHT, "Thẻ cấp lại 08/2026, dữ liệu chưa cập nhật", _ASKED, _FIRST, CLERK
    )
    return book.write(said, after=timedelta(minutes=5)).detail()


def no_account() -> DossierDetail:
    """Nobody has guided the owner yet."""
    return _begun().write(_answer(IdentityState.NO_ACCOUNT), verdict=ACCEPTED).detail()


def guided() -> DossierDetail:
    """The owner was guided and did not want an account."""
    book = _begun().write(_answer(IdentityState.NO_ACCOUNT), verdict=ACCEPTED)
    told = IdentityGuided(GuidanceOutcome.REFUSED, ("explain",), "Không dùng điện thoại", _ASKED, CLERK)
    return book.write(told, after=timedelta(minutes=4)).detail()


GUIDANCE: Final = AccountGuidance(
    by_kind={
        PartyKind.CITIZEN: tuple(
            GuidanceStep(code, needs_line=code not in ("explain", "own_phone", "result"))
            for code in (
                "explain", "own_phone", "install", "personal_number", "face", "password", "send", "result"
            )
        )
    }
)  # fmt: skip

DETAILS: Final = {
    "identity-matched": matched,
    "identity-mismatch": mismatch,
    "identity-settled": settled,
    "identity-no-account": no_account,
    "identity-guided": guided,
}
