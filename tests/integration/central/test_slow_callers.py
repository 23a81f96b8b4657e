"""Callers that take their time, or say too much, hold nobody up."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.fixtures.central import CentralServer, add_office

HEAD = b"POST /v1/journal HTTP/1.1\r\nHost: central\r\nSync-Protocol: 1\r\nContent-Type: application/json\r\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[CentralServer]:
    running = CentralServer(tmp_path)
    add_office(running.database)
    running.settings = replace(running.settings, head_seconds=0.4, body_seconds=0.4, most_connections=20)
    running.start()
    yield running
    running.close()


def connected(server: CentralServer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=20)


def all_of(line: socket.socket) -> bytes:
    """What comes until the server closes."""
    parts = []
    while piece := line.recv(65536):
        parts.append(piece)
    return b"".join(parts)


def others_are_served(server: CentralServer) -> None:
    assert httpx.get(f"{server.url}/health", timeout=20, trust_env=False).status_code == 200


@pytest.mark.parametrize("begun", [b"", b"POST /v1/jour", HEAD], ids=["nothing", "a line", "a head"])
def test_head_that_does_not_come_to_its_end_is_not_waited_for(server: CentralServer, begun: bytes) -> None:
    with connected(server) as line:
        line.sendall(begun)
        assert all_of(line) == b""
    others_are_served(server)


def closed_within(line: socket.socket, seconds: float) -> bool:
    """Whether the server closes while a byte of a head comes now and then."""
    ends = time.monotonic() + seconds
    line.settimeout(0.02)
    while time.monotonic() < ends:
        try:
            line.sendall(b"X")
            if not line.recv(1):
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


def test_head_that_drips_is_not_waited_for(server: CentralServer) -> None:
    with connected(server) as line:
        line.sendall(b"GET /")
        assert closed_within(line, 15)
    others_are_served(server)


def test_body_that_does_not_come_is_told_so(server: CentralServer) -> None:
    with connected(server) as line:
        line.sendall(HEAD + b"Content-Length: 1000\r\n\r\n{")
        answer = all_of(line)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"body.too_slow"' in answer
    others_are_served(server)


def test_large_body_is_refused_before_it_is_sent(server: CentralServer) -> None:
    with connected(server) as line:
        line.sendall(HEAD + b"Content-Length: 2147483648\r\nExpect: 100-continue\r\n\r\n")
        answer = all_of(line)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'"body.too_large"' in answer


def test_endless_head_is_refused(server: CentralServer) -> None:
    with connected(server) as line:
        line.sendall(HEAD + b"X-Long: " + b"x" * 40_000)
        assert all_of(line).startswith(b"HTTP/1.1 400 ")
    others_are_served(server)


def test_connections_beyond_the_limit_are_answered_503_and_room_comes_back(server: CentralServer) -> None:
    idle = [connected(server) for _ in range(25)]
    assert httpx.get(f"{server.url}/health", timeout=20, trust_env=False).status_code == 503
    for line in idle:
        assert all_of(line) == b""
        line.close()
    others_are_served(server)
