"""``simulate vneid``: the simulated national e-ID service, its arguments and its orders.

The first line on standard output is JSON and tells the address; every later line is JSON news.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from counter_app.central.simulators.vneid.conditions import Conditions, Mode
from counter_app.central.simulators.vneid.people import People, Person, read_people
from counter_app.central.simulators.vneid.server import (
    CLIENT_ID,
    CLIENT_SECRET,
    VneidSimulator,
    known_people,
)
from counter_app.devices.simulators.foreground import DONE, News, Orders, cannot_listen
from counter_app.domain.errors import DomainError

_REFUSED = 2


def add_vneid_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9300, help="0 takes a free port")
    parser.add_argument("--people", type=Path, metavar="FILE", help="people to know besides, a JSON list")
    parser.add_argument("--seed", type=int, default=1, help="another number, another population")
    parser.add_argument("--list", action="store_true", help="print the people, one a line, and end")
    parser.add_argument("--latency-ms", type=float, default=180.0, help="the middle one of the answers")
    parser.add_argument("--fail-rate", type=float, default=0.0, help="share of look-ups that fail, 0 to 1")
    parser.add_argument("--down", action="store_true", help="begin as a service that is down")
    parser.add_argument("--client-id", default=CLIENT_ID)
    parser.add_argument("--client-secret", default=CLIENT_SECRET, help="of invented people, so no secret")
    parser.add_argument("--no-stdin", dest="read_stdin", action="store_false", help="only a signal ends it")


def vneid_from_arguments(options: argparse.Namespace) -> int:
    """Run until standard input ends or a signal comes.

    Orders: a mode (``up``, ``down``, ``silent``, ``maintenance``, ``quota``), ``latency MS``, ``fail RATE``,
    ``list``, ``state``, ``quit``; or ``POST /control`` with JSON. 2 when the port cannot be had.
    """
    news = News()
    conditions = Conditions()
    try:
        people = [*known_people(options.seed), *(read_people(options.people) if options.people else ())]
        conditions.change(latency_ms=options.latency_ms, fail_rate=options.fail_rate)
    except DomainError as error:
        news.tell({"event": "refused", "error": error.code, **error.params})
        return _REFUSED
    if options.down:
        conditions.change(mode=Mode.DOWN)
    if options.list:
        show_people(people, news)
        return DONE
    simulator = VneidSimulator(
        People(people),
        conditions,
        host=options.host,
        port=options.port,
        client_id=options.client_id,
        client_secret=options.client_secret,
        seed=options.seed,
    )
    try:
        simulator.start()
    except OSError as problem:
        return cannot_listen(news, problem)
    try:
        with Orders(read_stdin=options.read_stdin) as orders:
            news.tell({"simulator": "vneid", "url": simulator.url, "people": len(simulator.service.people)})
            orders.serve(lambda line: _obey(line, simulator, news))
    finally:
        simulator.stop()
    return DONE


def show_people(people: Iterable[Person], news: News) -> None:
    """One JSON object a line."""
    for person in people:
        news.tell(asdict(person))


def _obey(line: str, simulator: VneidSimulator, news: News) -> bool:
    word, _, value = line.partition(" ")
    if word == "quit":
        return False
    if word == "list":
        show_people(simulator.service.people, news)
        return True
    try:
        _change(simulator.conditions, word, value)
    except DomainError as error:
        news.tell({"event": "refused", "error": error.code, **error.params})
    else:
        news.tell({**simulator.conditions.plain(), "asked": simulator.service.asked})
    return True


def _change(conditions: Conditions, word: str, value: str) -> None:
    match word:
        case "state":
            return
        case "latency":
            conditions.change(latency_ms=_number(value))
        case "fail":
            conditions.change(fail_rate=_number(value))
        case _:
            conditions.change(mode=word)


def _number(text: str) -> float | str:
    """The number, or the text as it is, which no condition takes."""
    try:
        return float(text)
    except ValueError:
        return text
