"""Readers on a serial line: USB-COM (CDC) guns, USB-to-serial cables, RS-232."""

from __future__ import annotations

import errno
import importlib.util
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from counter_app.devices.registry import driver
from counter_app.devices.scanners.line_run import (
    Backoff,
    Line,
    LineRun,
    LineSetup,
    LineUnavailableError,
    Silence,
)
from counter_app.devices.scanners.lines import ENCODINGS, LineDecoder
from counter_app.devices.scanners.serial_ports import ListPorts, available_ports, meant_port, port_options
from counter_app.devices.scanners.source import OnScan, OnState, ScannerLink
from counter_app.devices.setting_fields import choice, pick, text

if TYPE_CHECKING:
    from serial import Serial

BAUDS: Final = ("9600", "19200", "38400", "57600", "115200", "4800", "2400", "1200")
PARITIES: Final = ("none", "even", "odd")
ENDINGS: Final = ("line", "tab", "pause")

_LISTEN_S: Final = 0.1
_OPEN_WITHIN_S: Final = 3.0
_PIECE: Final = 4096
_LOOK_S: Final = 2.0
_PAUSE_S: Final = 0.3
"""Ends a scan of a gun without terminator; a card takes 20 ms from a USB gun, 150 ms at 9600 baud."""
_STALLED_S: Final = 1.5
_RETRY: Final = Backoff(0.25, 2.0)

_TAKEN: Final = (errno.EBUSY, errno.EAGAIN)
_FORBIDDEN: Final = (errno.EACCES, errno.EPERM)


@dataclass(frozen=True)
class SerialLineSettings:
    """Which port and how it talks; most USB-COM guns do not mind the speed.

    ``port`` is a name (``COM5``, ``/dev/ttyACM0``) or ``usb:vendor:product[:serial number]`` in hexadecimal.
    ``ending``: CR, LF or ETX; TAB as well; or no terminator at all. Always eight data bits.
    """

    port: str = field(metadata=pick(port_options))
    baud: str = field(default=BAUDS[0], metadata=choice(BAUDS))
    parity: str = field(default="none", metadata=choice(PARITIES))
    stop_bits: str = field(default="1", metadata=choice(("1", "2")))
    ending: str = field(default="line", metadata=choice(ENDINGS))
    encoding: str = field(default=ENCODINGS[0], metadata=choice(ENCODINGS))
    name: str = field(default="", metadata=text())


def _utc_now() -> datetime:
    return datetime.now(UTC)


@driver("scanner", "serial", settings=SerialLineSettings)
class SerialLineScanner:
    """Reads lines from a serial port that no other program can open meanwhile; see ``LineRun``.

    A port that is missing, in use or forbidden is tried again every two seconds, for ever; a USB reader is
    found on another port too when the settings name its USB numbers.
    """

    def __init__(
        self,
        settings: SerialLineSettings,
        now: Callable[[], datetime] = _utc_now,
        backoff: Backoff = _RETRY,
        ports: ListPorts = available_ports,
        stalled_s: float = _STALLED_S,
    ) -> None:
        self._settings = settings
        self._now = now
        self._backoff = backoff
        self._ports = ports
        self._stalled_s = stalled_s
        self._run: LineRun | None = None

    @staticmethod
    def is_usable() -> bool:
        """pyserial is one of the program's own libraries and knows the ports of every platform."""
        return importlib.util.find_spec("serial") is not None

    @property
    def name(self) -> str:
        """The name given in the settings, or the port."""
        return self._settings.name or self._settings.port

    def start(self, on_scan: OnScan, on_state: OnState) -> None:
        """Begin to read; a reader that runs already is stopped first."""
        self.stop()
        settings = self._settings
        silence = Silence(_PAUSE_S, True) if settings.ending == "pause" else Silence(self._stalled_s, False)
        also = b"\t" if settings.ending == "tab" else b""
        setup = LineSetup(
            settings.port,
            "serial",
            self._open,
            _OPEN_WITHIN_S,
            partial(LineDecoder, also, settings.encoding),
            self._now,
            self._backoff,
            silence,
        )
        self._run = LineRun(setup, on_scan, on_state)
        self._run.start()

    def stop(self) -> None:
        """End reading and give the port back."""
        run, self._run = self._run, None
        if run is not None:
            run.stop()

    @contextmanager
    def _open(self) -> Iterator[Line]:
        ports = self._ports()
        port = meant_port(self._settings.port, ports)
        with _opened(port.device, self._settings) as line:
            yield _SerialLine(line, self._ports if port in ports else None)


class _SerialLine:
    """An open port. ``ports`` is asked now and then: some drivers go on reading nothing from what is gone."""

    def __init__(self, line: Serial, ports: ListPorts | None) -> None:
        self._line, self._ports = line, ports
        self._looked_at = time.monotonic()

    def read(self) -> bytes:
        with _as_os_errors():
            data: bytes = self._line.read(1)
            if data:
                return data + self._line.read(min(self._line.in_waiting, _PIECE))
        self._look()
        return b""

    def _look(self) -> None:
        now = time.monotonic()
        if self._ports is None or now - self._looked_at < _LOOK_S:
            return
        self._looked_at = now
        if all(port.device != self._line.port for port in self._ports()):
            raise LineUnavailableError(ScannerLink.DISCONNECTED)


def _opened(device: str, settings: SerialLineSettings) -> Serial:
    import serial  # noqa: PLC0415 - loaded when first needed

    parities = {"none": serial.PARITY_NONE, "even": serial.PARITY_EVEN, "odd": serial.PARITY_ODD}
    line = serial.Serial()
    line.port, line.baudrate, line.parity = device, int(settings.baud), parities[settings.parity]
    line.stopbits = serial.STOPBITS_TWO if settings.stop_bits == "2" else serial.STOPBITS_ONE
    line.timeout, line.exclusive = _LISTEN_S, True
    try:
        with _as_os_errors():
            line.open()
    except OSError as problem:
        raise LineUnavailableError(_link_of(problem)) from problem
    return line


@contextmanager
def _as_os_errors() -> Iterator[None]:
    """pyserial lets the errors of the POSIX terminal interface through, which are no ``OSError``."""
    try:
        yield
    except OSError:
        raise
    except Exception as problem:
        if type(problem).__module__ != "termios":
            raise
        raise OSError(*problem.args) from problem


def _link_of(problem: OSError) -> ScannerLink:
    """Why a port could not be opened. On Windows pyserial tells the system's error only in its message."""
    said = str(problem)
    if problem.errno in _FORBIDDEN:
        return ScannerLink.NO_PERMISSION
    # Windows refuses a second opener with "access denied"; it knows no permissions on ports.
    if problem.errno in _TAKEN or "PermissionError(" in said:
        return ScannerLink.IN_USE
    return ScannerLink.DISCONNECTED
