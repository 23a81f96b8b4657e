"""The way to the e-ID system, with answers that a test sets."""

from __future__ import annotations

from datetime import UTC, datetime

from counter_app.domain.errors import DomainError
from counter_app.domain.identity import IdentityState
from counter_app.services.identity_ports import IdentityAnswer, IdentityQuestion

ANSWERED_AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


class SetGateway:
    """``IdentityGateway``; ``say`` sets the next answers, the last of which stays."""

    def __init__(self) -> None:
        self.asked: list[IdentityQuestion] = []
        self._answers: list[IdentityAnswer | Exception] = [answer()]

    def say(self, *answers: IdentityAnswer | IdentityState | Exception) -> None:
        self._answers = [answer(one) if isinstance(one, IdentityState) else one for one in answers]

    def ask(self, question: IdentityQuestion) -> IdentityAnswer:
        self.asked.append(question)
        told = self._answers[0] if len(self._answers) == 1 else self._answers.pop(0)
        if isinstance(told, Exception):
            raise told
        return told


def answer(
    state: IdentityState = IdentityState.LEVEL_2,
    at: datetime = ANSWERED_AT,
    retry_after_s: float | None = None,
) -> IdentityAnswer:
    """An answer of the gateway; one that says something has a transaction id."""
    return IdentityAnswer(state, at, "C06-1" if state.answered else "", retry_after_s)


def denied(reason: str = "role") -> DomainError:
    """How the central system refuses a look-up."""
    return DomainError("identity.denied", reason=reason)
