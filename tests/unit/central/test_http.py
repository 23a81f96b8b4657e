"""The HTTP interface: one shape of error, limits that hold, a description that is true."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import zstandard

from counter_app.central.app import create_app
from counter_app.central.settings import CentralSettings
from counter_app.sync.wire import Problem
from tests.fakes.asgi_client import AsgiClient
from tests.fixtures.central import OFFICE
from tests.fixtures.dossiers import reception
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import Centre

PROTOCOL = {"Sync-Protocol": "1"}
JSON = {**PROTOCOL, "Content-Type": "application/json"}


@pytest.fixture
def client(centre: Centre) -> Iterator[AsgiClient]:
    settings = replace(centre.settings, max_request_bytes=50_000, max_unpacked_bytes=200_000)
    app = create_app(settings, centre.clock)
    yield AsgiClient(app, PROTOCOL)
    app.state.service.close()


def problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, Problem.model_validate(answer.json()).code


def pushed(client: AsgiClient, station: SigningStation, body: bytes, **headers: str) -> httpx.Response:
    sent = {**JSON, "Authorization": station.authorization} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return client.post("/v1/journal", content=body, headers=sent)


@pytest.fixture
def batch(station: SigningStation) -> bytes:
    return station.request([station.write("dossier-1", reception(1))]).model_dump_json().encode()


def test_health_says_who_it_is(client: AsgiClient) -> None:
    answer = client.get("/health", headers={"Sync-Protocol": ""})
    assert answer.status_code == 200
    assert answer.json()["service"] == "quay-mot-cua-central"
    assert answer.headers["Sync-Protocol"] == "1"


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("", bytes), ("gzip", gzip.compress), ("zstd", zstandard.ZstdCompressor().compress)],
)
def test_packed_bodies_are_understood(
    client: AsgiClient, station: SigningStation, batch: bytes, encoding: str, pack: object
) -> None:
    answer = pushed(client, station, pack(batch), Content_Encoding=encoding)  # type: ignore[operator]
    assert answer.status_code == 200, answer.text
    assert answer.json()["verdicts"] == [{"seq": 1, "state": "accepted", "code": "", "params": {}}]


@pytest.mark.parametrize(
    ("encoding", "body", "expected"),
    [
        ("gzip", gzip.compress(b" " * 50_000_000), (413, "body.too_large")),
        ("zstd", zstandard.ZstdCompressor().compress(b" " * 50_000_000), (413, "body.too_large")),
        ("", b" " * 60_000, (413, "body.too_large")),
        ("gzip", b"no gzip", (422, "body.damaged")),
        ("zstd", b"no zstd", (422, "body.damaged")),
        ("gzip", gzip.compress(b'{"station":"st-1"}')[:-9], (422, "wire.not_json")),
        ("br", b"x", (415, "body.unknown_encoding")),
        ("", b"{", (422, "wire.not_json")),
        ("", b'{"station":"\xc3"}', (422, "wire.not_json")),
        ("", b"[]", (422, "wire.invalid")),
        ("", b'{"station": 7}', (422, "wire.invalid")),
        ("", b"", (422, "wire.not_json")),
    ],
    ids=[
        "gzip bomb", "zstd bomb", "large", "bad gzip", "bad zstd", "cut gzip", "brotli", "cut json",
        "no text", "list", "wrong type", "empty",
    ],
)  # fmt: skip
def test_bodies_that_cannot_be_taken_are_answered_by_name(
    client: AsgiClient, station: SigningStation, encoding: str, body: bytes, expected: tuple[int, str]
) -> None:
    assert problem(pushed(client, station, body, Content_Encoding=encoding)) == expected


def test_large_body_without_a_declared_length_is_cut_off(client: AsgiClient, station: SigningStation) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 1000

    answer = client.post(
        "/v1/journal", content=pieces(), headers={**JSON, "Authorization": station.authorization}
    )
    assert problem(answer) == (413, "body.too_large")


def test_entry_that_does_not_fit_is_named_by_its_number_and_nothing_personal_comes_back(
    client: AsgiClient, station: SigningStation, batch: bytes
) -> None:
    request = json.loads(batch)
    request["entries"][0]["kind"] = ["Nguyễn Thị Mẫu"]
    answer = pushed(client, station, json.dumps(request).encode())
    assert problem(answer) == (422, "wire.entry_invalid")
    assert answer.json()["params"] == {"seq": 1, "field": "kind"}
    assert "Mẫu" not in answer.text


def test_fields_of_a_newer_station_are_no_trouble(
    client: AsgiClient, station: SigningStation, batch: bytes
) -> None:
    request = json.loads(batch) | {"lane": 1}
    request["entries"][0]["colour"] = "red"
    assert pushed(client, station, json.dumps(request).encode()).status_code == 200


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, (401, "auth.missing")),
        ({"Authorization": "Basic abc"}, (401, "auth.missing")),
        ({"Authorization": f"Bearer {OFFICE}.wrong"}, (401, "auth.unknown_station")),
        ({"Authorization": "Bearer wrong"}, (401, "auth.unknown_station")),
        ({"Sync-Protocol": "2"}, (426, "protocol.unsupported")),
        ({"Sync-Protocol": "x"}, (426, "protocol.unsupported")),
    ],
)
def test_strangers_are_told_apart(
    client: AsgiClient, headers: dict[str, str], expected: tuple[int, str]
) -> None:
    for path in (f"/v1/offices/{OFFICE}/feed", f"/v1/offices/{OFFICE}/documents/directory"):
        assert problem(client.get(path, headers=headers)) == expected


def test_rate_limit_says_when_to_come_back(centre: Centre, station: SigningStation, batch: bytes) -> None:
    settings = replace(centre.settings, pushes_per_minute=1)
    app = create_app(settings, centre.clock)
    client = AsgiClient(app)
    assert pushed(client, station, batch).status_code == 200
    answer = pushed(client, station, batch)
    app.state.service.close()
    assert problem(answer) == (429, "rate.limited")
    assert 0 < int(answer.headers["Retry-After"]) <= 61


def test_unexpected_error_is_answered_without_its_text(
    client: AsgiClient, centre: Centre, station: SigningStation, caplog: pytest.LogCaptureFixture
) -> None:
    with centre.database.write() as connection:
        connection.exec_driver_sql("DROP TABLE feed_counters")
    answer = client.get(f"/v1/offices/{OFFICE}/feed", headers={"Authorization": station.authorization})
    assert problem(answer) == (500, "internal.error")
    assert "feed_counters" not in answer.text
    # SQLite calls it an operational error, PostgreSQL one of the program.
    logged = [str(getattr(record, "fields", "")) for record in caplog.records]
    assert any(f"{kind}Error at" in line for line in logged for kind in ("Operational", "Programming"))


@pytest.mark.parametrize("path", ["/", "/v1/nothing", "/v1/offices"])
def test_unknown_paths_have_the_same_shape_of_error(client: AsgiClient, path: str) -> None:
    assert problem(client.get(path)) == (404, "http.404")


def test_description_names_a_model_for_every_answer(client: AsgiClient) -> None:
    described = client.get("/openapi.json").json()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            if path == "/metrics":
                continue  # text for Prometheus
            for status, answer in operation["responses"].items():
                schema = answer["content"]["application/json"]["schema"]
                if status != "422" or path != "/health":
                    assert "$ref" in schema, (path, method, status)
    assert set(described["components"]["schemas"]) >= {
        "PushRequest", "PushAnswer", "FeedAnswer", "Document", "EnrolRequest", "EnrolAnswer", "Problem",
        "HealthReport",
    }  # fmt: skip


def test_nothing_of_a_call_but_path_and_status_is_logged(
    client: AsgiClient, station: SigningStation, batch: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        pushed(client, station, batch)
        pushed(client, station, batch.replace(b"dossier-1", b"dossier-2"))
    logged = " ".join(f"{record.getMessage()} {getattr(record, 'fields', '')}" for record in caplog.records)
    assert "/v1/journal" in logged
    for secret in ("Mẫu", "092190000001", station.authorization.split()[1]):
        assert secret not in logged


def test_data_folder_may_be_new(tmp_path: Path) -> None:
    app = create_app(CentralSettings(tmp_path / "a" / "b"))
    assert AsgiClient(app).get("/health").status_code == 200
    app.state.service.close()
