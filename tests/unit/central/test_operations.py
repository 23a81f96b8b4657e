"""Health, metrics and log lines: true, cheap, and nobody's data in them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from counter_app.central.alarms import raise_alarm
from counter_app.central.app import create_app
from counter_app.central.database import connect_database, schema_revision
from counter_app.central.logs import JsonLines, note, within_call
from counter_app.central.problems import ProblemError
from counter_app.central.readiness import Readiness
from counter_app.central.settings import CentralSettings
from counter_app.sync.wire import Health
from tests.fakes.asgi_client import AsgiClient
from tests.fixtures.central import OFFICE
from tests.fixtures.dossiers import reception
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import Centre

JSON = {"Sync-Protocol": "1", "Content-Type": "application/json"}


def served(settings: CentralSettings, centre: Centre) -> Iterator[AsgiClient]:
    app = create_app(settings, centre.clock)
    yield AsgiClient(app)
    app.state.service.close()


@pytest.fixture
def client(centre: Centre) -> Iterator[AsgiClient]:
    yield from served(centre.settings, centre)


def push(client: AsgiClient, station: SigningStation, number: int) -> httpx.Response:
    entry = station.write(f"dossier-{number}", reception(number))
    return client.post(
        "/v1/journal",
        content=station.request([entry]).model_dump_json().encode(),
        headers={**JSON, "Authorization": station.authorization},
    )


def metric(client: AsgiClient, name: str, headers: Mapping[str, str] | None = None) -> float:
    text = client.get("/metrics", headers=dict(headers or {})).text
    found = [line.rsplit(" ", 1)[1] for line in text.splitlines() if line.startswith(f"quaymotcua_{name} ")]
    assert len(found) == 1, text
    return float(found[0])


@pytest.mark.parametrize("path", ["/health", "/health/ready"])
def test_health_tells_the_database_its_tables_and_the_disk(client: AsgiClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert Health.model_validate_json(answer.content).service == "quay-mot-cua-central"
    assert answer.json() | {"database": "ok", "schema_revision": "0001"} == answer.json()
    assert answer.json()["disk"] in ("ok", "low")


def test_disk_that_runs_full_is_told(centre: Centre) -> None:
    for client in served(replace(centre.settings, disk_low_bytes=2**62), centre):
        assert client.get("/health").json()["disk"] == "low"


def test_metrics_count_what_was_taken_in_and_what_was_not(
    client: AsgiClient, centre: Centre, station: SigningStation
) -> None:
    assert push(client, station, 1).status_code == 200
    assert push(client, station, 2).status_code == 200
    client.get(f"/v1/offices/{OFFICE}/feed", headers={"Sync-Protocol": "9"})
    client.get("/v1/offices/Mẫu/nothing/092190000001", headers={"Sync-Protocol": "1"})
    with centre.database.write() as connection:
        raise_alarm(connection, OFFICE, station.id, "push.fork", centre.clock.now(), at=1)
    assert metric(client, "entries_stored") == 2
    assert metric(client, "dossiers") == 2
    assert metric(client, "stations_seen") == 1
    assert metric(client, "push_entries_count") == 2
    assert metric(client, 'verdicts_total{state="accepted"}') == 2
    assert metric(client, 'rejects_total{code="protocol.unsupported"}') == 1
    assert metric(client, 'alarms{code="push.fork"}') == 1
    assert metric(client, 'calls_total{method="POST",route="/v1/journal",status="200"}') == 2
    assert metric(client, "database_up") == 1


def test_metrics_name_no_person_no_dossier_and_no_station(
    client: AsgiClient, station: SigningStation
) -> None:
    push(client, station, 1)
    client.get("/v1/offices/Nguyễn Thị Mẫu/feed", headers={"Sync-Protocol": "1"})
    text = client.get("/metrics").text
    for secret in ("Mẫu", "092190000001", "dossier-1", station.id, OFFICE):
        assert secret not in text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
def test_metrics_are_for_this_machine_and_not_for_whoever_comes_through_a_proxy(
    client: AsgiClient, header: str
) -> None:
    answer = client.get("/metrics", headers={header: "127.0.0.1"})
    assert (answer.status_code, answer.json()["code"]) == (403, "metrics.not_allowed")


def test_metrics_with_a_token_are_for_whoever_has_it(centre: Centre) -> None:
    for client in served(replace(centre.settings, metrics_token="a-token-of-theirs"), centre):
        assert client.get("/metrics").status_code == 403
        assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
        right = {"Authorization": "Bearer a-token-of-theirs", "X-Forwarded-For": "10.0.0.1"}
        assert client.get("/metrics", headers=right).status_code == 200


def test_unusable_database_is_answered_503_with_when_to_come_back(tmp_path: Path) -> None:
    """SQLite's way of being away: the folder cannot be used."""
    (tmp_path / "central.db").mkdir()
    app = create_app(CentralSettings(tmp_path))
    client = AsgiClient(app, {"Sync-Protocol": "1"})
    for path in ("/health", "/health/ready", f"/v1/offices/{OFFICE}/feed"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (503, "database.away")
        assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/health/live").status_code == 200
    assert metric(client, "database_up") == 0
    app.state.service.close()


def test_database_that_comes_late_is_prepared_then_and_looked_for_now_and_then(tmp_path: Path) -> None:
    (tmp_path / "central.db").mkdir()
    settings, now = CentralSettings(tmp_path), [0.0]
    database = connect_database(settings)
    readiness = Readiness(database, settings, lambda: now[0])
    readiness.try_now()
    with pytest.raises(ProblemError):
        readiness.require()
    (tmp_path / "central.db").rmdir()
    with pytest.raises(ProblemError):
        readiness.require()
    now[0] += 3
    readiness.require()
    assert readiness.prepared
    assert schema_revision(database)
    database.close()


def test_log_lines_of_a_call_have_its_id_office_station_and_code(
    client: AsgiClient, station: SigningStation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    lines: list[dict[str, object]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(json.loads(self.format(record)))

    keep = Keep()
    keep.setFormatter(JsonLines())
    logging.getLogger("counter_app").addHandler(keep)
    try:
        answer = push(client, station, 1)
        client.get(
            f"/v1/offices/{OFFICE}/documents/none",
            headers={**JSON, "Authorization": station.authorization, "X-Request-Id": "proxy-0001"},
        )
    finally:
        logging.getLogger("counter_app").removeHandler(keep)
    pushed = [line for line in lines if line.get("request") == answer.headers["X-Request-Id"]]
    assert {line["event"] for line in pushed} == {"push", "call"}
    assert {(line["office"], line["station"]) for line in pushed} == {(OFFICE, station.id)}
    (asked,) = [line for line in lines if line.get("request") == "proxy-0001"]
    assert asked | {"status": 404, "code": "document.unknown", "station": station.id} == asked


@pytest.mark.parametrize("odd", ["", "short", "x" * 65, "a b c d e f g", 'quote"quote"'])
def test_odd_request_ids_are_replaced(client: AsgiClient, odd: str) -> None:
    assert client.get("/health", headers={"X-Request-Id": odd}).headers["X-Request-Id"] != odd


def test_notes_outside_of_a_call_go_nowhere() -> None:
    note(office="one")
    with within_call(request="r-1") as noted:
        note(office="two")
    assert noted == {"request": "r-1", "office": "two"}
