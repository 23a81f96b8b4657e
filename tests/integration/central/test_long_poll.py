"""The feed that waits: told when there is news, over any process, holding neither thread nor connection."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from counter_app.central import admin
from counter_app.central.documents import publish
from counter_app.central.service import CentralService
from counter_app.central.settings import SystemClock
from counter_app.sync.enrolment import enrol, new_private_key
from counter_app.sync.link import LinkError
from counter_app.sync.news_line import HttpNewsLine
from tests.fixtures.central import CALENDAR, OFFICE, CentralServer, add_office
from tests.fixtures.dossiers import reception
from tests.fixtures.http_service import HttpService
from tests.fixtures.signing_station import SigningStation


@pytest.fixture
def server(tmp_path: Path) -> Iterator[CentralServer]:
    running = CentralServer(tmp_path)
    add_office(running.database)
    running.start()
    yield running
    running.close()


@pytest.fixture
def service(server: CentralServer) -> Iterator[HttpService]:
    made = HttpService(server.url)
    yield made
    made.close()


@pytest.fixture
def sender(server: CentralServer, service: HttpService) -> SigningStation:
    return SigningStation(service, server.code("03"))


@pytest.fixture
def reader(server: CentralServer, service: HttpService) -> SigningStation:
    return SigningStation(service, server.code("04"))


class Reader:
    """Asks the feed in threads of the test's own."""

    def __init__(self, server: CentralServer, station: SigningStation) -> None:
        self._url = f"{server.url}/v1/offices/{OFFICE}/feed"
        self._headers = {"Sync-Protocol": "1", "Authorization": station.authorization}
        self.pool = ThreadPoolExecutor(2)

    def ask(self, **params: object) -> httpx.Response:
        return httpx.get(self._url, params=params, headers=self._headers, timeout=40, trust_env=False)  # type: ignore[arg-type]

    def waits(self, **params: object) -> Future[httpx.Response]:
        return self.pool.submit(self.ask, limit=0, wait=25, **params)


@pytest.fixture
def ask(server: CentralServer, reader: SigningStation) -> Iterator[Reader]:
    made = Reader(server, reader)
    yield made
    made.pool.shutdown()


def waiting(server: CentralServer, count: int = 1) -> None:
    """Until so many wait, as the metrics say."""
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        text = httpx.get(f"{server.url}/metrics", timeout=20, trust_env=False).text
        if f"quaymotcua_feed_waiting {float(count)}" in text:
            return
    pytest.fail("nobody waits")


def test_push_of_one_station_is_told_to_another_at_once(
    server: CentralServer, sender: SigningStation, ask: Reader
) -> None:
    known = ask.ask(limit=0).json()
    waits = ask.waits(after=known["last"], known=known["state"])
    waiting(server)
    began = time.monotonic()
    sender.push(sender.write("dossier-1", reception(1)))
    answer = waits.result(20).json()
    assert answer["last"] == 1
    assert answer["items"] == [], "limit 0 asks only how far things stand"
    assert time.monotonic() - began < 10, "not at the end of its time"


def test_moved_document_is_told(server: CentralServer, ask: Reader) -> None:
    known = ask.ask(limit=0).json()
    waits = ask.waits(after=0, known=known["state"])
    waiting(server)
    with server.database.write() as connection:
        publish(connection, OFFICE, "calendar", CALENDAR, SystemClock().now())
    answer = waits.result(20).json()
    assert answer["state"] != known["state"]
    assert answer["documents"]["calendar"] == known["documents"]["calendar"] + 1
    assert ask.ask(limit=0, wait=25, known=known["state"]).json()["state"] == answer["state"]


def test_news_that_are_there_are_answered_at_once(sender: SigningStation, ask: Reader) -> None:
    sender.push(sender.write("dossier-1", reception(1)), sender.write("dossier-2", reception(2)))
    answer = ask.ask(after=0, wait=25, limit=1).json()
    assert [item["no"] for item in answer["items"]] == [1]
    assert answer["last"] == 2
    assert ask.ask(after=9, wait=25).json()["last"] == 2, "a cursor beyond the end is news as well"


def test_without_news_the_answer_comes_when_the_time_is_over(ask: Reader) -> None:
    began = time.monotonic()
    known = ask.ask(limit=0).json()
    answer = ask.ask(after=0, known=known["state"], limit=0, wait=1).json()
    assert time.monotonic() - began >= 1
    assert (answer["last"], answer["state"]) == (0, known["state"])


def test_revoked_station_is_told_while_it_waits(
    server: CentralServer, ask: Reader, reader: SigningStation
) -> None:
    waits = ask.waits(after=0)
    waiting(server)
    with server.database.write() as connection:
        admin.revoke(connection, reader.id, SystemClock().now())
    answer = waits.result(20)
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.revoked")


@pytest.mark.parametrize("params", [{"wait": 26}, {"limit": 1001}, {"wait": -1}, {"known": "x" * 65}])
def test_limits_of_the_question(ask: Reader, params: dict[str, object]) -> None:
    answer = ask.ask(**params)
    assert (answer.status_code, answer.json()["code"]) == (422, "wire.invalid")


def test_more_wait_than_there_are_threads_and_connections(
    server: CentralServer, sender: SigningStation
) -> None:
    own = CentralService(server.database, replace(server.settings, enrolments_per_minute=1000), SystemClock())
    readers = [Reader(server, SigningStation(own, server.code(f"{number:02d}"))) for number in range(10, 60)]
    waits = [reader.waits(after=0) for reader in readers]
    waiting(server, len(readers))
    sender.push(sender.write("dossier-1", reception(1)))
    assert {wait.result(20).json()["last"] for wait in waits} == {1}
    for reader in readers:
        reader.pool.shutdown()


def test_server_ends_while_stations_wait(server: CentralServer, ask: Reader) -> None:
    waits = ask.waits(after=0)
    waiting(server)
    began = time.monotonic()
    server.stop()
    assert waits.result(20).status_code == 200
    assert time.monotonic() - began < 9, "it did not wait for them"


def test_line_of_the_watch_can_be_broken_off(server: CentralServer) -> None:
    line = HttpNewsLine(enrol(server.url, server.code("07"), new_private_key()).credentials)
    known = line.ask(None, 0)
    with ThreadPoolExecutor(1) as pool:
        waits = pool.submit(line.ask, known, 25)
        waiting(server)
        began = time.monotonic()
        line.break_off()
        with pytest.raises(LinkError):
            waits.result(20)
        assert time.monotonic() - began < 10
    with pytest.raises(LinkError):
        line.ask(known, 0)
    line.close()
