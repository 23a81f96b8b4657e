"""The window of the virtual devices reaches the real simulators through their control ports."""

from __future__ import annotations

import argparse
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap.bench import (
    ControlLine,
    VirtualLine,
    VirtualPrinter,
    VirtualScanner,
    add_arguments,
    bench_cards,
    bench_parts,
)
from counter_app.bootstrap.line_relay import LineRelay
from counter_app.bootstrap.paper_code import code_reader
from counter_app.devices.setting_fields import HostPort
from counter_app.devices.simulators import PrinterSimulator, ScannerSimulator, sample_cards
from counter_app.documents import receipt_papers, to_png
from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.ui.simulators.bench_parts import SWITCHES, PrinterNow
from tests.fakes.odd_servers import serving, silent
from tests.unit.documents.receipts import RECEIPT


def at(port: int | None, within_s: float = 3.0) -> ControlLine:
    assert port is not None
    return ControlLine(HostPort("127.0.0.1", port), within_s=within_s)


@pytest.fixture
def printer() -> Iterator[PrinterSimulator]:
    with PrinterSimulator(control_port=0) as simulator:
        yield simulator


@pytest.fixture
def scanner() -> Iterator[ScannerSimulator]:
    with ScannerSimulator(control_port=0) as simulator:
        yield simulator


@pytest.mark.parametrize("name", SWITCHES)
def test_every_switch_of_the_window_is_one_of_the_printer(printer: PrinterSimulator, name: str) -> None:
    bench = VirtualPrinter(at(printer.control_port))
    assert bench.state() == PrinterNow()
    assert bench.set(name, True).on == {name}
    assert printer.state()[name] is True
    assert bench.state().on == {name}
    assert bench.set(name, False) == PrinterNow()


def test_a_switch_that_the_printer_does_not_know_is_refused(printer: PrinterSimulator) -> None:
    with pytest.raises(DomainError, match=r"bench\.refused"):
        VirtualPrinter(at(printer.control_port)).set("on_fire", True)


def test_a_scan_reaches_the_counters_that_listen(scanner: ScannerSimulator) -> None:
    bench = VirtualScanner(at(scanner.control_port))
    assert (bench.state(), bench.send("nobody")) == (0, 0)
    with socket.create_connection(("127.0.0.1", scanner.port), timeout=5) as counter:
        assert scanner.wait_for_counter()
        assert bench.state() == 1
        assert bench.send("NGUYỄN THỊ MẪU") == 1
        with counter.makefile("rb") as heard:
            assert heard.readline().strip().decode() == "NGUYỄN THỊ MẪU"


def test_the_cable_is_pulled_and_plugged_in() -> None:
    with LineRelay(("127.0.0.1", 9), control_port=0, count=lambda: 7) as relay:
        bench = VirtualLine(at(relay.control_port))
        assert bench.is_up()
        bench.pull()
        assert (bench.is_up(), relay.is_up) == (False, False)
        bench.plug()
        assert (bench.is_up(), relay.is_up) == (True, True)
        assert bench.dossiers() == 7


def test_a_device_that_ended_is_silent_and_one_that_came_back_is_heard() -> None:
    with PrinterSimulator(control_port=0) as simulator:
        port = simulator.control_port
        bench = VirtualPrinter(at(port))
        assert bench.state() == PrinterNow()
    with pytest.raises(DomainError, match=r"bench\.silent"):
        bench.state()
    with PrinterSimulator(control_port=port):
        assert bench.state() == PrinterNow()


def test_whoever_never_answers_is_not_waited_for_long() -> None:
    with serving(silent) as server, pytest.raises(DomainError, match=r"bench\.silent"):
        at(server.port, within_s=0.2).order({"get": "state"})


def test_an_answer_that_is_none_of_ours_is_silence() -> None:
    with serving(lambda caller: caller.sendall(b"<html>\n")) as server:
        bench = at(server.port)
        with pytest.raises(DomainError, match=r"bench\.silent"):
            bench.order({"get": "state"})


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sample_card_has_a_short_name_and_says_what_is_special_about_it(language: str) -> None:
    wording = Wording("vi" if language == "vi" else "en", resources() / "i18n")
    cards = bench_cards(wording)
    assert [card.text for card in cards] == [card.text for card in sample_cards()]
    assert all(card.name and card.hint for card in cards)
    assert len({(card.name, card.hint) for card in cards}) == len(cards)


def test_the_code_on_a_printed_slip_can_be_scanned(qapp: QApplication, tmp_path: Path) -> None:
    read = code_reader()
    assert read is not None
    picture = tmp_path / "receipt-0001.png"
    picture.write_bytes(to_png(receipt_papers(resources()).slip(RECEIPT, width_dots=576)))
    assert read(picture) == RECEIPT.qr_text


def test_blank_paper_has_no_code(tmp_path: Path) -> None:
    read = code_reader()
    assert read is not None
    picture = tmp_path / "receipt-0001.png"
    Image.new("1", (576, 100), 1).save(picture)
    assert read(picture) == ""


def test_the_arguments_of_the_process_become_its_parts(
    printer: PrinterSimulator, scanner: ScannerSimulator, tmp_path: Path
) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    words = ["--paper-dir", str(tmp_path), "--language", "en"]
    words += [
        "--printer",
        f"127.0.0.1:{printer.control_port}",
        "--scanner",
        f"127.0.0.1:{scanner.control_port}",
    ]
    parts = bench_parts(parser.parse_args(words))
    assert parts.printer.state() == PrinterNow()
    assert parts.scanner.state() == 0
    assert (parts.line, parts.central_count, parts.wording.language) == (None, None, "en")
    with LineRelay(("127.0.0.1", 9), control_port=0, count=lambda: 7) as relay:
        parts = bench_parts(parser.parse_args([*words, "--line", f"127.0.0.1:{relay.control_port}"]))
        assert parts.line is not None
        assert parts.line.is_up()
        assert parts.central_count is not None
        assert parts.central_count() == 7


def test_an_address_without_a_port_is_told_as_a_wrong_argument(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["--paper-dir", ".", "--printer", "here", "--scanner", "127.0.0.1:1"])
    assert "HOST:PORT" in capsys.readouterr().err
