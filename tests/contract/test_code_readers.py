"""What holds for every reader on a line, whichever line: scans, findings, coming back by itself."""

from __future__ import annotations

import queue
import sys
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

import pytest

from counter_app.devices.scanners.line_run import Backoff
from counter_app.devices.scanners.network_line import NetworkLineScanner, NetworkLineSettings
from counter_app.devices.scanners.serial_line import SerialLineScanner, SerialLineSettings
from counter_app.devices.scanners.serial_ports import SerialPort
from counter_app.devices.scanners.source import ScanFinding, Scanner, ScannerLink, ScannerState
from counter_app.devices.setting_fields import HostPort
from counter_app.devices.simulators import ScannerSimulator, SerialGun, sample_cards
from counter_app.services.ports import Scan

NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
CARD = "089190000017|350000017|NGUYỄN THỊ MẪU|15031990|Nữ|Ấp Mẫu, Xã Mẫu, An Giang|01082024||||"
QUICK = Backoff(first_s=0.01, longest_s=0.05)


class Gun(Protocol):
    def wait_for_counter(self, within_s: float = 5.0) -> bool: ...
    def wait_for_nobody(self, within_s: float = 5.0) -> bool: ...
    def send(self, text: str) -> int: ...
    def send_bytes(self, data: bytes) -> int: ...
    def disconnect(self) -> None: ...
    def unplug(self) -> None: ...
    def plug_in(self) -> None: ...


@dataclass
class Counter:
    """A gun, the reader that listens to it, and what the reader told."""

    gun: Gun
    scanner: Scanner
    scans: queue.Queue[Scan] = field(default_factory=queue.Queue)
    states: queue.Queue[ScannerState] = field(default_factory=queue.Queue)

    def start(self) -> None:
        self.scanner.start(self.scans.put, self.states.put)

    def text(self) -> str:
        return self.scans.get(timeout=5).text

    def wait_for(self, state: ScannerState) -> None:
        while self.states.get(timeout=5) != state:
            pass

    def wait_until_connected(self) -> None:
        self.wait_for(ScannerState(ScannerLink.CONNECTED))
        assert self.gun.wait_for_counter()


def on_network() -> Iterator[Counter]:
    with ScannerSimulator() as gun:
        settings = NetworkLineSettings(HostPort("127.0.0.1", gun.port))
        yield Counter(gun, NetworkLineScanner(settings, now=lambda: NOON, backoff=QUICK))


def on_serial_line() -> Iterator[Counter]:
    if sys.platform == "win32":
        pytest.skip("no pseudo-terminals")
    with SerialGun() as gun:

        def ports() -> tuple[SerialPort, ...]:
            return (SerialPort(gun.device, "Gun", 0x0C2E, 0x0B61, "A1"),) if gun.device else ()

        settings = SerialLineSettings("usb:0c2e:0b61:A1")
        scanner = SerialLineScanner(settings, now=lambda: NOON, backoff=QUICK, ports=ports, stalled_s=0.1)
        yield Counter(gun, scanner)


@pytest.fixture(params=[on_network, on_serial_line])
def counter(request: pytest.FixtureRequest) -> Iterator[Counter]:
    for one in request.param():
        one.start()
        one.wait_until_connected()
        yield one
        one.scanner.stop()


@pytest.mark.requirement("LC-45")
def test_every_sample_card_arrives_composed(counter: Counter) -> None:
    for card in sample_cards():
        assert counter.gun.send(card.text) == 1
        assert counter.text() == unicodedata.normalize("NFC", card.text)


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\n\r", b"\r\n\r\n", b"\x03"])
def test_every_usual_terminator_ends_a_scan_once(counter: Counter, end: bytes) -> None:
    counter.gun.send_bytes(b"\xef\xbb\xbf" + CARD.encode() + end + b"\x02H01.15.21" + end)
    assert [counter.text(), counter.text()] == [CARD, "H01.15.21"]
    assert counter.scans.empty()


def test_a_scan_in_pieces_is_one_scan(counter: Counter) -> None:
    for byte in CARD.encode() + b"\r\n":
        counter.gun.send_bytes(bytes([byte]))
    assert counter.text() == CARD


@pytest.mark.parametrize(
    ("sent", "finding"),
    [
        (CARD.encode()[:24] + b"\xff\n", ScanFinding.INVALID_UTF8),
        (CARD.encode("cp1252", errors="replace").replace(b"?", b"\xca") + b"\r", ScanFinding.INVALID_UTF8),
        (b"x" * 100_000 + b"\n", ScanFinding.LINE_TOO_LONG),
        (b"\x00\xf8\x80\x00\xe0\x1e\x98\x00\r", ScanFinding.WRONG_SPEED),
    ],
)
def test_what_is_no_text_is_a_finding_and_the_next_scan_is_read(
    counter: Counter, sent: bytes, finding: ScanFinding
) -> None:
    counter.gun.send_bytes(sent)
    counter.wait_for(ScannerState(ScannerLink.CONNECTED, finding))
    assert counter.scans.empty()
    counter.gun.send("H01.15.21")
    assert counter.text() == "H01.15.21"


def test_half_a_scan_when_the_line_breaks_is_told_and_never_joined_to_the_next(counter: Counter) -> None:
    counter.gun.send_bytes(b"H01.15.21\r089190000017|MAU")
    assert counter.text() == "H01.15.21"
    counter.gun.disconnect()
    counter.wait_for(ScannerState(ScannerLink.CONNECTED, ScanFinding.LINE_CUT_OFF))
    counter.wait_for(ScannerState(ScannerLink.DISCONNECTED))
    counter.wait_until_connected()
    counter.gun.send("H01.15.22")
    assert counter.text() == "H01.15.22"


@pytest.mark.requirement("HT-17")
def test_a_reader_that_was_unplugged_is_told_and_used_again_without_a_restart(counter: Counter) -> None:
    for _ in range(3):
        counter.gun.unplug()
        counter.wait_for(ScannerState(ScannerLink.DISCONNECTED))
        counter.gun.plug_in()
        counter.wait_until_connected()
        counter.gun.send(CARD)
        assert counter.text() == CARD


def test_stopping_is_quick_gives_the_line_back_and_nothing_comes_afterwards(counter: Counter) -> None:
    began = time.monotonic()
    counter.scanner.stop()
    assert time.monotonic() - began < 1.0
    counter.wait_for(ScannerState(ScannerLink.STOPPED))
    assert counter.gun.wait_for_nobody()
    assert counter.gun.send(CARD) == 0
    assert counter.scans.empty()
    assert counter.states.empty()


def test_a_stopped_reader_can_be_started_again(counter: Counter) -> None:
    counter.scanner.stop()
    counter.start()
    counter.wait_until_connected()
    counter.gun.send(CARD)
    assert counter.text() == CARD
