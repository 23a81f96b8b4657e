"""The log of look-ups: complete, kept, erased in time, and without personal data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from counter_app.central.app import create_app
from counter_app.central.identity.national import NoAnswerError
from counter_app.central.identity.settings import IdentitySettings
from counter_app.central.tables import identity_lookups
from tests.fakes.asgi_client import AsgiClient
from tests.fixtures.central import OFFICE
from tests.fixtures.dossiers import reception
from tests.fixtures.identity_checks import (
    BORN,
    CLERK,
    NAME,
    NUMBER,
    ask,
    logged,
    question,
)
from tests.fixtures.identity_desk import Desk, open_desk
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import Centre

OTHER = "chau-doc"


@pytest.fixture
def desk(centre: Centre) -> Iterator[Desk]:
    with open_desk(centre) as opened:
        yield opened


@pytest.mark.requirement("LC-18", "LC-47")
def test_log_says_who_asked_for_which_dossier_and_how_it_ended(desk: Desk, station: SigningStation) -> None:
    station.push(station.write("dossier-1", reception(1)))
    ask(desk.client, station, question())
    ask(desk.client, station, question(dossier="draft-2"))
    assert [(row.dossier, row.dossier_known) for row in logged(desk.centre.database)] in (
        [("dossier-1", True), ("draft-2", False)],
        [("draft-2", False), ("dossier-1", True)],
    )
    (row,) = logged(desk.centre.database, "dossier-1")
    assert (row.office, row.station, row.clerk, row.kind) == (OFFICE, station.id, CLERK.id, "personal_number")
    assert (row.state, row.transaction, row.asked_at) == ("level_2", "XT-1", "2026-11-23T01:30:00.000000Z")
    assert row.latency_ms is not None


@pytest.mark.requirement("LC-47")
def test_neither_database_nor_log_holds_who_was_looked_up(
    desk: Desk, station: SigningStation, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        ask(desk.client, station, question())
        ask(desk.client, station, question(clerk="nobody"))
        ask(desk.client, station, question(number="12"))
    with desk.centre.database.read() as connection:
        kept = json.dumps([list(map(str, row)) for row in connection.execute(select(identity_lookups))])
    lines = " ".join(f"{record.getMessage()} {getattr(record, 'fields', '')}" for record in caplog.records)
    assert "identity check" in lines
    for secret in (NAME, NUMBER, BORN, "Mẫu", station.authorization.split()[1]):
        assert secret not in kept
        assert secret not in lines


def test_log_outlives_the_process(desk: Desk, station: SigningStation) -> None:
    asked = question()
    first = ask(desk.client, station, asked).json()
    again = create_app(desk.centre.settings, desk.centre.clock)
    client = AsgiClient(again, {"Sync-Protocol": "1"})
    assert ask(client, station, asked).json() == first  # although this one has no service at all
    again.state.service.close()


def test_look_ups_are_erased_when_their_time_is_over(desk: Desk, station: SigningStation) -> None:
    ask(desk.client, station, question(dossier="old"))
    desk.centre.clock.move(timedelta(days=400))
    desk.use(IdentitySettings(kept=timedelta()))
    ask(desk.client, station, question(dossier="kept"))
    assert {row.dossier for row in logged(desk.centre.database)} == {"old", "kept"}
    desk.use(IdentitySettings(kept=timedelta(days=365)))
    ask(desk.client, station, question(dossier="new"))
    assert {row.dossier for row in logged(desk.centre.database)} == {"kept", "new"}


def test_look_ups_are_counted_by_how_they_ended(desk: Desk, station: SigningStation) -> None:
    ask(desk.client, station, question())
    desk.service.say(NoAnswerError("timeout"))
    ask(desk.client, station, question())
    counted = desk.client.get("/metrics").text
    assert 'quaymotcua_identity_checks_total{reason="",state="level_2"} 1.0' in counted
    assert 'quaymotcua_identity_checks_total{reason="timeout",state="unavailable"} 1.0' in counted
    assert "quaymotcua_identity_seconds_count 2.0" in counted
