"""The way to the identity gateway: whatever the line or the central system does ends as the port says."""

from __future__ import annotations

import json
import logging
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from counter_app.domain.errors import DomainError
from counter_app.domain.identity import IdentityState, SubjectKind
from counter_app.services.identity_ports import IdentityAnswer, IdentityQuestion
from counter_app.sync.credentials import Credentials
from counter_app.sync.http_calls import Answer
from counter_app.sync.identity_calls import HttpIdentityGateway
from counter_app.sync.link import LinkError, Trouble
from tests.fakes.clock import MORNING, SetClock
from tests.fakes.odd_servers import SocketServer, answering, serving

QUESTION = IdentityQuestion(
    id="0193553a-0d0c-7b1e-8f5a-3c9d2e4b6a71",
    dossier_id="dossier-1",
    clerk="tran-thi-mau",
    kind=SubjectKind.PERSONAL_NUMBER,
    number="089190000017",
    full_name="NGUYỄN THỊ MẪU",
    birth_date="1990-03-15",
    sex="female",
    nationality="VNM",
)
TOLD = {"state": "level_2", "at": "2026-11-23T01:31:00.000000Z", "transaction": "XT-42"}


class Script:
    """``Caller`` whose next answers are written down."""

    def __init__(self, *answers: Answer | LinkError) -> None:
        self._answers = deque(answers)
        self.sent: list[tuple[str, str, object]] = []

    def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,
    ) -> Answer:
        self.sent.append((method, path, json.loads(body or b"null")))
        answer = self._answers.popleft()
        if isinstance(answer, LinkError):
            raise answer
        return answer

    def close(self) -> None:
        self._answers.clear()


def credentials(server: str = "http://127.0.0.1:9") -> Credentials:
    return Credentials(server, "long-xuyen", "st-1", "03", "Quầy 03", "long-xuyen.t", bytes(32), bytes(32))


def gateway(*answers: Answer | LinkError) -> tuple[HttpIdentityGateway, Script]:
    script = Script(*answers)
    return HttpIdentityGateway(credentials(), SetClock(), script), script


def json_answer(status: int, plain: object) -> Answer:
    return Answer(status, {"Content-Type": "application/json"}, json.dumps(plain).encode())


def problem(status: int, code: str, **params: str | int) -> Answer:
    return json_answer(status, {"code": code, "params": params})


@pytest.mark.requirement("LC-18")
def test_question_is_sent_whole_and_its_answer_understood() -> None:
    asked, script = gateway(json_answer(200, {**TOLD, "colour": "red"}))
    at = datetime(2026, 11, 23, 1, 31, tzinfo=UTC)
    assert asked.ask(QUESTION) == IdentityAnswer(IdentityState.LEVEL_2, at, "XT-42")
    ((method, path, sent),) = script.sent
    assert (method, path) == ("POST", "/v1/offices/long-xuyen/identity/checks")
    assert sent == {
        "question": QUESTION.id,
        "dossier": "dossier-1",
        "clerk": "tran-thi-mau",
        "kind": "personal_number",
        "number": "089190000017",
        "full_name": "NGUYỄN THỊ MẪU",
        "birth_date": "1990-03-15",
        "sex": "female",
        "nationality": "VNM",
    }


@pytest.mark.requirement("AG-68")
@pytest.mark.parametrize(
    ("answer", "retry_after"),
    [
        (json_answer(200, {**TOLD, "state": "unavailable", "retry_after_s": 30, "reason": "down"}), 30),
        (problem(429, "rate.limited", retry_after=7), 7),
        (problem(503, "database.away", retry_after=3), 3),
        (problem(500, "internal.error"), None),
        (problem(404, "http.404"), None),
        (json_answer(200, {**TOLD, "state": "level_9"}), None),
        (json_answer(200, {**TOLD, "at": "yesterday"}), None),
        (json_answer(200, {"hello": "world"}), None),
    ],
)
def test_central_system_that_cannot_tell_is_unavailable(answer: Answer, retry_after: int | None) -> None:
    told = gateway(answer)[0].ask(QUESTION)
    assert (told.state, told.retry_after_s) == (IdentityState.UNAVAILABLE, retry_after)


@pytest.mark.parametrize(
    "answer",
    [
        *(LinkError(trouble) for trouble in (Trouble.NO_ROUTE, Trouble.TIMEOUT, Trouble.TLS, Trouble.CUT)),
        Answer(200, {"Content-Type": "text/html"}, b"<html>login</html>"),
        Answer(403, {"Content-Type": "text/html"}, b"<html>login</html>"),
        Answer(502, {"Content-Type": "text/html"}, b"<html>proxy</html>"),
        Answer(302, {}, b""),
        problem(401, "auth.unknown_station"),
        problem(426, "protocol.unsupported", oldest=2, newest=3),
    ],
    ids=lambda answer: getattr(answer, "code", "") or str(getattr(answer, "status", "")),
)
def test_without_the_central_system_nothing_is_checked_and_that_is_an_answer(
    answer: Answer | LinkError,
) -> None:
    assert gateway(answer)[0].ask(QUESTION) == IdentityAnswer(IdentityState.NOT_CHECKED, MORNING)


@pytest.mark.requirement("LC-47")
@pytest.mark.parametrize(
    ("answer", "code", "params"),
    [
        (problem(403, "identity.denied", reason="no_dossier"), "identity.denied", {"reason": "no_dossier"}),
        (problem(403, "auth.revoked"), "identity.denied", {"reason": "auth.revoked"}),
        (problem(403, "auth.wrong_office"), "identity.denied", {"reason": "auth.wrong_office"}),
        (problem(422, "identity.bad_question", field="number"), "identity.bad_question", {"field": "number"}),
        (problem(422, "wire.invalid", field="sex"), "identity.bad_question", {"field": "sex"}),
        (
            problem(409, "identity.question_reused"),
            "identity.bad_question",
            {"field": "identity.question_reused"},
        ),
    ],
)
def test_refusals_are_told_apart(answer: Answer, code: str, params: dict[str, str]) -> None:
    with pytest.raises(DomainError) as refused:
        gateway(answer)[0].ask(QUESTION)
    assert (refused.value.code, dict(refused.value.params)) == (code, params)


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (replace(QUESTION, number="089 190"), "number"),
        (replace(QUESTION, full_name=""), "full_name"),
        (replace(QUESTION, birth_date="1990"), "birth_date"),
        (replace(QUESTION, sex="Nữ"), "sex"),
        (replace(QUESTION, id="1"), "question"),
    ],
)
def test_question_that_nobody_could_read_is_refused_before_it_is_sent(
    question: IdentityQuestion, field: str
) -> None:
    asked, script = gateway()
    with pytest.raises(DomainError) as refused:
        asked.ask(question)
    assert (refused.value.code, refused.value.params["field"]) == ("identity.bad_question", field)
    assert script.sent == []
    assert question.number not in str(refused.value)


@pytest.fixture
def server() -> Iterator[SocketServer]:
    with serving(answering("200 OK", "application/json", json.dumps(TOLD).encode())) as running:
        yield running


def test_over_the_network_the_answer_comes_and_nothing_of_it_is_logged(
    server: SocketServer, caplog: pytest.LogCaptureFixture
) -> None:
    asked = HttpIdentityGateway(credentials(server.url), SetClock())
    with caplog.at_level(logging.DEBUG):
        assert asked.ask(QUESTION).state is IdentityState.LEVEL_2
        asked.close()
        server.close()
        assert asked.ask(QUESTION).state is IdentityState.NOT_CHECKED
    for secret in (QUESTION.number, QUESTION.full_name, "long-xuyen.t", "XT-42"):
        assert secret not in caplog.text


def test_gateway_that_is_broken_off_answers_at_once(server: SocketServer) -> None:
    asked = HttpIdentityGateway(credentials(server.url), SetClock())
    asked.break_off()
    assert asked.ask(QUESTION).state is IdentityState.NOT_CHECKED
    asked.close()
