"""A TCP connection within a time limit that also holds for the look-up of names."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time

from counter_app.devices.setting_fields import HostPort

_Address = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]]


def connect(address: HostPort, within_s: float) -> socket.socket:
    """Connect to the first of a host's addresses that answers; ``OSError`` when none does in time."""
    end = time.monotonic() + within_s
    failure: OSError = TimeoutError(f"{address} was not found in time")
    for family, place in _addresses(address, within_s):
        left = end - time.monotonic()
        if left <= 0:
            break
        line = socket.socket(family, socket.SOCK_STREAM)
        line.settimeout(left)
        try:
            line.connect(place)
        except OSError as problem:
            line.close()
            failure = problem
        else:
            return line
    raise failure


def _addresses(address: HostPort, within_s: float) -> list[_Address]:
    if _is_numeric(address.host):
        return _look_up(address)
    # The system's look-up knows no time limit and may take half a minute when the network is down.
    found: list[_Address] = []
    failures: list[OSError] = []

    def look_up() -> None:
        try:
            found.extend(_look_up(address))
        except OSError as problem:
            failures.append(problem)

    thread = threading.Thread(target=look_up, name="look-up", daemon=True)
    thread.start()
    thread.join(within_s)
    if failures:
        raise failures[0]
    return [] if thread.is_alive() else found


def _look_up(address: HostPort) -> list[_Address]:
    entries = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    return [(family, place) for family, _, _, _, place in entries]


def _is_numeric(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
