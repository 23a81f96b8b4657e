"""Connects the window of the virtual devices with the simulators' control ports."""

from __future__ import annotations

import argparse
import json
import logging
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

from counter_app.bootstrap.paper_code import code_reader
from counter_app.devices.setting_fields import HostPort
from counter_app.devices.simulators.cards import sample_cards
from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.ui.shared.tokens import THEMES
from counter_app.ui.simulators.bench_parts import SWITCHES, BenchCard, BenchParts, PrinterNow
from counter_app.ui.simulators.bench_window import run_bench

_WITHIN_S: Final = 3.0
_LONGEST: Final = 64 * 1024
_log = logging.getLogger(__name__)


class ControlLine:
    """Gives orders on a control port: one JSON object a line.

    Every order has its own connection, so that a restart of the simulator does not matter. Raises
    ``DomainError("bench.silent")`` when nobody answers within ``within_s``, ``("bench.refused")`` when the
    order is not taken. Slow when nobody answers: not for the GUI thread.
    """

    def __init__(self, address: HostPort, *, within_s: float = _WITHIN_S) -> None:
        self._address, self._within_s = address, within_s

    def order(self, order: dict[str, object]) -> dict[str, object]:
        """Give one order; returns the answer."""
        try:
            with socket.create_connection((self._address.host, self._address.port), self._within_s) as line:
                line.sendall(json.dumps(order, ensure_ascii=False).encode() + b"\n")
                with line.makefile("rb") as answers:
                    answer = json.loads(answers.readline(_LONGEST))
        except (OSError, ValueError) as problem:
            raise DomainError("bench.silent") from problem
        if not isinstance(answer, dict) or answer.get("ok") is not True:
            _log.warning("order %s refused: %s", sorted(order), answer)
            raise DomainError("bench.refused")
        return answer


class VirtualPrinter:
    """The printer simulator's switches; fills the role ``PrinterBench``."""

    def __init__(self, line: ControlLine) -> None:
        self._line = line

    def set(self, name: str, on: bool) -> PrinterNow:
        """Turn a switch."""
        return _printer_now(self._line.order({"set": name, "on": on}))

    def state(self) -> PrinterNow:
        """What is so now."""
        return _printer_now(self._line.order({"get": "state"}))


class VirtualScanner:
    """The scanner simulator; fills the role ``ScannerBench``."""

    def __init__(self, line: ControlLine) -> None:
        self._line = line

    def send(self, text: str) -> int:
        """Scan a text; how many counters it reached."""
        return _count(self._line.order({"send": text}), "sent_to")

    def state(self) -> int:
        """How many counters listen."""
        return _count(self._line.order({"get": "state"}), "connections")


class VirtualLine:
    """The relay before the central system; fills the role ``LineBench``."""

    def __init__(self, line: ControlLine) -> None:
        self._line = line

    def is_up(self) -> bool:
        """Whether the cable is in."""
        return self._line.order({"get": "state"}).get("up") is True

    def pull(self) -> None:
        """Pull the cable."""
        self._line.order({"do": "pull"})

    def plug(self) -> None:
        """Plug it in."""
        self._line.order({"do": "plug"})

    def dossiers(self) -> int:
        """How many dossiers the central system behind it holds."""
        return _count(self._line.order({"get": "dossiers"}), "dossiers")


def bench_cards(wording: Wording) -> list[BenchCard]:
    """The sample cards; what the wording has no short name for bears its title."""
    cards = []
    for card in sample_cards():
        key = f"bench.card.{card.id}"
        if wording.has(f"{key}.name"):
            cards.append(BenchCard(wording.text(f"{key}.name"), wording.text(f"{key}.hint"), card.text))
        else:
            title = card.title_vi if wording.language == "vi" else card.title_en
            cards.append(BenchCard(title, "", card.text))
    return cards


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the window's own process."""
    parser.add_argument(
        "--paper-dir", type=Path, required=True, help="where the virtual printer keeps its paper"
    )
    for device in ("printer", "scanner"):
        parser.add_argument(
            f"--{device}", type=_address, required=True, metavar="HOST:PORT", help="control port"
        )
    parser.add_argument("--line", type=_address, metavar="HOST:PORT", help="the relay's control port")
    parser.add_argument("--language", choices=("vi", "en"), default="vi")
    parser.add_argument("--theme", choices=THEMES, default="light")
    parser.add_argument("--scale", type=float, default=1.0)


def bench_parts(options: argparse.Namespace) -> BenchParts:
    """Everything that the window needs, by the arguments of its process."""
    wording = Wording(options.language, resources() / "i18n", strict=False)
    line = VirtualLine(ControlLine(options.line)) if options.line is not None else None
    count: Callable[[], int] | None = line.dossiers if line is not None else None
    return BenchParts(
        wording=wording,
        paper_dir=options.paper_dir,
        printer=VirtualPrinter(ControlLine(options.printer)),
        scanner=VirtualScanner(ControlLine(options.scanner)),
        cards=bench_cards(wording),
        line=line,
        central_count=count,
        read_code=code_reader(),
        theme=options.theme,
        scale=options.scale,
    )


def run(options: argparse.Namespace) -> int:
    """Show the window until it is closed; returns the exit status."""
    return run_bench(bench_parts(options))


def _address(text: str) -> HostPort:
    host, colon, port = text.rpartition(":")
    if not (host and colon and port.isascii() and port.isdigit()):
        raise argparse.ArgumentTypeError(f"HOST:PORT is expected, not {text!r}")
    return HostPort(host, int(port))


def _printer_now(answer: dict[str, object]) -> PrinterNow:
    on = frozenset(name for name in SWITCHES if answer.get(name) is True)
    return PrinterNow(on, answer.get("printing") is True)


def _count(answer: dict[str, object], name: str) -> int:
    value = answer.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise DomainError("bench.refused")
    return value
