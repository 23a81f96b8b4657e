"""Devices are made from stored settings, and what is wrong with the settings is said by its name."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app import devices
from counter_app.devices import registry
from counter_app.devices.printers.escpos_tcp import EscposTcpPrinter
from counter_app.devices.registry import driver
from counter_app.devices.setting_fields import HostPort, choice, host_port, number, read_settings, text
from counter_app.domain.errors import DomainError

PRINTER = {"address": "192.0.2.7"}


def refusal(role: registry.Role, name: str, settings: Mapping[str, object]) -> DomainError:
    with pytest.raises(DomainError) as refused:
        devices.create(role, name, settings)
    return refused.value


@pytest.mark.requirement("LC-45")
def test_every_role_has_drivers() -> None:
    names = {role: [one.name for one in devices.drivers(role)] for role in devices.ROLES}
    assert names == {
        "slip_printer": ["escpos_raw_queue", "escpos_tcp"],
        "page_printer": ["file", "system"],
        "scanner": ["camera", "network_line", "serial", "wedge"],
    }


def test_a_device_is_made_without_contacting_it() -> None:
    printer = devices.create("slip_printer", "escpos_tcp", {**PRINTER, "name": "Máy in quầy 3"})
    assert isinstance(printer, EscposTcpPrinter)
    assert printer.name == "Máy in quầy 3"
    scanner = devices.create("scanner", "network_line", {"address": "192.0.2.8:9200"})
    assert scanner.name == "192.0.2.8:9200"


@pytest.mark.parametrize(
    ("settings", "code", "setting"),
    [
        ({}, "device.setting_missing", "address"),
        ({"address": None}, "device.setting_missing", "address"),
        ({"address": "  "}, "device.setting_missing", "address"),
        ({"address": 9100}, "device.setting_invalid", "address"),
        ({"address": "printer:0"}, "device.setting_invalid", "address"),
        ({"address": "printer:70000"}, "device.setting_invalid", "address"),
        ({"address": "printer:"}, "device.setting_invalid", "address"),
        ({"address": "http://printer"}, "device.setting_invalid", "address"),
        ({"address": "a b"}, "device.setting_invalid", "address"),
        ({"address": "[::1"}, "device.setting_invalid", "address"),
        ({"address": "1:2:3"}, "device.setting_invalid", "address"),
        ({"address": "máy-in"}, "device.setting_invalid", "address"),
        ({"address": "a..b"}, "device.setting_invalid", "address"),
        ({**PRINTER, "paper": "76mm"}, "device.setting_not_a_choice", "paper"),
        ({**PRINTER, "speed_mm_s": 19}, "device.setting_out_of_range", "speed_mm_s"),
        ({**PRINTER, "speed_mm_s": True}, "device.setting_invalid", "speed_mm_s"),
        ({**PRINTER, "speed_mm_s": "fast"}, "device.setting_invalid", "speed_mm_s"),
        ({**PRINTER, "name": "two\nlines"}, "device.setting_invalid", "name"),
        ({**PRINTER, "colour": "red"}, "device.setting_unknown", "colour"),
    ],
)
def test_a_bad_setting_is_refused_by_name(settings: dict[str, object], code: str, setting: str) -> None:
    error = refusal("slip_printer", "escpos_tcp", settings)
    assert error.code == code
    assert error.params["setting"] == setting


def test_a_model_that_is_not_known_or_cannot_print_vietnamese_is_refused() -> None:
    unknown = refusal("slip_printer", "escpos_tcp", {**PRINTER, "model": "TM-X"})
    assert unknown.code == "device.model_unknown"
    needle = refusal("slip_printer", "escpos_tcp", {**PRINTER, "model": "TM-U220"})
    assert needle.code == "device.model_without_raster"


def test_an_unknown_driver_or_role_is_refused() -> None:
    assert refusal("slip_printer", "laser", {}).code == "device.driver_unknown"
    assert refusal("scanner", "escpos_tcp", PRINTER).code == "device.driver_unknown"
    assert refusal("camera", "wedge", {}).code == "device.role_unknown"  # type: ignore[arg-type]


def test_a_driver_that_cannot_run_here_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    raw = next(one for one in devices.drivers("slip_printer") if one.name == "escpos_raw_queue")
    if raw.is_usable():
        pytest.skip("this system prints without programs on the path")
    assert refusal("slip_printer", "escpos_raw_queue", {"queue": "q"}).code == "device.driver_not_usable"


def test_two_drivers_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match="escpos_tcp"):
        driver("slip_printer", "escpos_tcp", settings=object)(EscposTcpPrinter)


@dataclass(frozen=True)
class Sample:
    address: HostPort = field(metadata=host_port(9100))
    count: int = field(default=5, metadata=number(1, 9))
    way: str = field(default="a", metadata=choice(("a", "b")))
    note: str = field(default="", metadata=text())


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("printer.local", HostPort("printer.local", 9100)),
        (" 192.0.2.7:9101 ", HostPort("192.0.2.7", 9101)),
        ("[2001:db8::7]:9102", HostPort("2001:db8::7", 9102)),
        ("2001:db8::7", HostPort("2001:db8::7", 9100)),
        (HostPort("::1", 1), HostPort("::1", 1)),
    ],
)
def test_addresses_are_read_as_people_write_them(written: object, address: HostPort) -> None:
    assert read_settings(Sample, {"address": written}).address == address
    assert read_settings(Sample, {"address": str(address)}).address == address


def test_numbers_may_come_as_text_and_words_are_composed() -> None:
    settings = read_settings(Sample, {"address": "p", "count": " 7 ", "note": "Quâ\u0300y"})
    assert settings == Sample(HostPort("p", 9100), 7, "a", "Quầy")


@given(
    st.dictionaries(
        st.sampled_from(["address", "count", "way", "note", "x"]), st.none() | st.text() | st.integers()
    )
)
def test_whatever_was_stored_is_read_or_refused_with_a_code(values: dict[str, object]) -> None:
    settings, code = None, ""
    try:
        settings = read_settings(Sample, values)
    except DomainError as refused:
        code = refused.code
    assert settings is not None or code.startswith("device.setting_")
    assert settings is None or (1 <= settings.count <= 9 and settings.way in ("a", "b"))


def test_the_settings_screen_learns_every_field() -> None:
    (_, printer) = devices.drivers("slip_printer")
    fields = {one.name: one for one in printer.fields}
    address = fields["address"]
    assert (address.kind, address.required, address.default_port) == ("host_port", True, 9100)
    speed = fields["speed_mm_s"]
    assert (speed.kind, speed.default, speed.low, speed.high) == ("int", 100, 20, 500)
    assert fields["cut"].choices == ("partial", "full", "none")
    assert fields["cut"].choice_key("full") == "device.choice.cut.full"


def test_importing_devices_loads_no_device_library_and_no_qt() -> None:
    code = (
        "import sys, counter_app.devices, counter_app.devices.simulators\n"
        "heavy = ('escpos', 'PySide6', 'PIL', 'pypdfium2', 'serial', 'usb', 'cv2', 'numpy', 'zxingcpp')\n"
        "print([name for name in sys.modules if name.split('.')[0] in heavy])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
