"""The line comes and goes; the station notices by itself and everything goes out."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from counter_app.central.admin import put_clerk
from counter_app.domain.office import Clerk, Role
from counter_app.services.store_ports import VerdictState
from counter_app.services.sync_ports import LineState
from tests.fakes.clock import MORNING, SystemClock
from tests.fixtures.central import OFFICE, CentralServer
from tests.fixtures.dossiers import reception
from tests.integration.sync.conftest import SOON, MakeStation, states


@pytest.mark.requirement("LC-06")
def test_station_started_offline_sends_everything_within_five_seconds_of_the_server_coming_up(
    running: CentralServer, make_station: MakeStation
) -> None:
    credentials = running.enrol()
    running.stop()
    station = make_station(credentials)
    for number in range(1, 8):
        station.write(f"dossier-{number}", reception(number))
    offline = station.wait_for(lambda s: s.state is LineState.OFFLINE and s.backlog.entries == 7)
    assert offline.trouble == "refused"
    assert offline.next_try_at is not None

    running.start()
    came_up = time.monotonic()
    station.wait_until_sent(5)

    assert time.monotonic() - came_up < 5
    assert {verdict.state for verdict in station.store.verdicts()} == {VerdictState.ACCEPTED}
    online = station.wait_for_state(LineState.ONLINE)
    assert online.backlog.entries == 0
    assert online.backlog.accepted_total == 7
    assert states(station.seen)[-2:] == ["offline", "online"]


@pytest.mark.requirement("LC-06")
def test_entries_written_while_online_are_sent_within_a_second(
    running: CentralServer, make_station: MakeStation
) -> None:
    station = make_station(running.enrol())
    station.wait_for_state(LineState.ONLINE)
    began = time.monotonic()
    station.write("dossier-1", reception(1))
    station.wait_until_sent()
    assert time.monotonic() - began < 1


def test_an_outage_in_between_is_shown_and_ends_by_itself(
    running: CentralServer, make_station: MakeStation
) -> None:
    station = make_station(running.enrol(), pace=SOON)
    online = station.wait_for_state(LineState.ONLINE)
    running.stop()
    offline = station.wait_for_state(LineState.OFFLINE)
    assert offline.since >= online.since
    assert offline.last_contact_at is not None
    station.write("dossier-1", reception(1))
    station.wait_for(lambda status: status.backlog.entries == 1)
    running.start()
    station.wait_until_sent(5)


def test_send_now_skips_the_back_off(running: CentralServer, make_station: MakeStation) -> None:
    credentials = running.enrol()
    running.stop()
    station = make_station(credentials)
    station.write("dossier-1", reception(1))
    station.wait_for_state(LineState.OFFLINE)
    running.start()
    station.engine.send_now()
    station.wait_until_sent(2)


def test_the_clock_offset_is_measured_and_remembered(
    running: CentralServer, make_station: MakeStation
) -> None:
    station = make_station(running.enrol(), clock=SystemClock(timedelta(seconds=-90)))
    status = station.wait_for(lambda status: status.clock_offset_ms is not None)
    assert status.clock_offset_ms == pytest.approx(90_000, abs=1_500)
    assert int(station.store.recall("clock_offset_ms") or 0) == status.clock_offset_ms


def test_documents_arrive_and_newer_versions_follow(
    running: CentralServer, make_station: MakeStation
) -> None:
    station = make_station(running.enrol(), pace=SOON)
    with station.store.changed:
        names = ("directory", "catalogue", "calendar", "lease")
        assert station.store.changed.wait_for(
            lambda: all(station.store.document_version(name) == 1 for name in names), 20
        )
    with running.database.write() as connection:
        put_clerk(connection, OFFICE, Clerk("mau", "Trần Thị Mẫu", Role.CLERK, "$argon2id$x"), MORNING)
    with station.store.changed:
        assert station.store.changed.wait_for(lambda: station.store.document_version("directory") == 2, 20)
    assert "Trần Thị Mẫu" in station.store.document("directory").decode()
