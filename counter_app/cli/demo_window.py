"""The demonstration with windows: the counter, and beside it the virtual devices and the cable."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from counter_app.bootstrap.counter import open_counter
from counter_app.bootstrap.enrolment import enrol_station
from counter_app.bootstrap.keys import key_store
from counter_app.bootstrap.line_relay import LineRelay
from counter_app.cli.demo_office import DemoOffice
from counter_app.services.settings import DeviceChoice, SettingsService, StationSettings
from counter_app.storage.open import DATABASE_FILE, open_station


def run_window(folder: Path, language: str) -> int:
    """Start the office in ``folder`` (kept for the next time) and open the counter until it is closed."""
    with DemoOffice(folder) as office:
        office.found()
        central = urlsplit(office.start_central())
        assert central.hostname is not None
        assert central.port is not None
        port = _kept_port(folder / "relay-port.txt")
        relay = LineRelay(
            (central.hostname, central.port), port=port, control_port=0, count=office.dossiers_at_the_centre
        )
        with relay:
            config = replace(office.config, language=language)
            if not (config.data_dir / DATABASE_FILE).exists():
                enrol_station(config, f"http://127.0.0.1:{relay.port}", office.enrol_code())
            printer = office.start(
                "simulate", "printer", "--port", "0", "--control-port", "0", "--no-stdin",
                "--paper-dir", str(office.paper_dir), log="printer",
            )  # fmt: skip
            scanner = office.start(
                "simulate", "scanner", "--port", "0", "--control-port", "0", "--no-stdin", log="scanner"
            )
            devices = {
                "slip_printer": DeviceChoice("escpos_tcp", {"address": _local(printer.started["port"])}),
                "page_printer": DeviceChoice("file", {"folder": str(folder / "forms")}),
                "scanner": DeviceChoice("network_line", {"address": _local(scanner.started["port"])}),
            }
            store = open_station(config.data_dir, key_store(config))
            SettingsService(store.database).save(StationSettings(devices=devices))
            store.close()
            office.start(
                "simulate", "bench", "--language", language, "--paper-dir", str(office.paper_dir),
                "--printer", _local(printer.started["control_port"]),
                "--scanner", _local(scanner.started["control_port"]),
                "--line", _local(relay.control_port), log="bench", announces=False,
            )  # fmt: skip
            return open_counter(config)


def _local(port: object) -> str:
    return f"127.0.0.1:{port}"


def _kept_port(file: Path) -> int:
    """The same address each time, for the station remembers it; chosen free at the first start."""
    if file.exists():
        return int(file.read_text("ascii"))
    with socket.socket() as chooser:
        chooser.bind(("127.0.0.1", 0))
        port = int(chooser.getsockname()[1])
    file.write_text(str(port), "ascii")
    return port
