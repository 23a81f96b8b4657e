"""Scans over HTTP: tus 1.0.0 to the letter, for stations of the office only, past other bodies' limit."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from counter_app.central.app import create_app
from counter_app.central.scans.settings import ScanSettings
from tests.fakes.asgi_client import AsgiClient
from tests.fixtures.central import OFFICE
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import Centre

SCAN = b"%PDF-1.4\n" + bytes(range(256)) * 1000
NAME = hashlib.sha256(SCAN).hexdigest()
SCANS = f"/v1/offices/{OFFICE}/scans"
URL = f"{SCANS}/{NAME}"
TUS = {"Tus-Resumable": "1.0.0", "Sync-Protocol": "1"}
CHUNK = {**TUS, "Content-Type": "application/offset+octet-stream"}


@pytest.fixture
def client(centre: Centre, station: SigningStation) -> Iterator[AsgiClient]:
    limits = ScanSettings(largest=1_000_000, reserve=0)
    settings = replace(centre.settings, max_request_bytes=50_000, scans=limits)
    app = create_app(settings, centre.clock)
    yield AsgiClient(app, {"Authorization": station.authorization})
    app.state.service.close()


def metadata(**values: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def begin(client: AsgiClient, length: int = len(SCAN), name: str = NAME) -> httpx.Response:
    described = metadata(sha256=name, filetype="application/pdf", filename="CCCD Nguyễn Thị Mẫu.pdf")
    headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": described}
    return client.post(SCANS, headers=headers)


def send(client: AsgiClient, offset: int, data: bytes, **headers: str) -> httpx.Response:
    given = {**CHUNK, "Upload-Offset": str(offset), **{k.replace("_", "-"): v for k, v in headers.items()}}
    return client.request("PATCH", URL, content=data, headers=given)


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


def kept(centre: Centre) -> Path:
    return centre.settings.data_dir / "scans" / OFFICE / NAME[:2] / NAME


def test_the_server_says_what_it_can(client: AsgiClient) -> None:
    response = client.request("OPTIONS", SCANS, headers={"Sync-Protocol": "1"})
    assert response.status_code == 204
    assert response.headers["Tus-Version"] == "1.0.0"
    assert set(response.headers["Tus-Extension"].split(",")) >= {"creation", "checksum", "expiration"}
    assert response.headers["Tus-Max-Size"] == "1000000"
    assert "sha256" in response.headers["Tus-Checksum-Algorithm"]


def test_a_scan_larger_than_any_other_body_goes_by_in_chunks(client: AsgiClient, centre: Centre) -> None:
    begun = begin(client)
    assert (begun.status_code, begun.headers["Location"]) == (201, URL)
    assert begun.headers["Upload-Offset"] == "0"
    assert "Upload-Expires" in begun.headers
    first = send(client, 0, SCAN[:100_000])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "100000")
    asked = client.request("HEAD", URL, headers=TUS)
    assert (asked.status_code, asked.headers["Upload-Offset"]) == (200, "100000")
    assert asked.headers["Upload-Length"] == str(len(SCAN))
    assert asked.headers["Cache-Control"] == "no-store"
    assert send(client, 100_000, SCAN[100_000:]).headers["Upload-Offset"] == str(len(SCAN))
    assert kept(centre).read_bytes() == SCAN
    assert (asked.headers["Tus-Resumable"], asked.headers["Sync-Protocol"]) == ("1.0.0", "1")


def test_what_is_there_is_told_and_not_received_again(client: AsgiClient) -> None:
    begin(client)
    send(client, 0, SCAN)
    again = begin(client)
    assert (again.status_code, again.headers["Upload-Offset"]) == (201, str(len(SCAN)))
    late = send(client, 0, SCAN)
    assert code(late) == (409, "scan.wrong_offset")
    assert late.headers["Upload-Offset"] == str(len(SCAN))


def test_a_wrong_offset_is_answered_with_the_right_one(client: AsgiClient) -> None:
    begin(client)
    send(client, 0, SCAN[:100])
    response = send(client, 50, SCAN[50:])
    assert code(response) == (409, "scan.wrong_offset")
    assert (response.json()["params"], response.headers["Upload-Offset"]) == ({"offset": 100}, "100")


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_chunk_that_changed_on_the_way_is_not_kept(client: AsgiClient, algorithm: str) -> None:
    begin(client)
    send(client, 0, SCAN[:10])
    digest = hashlib.new(algorithm, SCAN[10:]).digest()
    checksum = f"{algorithm} {base64.b64encode(digest).decode()}"
    mangled = send(client, 10, b"?" + SCAN[11:], Upload_Checksum=checksum)
    assert code(mangled) == (460, "scan.bad_checksum")
    assert client.request("HEAD", URL, headers=TUS).headers["Upload-Offset"] == "10"
    assert send(client, 10, SCAN[10:], Upload_Checksum=checksum).status_code == 204


def test_content_of_another_hash_is_dropped_with_an_alarm(client: AsgiClient, centre: Centre) -> None:
    begin(client)
    assert code(send(client, 0, bytes(len(SCAN)))) == (422, "scan.bad_hash")
    assert client.request("HEAD", URL, headers=TUS).status_code == 404
    assert ("scan.bad_hash", {"sha256": NAME}) in centre.alarms()


def test_two_gigabytes_are_refused_before_any_byte(client: AsgiClient) -> None:
    response = begin(client, 2 * 1024**3)
    assert code(response) == (413, "scan.too_large")
    assert response.json()["params"] == {"limit": 1_000_000}


def test_the_first_chunk_may_come_with_the_beginning(client: AsgiClient, centre: Centre) -> None:
    headers = {**CHUNK, "Upload-Length": str(len(SCAN)), "Upload-Metadata": metadata(sha256=NAME)}
    response = client.post(SCANS, content=SCAN, headers=headers)
    assert (response.status_code, response.headers["Upload-Offset"]) == (201, str(len(SCAN)))
    assert kept(centre).read_bytes() == SCAN


def test_methods_may_be_named_in_a_header(client: AsgiClient) -> None:
    begin(client)
    headers = {**CHUNK, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    assert client.post(URL, content=SCAN, headers=headers).status_code == 204


def test_an_upload_can_be_given_up_and_a_whole_scan_not(client: AsgiClient) -> None:
    begin(client)
    assert client.request("DELETE", URL, headers=TUS).status_code == 204
    assert client.request("HEAD", URL, headers=TUS).status_code == 404
    begin(client)
    send(client, 0, SCAN)
    assert code(client.request("DELETE", URL, headers=TUS)) == (403, "scan.kept")


def test_names_of_files_are_kept_nowhere(client: AsgiClient, centre: Centre) -> None:
    begin(client)
    notes = [one for one in (centre.settings.data_dir / "scans").rglob("*") if one.is_file()]
    assert notes
    assert not any("CCCD" in str(one) or b"CCCD" in one.read_bytes() for one in notes)


@pytest.mark.parametrize(
    ("method", "url", "headers", "expected"),
    [
        ("POST", SCANS, {"Tus-Resumable": "0.2.2"}, (412, "scan.tus_version")),
        ("POST", SCANS, {"Sync-Protocol": "99"}, (426, "protocol.unsupported")),
        ("POST", SCANS, {"Authorization": ""}, (401, "auth.missing")),
        ("POST", SCANS, {"Authorization": f"Bearer {OFFICE}.no"}, (401, "auth.unknown_station")),
        ("POST", "/v1/offices/elsewhere/scans", {}, (403, "auth.wrong_office")),
        ("POST", SCANS, {"Upload-Length": "-1"}, (400, "scan.bad_header")),
        ("POST", SCANS, {"Upload-Length": "9" * 30}, (400, "scan.bad_header")),
        ("POST", SCANS, {"Upload-Metadata": "sha256 ???"}, (400, "scan.bad_header")),
        ("POST", SCANS, {"Upload-Metadata": metadata(sha256="../../x")}, (400, "scan.bad_header")),
        ("POST", SCANS, {"Upload-Metadata": ""}, (400, "scan.bad_header")),
        ("PATCH", URL, {"Content-Type": "text/plain"}, (415, "scan.wrong_type")),
        ("PATCH", URL, {"Content-Encoding": "gzip"}, (415, "body.unknown_encoding")),
        ("PATCH", URL, {"Upload-Offset": "one"}, (400, "scan.bad_header")),
        ("PATCH", URL, {"Upload-Checksum": "md5 AAAA"}, (400, "scan.bad_header")),
        ("PATCH", URL, {"Upload-Checksum": "sha256 ?"}, (400, "scan.bad_header")),
        ("PATCH", f"{SCANS}/{'0' * 64}", {}, (404, "scan.unknown")),
        ("PATCH", f"{SCANS}/..%2F..%2Fx", {}, (404, "")),
        ("DELETE", f"{SCANS}/nothing", {}, (404, "scan.unknown")),
        ("POST", URL, {}, (405, "http.405")),
    ],
)
def test_what_does_not_fit_is_named(
    client: AsgiClient, method: str, url: str, headers: Mapping[str, str], expected: tuple[int, str]
) -> None:
    begin(client)
    whole = {"Upload-Length": "5", "Upload-Metadata": metadata(sha256=NAME), "Upload-Offset": "0"}
    response = client.request(method, url, content=b"12345", headers={**CHUNK, **whole, **headers})
    assert response.status_code == expected[0], response.text
    if expected[1]:
        assert code(response) == expected
    assert client.request("HEAD", URL, headers=TUS).headers["Upload-Offset"] == "0"
