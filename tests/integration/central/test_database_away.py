"""PostgreSQL that is away, at the start or in between: said plainly, nothing acknowledged is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from counter_app.central.app import create_app
from counter_app.central.settings import CentralSettings
from tests.fakes.asgi_client import AsgiClient
from tests.fixtures.central_databases import PostgresDatabases
from tests.fixtures.dossiers import reception
from tests.fixtures.postgres import PostgresServer, postgres_server
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import open_centre

pytestmark = pytest.mark.prove

JSON = {"Sync-Protocol": "1", "Content-Type": "application/json"}


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    with postgres_server() as running:
        yield running


@pytest.fixture
def settings(server: PostgresServer, tmp_path: Path) -> CentralSettings:
    return PostgresDatabases(server, tmp_path / "first").with_office(tmp_path / "centre")


@pytest.fixture
def station(settings: CentralSettings) -> SigningStation:
    centre = open_centre(settings.data_dir, database_url=settings.database_url)
    made = centre.station()
    centre.database.close()
    return made


def push(app: FastAPI, station: SigningStation, number: int) -> httpx.Response:
    entry = station.write(f"dossier-{number}", reception(number))
    return AsgiClient(app).post(
        "/v1/journal",
        content=station.request([entry]).model_dump_json().encode(),
        headers={**JSON, "Authorization": station.authorization},
    )


def away(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.json()["code"]) == (503, "database.away")
    assert int(answer.headers["Retry-After"]) > 0


def well_again(app: FastAPI) -> None:
    ends = time.monotonic() + 30
    while (answer := AsgiClient(app).get("/health")).status_code != 200:
        away(answer)
        assert time.monotonic() < ends
    assert answer.json()["database"] == "ok"


@pytest.mark.parametrize("roughly", [False, True], ids=["stopped", "killed"])
def test_database_that_goes_away_comes_back_by_itself(
    server: PostgresServer, settings: CentralSettings, station: SigningStation, roughly: bool
) -> None:
    app = create_app(settings)
    assert push(app, station, 1).status_code == 200
    before = station.head
    if roughly:
        server.kill()
    else:
        server.stop()
    away(push(app, station, 2))
    away(AsgiClient(app).get("/health"))
    assert AsgiClient(app).get("/health/live").status_code == 200
    station.head = before
    server.start()
    well_again(app)
    answer = push(app, station, 2)
    assert answer.json()["high_water"] == [{"incarnation": 1, "seq": 2}]
    app.state.service.close()


def test_server_begins_while_its_database_is_away(
    server: PostgresServer, settings: CentralSettings, station: SigningStation
) -> None:
    server.stop()
    app = create_app(settings)
    away(push(app, station, 1))
    station.begin_incarnation(1)
    server.start()
    well_again(app)
    assert push(app, station, 1).status_code == 200
    app.state.service.close()


def test_connections_cut_by_the_database_cost_one_call_at_most(
    server: PostgresServer, settings: CentralSettings, station: SigningStation
) -> None:
    app = create_app(settings)
    assert push(app, station, 1).status_code == 200
    server.cut_off(settings.database_url.rpartition("/")[2])
    assert push(app, station, 2).status_code == 200, "the pool looks whether a connection still lives"
    app.state.service.close()
