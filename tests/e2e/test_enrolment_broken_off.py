"""Enrolment that breaks off is taken up again where it stopped: one station, one key, one code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.bootstrap.doctor import run_checks
from counter_app.bootstrap.enrolment import enrol_station
from counter_app.bootstrap.station import start_station
from counter_app.central import admin
from counter_app.config import Config
from counter_app.domain.errors import DomainError
from counter_app.storage.open import DATABASE_FILE, database_id
from tests.fakes.odd_servers import CuttingProxy
from tests.fixtures.central import CentralServer
from tests.fixtures.real_counter import RealCounter


@pytest.fixture
def proxy(central: CentralServer) -> Iterator[CuttingProxy]:
    made = CuttingProxy(central.port)
    yield made
    made.close()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(tmp_path / "station", keys="file")


def stations(central: CentralServer) -> int:
    with central.database.read() as connection:
        return len(admin.list_stations(connection))


def refusal(config: Config, server: str, code: str) -> str:
    with pytest.raises(DomainError) as refused:
        enrol_station(config, server, code)
    return refused.value.code


def test_an_answer_that_is_lost_on_the_way_is_given_again(
    config: Config, central: CentralServer, proxy: CuttingProxy
) -> None:
    code = central.code()
    proxy.cut_next(b"/v1/enrol", times=2)
    assert refusal(config, proxy.url, code) == "sync.cut"
    assert stations(central) == 1
    half_done = database_id(config.data_dir / DATABASE_FILE)
    with pytest.raises(DomainError, match=r"enrol\.needed"):
        start_station(config)

    enrol_station(config, proxy.url, code)
    assert stations(central) == 1
    assert database_id(config.data_dir / DATABASE_FILE) == half_done
    with RealCounter(config) as counter:
        counter.wait_until_sent()
        assert counter.receive().ledger_line == 1


def test_a_central_system_that_is_away_and_a_wrong_code_are_no_harm(
    config: Config, central: CentralServer
) -> None:
    code = central.code()
    central.stop()
    assert refusal(config, central.url, code).startswith("sync.")
    central.start()
    assert refusal(config, central.url, "AAAA-BBBB-CCCC") == "enrol.unknown_code"
    rows = {row.name: row.code for row in run_checks(config, None)}
    assert (rows["enrolment"], rows["recovery"], rows["database"]) == ("needed", "not_yet", "opens")
    enrol_station(config, central.url, code)
    assert stations(central) == 1


def test_an_enrolled_station_is_not_enrolled_again(config: Config, central: CentralServer) -> None:
    enrol_station(config, central.url, central.code())
    assert refusal(config, central.url, central.code("04")) == "enrol.already"
    assert stations(central) == 1
