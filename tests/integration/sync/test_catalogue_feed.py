"""The office's catalogue comes with the feed: a fee that the centre takes in counts at every counter."""

from __future__ import annotations

import json
from datetime import date

import pytest

from counter_app.bootstrap.shipped import shipped_data
from counter_app.central.documents import publish
from counter_app.central.office_catalogue import import_catalogue
from counter_app.domain.procedures import Catalogue, parse_catalogue
from counter_app.sync.exchange import readable
from tests.builders import DEATH
from tests.fakes.clock import MORNING
from tests.fixtures.central import OFFICE, CentralServer
from tests.integration.sync.conftest import SOON, MakeStation
from tests.integration.sync.station import RunningStation

LOCAL_FEE = f"Mã thủ tục;Loại phí;Phí tại quầy;Ghi chú của cơ quan\n{DEATH};HĐND;8.000;Phòng 2\n".encode()


def wait_for_catalogue(station: RunningStation, version: int) -> Catalogue:
    with station.store.changed:
        assert station.store.changed.wait_for(
            lambda: station.store.document_version("catalogue") == version, 20
        )
    return parse_catalogue(json.loads(station.store.document("catalogue")))


@pytest.mark.requirement("HT-06", "LC-13", "NA-52", "PT-44")
def test_procedures_that_the_centre_takes_in_reach_every_counter_with_the_day_from_which_they_hold(
    running: CentralServer, make_station: MakeStation
) -> None:
    with running.database.write() as connection:
        publish(connection, OFFICE, "catalogue", shipped_data().catalogue.to_dict(), MORNING)
    stations = [make_station(running.enrol(number), pace=SOON) for number in ("03", "04")]
    for station in stations:
        assert wait_for_catalogue(station, 2).by_code[DEATH].fee.direct_vnd is None
    with running.database.write() as connection:
        told = import_catalogue(connection, OFFICE, LOCAL_FEE, shipped_data().index, MORNING)
    for station in stations:
        catalogue = wait_for_catalogue(station, 3)
        assert (catalogue.version, catalogue.valid_from) == (told.version, date(2026, 11, 23))
        procedure = catalogue.by_code[DEATH]
        assert (procedure.fee.direct_vnd, procedure.office_note) == (8_000, "Phòng 2")


def test_a_catalogue_that_cannot_be_read_would_not_replace_one_that_can() -> None:
    assert readable("catalogue", json.dumps(shipped_data().catalogue.to_dict()).encode())
    for bad in ({}, {"version": "1"}, {"version": "1", "procedures": {}}):
        assert not readable("catalogue", json.dumps(bad).encode())
