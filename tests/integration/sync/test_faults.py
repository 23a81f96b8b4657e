"""Whatever the network and the server do, nothing is lost, nothing happens twice, and the station goes on."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable

import pytest

from counter_app.central import admin
from counter_app.domain.errors import DomainError
from counter_app.services.store_ports import VerdictState
from counter_app.services.sync_ports import LineState
from counter_app.sync.credentials import Credentials
from counter_app.sync.policy import Pace
from counter_app.sync.signing import new_private_key
from tests.fakes.clock import MORNING
from tests.fakes.odd_servers import CuttingProxy, Handler, answering, serving, silent
from tests.fakes.sync_store import MemorySyncStore
from tests.fixtures.central import OFFICE, CentralServer
from tests.fixtures.dossiers import reception
from tests.integration.sync.conftest import MakeStation

HASTY = Pace(
    idle=(0.1, 0.2),
    probe=(0.1, 0.2),
    floor=0.05,
    base=0.1,
    cap=0.3,
    read=0.5,
    probe_read=0.5,
    whole_answer=1.0,
)
"""Everything sooner, so that tests need not wait."""

CREDENTIALS = Credentials(
    server="",
    office=OFFICE,
    station="st-1",
    number="03",
    name="Quầy 03",
    token=f"{OFFICE}.x",
    private_key=new_private_key(),
    recovery_public_key=bytes(32),
)


def problem(code: str) -> bytes:
    return json.dumps({"code": code, "params": {}}).encode()


OFF, WEAK, OUT = LineState.OFFLINE, LineState.WEAK, LineState.REVOKED
JSON, HTML = "application/json", "text/html"


@pytest.mark.parametrize(
    ("handler", "state", "trouble"),
    [
        (answering("500 Oops", JSON, problem("internal.error")), OFF, "server_error"),
        (answering("502 Bad Gateway", HTML, b"<html>"), OFF, "server_error"),
        (answering("200 OK", HTML, b"<html>log in</html>"), OFF, "not_our_server"),
        (answering("302 Found", HTML, b""), OFF, "not_our_server"),
        (answering("403 Forbidden", HTML, b"<html>"), OFF, "not_our_server"),
        (answering("200 OK", JSON, b'{"verdicts": '), None, "bad_answer"),
        (answering("200 OK", JSON, b'{"hello": "world"}'), None, "bad_answer"),
        (answering("200 OK", JSON, b'{"verd', claimed=400), OFF, "cut"),
        (silent, OFF, "timeout"),
        (answering("429 Slow", JSON, problem("rate.limited")), WEAK, "rate_limited"),
        (answering("426 Old", JSON, problem("protocol.unsupported")), WEAK, "protocol"),
        (answering("401 Who", JSON, problem("auth.unknown_station")), OUT, "unknown_station"),
    ],
)  # fmt: skip
def test_every_odd_answer_is_told_apart_and_loses_nothing(
    handler: Handler, state: LineState | None, trouble: str, make_station: MakeStation
) -> None:
    with serving(handler) as server:
        credentials = dataclasses.replace(CREDENTIALS, server=server.url)
        station = make_station(credentials, pace=HASTY)
        station.write("dossier-1", reception(1))
        # The first call may fail before the entry is there: the count follows as soon as it is.
        status = station.wait_for(lambda status: status.trouble == trouble and status.backlog.entries == 1)
        assert state in (None, status.state)
        assert station.store.verdicts()[0].state is VerdictState.PENDING
        assert station.engine.stop(20)


def test_station_goes_on_when_an_odd_server_becomes_a_good_one(
    running: CentralServer, make_station: MakeStation
) -> None:
    credentials = running.enrol()
    proxy = CuttingProxy(running.port)
    odd: list[Callable[[], Handler]] = [
        lambda: answering("500 Oops", JSON, problem("internal.error")),
        lambda: answering("200 OK", HTML, b"<html>log in</html>"),
        lambda: silent,
    ]
    through = proxy._server.handler
    try:
        # The line counts as good again after twenty calls that worked: they come quickly here.
        pace = dataclasses.replace(HASTY, idle=(0.02, 0.03))
        station = make_station(dataclasses.replace(credentials, server=proxy.url), pace=pace)
        for number, make in enumerate(odd, start=1):
            station.wait_for_state(LineState.ONLINE)
            proxy._server.handler = make()
            proxy._server.drop_all()
            station.wait_for(lambda status: status.trouble != "")
            station.write(f"dossier-{number}", reception(number))
            proxy._server.handler = through
            proxy._server.drop_all()
            station.wait_until_sent(5)
    finally:
        assert station.engine.stop(20)
        proxy.close()
    with running.database.read() as connection:
        assert admin.list_dossiers(connection, OFFICE)[0] == len(odd)


@pytest.mark.requirement("AG-17")
def test_answer_cut_off_after_the_commit_is_resent_and_nothing_happens_twice(
    running: CentralServer, make_station: MakeStation
) -> None:
    credentials = running.enrol()
    proxy = CuttingProxy(running.port)
    try:
        # Both the call and its immediate repetition are cut: the station knows nothing of what was stored.
        proxy.cut_next(b"POST /v1/journal", times=2)
        station = make_station(dataclasses.replace(credentials, server=proxy.url), pace=HASTY)
        for number in range(1, 4):
            station.write(f"dossier-{number}", reception(number))
        assert proxy.cuts.acquire(timeout=20)
        station.wait_until_sent()
    finally:
        assert station.engine.stop(20)
        proxy.close()
    with running.database.read() as connection:
        count, rows = admin.list_dossiers(connection, OFFICE)
        (row,) = admin.list_stations(connection, OFFICE)
    assert count == 3
    assert row.entries == 3
    assert [dossier.entries for dossier in rows] == [1, 1, 1]
    assert {dossier.conflicts for dossier in rows} == {0}


def test_batches_are_halved_until_a_narrow_server_takes_them(
    running: CentralServer, make_station: MakeStation
) -> None:
    credentials = running.enrol()
    running.stop()
    running.settings = dataclasses.replace(running.settings, max_entries=3)
    running.start()
    store = MemorySyncStore(credentials.station)
    station = make_station(credentials, store, pace=HASTY)
    station.wait_for_state(LineState.ONLINE)
    running.stop()
    station.wait_for_state(LineState.OFFLINE)
    for number in range(1, 21):
        station.write(f"dossier-{number}", reception(number))
    running.start()
    station.wait_until_sent()
    with running.database.read() as connection:
        assert admin.list_dossiers(connection, OFFICE)[0] == 20


@pytest.mark.requirement("AG-17")
def test_an_entry_that_is_not_taken_does_not_stop_the_next_dossier(
    running: CentralServer, make_station: MakeStation
) -> None:
    credentials = running.enrol()
    running.stop()
    station = make_station(credentials, pace=HASTY)
    entries = [station.write(f"dossier-{number}", reception(number)) for number in range(1, 6)]
    station.store.spoil_body(entries[2].id)
    running.start()
    station.wait_until_sent()
    found = [verdict.state for verdict in station.store.verdicts()]
    accepted, held = VerdictState.ACCEPTED, VerdictState.HELD
    assert found == [accepted, accepted, held, accepted, accepted]
    assert station.store.recorded(entries[2].id).verdict.code == "body_missing"
    assert station.wait_for_state(LineState.ONLINE).backlog.held == 1


def test_revoked_station_keeps_everything_and_says_so(
    running: CentralServer, make_station: MakeStation
) -> None:
    credentials = running.enrol()
    station = make_station(credentials, pace=HASTY)
    station.write("dossier-1", reception(1))
    station.wait_until_sent()
    with running.database.write() as connection:
        admin.revoke(connection, credentials.station, MORNING)
    station.write("dossier-2", reception(2))
    status = station.wait_for_state(LineState.REVOKED)
    assert status.trouble == "revoked"
    assert status.backlog.entries == 1
    assert len(station.store.verdicts()) == 2


def test_a_full_disk_at_the_station_is_shown_and_ends_by_itself(
    running: CentralServer, make_station: MakeStation
) -> None:
    station = make_station(running.enrol(), pace=HASTY)
    station.wait_for_state(LineState.ONLINE)
    station.store.broken = DomainError("storage.full")
    station.wait_for(lambda status: status.trouble == "storage")
    station.store.broken = RuntimeError("Nguyễn Thị Mẫu")
    station.wait_for(lambda status: status.trouble == "unexpected")
    station.store.broken = None
    station.wait_for_state(LineState.ONLINE)
    station.write("dossier-1", reception(1))
    station.wait_until_sent()


def test_a_listener_that_fails_does_not_stop_the_sending(
    running: CentralServer, make_station: MakeStation, caplog: pytest.LogCaptureFixture
) -> None:
    station = make_station(running.enrol(), pace=HASTY)

    def fail(*_: object) -> None:
        raise ValueError("Nguyễn Thị Mẫu, 092190000001")

    station.engine.subscribe(fail)
    station.write("dossier-1", reception(1))
    station.wait_until_sent()
    assert "a listener of sync ran into ValueError" in caplog.text
    assert "Mẫu" not in caplog.text
