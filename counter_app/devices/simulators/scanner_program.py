"""``simulate scanner``: its arguments, and what the program does until it is ended.

It is a reader on a TCP port, or with ``--serial`` a gun on a serial port that the system makes up. The first
line on standard output is JSON and tells the port; every later line is JSON news. The list of
sample cards, which a person is to read, goes to standard error.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Protocol

from counter_app.devices.simulators.cards import SampleCard, sample_cards
from counter_app.devices.simulators.control import Reply
from counter_app.devices.simulators.foreground import (
    DONE,
    News,
    Orders,
    add_common_arguments,
    cannot_listen,
    vietnamese,
)
from counter_app.devices.simulators.scanner import ScannerSimulator
from counter_app.devices.simulators.serial_gun import SerialGun, is_possible
from counter_app.i18n import Wording

_NOBODY_CAME: Final = 1
_LOOK_S: Final = 0.2


def add_scanner_arguments(parser: argparse.ArgumentParser, words: Wording | None = None) -> None:
    """Add the scanner's arguments; ``words`` as for the printer."""
    say = words or vietnamese()
    add_common_arguments(parser, say, port=9200)
    parser.add_argument("--send", default=None, metavar="TEXT", help=say.text("device.simulator.send"))
    parser.add_argument(
        "--card",
        default=None,
        choices=[card.id for card in sample_cards()],
        help=say.text("device.simulator.card"),
    )
    parser.add_argument("--wait", type=float, default=30.0, help=say.text("device.simulator.wait"))
    parser.add_argument("--serial", action="store_true", help=say.text("device.simulator.serial"))
    parser.add_argument(
        "--link", type=Path, default=None, metavar="PATH", help=say.text("device.simulator.link")
    )
    parser.add_argument("--baud", type=int, default=None, help=say.text("device.simulator.baud"))


def scanner_from_arguments(arguments: argparse.Namespace) -> int:
    """Run the scanner with parsed arguments; returns the exit code."""
    card = next((one for one in sample_cards() if one.id == arguments.card), None)
    send = card.text if card else arguments.send
    if arguments.serial:
        return run_serial_gun(
            link=arguments.link,
            baud=arguments.baud,
            send=send,
            wait_s=arguments.wait,
            read_stdin=arguments.read_stdin,
        )
    return run_scanner(
        arguments.port,
        host=arguments.host,
        control_port=arguments.control_port,
        send=send,
        wait_s=arguments.wait,
        read_stdin=arguments.read_stdin,
    )


class Reader(Protocol):
    """A simulated reader, on whatever line."""

    def start(self) -> None:
        """Be there; an ``OSError`` if the line cannot be had."""
        ...

    def stop(self) -> None:
        """Go away."""
        ...

    def wait_for_counter(self, within_s: float = 5.0) -> bool:
        """Wait until a counter listens."""
        ...

    def send(self, text: str) -> int:
        """Scan; how many listened."""
        ...

    def obey(self, line: str) -> Reply:
        """Do one JSON order."""
        ...


def run_scanner(
    port: int,
    *,
    host: str = "127.0.0.1",
    control_port: int | None = None,
    send: str | None = None,
    wait_s: float = 30.0,
    read_stdin: bool = True,
) -> int:
    """Be a scanner until the input ends or a signal comes.

    With ``send`` it waits up to ``wait_s`` for a counter, scans that text once and ends: 0, or 1 when
    nobody came. Lines of input: the number or id of a sample card, ``list``, ``disconnect``, ``state``,
    ``quit``, a JSON order, or any other text, which is scanned as it stands. Returns 2 when the port cannot
    be had.
    """
    scanner = ScannerSimulator(port, host=host, control_port=control_port)

    def started() -> Mapping[str, object]:
        return {
            "simulator": "scanner",
            "host": host,
            "port": scanner.port,
            "control_port": scanner.control_port,
        }

    return _run(scanner, started, send, wait_s, read_stdin=read_stdin)


def run_serial_gun(
    *,
    link: Path | None = None,
    baud: int | None = None,
    send: str | None = None,
    wait_s: float = 30.0,
    read_stdin: bool = True,
) -> int:
    """The same as a gun on a serial port, which also takes the lines ``unplug`` and ``plug_in``.

    Returns 2 where there are no pseudo-terminals (Windows), or when ``link`` is taken.
    """
    if not is_possible():
        return cannot_listen(News(), OSError("this system has no pseudo-terminals"))
    gun = SerialGun(link=link, baud=baud)

    def started() -> Mapping[str, object]:
        return {"simulator": "scanner", "serial_port": gun.port, "baud": baud}

    return _run(gun, started, send, wait_s, read_stdin=read_stdin)


def _run(
    reader: Reader,
    started: Callable[[], Mapping[str, object]],
    send: str | None,
    wait_s: float,
    *,
    read_stdin: bool,
) -> int:
    news = News()

    def obey(line: str) -> bool:
        order = _scanner_order(line)
        if order:
            news.tell(reader.obey(order))
        return order is not None

    try:
        reader.start()
    except OSError as problem:
        return cannot_listen(news, problem)
    try:
        with Orders(read_stdin=read_stdin and send is None) as orders:
            news.tell(started())
            if send is not None:
                reached = _send_once(reader, send, wait_s, orders)
                news.tell({"event": "sent", "sent_to": reached})
                return DONE if reached else _NOBODY_CAME
            if read_stdin:
                _show_cards()
            orders.serve(obey)
    finally:
        reader.stop()
    return DONE


def _send_once(scanner: Reader, text: str, wait_s: float, orders: Orders) -> int:
    """Scan as soon as a counter is there; 0 when none came in time or the program is to end."""
    end = time.monotonic() + wait_s
    while not scanner.wait_for_counter(min(_LOOK_S, max(0.0, end - time.monotonic()))):
        if orders.ended or time.monotonic() >= end:
            return 0
    return scanner.send(text)


def _scanner_order(line: str) -> str | None:
    """A line that a person typed, as JSON; empty when there is nothing to do."""
    if line.startswith("{"):
        return line
    if line == "quit":
        return None
    if line == "list":
        _show_cards()
        return ""
    if line == "state":
        return json.dumps({"get": "state"})
    if line in ("disconnect", "unplug", "plug_in"):
        return json.dumps({"do": line})
    card = _chosen(line)
    return json.dumps({"card": card.id} if card else {"send": line})


def _chosen(line: str) -> SampleCard | None:
    cards = sample_cards()
    if line.isascii() and line.isdigit() and 0 < int(line) <= len(cards):
        return cards[int(line) - 1]
    return next((card for card in cards if card.id == line), None)


def _show_cards() -> None:
    for number, card in enumerate(sample_cards(), start=1):
        sys.stderr.write(f"{number:3}  {card.id:24} {card.title_vi}\n")
    sys.stderr.flush()
