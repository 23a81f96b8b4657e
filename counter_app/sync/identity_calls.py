"""Asks the central system who a principal is, over HTTPS; nothing of question or answer is ever logged."""

from __future__ import annotations

import json
import threading
from typing import Final

from pydantic import ValidationError

from counter_app.domain.errors import DomainError
from counter_app.domain.identity import IdentityState
from counter_app.domain.journal import parse_instant
from counter_app.services.identity_ports import IdentityAnswer, IdentityQuestion
from counter_app.services.ports import Clock
from counter_app.sync.credentials import Credentials
from counter_app.sync.http_calls import Answer, Caller, HttpCaller
from counter_app.sync.link import LinkError
from counter_app.sync.policy import Pace
from counter_app.sync.wire import Problem
from counter_app.sync.wire.identity import IdentityCheckAnswer, IdentityCheckRequest

PACE: Final = Pace(connect=2.0, read=8.0, whole_answer=8.0)
"""The central system gives the e-ID system six seconds; a person stands at the counter meanwhile."""

_JSON: Final = {"Content-Type": "application/json"}
_REFUSED: Final = frozenset({"identity.denied", "auth.revoked", "auth.wrong_office"})
_MISREAD: Final = frozenset(
    {"identity.bad_question", "identity.question_reused", "wire.invalid", "wire.not_json"}
)
_UNKNOWN_HERE: Final = frozenset({"auth.missing", "auth.unknown_station", "protocol.unsupported"})
"""A restored or newer central system: the sync tells people of it, and the question waits."""


class HttpIdentityGateway:
    """``IdentityGateway`` through the office's central system. One question at a time, from any thread.

    ``caller`` makes the calls; by default over the network, with the station's token and certificates.
    """

    def __init__(self, credentials: Credentials, clock: Clock, caller: Caller | None = None) -> None:
        self._path = f"/v1/offices/{credentials.office}/identity/checks"
        self._clock = clock
        self._lock = threading.Lock()
        self._own = HttpCaller(credentials.server, credentials.token, PACE, credentials.ca_file or None)
        self._caller: Caller = caller or self._own

    def ask(self, question: IdentityQuestion) -> IdentityAnswer:
        """As ``IdentityGateway`` says. Asking again later is the business of whoever keeps the question.

        Raises ``DomainError("identity.denied", reason)`` and ``("identity.bad_question", field)``.
        """
        content = _request(question).model_dump_json().encode()
        try:
            with self._lock:
                answer = self._caller.call("POST", self._path, body=content, headers=_JSON)
        except LinkError:
            return self._without(IdentityState.NOT_CHECKED)
        if answer.status == 200:
            return self._understood(answer)
        return self._refused(answer)

    def break_off(self) -> None:
        """End the call in hand and let there be no other. From any thread."""
        self._own.break_off()

    def close(self) -> None:
        """Close the connection."""
        self._caller.close()

    def _understood(self, answer: Answer) -> IdentityAnswer:
        try:
            told = IdentityCheckAnswer.model_validate_json(answer.body)
            return IdentityAnswer(
                IdentityState(told.state), parse_instant(told.at), told.transaction, told.retry_after_s
            )
        except (ValidationError, DomainError):
            # A login page on the way, or an answer that was mangled: nothing is known of who spoke.
            ours = IdentityState.UNAVAILABLE if _is_object(answer.body) else IdentityState.NOT_CHECKED
            return self._without(ours)

    def _refused(self, answer: Answer) -> IdentityAnswer:
        problem = _problem(answer)
        if problem is None or problem.code in _UNKNOWN_HERE:
            return self._without(IdentityState.NOT_CHECKED)
        if problem.code in _REFUSED:
            raise DomainError("identity.denied", reason=str(problem.params.get("reason") or problem.code))
        if problem.code in _MISREAD:
            raise DomainError("identity.bad_question", field=str(problem.params.get("field") or problem.code))
        retry_after = problem.params.get("retry_after")
        return self._without(
            IdentityState.UNAVAILABLE, float(retry_after) if isinstance(retry_after, int) else None
        )

    def _without(self, state: IdentityState, retry_after_s: float | None = None) -> IdentityAnswer:
        return IdentityAnswer(state, self._clock.now(), retry_after_s=retry_after_s)


def _request(question: IdentityQuestion) -> IdentityCheckRequest:
    """The question as it is sent; raises ``identity.bad_question`` for what no central system could read."""
    try:
        return IdentityCheckRequest(
            question=question.id,
            dossier=question.dossier_id,
            clerk=question.clerk,
            kind=question.kind.value,
            number=question.number,
            full_name=question.full_name,
            birth_date=question.birth_date,
            sex=question.sex,  # type: ignore[arg-type]  # looked at here, as everything else
            nationality=question.nationality,
        )
    except ValidationError as error:
        field = str(error.errors(include_input=False, include_url=False, include_context=False)[0]["loc"][0])
    raise DomainError("identity.bad_question", field=field)


def _problem(answer: Answer) -> Problem | None:
    """The central system's own refusal; ``None`` for a page of somebody else's."""
    try:
        return Problem.model_validate_json(answer.body)
    except ValidationError:
        return None


def _is_object(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except ValueError:
        return False
