"""Whatever answers instead of the central system: it is named, and all goes out once the real one is back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Final

import pytest

from counter_app.bootstrap.enrolment import enrol_station
from counter_app.config import Config
from counter_app.services.sync_ports import LineState
from tests.fakes.odd_servers import CuttingProxy, Handler, answering, silent
from tests.fixtures.central import CentralServer
from tests.fixtures.real_counter import AS_THE_PROGRAM, RealCounter, not_once_at_the_centre

BACK_WITHIN_S: Final = 5.0
"""What the design promises for a line that came back, with the pace of the real program."""


class Line:
    """The only way to the central system; something else may sit at its other end."""

    def __init__(self, central: CentralServer) -> None:
        self.proxy = CuttingProxy(central.port)
        self._through = self.proxy._server.handler

    def lead_to(self, handler: Handler | None) -> None:
        """Lead to ``handler``, or to the real central system; connections that are open are cut."""
        self.proxy._server.handler = handler or self._through
        self.proxy._server.drop_all()


@contextmanager
def a_line(central: CentralServer) -> Iterator[Line]:
    line = Line(central)
    try:
        yield line
    finally:
        line.proxy.close()


@pytest.fixture
def line(central: CentralServer) -> Iterator[Line]:
    with a_line(central) as made:
        yield made


@pytest.fixture
def config(central: CentralServer, line: Line, tmp_path: Path) -> Config:
    """A station that knows the central system by the line's address."""
    config = Config(tmp_path / "station", keys="file")
    enrol_station(config, line.proxy.url, central.code())
    return config


def hang_up(_connection: object) -> None:
    """Close at once."""


ODD: Final = [
    pytest.param(answering("500 Oops", "text/plain", b"oops"), "server_error", id="500"),
    pytest.param(answering("200 OK", "text/html", b"<html>log in</html>"), "not_our_server", id="login page"),
    pytest.param(hang_up, "cut", id="hangs up"),
    pytest.param(
        answering("200 OK", "application/json", b'{"verd', claimed=400),
        "cut",
        id="cut short",
        marks=pytest.mark.prove,
    ),
    pytest.param(silent, "timeout", id="silent", marks=pytest.mark.prove),
]


@pytest.mark.requirement("LC-06")
@pytest.mark.parametrize(("handler", "trouble"), ODD)
def test_what_waited_goes_out_within_seconds_of_the_line_coming_back(
    handler: Handler, trouble: str, config: Config, line: Line, central: CentralServer
) -> None:
    with RealCounter(config, pace=AS_THE_PROGRAM) as counter:
        counter.wait_until_sent()
        line.lead_to(handler)
        received = [counter.receive().code, counter.receive().code]
        counter.wait_for(lambda status: status.trouble == trouble and status.state is LineState.OFFLINE)
        assert counter.pending() == 2

        line.lead_to(None)
        began = monotonic()
        counter.wait_until_sent()
        took = monotonic() - began
        assert not_once_at_the_centre(central, received) == []
    assert took < BACK_WITHIN_S


@pytest.mark.prove
@pytest.mark.requirement("LC-06")
@pytest.mark.parametrize(("handler", "trouble"), ODD)
def test_a_counter_started_without_a_line_sends_once_there_is_one(
    handler: Handler, trouble: str, config: Config, line: Line, central: CentralServer
) -> None:
    with RealCounter(config, pace=AS_THE_PROGRAM) as counter:
        counter.wait_until_sent()
    line.lead_to(handler)
    with RealCounter(config, pace=AS_THE_PROGRAM) as counter:
        received = [counter.receive().code]
        counter.wait_for(lambda status: status.trouble == trouble)
        line.lead_to(None)
        began = monotonic()
        counter.wait_until_sent()
        took = monotonic() - began
        assert not_once_at_the_centre(central, received) == []
    assert took < BACK_WITHIN_S


@pytest.mark.requirement("LC-06")
def test_a_counter_started_while_the_central_system_is_down_sends_when_it_is_up(
    offline_counter: Config, central: CentralServer
) -> None:
    with RealCounter(offline_counter, pace=AS_THE_PROGRAM) as counter:
        received = [counter.receive().code]
        counter.wait_for(lambda status: status.state is LineState.OFFLINE)
        central.start()
        began = monotonic()
        counter.wait_until_sent()
        took = monotonic() - began
        assert not_once_at_the_centre(central, received) == []
    assert took < BACK_WITHIN_S
