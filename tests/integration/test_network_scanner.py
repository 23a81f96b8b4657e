"""The network reader and the simulated one, over a real line: scans, findings, and coming back by itself."""

from __future__ import annotations

import logging
import queue
import time
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from counter_app.devices.scanners.line_run import Backoff
from counter_app.devices.scanners.network_line import NetworkLineScanner, NetworkLineSettings
from counter_app.devices.scanners.source import ScanFinding, ScannerLink, ScannerState
from counter_app.devices.setting_fields import HostPort
from counter_app.devices.simulators import ScannerSimulator, sample_cards
from counter_app.services.ports import Scan

NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
CARD = "089190000017|350000017|NGUYỄN THỊ MẪU|15031990|Nữ|Ấp Mẫu, Xã Mẫu, An Giang|01082024||||"
QUICK = Backoff(first_s=0.01, longest_s=0.05)


class Counter:
    """Keeps what the reader tells."""

    def __init__(self, port: int) -> None:
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.states: queue.Queue[ScannerState] = queue.Queue()
        settings = NetworkLineSettings(HostPort("127.0.0.1", port))
        self.scanner = NetworkLineScanner(settings, now=lambda: NOON, backoff=QUICK)

    def start(self) -> None:
        self.scanner.start(self.scans.put, self.states.put)

    def text(self) -> str:
        return self.scans.get(timeout=5).text

    def wait_for(self, state: ScannerState) -> None:
        while self.states.get(timeout=5) != state:
            pass

    def wait_until_connected(self) -> None:
        self.wait_for(ScannerState(ScannerLink.CONNECTED))


@pytest.fixture
def gun() -> Iterator[ScannerSimulator]:
    with ScannerSimulator() as simulator:
        yield simulator


@pytest.fixture
def counter(gun: ScannerSimulator) -> Iterator[Counter]:
    one = Counter(gun.port)
    one.start()
    one.wait_until_connected()
    assert gun.wait_for_counter()
    yield one
    one.scanner.stop()


@pytest.mark.requirement("LC-45")
def test_every_sample_card_arrives_composed(gun: ScannerSimulator, counter: Counter) -> None:
    for card in sample_cards():
        assert gun.send(card.text) == 1
        assert counter.text() == unicodedata.normalize("NFC", card.text)


def test_a_scan_tells_its_source_and_instant(gun: ScannerSimulator, counter: Counter) -> None:
    gun.send(CARD)
    assert counter.scans.get(timeout=5) == Scan(CARD, "network", NOON)


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\n\r", b"\r\n\r\n"])
def test_every_usual_terminator_ends_a_scan_once(gun: ScannerSimulator, counter: Counter, end: bytes) -> None:
    gun.send_bytes(b"\xef\xbb\xbf" + CARD.encode() + end + b"H01.15.21" + end)
    assert [counter.text(), counter.text()] == [CARD, "H01.15.21"]
    assert counter.scans.empty()


def test_a_scan_in_pieces_is_one_scan(gun: ScannerSimulator, counter: Counter) -> None:
    for byte in CARD.encode() + b"\r\n":
        gun.send_bytes(bytes([byte]))
    assert counter.text() == CARD


def test_broken_letters_are_a_finding_and_the_next_scan_is_read(
    gun: ScannerSimulator, counter: Counter
) -> None:
    gun.send_bytes(CARD.encode("utf-8")[:24] + b"\xff\n")
    counter.wait_for(ScannerState(ScannerLink.CONNECTED, ScanFinding.INVALID_UTF8))
    gun.send("H01.15.21")
    assert counter.text() == "H01.15.21"


def test_a_line_without_end_is_cut_short_and_told(gun: ScannerSimulator, counter: Counter) -> None:
    gun.send_bytes(b"x" * 100_000)
    gun.send_bytes(b"\n")
    counter.wait_for(ScannerState(ScannerLink.CONNECTED, ScanFinding.LINE_TOO_LONG))
    gun.send("H01.15.21")
    assert counter.text() == "H01.15.21"


def test_half_a_scan_when_the_line_breaks_is_told_and_never_joined_to_the_next(
    gun: ScannerSimulator, counter: Counter
) -> None:
    gun.send_bytes(b"089190000017|MAU")
    gun.disconnect()
    counter.wait_for(ScannerState(ScannerLink.CONNECTED, ScanFinding.LINE_CUT_OFF))
    counter.wait_for(ScannerState(ScannerLink.DISCONNECTED))
    counter.wait_until_connected()
    assert gun.wait_for_counter()
    gun.send("H01.15.21")
    assert counter.text() == "H01.15.21"


@pytest.mark.requirement("HT-17")
def test_a_reader_that_was_unplugged_is_told_and_used_again_without_a_restart(
    gun: ScannerSimulator, counter: Counter
) -> None:
    gun.unplug()
    counter.wait_for(ScannerState(ScannerLink.DISCONNECTED))
    gun.plug_in()
    counter.wait_until_connected()
    assert gun.wait_for_counter()
    gun.send(CARD)
    assert counter.text() == CARD


def test_the_counter_may_start_before_the_reader() -> None:
    with ScannerSimulator() as first:
        port = first.port
    counter = Counter(port)
    counter.start()
    counter.wait_for(ScannerState(ScannerLink.DISCONNECTED))
    with ScannerSimulator(port) as gun:
        counter.wait_until_connected()
        assert gun.wait_for_counter()
        gun.send(CARD)
        assert counter.text() == CARD
    counter.scanner.stop()


def test_stopping_is_quick_and_nothing_comes_afterwards(gun: ScannerSimulator, counter: Counter) -> None:
    began = time.monotonic()
    counter.scanner.stop()
    assert time.monotonic() - began < 1.0
    counter.wait_for(ScannerState(ScannerLink.STOPPED))
    gun.send(CARD)
    assert counter.scans.empty()
    assert counter.states.empty()


def test_a_stopped_reader_can_be_started_again(gun: ScannerSimulator, counter: Counter) -> None:
    counter.scanner.stop()
    counter.wait_for(ScannerState(ScannerLink.STOPPED))
    assert gun.wait_for_nobody()
    counter.start()
    counter.wait_until_connected()
    assert gun.wait_for_counter()
    gun.send(CARD)
    assert counter.text() == CARD


def test_an_error_of_the_screen_does_not_end_the_reader_and_logs_no_scan(
    gun: ScannerSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    scans: queue.Queue[str] = queue.Queue()
    states: queue.Queue[ScannerState] = queue.Queue()

    def fail_first(scan: Scan) -> None:
        scans.put(scan.text)
        if scans.qsize() == 1:
            raise RuntimeError("a fault in the screen")

    scanner = NetworkLineScanner(NetworkLineSettings(HostPort("127.0.0.1", gun.port)), backoff=QUICK)
    with caplog.at_level(logging.DEBUG):
        scanner.start(fail_first, states.put)
        assert gun.wait_for_counter()
        gun.send(CARD)
        gun.send("H01.15.21")
        assert [scans.get(timeout=5), scans.get(timeout=5)] == [CARD, "H01.15.21"]
        scanner.stop()
    assert "a fault in the screen" in caplog.text
    assert "089190000017" not in caplog.text


def test_waiting_between_attempts_doubles_up_to_a_limit() -> None:
    backoff = Backoff(first_s=0.5, longest_s=10)
    assert [backoff.after(failures) for failures in (1, 2, 3, 6, 5000)] == [0.5, 1.0, 2.0, 10, 10]
