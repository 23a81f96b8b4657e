"""The serial ports of this machine, and which of them a setting means; pyserial is loaded when asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from counter_app.devices.scanners.line_run import LineUnavailableError
from counter_app.devices.scanners.source import ScannerLink
from counter_app.devices.setting_fields import Option

_USB: Final = re.compile(r"usb:([0-9a-f]{4}):([0-9a-f]{4})(?::(.+))?", re.IGNORECASE)


@dataclass(frozen=True)
class SerialPort:
    """A port as the system lists it: ``device`` is what is opened; USB ports have numbers."""

    device: str
    description: str = ""
    vendor: int | None = None
    product: int | None = None
    serial_number: str = ""

    @property
    def identity(self) -> str:
        """What a setting says to find it again under whatever name: its USB numbers, else its name."""
        if self.vendor is None or self.product is None:
            return self.device
        numbers = f"usb:{self.vendor:04x}:{self.product:04x}"
        return f"{numbers}:{self.serial_number}" if self.serial_number else numbers


ListPorts = Callable[[], Sequence[SerialPort]]


def available_ports() -> tuple[SerialPort, ...]:
    """The ports that are there now, USB ones first; a few milliseconds."""
    from serial.tools import list_ports  # noqa: PLC0415 - loaded when first needed

    found = [
        SerialPort(
            device=entry.device,
            description=_said(entry.description),
            vendor=entry.vid,
            product=entry.pid,
            serial_number=(entry.serial_number or "").strip(),
        )
        for entry in list_ports.comports()
    ]
    return tuple(sorted(found, key=lambda port: (port.vendor is None, port.device)))


def port_options() -> tuple[Option, ...]:
    """What the settings screen offers: USB readers by their numbers, which hold on another port too."""
    return tuple(
        Option(port.identity, f"{port.device} · {port.description}" if port.description else port.device)
        for port in available_ports()
    )


def meant_port(setting: str, ports: Sequence[SerialPort]) -> SerialPort:
    """The port that ``setting`` means: a name, or ``usb:vendor:product``, with a serial number if known.

    A reader that was exchanged for another one of the same model is taken too, if it is the only one. A name
    that is not listed is taken as it stands. Raises ``LineUnavailableError`` when there is none or several.
    """
    numbers = _USB.fullmatch(setting)
    if numbers is None:
        listed = (port for port in ports if port.device.casefold() == setting.casefold())
        return next(listed, SerialPort(setting))
    vendor, product, serial = int(numbers[1], 16), int(numbers[2], 16), (numbers[3] or "").casefold()
    model = [port for port in ports if (port.vendor, port.product) == (vendor, product)]
    same = [port for port in model if serial and port.serial_number.casefold() == serial] or model
    if not same:
        raise LineUnavailableError(ScannerLink.DISCONNECTED)
    if len(same) > 1:
        raise LineUnavailableError(ScannerLink.SEVERAL)
    return same[0]


def _said(description: str | None) -> str:
    return "" if description in (None, "n/a") else str(description).strip()
