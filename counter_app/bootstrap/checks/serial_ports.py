"""The serial ports of this machine, and whether this account may use them."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from counter_app.bootstrap.checks.row import Check, found
from counter_app.bootstrap.checks.situation import Situation
from counter_app.devices.scanners.serial_ports import SerialPort, available_ports

_USUAL_GROUP: Final = "dialout"
_MOST_NAMED: Final = 4


def check_serial_ports(
    _situation: Situation, ports: Callable[[], Sequence[SerialPort]] = available_ports
) -> Iterator[Check]:
    """One row; a port that only others may open counts when it is a USB one, as readers are."""
    if importlib.util.find_spec("serial") is None:
        return
    there = ports()
    here = [port for port in there if port.vendor is not None] or there
    if not here:
        yield found("serial_ports", "none")
        return
    named = ", ".join(port.device for port in here[:_MOST_NAMED])
    forbidden = [port for port in here if port.vendor is not None and not _may_open(port.device)]
    if forbidden:
        yield found("serial_ports", "no_permission", ports=named, group=_group_of(forbidden[0].device))
    else:
        yield found("serial_ports", "found", ports=named)


def _may_open(device: str) -> bool:
    """Windows knows no permissions on ports, and its ports are no files."""
    return not Path(device).exists() or os.access(device, os.R_OK | os.W_OK)


def _group_of(device: str) -> str:
    """The group that may use a port: ``dialout`` on Debian and Ubuntu, ``uucp`` elsewhere."""
    try:
        return Path(device).group()
    except (OSError, KeyError, NotImplementedError):
        return _USUAL_GROUP
