"""The code readers of a running counter: a serial gun, one that types behind Unikey, and a scan on trial."""

from __future__ import annotations

import queue
import sys
from dataclasses import dataclass

import pytest

from counter_app.config import Config
from counter_app.devices.simulators import SerialGun
from counter_app.services.ports import Scan
from counter_app.services.reader_ports import Trial
from counter_app.services.settings import DeviceChoice, StationSettings
from tests.fixtures.real_counter import RealCounter

CARD = "089190000017|350000017|NGUYỄN THỊ MẪU|15031990|Nữ|Ấp Mẫu, Xã Mẫu, An Giang|01082024||||"


@dataclass(frozen=True)
class Press:
    """What the window's filter gives of a key."""

    text: str
    at: float
    kind: str = "text"
    auto_repeat: bool = False
    scan_code: int = 0
    virtual_key: int = 0
    shift: bool = False


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.requirement("HT-17")
def test_a_serial_gun_is_put_to_use_tried_and_read(config: Config) -> None:
    scans: queue.Queue[Scan] = queue.Queue()
    trials: queue.Queue[Trial] = queue.Queue()
    with SerialGun() as gun, RealCounter(config, sync=False) as counter:
        devices = counter.running.devices
        devices.subscribe(scans.put)
        devices.apply(StationSettings().with_device("scanner", DeviceChoice("serial", {"port": gun.port})))
        assert gun.wait_for_counter()
        end = devices.try_scan(trials.put)
        gun.send(CARD)
        trial = trials.get(timeout=5)
        assert trial.scan is not None
        assert trial.scan.text == CARD
        end()
        gun.send(CARD)
        assert scans.get(timeout=5).text == CARD
        status = devices.reader()
        assert status is not None
        assert (status.name, status.link, status.trouble) == (gun.port, "connected", "")
        gun.send_bytes(b"\x00\xf8\x80\x00\xe0\r")
        gun.send(CARD)
        assert scans.get(timeout=5).text == CARD
    assert scans.empty()


def test_a_gun_behind_unikey_fills_in_what_is_certain_and_else_nothing(config: Config) -> None:
    scans: list[str] = []
    troubles: list[str] = []
    with RealCounter(config, sync=False) as counter:
        counter.running.devices.subscribe(lambda scan: scans.append(scan.text))
        counter.running.devices.subscribe_troubles(troubles.append)
        gate = counter.running.devices.key_gate()
        for number, sent in enumerate(("K02.A\bĂD.03-261120-0042", "P<USA\bÁ\bASMITH<<JOHN")):
            for place, letter in enumerate(sent):
                kind = "backspace" if letter == "\b" else "text"
                assert gate.feed(Press(letter, number * 9 + 1 + place / 250, kind)) == ()
            assert gate.feed(Press("\r", number * 9 + 1 + len(sent) / 250, "terminator")) == ()
    assert troubles[-1] == "changed_by_input_method"
    assert all(not text.isascii() or text.startswith("K02") for text in scans)
    assert not any("USA" in text for text in scans)
