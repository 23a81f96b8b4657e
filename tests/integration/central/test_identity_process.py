"""Identity checks of a real process, while the national service answers, is silent, or is gone."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from counter_app.central.simulators.vneid.conditions import Conditions, Mode
from counter_app.central.simulators.vneid.server import CLIENT_ID, CLIENT_SECRET, VneidSimulator
from counter_app.domain.identity import IdentityState, SubjectKind
from counter_app.services.identity_ports import IdentityQuestion
from counter_app.sync.credentials import Credentials
from counter_app.sync.identity_calls import HttpIdentityGateway
from tests.fakes.clock import SystemClock
from tests.fixtures.central import OFFICE
from tests.fixtures.central_databases import Databases, on_sqlite
from tests.fixtures.centre_process import CentreProcess
from tests.fixtures.dossiers import reception
from tests.fixtures.http_service import HttpService
from tests.fixtures.identity_checks import CLERK, NAME, NUMBER, logged, path, put_clerk, question
from tests.fixtures.signing_station import SigningStation

pytestmark = [pytest.mark.prove, pytest.mark.timeout(180)]

MANY = 100


@pytest.fixture
def simulator() -> Iterator[VneidSimulator]:
    with VneidSimulator(conditions=Conditions(latency_ms=150)) as running:
        yield running


@pytest.fixture
def process(
    tmp_path: Path, databases: Databases, simulator: VneidSimulator, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CentreProcess]:
    client = tmp_path / "client.json"
    client.write_text(json.dumps({"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}), "utf-8")
    monkeypatch.setenv("COUNTER_APP_IDENTITY", simulator.url)
    monkeypatch.setenv("COUNTER_APP_IDENTITY_CLIENT_FILE", str(client))
    settings = databases.with_office(tmp_path / "data")
    running = CentreProcess(settings, tmp_path / "centre.log", workers=2)
    put_clerk(running.database)
    running.start()
    yield running
    running.close()


@pytest.fixture
def station(process: CentreProcess) -> Iterator[SigningStation]:
    service = HttpService(process.url)
    yield SigningStation(service, process.code())
    service.close()


def check(url: str, station: SigningStation, questions: Sequence[dict[str, Any]]) -> list[httpx.Response]:
    """All at once."""

    async def calls() -> list[httpx.Response]:
        headers = {"Sync-Protocol": "1", "Authorization": station.authorization}
        limits = httpx.Limits(max_connections=MANY)
        async with httpx.AsyncClient(
            base_url=url, headers=headers, timeout=60, limits=limits, trust_env=False
        ) as client:
            return await asyncio.gather(*(client.post(path(), json=plain) for plain in questions))

    return asyncio.run(calls())


def push_seconds(station: SigningStation, first: int, number: int) -> list[float]:
    """How long pushes of one reception each take."""
    took = []
    for n in range(first, first + number):
        began = time.monotonic()
        station.push(station.write(f"dossier-{n}", reception(n)))
        took.append(time.monotonic() - began)
    return took


@pytest.mark.requirement("LC-18")
def test_a_hundred_checks_at_once_are_all_answered_and_each_is_logged_once(
    process: CentreProcess, station: SigningStation, simulator: VneidSimulator
) -> None:
    questions = [question(dossier=f"dossier-{n}") for n in range(MANY)]
    answers = [answer.json() for answer in check(process.url, station, questions)]
    assert {answer["state"] for answer in answers} == {"level_2"}
    assert len({answer["transaction"] for answer in answers}) == MANY
    rows = logged(process.database)
    assert {row.question: row.transaction for row in rows} == {
        plain["question"]: answer["transaction"] for plain, answer in zip(questions, answers, strict=True)
    }
    again = [answer.json() for answer in check(process.url, station, questions[:20])]
    assert again == answers[:20]
    assert simulator.service.asked == MANY


@pytest.mark.requirement("AG-68")
def test_silent_service_holds_up_neither_pushes_nor_the_callers(
    process: CentreProcess, station: SigningStation, simulator: VneidSimulator
) -> None:
    other = SigningStation(HttpService(process.url), process.code("04"))
    usual = push_seconds(other, 1, 20)
    simulator.conditions.change(mode=Mode.SILENT)

    began = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        checks = pool.submit(check, process.url, station, [question() for _ in range(MANY)])
        while not logged(process.database):
            assert time.monotonic() < began + 30, "the look-ups are not begun"
            time.sleep(0.02)
        meanwhile = push_seconds(other, 21, 40)
        answers = checks.result()
    assert time.monotonic() - began < 15
    told = [answer.json() for answer in answers]
    assert {answer["state"] for answer in told} == {"unavailable"}
    assert {answer["reason"] for answer in told} <= {"timeout", "busy", "paused"}
    assert sorted(meanwhile)[len(meanwhile) // 2] < max(0.2, 5 * sorted(usual)[len(usual) // 2])
    assert max(meanwhile) < 3
    simulator.conditions.change(mode=Mode.UP)
    assert isinstance(other.service, HttpService)
    other.service.close()


@pytest.mark.requirement("AG-68")
def test_service_that_is_gone_is_used_again_when_it_is_back(
    process: CentreProcess, station: SigningStation, simulator: VneidSimulator
) -> None:
    simulator.stop()
    asked = question()
    (answer,) = check(process.url, station, [asked])
    assert (answer.json()["state"], answer.json()["reason"]) == ("unavailable", "unreachable")
    simulator.start()
    until = time.monotonic() + 60
    while (state := check(process.url, station, [asked])[0].json())["state"] == "unavailable":
        assert time.monotonic() < until, state
    assert state["state"] == "level_2"


@pytest.mark.requirement("LC-47")
def test_killed_while_it_asks_the_log_has_every_look_up_and_each_is_answered_afterwards(
    process: CentreProcess, station: SigningStation, simulator: VneidSimulator
) -> None:
    simulator.conditions.change(latency_ms=1500)
    questions = [question(dossier=f"dossier-{n}") for n in range(10)]

    with ThreadPoolExecutor(1) as pool:
        calls = pool.submit(check, process.url, station, questions)
        until = time.monotonic() + 30
        while len(logged(process.database)) < len(questions):
            assert time.monotonic() < until, "the look-ups are not begun"
            time.sleep(0.02)
        process.kill()
        with pytest.raises(httpx.TransportError):
            calls.result()
    assert {row.state for row in logged(process.database)} <= {"asking", "level_2"}
    simulator.conditions.change(latency_ms=0)
    process.start()
    answers = [answer.json() for answer in check(process.url, station, questions)]
    assert {answer["state"] for answer in answers} == {"level_2"}
    rows = logged(process.database)
    assert {row.dossier for row in rows} == {plain["dossier"] for plain in questions}
    assert {row.state for row in rows} == {"level_2"}
    assert simulator.service.asked == len(questions)  # repeated under the same ids


@on_sqlite
@pytest.mark.requirement("LC-18", "LC-47")
def test_gateway_of_a_station_asks_through_a_real_centre_and_nothing_personal_is_logged(
    process: CentreProcess, station: SigningStation
) -> None:
    credentials = Credentials(
        process.url, OFFICE, station.id, "03", "Quầy 03", station.enrolled.token, bytes(32), bytes(32)
    )
    gateway = HttpIdentityGateway(credentials, SystemClock())
    plain = question()
    asked = IdentityQuestion(
        plain["question"],
        "dossier-1",
        CLERK.id,
        SubjectKind.PERSONAL_NUMBER,
        NUMBER,
        NAME,
        plain["birth_date"],
        "female",
    )
    answer = gateway.ask(asked)
    assert (answer.state, answer.transaction[:2]) == (IdentityState.LEVEL_2, "XT")
    process.stop()
    assert gateway.ask(asked).state is IdentityState.NOT_CHECKED
    gateway.close()
    said = process.log.read_text("utf-8")
    assert "identity check" in said
    for secret in (NAME, NUMBER, plain["birth_date"], CLIENT_SECRET):
        assert secret not in said
