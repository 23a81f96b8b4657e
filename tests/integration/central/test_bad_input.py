"""Bad input: each kind has its own clear answer, is logged by its code alone, and stops nothing else."""

from __future__ import annotations

import gzip
import json
import struct
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
import pytest
import zstandard

from counter_app.central import admin
from counter_app.central.app import create_app
from counter_app.domain.entries import StatusChanged
from counter_app.domain.journal import Entry
from counter_app.sync.wire import Problem
from tests.fakes.asgi_client import AsgiClient
from tests.fixtures.central import OFFICE, add_office, odd_draft
from tests.fixtures.dossiers import reception
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import Centre

JSON = {"Sync-Protocol": "1", "Content-Type": "application/json"}
SECRETS = ("Mẫu", "092190000001", "0912")


@dataclass
class Desk:
    """A station before the central system's HTTP interface."""

    centre: Centre
    client: AsgiClient
    station: SigningStation

    def send(self, body: bytes, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        authorization = {"Authorization": self.station.authorization}
        return self.client.post("/v1/journal", content=body, headers={**JSON, **authorization, **named})

    def batch(self, *entries: Entry) -> bytes:
        return (
            self.station.request(entries or [self.station.write("dossier-1", reception(1))])
            .model_dump_json()
            .encode()
        )

    def good_push_works(self) -> None:
        """As the same station and as another one."""
        for station in (self.station, self.centre.station("04")):
            entry = station.write(f"dossier-of-{station.id}", reception(7))
            answer = self.client.post(
                "/v1/journal",
                content=station.request([entry]).model_dump_json().encode(),
                headers={**JSON, "Authorization": station.authorization},
            )
            assert answer.status_code == 200, answer.text
            assert answer.json()["high_water"][-1]["seq"] == entry.seq


@pytest.fixture
def desk(centre: Centre, station: SigningStation, caplog: pytest.LogCaptureFixture) -> Iterator[Desk]:
    caplog.set_level("INFO")
    app = create_app(centre.settings, centre.clock)
    yield Desk(centre, AsgiClient(app, {"Sync-Protocol": "1"}), station)
    app.state.service.close()


def said(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, Problem.model_validate_json(answer.content).code


def unsigned(desk: Desk) -> httpx.Response:
    plain = json.loads(desk.batch())
    return desk.send(json.dumps(plain | {"signature": "0" * 128}).encode())


def of_another_station(desk: Desk) -> httpx.Response:
    other = desk.centre.station("05")
    return desk.send(other.request([other.write("dossier-9", reception(9))]).model_dump_json().encode())


def of_another_office(desk: Desk) -> httpx.Response:
    path = "/v1/offices/chau-doc/feed"
    return desk.client.get(path, headers={"Authorization": desk.station.authorization})


def without_token(desk: Desk) -> httpx.Response:
    return desk.send(desk.batch(), Authorization="")


def of_a_newer_protocol(desk: Desk) -> httpx.Response:
    return desk.send(desk.batch(), Sync_Protocol="2")


def with_a_gap(desk: Desk) -> httpx.Response:
    desk.station.write("dossier-1", reception(1))
    answer = desk.send(desk.batch(desk.station.write("dossier-2", reception(2))))
    assert answer.json()["params"] == {"incarnation": 1, "expected": 1}
    desk.station.begin_incarnation(2)
    return answer


def broken_json(desk: Desk) -> httpx.Response:
    return desk.send(b'{"station": "st-1", ')


def no_utf8(desk: Desk) -> httpx.Response:
    return desk.send(b'{"station":"\xc3\x28"}')


def deep_nesting(desk: Desk) -> httpx.Response:
    return desk.send(b"[" * 1_000_000)


def huge_number(desk: Desk) -> httpx.Response:
    plain = json.loads(desk.batch())
    return desk.send(json.dumps(plain).replace('"first": 1', '"first": 1' + "0" * 5000).encode())


def number_beyond_64_bits(desk: Desk) -> httpx.Response:
    plain = json.loads(desk.batch())
    return desk.send(json.dumps(plain | {"first": 2**70}).encode())


def zstd_bomb(desk: Desk) -> httpx.Response:
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(200_000_000))
    assert len(bomb) < 50_000
    return desk.send(bomb, Content_Encoding="zstd")


def zstd_bomb_of_many_frames(desk: Desk) -> httpx.Response:
    frame = zstandard.ZstdCompressor().compress(bytes(1_000_000))
    return desk.send(frame * 100, Content_Encoding="zstd")


def zstd_of_a_large_window(desk: Desk) -> httpx.Response:
    # A frame header alone, that asks for a window of 1 GiB (RFC 8878, 3.1.1).
    return desk.send(struct.pack("<I", 0xFD2FB528) + b"\x00\xa0" + b"\x01\x00\x00", Content_Encoding="zstd")


def gzip_bomb(desk: Desk) -> httpx.Response:
    return desk.send(gzip.compress(bytes(200_000_000), 9), Content_Encoding="gzip")


def gzip_bomb_of_many_members(desk: Desk) -> httpx.Response:
    return desk.send(gzip.compress(bytes(1_000_000), 9) * 100, Content_Encoding="gzip")


def gzip_of_endless_members(desk: Desk) -> httpx.Response:
    return desk.send(gzip.compress(b"", 9) * 1000, Content_Encoding="gzip")


def deflate(desk: Desk) -> httpx.Response:
    return desk.send(zlib.compress(desk.batch()), Content_Encoding="deflate")


def too_many_entries(desk: Desk) -> httpx.Response:
    entries = [desk.station.append(odd_draft("odd.thing", b"{}")) for _ in range(501)]
    answer = desk.send(desk.batch(*entries))
    desk.station.begin_incarnation(2)
    return answer


def nul_in_a_header(desk: Desk) -> httpx.Response:
    plain = json.loads(desk.batch())
    plain["entries"][0]["subject"] = "dossier\x00Mẫu"
    return desk.send(json.dumps(plain).encode())


def half_a_surrogate_in_a_header(desk: Desk) -> httpx.Response:
    plain = json.loads(desk.batch())
    plain["entries"][0]["actor"] = "\ud800"
    return desk.send(json.dumps(plain).encode())


def half_a_surrogate_in_a_body(desk: Desk) -> httpx.Response:
    plain = json.loads(desk.batch())
    plain["entries"][0]["body"] = '"\ud800"'
    return desk.send(json.dumps(plain).encode())


def scan_of_two_gib(desk: Desk) -> httpx.Response:
    """Refused by what it says of itself, before any byte of it."""
    named = {"Authorization": desk.station.authorization, "Tus-Resumable": "1.0.0"}
    named |= {"Upload-Length": str(2 * 1024**3), "Upload-Metadata": "sha256 " + b64encode(b"0" * 64).decode()}
    return desk.client.post(f"/v1/offices/{OFFICE}/scans", headers=named)


BAD: tuple[tuple[Callable[[Desk], httpx.Response], int, str], ...] = (
    (unsigned, 422, "push.bad_signature"),
    (of_another_station, 403, "auth.wrong_station"),
    (of_another_office, 403, "auth.wrong_office"),
    (without_token, 401, "auth.missing"),
    (of_a_newer_protocol, 426, "protocol.unsupported"),
    (with_a_gap, 409, "push.gap"),
    (broken_json, 422, "wire.not_json"),
    (no_utf8, 422, "wire.not_json"),
    (deep_nesting, 422, "wire.not_json"),
    (huge_number, 422, "wire.not_json"),
    (number_beyond_64_bits, 422, "wire.invalid"),
    (zstd_bomb, 413, "body.too_large"),
    (zstd_bomb_of_many_frames, 413, "body.too_large"),
    (zstd_of_a_large_window, 422, "body.damaged"),
    (gzip_bomb, 413, "body.too_large"),
    (gzip_bomb_of_many_members, 413, "body.too_large"),
    (gzip_of_endless_members, 422, "body.damaged"),
    (deflate, 415, "body.unknown_encoding"),
    (too_many_entries, 413, "push.too_many"),
    (nul_in_a_header, 422, "wire.entry_invalid"),
    (half_a_surrogate_in_a_header, 422, "wire.not_json"),
    (half_a_surrogate_in_a_body, 422, "wire.not_json"),
    (scan_of_two_gib, 413, "scan.too_large"),
)


@pytest.mark.parametrize(("bad", "status", "code"), BAD, ids=[bad.__name__ for bad, _, _ in BAD])
def test_bad_call_is_answered_by_name_and_stops_nothing(
    desk: Desk,
    bad: Callable[[Desk], httpx.Response],
    status: int,
    code: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = desk.station.head
    answer = bad(desk)
    assert said(answer) == (status, code)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Request-Id"]
    lines = [getattr(record, "fields", {}) | {"event": record.getMessage()} for record in caplog.records]
    assert any(line["event"] == "call" and line.get("status") == status for line in lines)
    for secret in (*SECRETS, desk.station.authorization.split()[1]):
        assert secret not in caplog.text + str(lines) + answer.text
    if desk.station.head.incarnation == before.incarnation:
        desk.station.head = before
    desk.good_push_works()


def test_revoked_station_is_told_so_and_stores_nothing(desk: Desk) -> None:
    with desk.centre.database.write() as connection:
        admin.revoke(connection, desk.station.id, desk.centre.clock.now())
    assert said(desk.send(desk.batch())) == (403, "auth.revoked")
    desk.station = desk.centre.station("06")
    desk.good_push_works()


def test_replay_with_changed_bytes_is_a_fork_with_an_alarm(desk: Desk) -> None:
    first = desk.station.write("dossier-1", reception(1))
    assert desk.send(desk.batch(first)).status_code == 200
    after = desk.station.head
    desk.station.begin_incarnation(1)
    answer = desk.send(desk.batch(desk.station.write("dossier-1", reception(2))))
    assert said(answer) == (409, "push.fork")
    assert answer.json()["params"] == {"incarnation": 1, "at": 1}
    assert [code for code, _ in desk.centre.alarms()] == ["push.fork"]
    desk.station.head = after
    desk.good_push_works()


def test_replay_of_the_same_bytes_is_answered_as_before(desk: Desk) -> None:
    batch = desk.batch()
    assert desk.send(batch).json()["verdicts"] == desk.send(batch).json()["verdicts"]
    desk.good_push_works()


def test_unknown_kind_is_stored(desk: Desk) -> None:
    answer = desk.send(desk.batch(desk.station.append(odd_draft("dossier.teleported", b'{"to":"moon"}'))))
    verdict = answer.json()["verdicts"][0]
    assert (verdict["state"], verdict["code"]) == ("accepted", "not_understood")
    desk.good_push_works()


ODD_BODIES = {
    "NUL": b'{"note":"\\u0000","status":4,"unit":"\\u0000"}',
    "raw NUL": b'{"note":"\x00"}',
    "half a pair": b'{"note":"\\ud800","status":4,"unit":"\\udfff"}',
    "huge number": b'{"status":1' + b"0" * 4000 + b"}",
    "large number": b'{"note":"","status":99999999999999999999,"unit":""}',
    "long number": b'{"status":1' + b"0" * 20_000 + b"}",
    "endless": b'{"status":Infinity,"note":NaN}',
    "deep": b"[" * 30_000 + b"]" * 30_000,
    "no json": b"\xc3\xa9 {",
    "empty": b"",
    "list": b"[]",
}


@pytest.mark.parametrize("kind", ["dossier.received", "dossier.status_changed", "odd.thing"])
@pytest.mark.parametrize("body", ODD_BODIES.values(), ids=ODD_BODIES.keys())
def test_odd_body_is_stored_or_named_and_what_comes_after_it_goes_on(
    desk: Desk, kind: str, body: bytes
) -> None:
    desk.send(desk.batch(desk.station.write("dossier-1", reception(1))))
    before = desk.station.head
    odd = desk.station.append(odd_draft(kind, body, subject="dossier-1"))
    follower = desk.station.write("dossier-1", StatusChanged(4, "", ""))
    answer = desk.send(desk.batch(odd, follower))
    if answer.status_code == 422:
        assert answer.json() == {"code": "wire.entry_invalid", "params": {"seq": odd.seq, "field": "body"}}
        # As the station's quarantine does it.
        request = desk.station.request([odd], with_bodies=False)
        answer = desk.send(request.model_dump_json().encode())
        assert answer.json()["verdicts"][0]["code"] == "body_missing"
        answer = desk.send(desk.batch(follower))
    assert answer.status_code == 200, answer.text
    assert answer.json()["high_water"] == [{"incarnation": 1, "seq": before.seq + 2}]
    assert desk.centre.feed(desk.station).last >= before.seq + 2
    desk.good_push_works()


@pytest.mark.parametrize("name", ["received", "status_changed"])
def test_lone_surrogate_among_readable_fields_is_no_end_of_the_queue(desk: Desk, name: str) -> None:
    event = reception(1) if name == "received" else StatusChanged(4, "", "")
    plain = json.loads(desk.station.write("dossier-1", event).body or b"")
    desk.station.begin_incarnation(1)
    odd = {key: value + "\ud800" if isinstance(value, str) else value for key, value in plain.items()}
    entry = desk.station.append(odd_draft(f"dossier.{name}", json.dumps(odd).encode(), subject="dossier-1"))
    assert desk.send(desk.batch(entry)).status_code == 200
    desk.good_push_works()


def test_other_offices_are_not_touched(desk: Desk) -> None:
    add_office(desk.centre.database, "chau-doc", "H01.15.22")
    other = desk.centre.station("01", "chau-doc")
    unsigned(desk)
    assert desk.centre.feed(other).last == 0
    assert desk.centre.alarms() == [("push.bad_signature", {"incarnation": 1})]
