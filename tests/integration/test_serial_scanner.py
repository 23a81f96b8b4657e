"""The serial reader at a port that the system makes up: which port, who else has it, noise, missing ends."""

from __future__ import annotations

import itertools
import json
import os
import queue
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from counter_app.devices.scanners.line_run import Backoff, LineUnavailableError
from counter_app.devices.scanners.lines import LineDecoder
from counter_app.devices.scanners.serial_line import BAUDS, SerialLineScanner, SerialLineSettings
from counter_app.devices.scanners.serial_ports import SerialPort, available_ports, meant_port, port_options
from counter_app.devices.scanners.source import ScanFinding, ScannerLink, ScannerState
from counter_app.devices.simulators import SerialGun, sample_cards
from counter_app.devices.simulators.line_noise import heard_at
from counter_app.services.ports import Scan

CARD = "089190000017|350000017|NGUYỄN THỊ MẪU|15031990|Nữ|Ấp Mẫu, Xã Mẫu, An Giang|01082024||||"
QUICK = Backoff(first_s=0.01, longest_s=0.05)
GUN = SerialPort("COM5", "Gun", 0x0C2E, 0x0B61, "A1")

needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")


class Listener:
    """A reader and what it tells."""

    def __init__(
        self, settings: SerialLineSettings, ports: Sequence[SerialPort] = (), stalled_s: float = 0.1
    ) -> None:
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.states: queue.Queue[ScannerState] = queue.Queue()
        self.scanner = SerialLineScanner(
            settings, backoff=QUICK, ports=lambda: tuple(ports), stalled_s=stalled_s
        )

    def __enter__(self) -> Listener:
        self.scanner.start(self.scans.put, self.states.put)
        return self

    def __exit__(self, *_: object) -> None:
        self.scanner.stop()

    def wait_for(self, link: ScannerLink, finding: ScanFinding | None = None) -> None:
        while self.states.get(timeout=5) != ScannerState(link, finding):
            pass

    def text(self) -> str:
        return self.scans.get(timeout=5).text


@pytest.fixture
def gun() -> Iterator[SerialGun]:
    with SerialGun() as one:
        yield one


# --- which port --------------------------------------------------------------------------------


@pytest.mark.requirement("LC-45")
@pytest.mark.parametrize(
    ("setting", "ports", "device"),
    [
        ("usb:0c2e:0b61:A1", [GUN], "COM5"),
        ("USB:0C2E:0B61:a1", [GUN], "COM5"),
        ("usb:0c2e:0b61", [GUN], "COM5"),
        ("usb:0c2e:0b61:A1", [SerialPort("COM9", "", 0x0C2E, 0x0B61, "B2"), GUN], "COM5"),
        ("usb:0c2e:0b61:A1", [SerialPort("COM9", "", 0x0C2E, 0x0B61, "B2")], "COM9"),  # exchanged for another
        ("com5", [GUN], "COM5"),
        ("COM7", [GUN], "COM7"),
        ("/dev/serial/by-id/usb-gun", [], "/dev/serial/by-id/usb-gun"),
    ],
)
def test_a_port_is_found_by_name_or_by_what_it_is(setting: str, ports: list[SerialPort], device: str) -> None:
    assert meant_port(setting, ports).device == device


@pytest.mark.parametrize(
    ("setting", "ports", "link"),
    [
        ("usb:0c2e:0b61:A1", [], ScannerLink.DISCONNECTED),
        ("usb:0c2e:0b61:A1", [SerialPort("COM5", "", 0x0C2E, 0x0B62, "A1")], ScannerLink.DISCONNECTED),
        (
            "usb:0c2e:0b61",
            [GUN, SerialPort("COM6", "", 0x0C2E, 0x0B61, "B2")],
            ScannerLink.SEVERAL,
        ),
    ],
)
def test_a_port_that_is_not_there_or_not_certain_is_named(
    setting: str, ports: list[SerialPort], link: ScannerLink
) -> None:
    with pytest.raises(LineUnavailableError) as caught:
        meant_port(setting, ports)
    assert caught.value.link is link


def test_what_a_port_is_called_in_the_settings_finds_it_again() -> None:
    plain = SerialPort("COM1")
    for port in (GUN, plain, SerialPort("COM3", "", 0x067B, 0x2303)):
        assert meant_port(port.identity, [plain, port]) == port


def test_the_ports_of_this_machine_can_be_listed() -> None:
    assert [option.value for option in port_options()] == [port.identity for port in available_ports()]


@needs_pty
@pytest.mark.requirement("HT-17")
def test_a_gun_that_comes_back_on_another_port_is_found_by_its_usb_numbers(gun: SerialGun) -> None:
    ports: list[SerialPort] = [SerialPort(gun.device, "Gun", 0x0C2E, 0x0B61, "A1")]
    with SerialGun() as other, Listener(SerialLineSettings("usb:0c2e:0b61:A1"), ports) as listener:
        listener.wait_for(ScannerLink.CONNECTED)
        gun.unplug()
        ports.clear()
        listener.wait_for(ScannerLink.DISCONNECTED)
        ports.append(SerialPort(other.device, "Gun", 0x0C2E, 0x0B61, "A1"))
        listener.wait_for(ScannerLink.CONNECTED)
        other.send(CARD)
        assert listener.text() == CARD


@needs_pty
def test_the_same_name_may_lead_to_another_port_later(tmp_path: Path) -> None:
    with (
        SerialGun(link=tmp_path / "gun") as gun,
        Listener(SerialLineSettings(str(tmp_path / "gun"))) as listener,
    ):
        for _ in range(2):
            listener.wait_for(ScannerLink.CONNECTED)
            gun.send(CARD)
            assert listener.text() == CARD
            gun.unplug()
            listener.wait_for(ScannerLink.DISCONNECTED)
            gun.plug_in()


# --- who may have it ---------------------------------------------------------------------------


@needs_pty
@pytest.mark.requirement("HT-17")
def test_a_port_that_another_program_has_is_named_and_taken_when_it_is_free(gun: SerialGun) -> None:
    settings = SerialLineSettings(gun.port)
    with Listener(settings) as first:
        first.wait_for(ScannerLink.CONNECTED)
        with Listener(settings) as second:
            second.wait_for(ScannerLink.IN_USE)
            first.scanner.stop()
            second.wait_for(ScannerLink.CONNECTED)


@needs_pty
@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may open everything")
def test_a_port_that_this_account_may_not_open_is_named(gun: SerialGun) -> None:
    Path(gun.device).chmod(0)
    with Listener(SerialLineSettings(gun.port)) as listener:
        listener.wait_for(ScannerLink.NO_PERMISSION)
        Path(gun.device).chmod(0o600)
        listener.wait_for(ScannerLink.CONNECTED)


def test_a_port_that_does_not_exist_is_waited_for() -> None:
    with Listener(SerialLineSettings("/dev/no-such-port")) as listener:
        listener.wait_for(ScannerLink.DISCONNECTED)


@pytest.mark.skipif(sys.platform == "win32", reason="files are no ports")
def test_what_is_no_serial_port_is_never_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"H01.15.21\r\n")
    with Listener(SerialLineSettings(str(tmp_path / "file"))) as listener:
        listener.wait_for(ScannerLink.DISCONNECTED)
        assert listener.scans.empty()


# --- what comes --------------------------------------------------------------------------------


@needs_pty
def test_a_gun_without_a_terminator_is_named(gun: SerialGun) -> None:
    with Listener(SerialLineSettings(gun.port)) as listener:
        listener.wait_for(ScannerLink.CONNECTED)
        gun.send_bytes(CARD.encode())
        listener.wait_for(ScannerLink.CONNECTED, ScanFinding.NO_TERMINATOR)
        gun.send("H01.15.21")
        assert listener.text() == "H01.15.21"


@needs_pty
def test_a_gun_without_a_terminator_can_be_read_by_its_pauses(gun: SerialGun) -> None:
    with Listener(SerialLineSettings(gun.port, ending="pause")) as listener:
        listener.wait_for(ScannerLink.CONNECTED)
        for _ in range(2):
            gun.send_bytes(CARD.encode())
            assert listener.text() == CARD


@needs_pty
def test_tab_ends_a_scan_where_it_is_set(gun: SerialGun) -> None:
    with Listener(SerialLineSettings(gun.port, ending="tab")) as listener:
        listener.wait_for(ScannerLink.CONNECTED)
        gun.send_bytes(CARD.encode() + b"\t" + b"H01.15.21\t")
        assert [listener.text(), listener.text()] == [CARD, "H01.15.21"]


@needs_pty
def test_letters_of_windows_1258_are_read_where_it_is_set(gun: SerialGun) -> None:
    with Listener(SerialLineSettings(gun.port, encoding="cp1258")) as listener:
        listener.wait_for(ScannerLink.CONNECTED)
        gun.send_bytes("Nguyê\u0303n Thi\u0323 Mâ\u0303u, Đô\u0300ng Nai\r".encode("cp1258"))
        assert listener.text() == "Nguyễn Thị Mẫu, Đồng Nai"


@needs_pty
@pytest.mark.requirement("HT-17")
def test_a_wrong_speed_is_named_and_the_right_one_reads() -> None:
    with SerialGun(baud=115200) as gun:
        with Listener(SerialLineSettings(gun.port, baud="9600")) as listener:
            listener.wait_for(ScannerLink.CONNECTED)
            gun.send(CARD)
            listener.wait_for(ScannerLink.CONNECTED, ScanFinding.WRONG_SPEED)
            assert listener.scans.empty()
        assert gun.wait_for_nobody()
        with Listener(SerialLineSettings(gun.port, baud="115200")) as listener:
            listener.wait_for(ScannerLink.CONNECTED)
            gun.send(CARD)
            assert listener.text() == CARD


def test_no_code_at_a_wrong_speed_is_ever_taken_for_text() -> None:
    cards = [card.text.encode() + b"\r\n" for card in sample_cards()]
    for sent, heard in itertools.permutations((int(baud) for baud in BAUDS), 2):
        for card in cards:
            decoder = LineDecoder()
            found = decoder.feed(heard_at(card * 2, sent, heard)) + decoder.pause(ends_line=False)
            texts = [item for item in found if not isinstance(item, ScanFinding)]
            assert [text for text in texts if len(text) > 2] == [], (sent, heard)


def test_seven_bits_with_parity_heard_as_eight_are_noise() -> None:
    def even(byte: int) -> int:
        return byte | (byte.bit_count() % 2) << 7

    found = LineDecoder().feed(bytes(map(even, b"H01.15.21-261120-0001")) + b"\r")
    assert found == [ScanFinding.WRONG_SPEED]


def test_whatever_bytes_come_the_next_scan_is_read() -> None:
    chance = random.Random(20261122)
    decoder = LineDecoder()
    for _ in range(2_000):
        junk = chance.randbytes(chance.choice((1, 3, 20, 300, 5000)))
        for piece in range(0, len(junk), 64):
            decoder.feed(junk[piece : piece + 64])
        decoder.pause(ends_line=chance.random() < 0.5)
        assert decoder.feed(CARD.encode() + b"\r\n") == [CARD]


@needs_pty
def test_bytes_that_waited_before_the_reader_came_are_not_a_scan(gun: SerialGun) -> None:
    assert gun.send("H01.15.21") == 0
    with Listener(SerialLineSettings(gun.port)) as listener:
        listener.wait_for(ScannerLink.CONNECTED)
        gun.send(CARD)
        assert listener.text() == CARD


# --- the simulated gun -------------------------------------------------------------------------


@needs_pty
def test_the_simulated_gun_obeys_orders(gun: SerialGun) -> None:
    assert gun.obey(json.dumps({"get": "state"})) == {"ok": True, "port": gun.port, "connections": 0}
    with Listener(SerialLineSettings(gun.port)) as listener:
        listener.wait_for(ScannerLink.CONNECTED)
        assert gun.obey(json.dumps({"card": "slip"})) == {"ok": True, "sent_to": 1}
        assert listener.text() == "H01.15.21-261120-0001"
        assert gun.obey(json.dumps({"do": "unplug"})) == {"ok": True, "port": None, "connections": 0}
        listener.wait_for(ScannerLink.DISCONNECTED)
    assert gun.obey("{}")["ok"] is False
    assert gun.obey('{"card": "none"}')["ok"] is False
