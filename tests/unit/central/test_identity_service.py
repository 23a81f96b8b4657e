"""The adapter to the national service, against the simulated one and against odd servers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.central.identity.national import BadSubjectError, Lookup, NoAnswerError, Subject
from counter_app.central.identity.settings import IdentitySettings
from counter_app.central.identity.vneid_http import HttpNationalService
from counter_app.central.simulators.vneid.conditions import Conditions, Mode
from counter_app.central.simulators.vneid.people import Account, Kind, People, Person
from counter_app.central.simulators.vneid.server import CLIENT_ID, CLIENT_SECRET, VneidSimulator
from counter_app.domain.errors import DomainError
from counter_app.domain.identity import SubjectKind
from tests.fakes.odd_servers import Handler, answering, serving, silent
from tests.fixtures.certificates import TlsServer, certificate

WOMAN = Subject(SubjectKind.PERSONAL_NUMBER, "089190000017", "NGUYỄN THỊ MẪU", "1990-03-15", "female", "VNM")
FOREIGNER = Subject(SubjectKind.TRAVEL_DOCUMENT, "X0000001", "MARIA SAMPLE", "1988-02-29", "female", "FRA")
COMPANY = Subject(SubjectKind.ORGANISATION_CODE, "0300588569", "CÔNG TY TNHH MẪU LONG XUYÊN")
NUMBERS = {Account.NONE: "001099000001", Account.LEVEL_1: "096305000002", Account.LOCKED: "089075000033"}


@pytest.fixture(scope="module")
def simulator() -> Iterator[VneidSimulator]:
    people = [
        Person(Kind.CITIZEN, WOMAN.number, "Nguyễn Thị Mẫu", Account.LEVEL_2, "1990-03-15", "female", "VNM"),
        Person(Kind.FOREIGNER, "X0000001", "MARIA SAMPLE", Account.UNTOLD, "1988-02-29", "female", "FRA"),
        Person(Kind.ORGANISATION, "0300588569", COMPANY.full_name, Account.UNTOLD),
        *(Person(Kind.CITIZEN, number, "LÊ VĂN MẪU", account) for account, number in NUMBERS.items()),
    ]
    with VneidSimulator(People(people), Conditions(latency_ms=0)) as running:
        yield running


@pytest.fixture(autouse=True)
def fair_weather(simulator: VneidSimulator) -> Iterator[None]:
    yield
    simulator.conditions.change(mode=Mode.UP, latency_ms=0, fail_rate=0)


def settings(url: str) -> IdentitySettings:
    return IdentitySettings(url=url, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, connect=5)


def ask(service: HttpNationalService, subject: Subject = WOMAN, question: str = "question-1") -> str:
    """The state, or why there was no answer."""
    try:
        answer = asyncio.run(service.verify(Lookup(question, "H01.15.21", "dossier-1", subject)))
    except NoAnswerError as error:
        return f"{error.reason} {error.retry_after:.0f}" if error.retry_after else error.reason
    except BadSubjectError as error:
        return f"bad {error.field}"
    assert answer.transaction.startswith("XT20")
    return answer.state.value


@pytest.fixture
def service(simulator: VneidSimulator) -> HttpNationalService:
    return HttpNationalService(settings(simulator.url))


@pytest.mark.requirement("LC-18", "AG-68")
def test_each_result_of_the_service_is_a_state(service: HttpNationalService) -> None:
    found = {
        "level_2": WOMAN,
        "matched": FOREIGNER,
        "mismatch": replace(WOMAN, full_name="NGUYỄN THỊ MÀU"),
        "no_account": replace(WOMAN, number="089190999999"),
    }
    for number, (state, subject) in enumerate(found.items()):
        assert ask(service, subject, f"result-{number}") == state
    assert ask(service, COMPANY, "company-1") == "matched"
    accounts = {
        account: ask(service, Subject(WOMAN.kind, number, "LÊ VĂN MẪU"), f"account-{number}")
        for account, number in NUMBERS.items()
    }
    assert accounts == {
        Account.NONE: "no_account",
        Account.LEVEL_1: "level_1",
        Account.LOCKED: "matched",
    }


@pytest.mark.requirement("LC-18")
@pytest.mark.parametrize(
    "said",
    [
        replace(WOMAN, birth_date="1990-03-16"),
        replace(WOMAN, sex="male"),
        replace(WOMAN, nationality="FRA"),
        replace(WOMAN, full_name="TRẦN THỊ MẪU"),
    ],
    ids=["birth date", "sex", "nationality", "name"],
)
def test_any_field_that_is_said_and_is_not_so_is_a_mismatch(
    service: HttpNationalService, said: Subject, request: pytest.FixtureRequest
) -> None:
    assert ask(service, said, f"field {request.node.callspec.id}") == "mismatch"


def test_what_is_not_known_is_not_compared_and_names_are_compared_as_people_read_them(
    service: HttpNationalService,
) -> None:
    bare = Subject(SubjectKind.PERSONAL_NUMBER, WOMAN.number, "Nguyê\u0303n  Thị Mẫu")
    assert ask(service, bare, "bare-0001") == "level_2"


def test_look_up_that_the_service_refuses_for_its_id_is_no_fault_of_the_question(
    service: HttpNationalService,
) -> None:
    assert ask(service, question="reused-1") == "level_2"
    assert ask(service, COMPANY, "reused-1") == "not_understood"


def test_repeated_look_up_has_the_same_transaction(service: HttpNationalService) -> None:
    def transaction() -> str:
        lookup = Lookup("repeated-1", "H01.15.21", "dossier-1", WOMAN)
        return asyncio.run(service.verify(lookup)).transaction

    assert transaction() == transaction()


def test_token_is_kept_and_renewed_when_the_service_forgets_it(
    service: HttpNationalService, simulator: VneidSimulator
) -> None:
    assert ask(service, question="token-001") == "level_2"
    simulator.service.forget_tokens()
    assert ask(service, question="token-002") == "level_2"


@pytest.mark.requirement("AG-68")
@pytest.mark.parametrize(
    ("mode", "expected"),
    [(Mode.DOWN, "down"), (Mode.MAINTENANCE, "maintenance 120"), (Mode.QUOTA, "quota 30")],
)
def test_service_that_does_not_work_is_told_by_its_reason(
    service: HttpNationalService, simulator: VneidSimulator, mode: Mode, expected: str
) -> None:
    simulator.conditions.change(mode=mode)
    assert ask(service) == expected
    simulator.conditions.change(mode=Mode.UP)
    assert ask(service) == "level_2"
    simulator.conditions.change(mode=mode)
    assert ask(service, question=f"later-{mode}") == expected


def test_client_that_is_not_known_is_not_allowed(simulator: VneidSimulator) -> None:
    assert ask(HttpNationalService(replace(settings(simulator.url), client_secret="wrong"))) == "not_allowed"


def test_question_that_the_service_cannot_read_is_told_by_our_name_of_the_field(
    service: HttpNationalService,
) -> None:
    assert ask(service, replace(WOMAN, birth_date="15/3/1990"), "misread-1") == "bad birth_date"
    assert ask(service, replace(WOMAN, nationality="vn"), "misread-2") == "bad nationality"


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        (answering("200 OK", "text/html", b"<html>login</html>"), "not_understood"),
        (answering("200 OK", "application/json", b"[1]"), "not_understood"),
        (answering("200 OK", "application/json", b"{"), "not_understood"),
        (answering("302 Found", "text/plain", b""), "not_understood"),
        (answering("500 Oh", "application/json", b"{}"), "down"),
        (answering("200 OK", "application/json", b"{}", claimed=900), "cut"),
        (answering("200 OK", "application/json", b" " * 100_000), "too_large"),
        (lambda connection: connection.close(), "cut"),
        (lambda connection: connection.sendall(b"SSH-2.0-odd\r\n\r\n"), "cut"),
    ],
    ids=["login page", "list", "cut json", "redirect", "error", "cut body", "large", "closed", "no http"],
)
def test_answers_that_are_none_are_no_answers(handler: Handler, expected: str) -> None:
    with serving(handler) as server:
        assert ask(HttpNationalService(settings(server.url))) == expected


@pytest.mark.parametrize(
    "result",
    [
        {"maKetQua": "77"},
        {"maKetQua": 0},
        {"maKetQua": "00", "maGiaoDich": "x" * 65},
        {"maKetQua": "00", "maGiaoDich": 7},
        {"maKetQua": "00", "maGiaoDich": "a\nb"},
    ],
)
def test_results_that_nobody_described_are_not_taken_for_a_state(result: dict[str, object]) -> None:
    token = {"access_token": "t", "expires_in": 60}
    body = json.dumps(token | result).encode()
    with serving(answering("200 OK", "application/json", body)) as server:
        assert ask(HttpNationalService(settings(server.url))) == "not_understood"


def test_nobody_there_is_unreachable() -> None:
    with serving(silent) as server:
        url = server.url
    assert ask(HttpNationalService(settings(url))) == "unreachable"


def test_only_a_service_that_shows_a_trusted_certificate_is_asked(tmp_path: Path) -> None:
    made = certificate(tmp_path, "localhost", timedelta(days=2))
    with TlsServer(made, b"{}") as server:  # it knows no POST, but it can be spoken to
        trusted = replace(settings(server.url), ca_file=str(made.ca))
        assert ask(HttpNationalService(trusted)) == "down"
        assert ask(HttpNationalService(settings(server.url))) == "tls"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://eid.example", "sync.insecure_address"),
        ("ftp://eid.example", "sync.bad_address"),
        ("https://eid.example:port", "sync.bad_address"),
        ("eid.example", "sync.bad_address"),
    ],
)
def test_address_that_cannot_be_is_refused_at_the_start(url: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        HttpNationalService(settings(url))
    assert refused.value.code == code


def test_file_of_authorities_that_is_not_there_is_refused_at_the_start() -> None:
    with pytest.raises(DomainError, match=r"central\.bad_file"):
        HttpNationalService(replace(settings("https://eid.example"), ca_file="none.pem"))
