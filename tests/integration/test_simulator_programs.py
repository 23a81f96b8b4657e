"""The simulators as programs: they tell their ports, take orders, and end in order."""

from __future__ import annotations

import argparse
import json
import queue
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

from counter_app import devices
from counter_app.devices.scanners.source import ScannerLink, ScannerState
from counter_app.devices.simulators import (
    add_printer_arguments,
    add_scanner_arguments,
    sample_cards,
)
from counter_app.i18n import Language, Wording
from counter_app.paths import resources
from counter_app.services.ports import PrinterCondition, PrintResult, Scan
from tests.fixtures.slip_images import noise

PROGRAM = """
import argparse, sys
from counter_app.devices import simulators
parser = argparse.ArgumentParser()
kind = sys.argv.pop(1)
getattr(simulators, f"add_{kind}_arguments")(parser)
sys.exit(getattr(simulators, f"{kind}_from_arguments")(parser.parse_args()))
"""


class Program:
    """A running simulator and what it said so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.started = self.next()

    def next(self) -> dict[str, Any]:
        line = _pipe(self.process.stdout).readline()
        assert line, self.process.communicate()
        news: dict[str, Any] = json.loads(line)
        return news

    def order(self, line: str) -> dict[str, Any]:
        stdin = _pipe(self.process.stdin)
        stdin.write(line + "\n")
        stdin.flush()
        return self.next()

    def end(self) -> int:
        self.process.communicate(timeout=10)
        return self.process.returncode


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


@contextmanager
def running(kind: str, *arguments: str) -> Iterator[Program]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, kind, "--port", "0", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    with process:
        try:
            yield Program(process)
        finally:
            process.kill()


def test_a_printer_program_prints_what_a_driver_sends_and_keeps_it(tmp_path: Path) -> None:
    with running("printer", "--paper-dir", str(tmp_path), "--speed-mm-s", "0") as program:
        assert program.started["simulator"] == "printer"
        address = f"127.0.0.1:{program.started['port']}"
        printer = devices.create("slip_printer", "escpos_tcp", {"address": address, "speed_mm_s": 500})
        assert printer.print_image(noise(576, 40)).result is PrintResult.PRINTED
        news = program.next()
        assert (news["event"], news["kind"]) == ("receipt", "partial")
        assert Path(news["file"]) == tmp_path / "receipt-0001.png"
        assert Path(news["file"]).is_file()

        assert program.order("cover_open on")["cover_open"]
        assert printer.condition() is PrinterCondition.COVER_OPEN
        assert program.order('{"set": "cover_open", "on": false}')["ok"]
        assert printer.condition() is PrinterCondition.READY
        assert not program.order("sing")["ok"]


def test_a_scanner_program_scans_sample_cards_and_typed_text() -> None:
    with running("scanner", "--control-port", "0") as program:
        assert program.started["control_port"]
        scans: list[str] = []
        scanner = devices.create(
            "scanner", "network_line", {"address": f"127.0.0.1:{program.started['port']}"}
        )
        connected: list[ScannerState] = []

        def on_scan(scan: Scan) -> None:
            scans.append(scan.text)

        scanner.start(on_scan, connected.append)
        while not program.order("state")["connections"]:
            pass
        assert program.order("1")["sent_to"] == 1
        assert program.order("slip")["sent_to"] == 1
        assert program.order("xin chào")["sent_to"] == 1
        while len(scans) < 3:
            program.order("state")
        scanner.stop()
    assert scans == [sample_cards()[0].text, "H01.15.21-261120-0001", "xin chào"]


def test_a_scanner_program_can_scan_once_for_a_script() -> None:
    with running("scanner", "--card", "can_cuoc_2024") as program:
        scans: list[str] = []
        address = f"127.0.0.1:{program.started['port']}"
        scanner = devices.create("scanner", "network_line", {"address": address})
        scanner.start(lambda scan: scans.append(scan.text), lambda _state: None)
        assert program.next() == {"event": "sent", "sent_to": 1}
        assert program.end() == 0
        scanner.stop()
    assert scans == [card.text for card in sample_cards() if card.id == "can_cuoc_2024"]


def test_a_scan_that_nobody_takes_is_told_by_the_exit_code() -> None:
    with running("scanner", "--send", "x", "--wait", "0.05") as program:
        assert program.next() == {"event": "sent", "sent_to": 0}
        assert program.end() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals of other processes are a POSIX matter")
def test_a_scanner_that_waits_to_scan_once_can_be_ended() -> None:
    with running("scanner", "--send", "x", "--wait", "60") as program:
        program.process.send_signal(signal.SIGTERM)
        assert program.next() == {"event": "sent", "sent_to": 0}
        assert program.end() == 1


@pytest.mark.parametrize("kind", ["printer", "scanner"])
def test_the_end_of_the_input_ends_it(kind: str) -> None:
    with running(kind) as program:
        assert program.end() == 0


@pytest.mark.parametrize("kind", ["printer", "scanner"])
def test_quit_ends_it(kind: str) -> None:
    with running(kind) as program:
        _pipe(program.process.stdin).write("quit\n")
        assert program.end() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals of other processes are a POSIX matter")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("kind", ["printer", "scanner"])
def test_a_signal_ends_it_in_order(kind: str, number: signal.Signals) -> None:
    with running(kind, "--no-stdin") as program:
        program.process.send_signal(number)
        _, errors = program.process.communicate(timeout=10)
        assert (program.process.returncode, errors) == (0, "")


def test_a_port_that_is_taken_is_told_by_news_and_exit_code() -> None:
    with running("printer") as first:
        arguments = [sys.executable, "-c", PROGRAM, "printer", "--port", str(first.started["port"])]
        second = subprocess.run(arguments, input="", capture_output=True, text=True, check=False)
    assert second.returncode == 2
    assert json.loads(second.stdout)["event"] == "cannot_listen"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_help_is_in_the_language_asked_for(language: Language) -> None:
    words = Wording(language, resources() / "i18n")
    for add in (add_printer_arguments, add_scanner_arguments):
        parser = argparse.ArgumentParser()
        add(parser, words)
        assert words.text("device.simulator.host") in " ".join(parser.format_help().split())


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_serial_gun_program_prints_its_port_and_scans_after_it_was_unplugged(tmp_path: Path) -> None:
    heard: queue.Queue[object] = queue.Queue()
    link = tmp_path / "gun"
    with running("scanner", "--serial", "--link", str(link)) as program:
        assert program.started == {"simulator": "scanner", "serial_port": str(link), "baud": None}
        scanner = devices.create("scanner", "serial", {"port": program.started["serial_port"]})
        scanner.start(heard.put, heard.put)
        try:
            for last in (False, True):
                while heard.get(timeout=5) != ScannerState(ScannerLink.CONNECTED):
                    pass
                assert program.order("2") == {"ok": True, "sent_to": 1}
                scan = heard.get(timeout=5)
                assert isinstance(scan, Scan)
                assert scan.text == sample_cards()[1].text
                assert last or program.order("disconnect")["ok"]
        finally:
            scanner.stop()
        program.order("state")
        assert program.process.stdin is not None
        program.process.stdin.write("quit\n")
        program.process.stdin.flush()
        assert program.end() == 0
    assert not link.exists()
