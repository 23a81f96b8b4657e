"""What ``doctor`` says of the central system, its certificate, and the devices: as they are now."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from counter_app import devices
from counter_app.bootstrap.checks.central import check_central
from counter_app.bootstrap.checks.row import Check, State
from counter_app.bootstrap.checks.serial_ports import check_serial_ports
from counter_app.bootstrap.checks.situation import Situation
from counter_app.bootstrap.doctor import run_checks
from counter_app.bootstrap.keys import key_store
from counter_app.central import admin
from counter_app.config import Config
from counter_app.devices.scanners.serial_ports import SerialPort
from counter_app.devices.simulators import PrinterSimulator, ScannerSimulator, SerialGun
from counter_app.services.settings import DeviceChoice, DeviceRole, SettingsService
from counter_app.storage.open import open_station
from counter_app.sync.credentials import Credentials
from tests.fakes.clock import SystemClock
from tests.fakes.odd_servers import Handler, answering, serving, silent
from tests.fixtures.central import CentralServer
from tests.fixtures.certificates import TlsServer, certificate
from tests.fixtures.real_counter import RealCounter
from tests.integration.bootstrap.examination import by_name, codes, examined

# --- central system -------------------------------------------------------------------------------


def test_a_central_system_that_is_away_is_a_warning_for_the_counter_works_on(
    config: Config, central: CentralServer
) -> None:
    central.stop()
    rows = examined(config)
    assert codes(rows, "central", "access") == ["refused", "not_asked"]
    assert rows["central"].state is rows["access"].state is State.WARNING


def test_a_revoked_station_is_an_error(config: Config, central: CentralServer) -> None:
    with central.database.write() as connection:
        station = admin.list_stations(connection)[0].station
        admin.revoke(connection, station, datetime.now(UTC))
    access = examined(config)["access"]
    assert (access.code, access.state) == ("revoked", State.ERROR)


STRANGER = b'{"service": "another", "protocol": 1, "epoch": "", "time": ""}'


@pytest.mark.parametrize(
    ("handler", "code"),
    [
        (answering("500 Oops", "text/plain", b"oops"), "server_error"),
        (answering("200 OK", "text/html", b"<html>log in</html>"), "not_our_server"),
        (answering("200 OK", "application/json", STRANGER), "not_our_server"),
        (answering("200 OK", "application/json", b'{"serv', claimed=400), "cut"),
        (answering("200 OK", "application/json", b'{"serv'), "bad_answer"),
        (answering("429 Slow", "text/plain", b""), "rate_limited"),
        (lambda connection: None, "cut"),
    ],
)  # fmt: skip
def test_whatever_else_answers_is_told_apart(handler: Handler, code: str, tmp_path: Path) -> None:
    with serving(handler) as server:
        rows = examined(Config(tmp_path / "none", keys="file", central_url=server.url))
    assert rows["central"].code == code


@pytest.mark.parametrize(
    ("address", "code"),
    [("http://counter.example", "insecure_address"), ("http:///nowhere", "bad_address")],
)
def test_addresses_that_cannot_be_used_are_told_apart(address: str, code: str, tmp_path: Path) -> None:
    rows = examined(Config(tmp_path / "none", keys="file", central_url=address))
    assert rows["central"].code == code


@pytest.mark.prove
def test_a_central_system_that_says_nothing_is_given_up_in_time(tmp_path: Path) -> None:
    with serving(silent) as server:
        rows = examined(Config(tmp_path / "none", keys="file", central_url=server.url))
    assert rows["central"].code == "timeout"


@pytest.mark.parametrize(
    ("days", "host", "codes_there"),
    [
        (90, "localhost", ["reached", "valid"]),
        (10, "localhost", ["reached", "expires_soon"]),
        (-1, "localhost", ["tls", "invalid"]),
        (90, "another.example", ["tls", "invalid"]),
    ],
)
def test_the_certificate_is_judged_by_the_stations_own_authority(
    days: int, host: str, codes_there: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    health = b'{"service": "quay-mot-cua-central", "protocol": 1, "epoch": "e", "time": "t"}'
    made = certificate(tmp_path, host, timedelta(days=days))
    (tmp_path / "other").mkdir()
    # What the machine trusts does not count when the station was given an authority of its own.
    others = certificate(tmp_path / "other", host, timedelta(days=days))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(others.ca))
    with TlsServer(made, health) as server:
        credentials = Credentials(
            server.url, "o", "st-1", "03", "Quầy 03", "t", bytes(32), bytes(32), str(made.ca)
        )
        config = Config(tmp_path / "none", keys="file")
        situation = Situation(config, SystemClock(), None, key_store(config), credentials=credentials)
        rows = by_name(list(check_central(situation)))
    assert codes(rows, "central", "certificate") == codes_there


# --- devices --------------------------------------------------------------------------------------


def choose(config: Config, role: DeviceRole, choice: DeviceChoice) -> None:
    """Put a device into the station's settings."""
    store = open_station(config.data_dir, key_store(config))
    try:
        settings = SettingsService(store.database)
        settings.save(settings.load().with_device(role, choice))
    finally:
        store.close()


@pytest.mark.parametrize(
    ("switch", "code", "state"),
    [
        (None, "ready", State.OK),
        ("paper_low", "paper_low", State.WARNING),
        ("paper_out", "paper_out", State.WARNING),
        ("cover_open", "cover_open", State.WARNING),
        ("offline", "offline", State.WARNING),
        ("cutter_error", "fault", State.ERROR),
        ("unplugged", "unreachable", State.ERROR),
    ],
)
def test_the_slip_printers_true_state_is_told(
    switch: str | None, code: str, state: State, config: Config
) -> None:
    with PrinterSimulator() as printer:
        choose(config, "slip_printer", DeviceChoice("escpos_tcp", {"address": f"127.0.0.1:{printer.port}"}))
        if switch is not None:
            printer.set(switch)
        row = examined(config)["slip_printer"]
        assert (row.code, row.state) == (code, state)


def test_a_reader_is_tried_only_while_the_counter_does_not_use_it(config: Config) -> None:
    with ScannerSimulator() as reader:
        address = f"127.0.0.1:{reader.port}"
        choose(config, "scanner", DeviceChoice("network_line", {"address": address}))
        assert examined(config)["scanner"].code == "ready"
        with RealCounter(config, sync=False):
            assert examined(config)["scanner"].code == "in_use"
    assert examined(config)["scanner"].code == "unreachable"


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.requirement("HT-17")
def test_a_serial_reader_is_tried_and_what_is_amiss_is_named(config: Config) -> None:
    with SerialGun() as gun:
        choose(config, "scanner", DeviceChoice("serial", {"port": gun.port}))
        assert examined(config)["scanner"].code == "ready"
        with RealCounter(config, sync=False) as counter:
            assert gun.wait_for_counter()
            assert by_name(run_checks(config, counter.running))["scanner"].code == "ready"
        another = devices.create("scanner", "serial", {"port": gun.port})
        another.start(lambda _scan: None, lambda _state: None)
        assert gun.wait_for_counter()
        row = examined(config)["scanner"]
        assert (row.code, row.state) == ("busy", State.WARNING)
        another.stop()
    assert examined(config)["scanner"].code == "unreachable"


def serial_row(*ports: SerialPort) -> Check:
    situation = cast("Situation", None)  # the ports are the machine's
    [row] = check_serial_ports(situation, lambda: ports)
    return row


def test_serial_ports_that_this_account_may_not_open_are_named_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = tmp_path / "ttyACM0"
    port.touch()
    gun, built_in = SerialPort(str(port), "Gun", 0x0C2E, 0x0B61), SerialPort("/dev/ttyS0")
    assert serial_row().code == "none"
    assert serial_row(built_in).code == "found"
    assert serial_row(built_in, gun).params == {"ports": str(port)}
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may open everything
    row = serial_row(gun, built_in)
    assert (row.code, row.state) == ("no_permission", State.WARNING)
    assert row.params == {"ports": str(port), "group": port.group()}


def test_devices_that_cannot_be_made_are_named(config: Config) -> None:
    choose(config, "slip_printer", DeviceChoice("escpos_tcp", {}))
    choose(config, "page_printer", DeviceChoice("teleprinter", {}))
    choose(config, "scanner", DeviceChoice("wedge", {}))
    rows = examined(config)
    assert codes(rows, "slip_printer", "page_printer", "scanner") == ["not_usable", "not_usable", "typing"]
    with RealCounter(config, sync=False) as counter:
        inside = by_name(run_checks(config, counter.running))
    assert codes(inside, "slip_printer", "scanner") == ["not_usable", "typing"]
