"""A scan from counter to centre: pending until it is there, asked for again by a centre that lost it."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.central.life import begin_anew
from counter_app.config import Config
from counter_app.services.scan_ports import FileState, ScanStatus
from tests.fixtures.central import OFFICE, CentralServer
from tests.fixtures.real_counter import RealCounter, enrolled

SCAN = b"%PDF-1.4\n" + bytes(range(256)) * 800
NAME = hashlib.sha256(SCAN).hexdigest()


def kept(central: CentralServer) -> Path:
    return central.settings.data_dir / "scans" / OFFICE / NAME[:2] / NAME


def wait_for(counter: RealCounter, holds: Callable[[], bool]) -> None:
    """Wait until something holds after the sender told of a change."""
    told = threading.Condition()

    def listener(_status: ScanStatus) -> None:
        with told:
            told.notify_all()

    end = counter.running.services.scan_sending.subscribe(listener)
    with told:
        assert told.wait_for(holds, 20), counter.running.services.scan_sending.status()
    end()


def attach(counter: RealCounter) -> str:
    dossier = counter.receive()
    counter.running.services.attaching.attach(dossier.id, SCAN, counter.clerk, component=0, pages=2)
    return dossier.id


def state(counter: RealCounter, dossier_id: str) -> tuple[FileState, bool] | None:
    files = counter.running.services.attaching.files(dossier_id)
    return (files[0].state, files[0].here) if files else None


def test_a_scan_is_pending_at_other_counters_until_it_has_come(
    config: Config, central: CentralServer, tmp_path: Path
) -> None:
    other = enrolled(central, tmp_path / "other", "04")
    with RealCounter(config, sync=False) as here:
        dossier_id = attach(here)
        here.running.engine.start()
        here.wait_until_sent()
        with RealCounter(other) as there:
            there.wait_for(lambda _status: state(there, dossier_id) is not None)
            assert state(there, dossier_id) == (FileState.UNKNOWN, False)
            assert state(here, dossier_id) == (FileState.WAITING, True)
        here.running.scans.start()
        wait_for(here, lambda: state(here, dossier_id) == (FileState.SENT, True))
        assert kept(central).read_bytes() == SCAN
        with RealCounter(other) as there:
            wait_for(there, lambda: state(there, dossier_id) == (FileState.SENT, False))


def test_scans_wait_while_the_line_is_down_and_go_when_it_is_back(
    offline_counter: Config, central: CentralServer
) -> None:
    with RealCounter(offline_counter) as counter:
        dossier_id = attach(counter)
        assert state(counter, dossier_id) == (FileState.WAITING, True)
    with RealCounter(offline_counter) as counter:
        central.start()
        wait_for(counter, lambda: state(counter, dossier_id) == (FileState.SENT, True))
    assert kept(central).read_bytes() == SCAN


@pytest.mark.parametrize("lost", [True, False])
def test_a_restored_centre_gets_the_scans_that_it_lacks(
    config: Config, central: CentralServer, lost: bool
) -> None:
    with RealCounter(config) as counter:
        dossier_id = attach(counter)
        wait_for(counter, lambda: state(counter, dossier_id) == (FileState.SENT, True))
        central.stop()
        if lost:
            shutil.rmtree(central.settings.data_dir / "scans")
        scans = counter.running.store.scans
        before = scans.epoch()
        with central.database.write() as connection:
            begin_anew(connection)
        central.start()
        counter.wait_for(lambda _status: scans.epoch() != before)
        assert scans.check_again(scans.epoch()) == 1
        counter.running.services.scan_sending.wake()
        wait_for(counter, lambda: state(counter, dossier_id) == (FileState.SENT, True))
        assert scans.check_again(scans.epoch()) == 0
    assert kept(central).read_bytes() == SCAN
