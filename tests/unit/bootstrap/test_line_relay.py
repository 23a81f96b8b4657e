"""The cable of the demonstration carries bytes unchanged, and nothing at all when it is pulled."""

from __future__ import annotations

import json
import random
import socket
from collections.abc import Iterator

import pytest

from counter_app.bootstrap.line_relay import LineRelay
from tests.fakes.odd_servers import SocketServer, serving


def echo(connection: socket.socket) -> None:
    while piece := connection.recv(65536):
        connection.sendall(piece)


def last_words(connection: socket.socket) -> None:
    """Answers only when the caller has said all."""
    said = b""
    while piece := connection.recv(65536):
        said += piece
    connection.sendall(b"heard %d" % len(said))


@pytest.fixture
def server() -> Iterator[SocketServer]:
    with serving(echo) as made:
        yield made


@pytest.fixture
def relay(server: SocketServer) -> Iterator[LineRelay]:
    with LineRelay(("127.0.0.1", server.port), control_port=0) as made:
        yield made


def call(relay: LineRelay) -> socket.socket:
    return socket.create_connection(("127.0.0.1", relay.port), timeout=5)


def said_to(line: socket.socket, words: bytes) -> bytes:
    line.sendall(words)
    heard = b""
    while len(heard) < len(words) and (piece := line.recv(65536)):
        heard += piece
    return heard


def is_broken(line: socket.socket) -> bool:
    try:
        return line.recv(1) == b""
    except ConnectionError:
        return True


def test_bytes_come_through_unchanged_both_ways(relay: LineRelay) -> None:
    much = random.Random(7).randbytes(400_000)
    with call(relay) as line:
        line.setblocking(True)
        assert said_to(line, b"xin ch\xc3\xa0o") == b"xin ch\xc3\xa0o"
        for start in range(0, len(much), 40_000):
            assert said_to(line, much[start : start + 40_000]) == much[start : start + 40_000]


def test_the_end_of_what_one_side_says_reaches_the_other_which_may_still_answer(
    server: SocketServer, relay: LineRelay
) -> None:
    server.handler = last_words
    with call(relay) as line:
        line.sendall(b"abc")
        line.shutdown(socket.SHUT_WR)
        assert line.recv(100) == b"heard 3"
        assert is_broken(line)


def test_a_pulled_cable_breaks_running_calls_and_refuses_new_ones(relay: LineRelay) -> None:
    with call(relay) as line:
        assert said_to(line, b"1") == b"1"
        relay.pull()
        assert is_broken(line)
    assert not relay.is_up
    with pytest.raises(OSError):  # noqa: PT011 - refused or reset, as the system likes
        said_to(call(relay), b"2")


def test_a_cable_plugged_in_again_works_on_the_same_port(relay: LineRelay) -> None:
    port = relay.port
    for _ in range(3):
        relay.pull()
        relay.plug()
    assert relay.is_up
    assert relay.port == port
    with call(relay) as line:
        assert said_to(line, b"again") == b"again"


def test_pulling_or_plugging_twice_changes_nothing(relay: LineRelay) -> None:
    relay.plug()
    with call(relay) as line:
        assert said_to(line, b"1") == b"1"
    relay.pull()
    relay.pull()
    assert not relay.is_up


def test_a_caller_is_told_when_the_central_system_is_away(server: SocketServer, relay: LineRelay) -> None:
    server.close()
    with call(relay) as line:
        assert is_broken(line)


def test_calls_do_not_wait_for_each_other(relay: LineRelay) -> None:
    with call(relay) as first, call(relay) as second:
        assert said_to(second, b"second") == b"second"
        assert said_to(first, b"first") == b"first"


def test_it_ends_with_calls_still_open(server: SocketServer) -> None:
    with LineRelay(("127.0.0.1", server.port)) as relay:
        line = call(relay)
        assert said_to(line, b"1") == b"1"
    with line:
        assert is_broken(line)


def test_a_taken_port_is_an_error_and_leaves_nothing_behind(server: SocketServer) -> None:
    with pytest.raises(OSError):  # noqa: PT011 - the system's own words
        LineRelay(("127.0.0.1", server.port), port=server.port).start()
    with LineRelay(("127.0.0.1", server.port)) as relay, pytest.raises(OSError):  # noqa: PT011
        LineRelay(("127.0.0.1", server.port), control_port=relay.port).start()


def ordered(relay: LineRelay, order: object) -> dict[str, object]:
    assert relay.control_port is not None
    with socket.create_connection(("127.0.0.1", relay.control_port), timeout=5) as line:
        line.sendall(json.dumps(order).encode() + b"\n")
        with line.makefile() as answers:
            answer = json.loads(answers.readline())
    assert isinstance(answer, dict)
    return answer


def test_the_control_port_pulls_and_plugs_and_tells(relay: LineRelay) -> None:
    assert ordered(relay, {"get": "state"}) == {"ok": True, "up": True}
    assert ordered(relay, {"do": "pull"}) == {"ok": True, "up": False}
    assert ordered(relay, {"do": "plug"}) == {"ok": True, "up": True}
    assert ordered(relay, {"do": "dance"})["ok"] is False
    assert ordered(relay, {"get": "dossiers"})["ok"] is False


def test_the_control_port_tells_the_dossiers_of_the_central_system(server: SocketServer) -> None:
    with LineRelay(("127.0.0.1", server.port), control_port=0, count=lambda: 12) as relay:
        assert ordered(relay, {"get": "dossiers"}) == {"ok": True, "dossiers": 12}


def test_a_port_that_somebody_took_meanwhile_is_told_not_raised(relay: LineRelay) -> None:
    relay.pull()
    with socket.create_server(("127.0.0.1", relay.port)):
        assert ordered(relay, {"do": "plug"})["ok"] is False
        with pytest.raises(OSError):  # noqa: PT011 - the system's own words
            relay.plug()
    assert not relay.is_up
