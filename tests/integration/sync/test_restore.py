"""A central system that came back from a backup gets everything again, once."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time

import pytest

from counter_app.central import admin
from counter_app.central.alarms import list_alarms
from counter_app.central.projection import dossier_of
from tests.fixtures.central import OFFICE, CentralServer
from tests.fixtures.dossiers import reception
from tests.integration.sync.conftest import MakeStation
from tests.integration.sync.test_faults import HASTY


def back_up(central: CentralServer) -> None:
    source = sqlite3.connect(central.data_dir / "central.db")
    target = sqlite3.connect(central.data_dir / "backup.db")
    source.backup(target)
    source.close()
    target.close()


def restore(central: CentralServer) -> None:
    central.database.close()
    for file in central.data_dir.glob("central.db*"):
        file.unlink()
    shutil.copy(central.data_dir / "backup.db", central.data_dir / "central.db")


@pytest.mark.requirement("AG-17")
@pytest.mark.parametrize("note_kept", [True, False], ids=["new epoch", "noticed by the stations"])
def test_restored_server_gets_what_it_lost_from_every_station(
    running: CentralServer, make_station: MakeStation, note_kept: bool
) -> None:
    stations = [make_station(running.enrol(number), pace=HASTY) for number in ("01", "02")]
    for index, station in enumerate(stations):
        station.write(f"kept-{index}", reception(600 * index + 1))
        station.wait_until_sent()
    back_up(running)
    for index, station in enumerate(stations):
        station.write(f"lost-{index}", reception(600 * index + 2))
        station.wait_until_sent()
    before = stations[0].store.position().epoch
    running.stop()
    restore(running)
    if not note_kept:
        running.settings.life_file.unlink()
    running.start()

    subjects = {"kept-0", "kept-1", "lost-0", "lost-1"}
    for station in stations:
        station.wait_for_feed(4)
        station.wait_until_sent()
        station.wait_for_dossiers(subjects)
        assert (station.store.position().epoch != before) is note_kept
    # Unnoticed, nothing changes at the stations: only the centre tells when it has everything again.
    ends_at = time.monotonic() + 20
    while _held(running) < 4 and time.monotonic() < ends_at:
        threading.Event().wait(0.05)
    assert _held(running) == 4
    with running.database.read() as connection:
        for subject in subjects:
            central = dossier_of(connection, OFFICE, subject)
            assert all(station.store.dossier(subject) == central for station in stations)


def _held(running: CentralServer) -> int:
    with running.database.read() as connection:
        return admin.list_dossiers(connection, OFFICE)[0]


def test_two_counters_learn_of_each_other(running: CentralServer, make_station: MakeStation) -> None:
    first, second = (make_station(running.enrol(number), pace=HASTY) for number in ("01", "02"))
    first.write("dossier-1", reception(1))
    first.wait_until_sent()
    second.wait_for_feed(1)
    assert second.store.dossier("dossier-1") == first.store.dossier("dossier-1")
    second.wait_for(lambda _: "dossier-1" in second.changed_dossiers)


def test_cloned_station_goes_on_by_itself_loses_nothing_and_is_reported(
    running: CentralServer, make_station: MakeStation
) -> None:
    credentials = running.enrol()
    original = make_station(credentials, pace=HASTY)
    original.write("dossier-1", reception(1))
    original.wait_until_sent()
    clone = make_station(credentials, pace=HASTY)
    clone.write("dossier-2", reception(2))
    clone.wait_until_sent()
    original.write("dossier-3", reception(3))
    original.wait_until_sent()
    for one in (original, clone):
        one.wait_for_feed(3)
        assert set(one.store.dossiers()) == {"dossier-1", "dossier-2", "dossier-3"}
    with running.database.read() as connection:
        assert "new_incarnation" in [alarm.code for alarm in list_alarms(connection, OFFICE)]
