"""``simulate printer``: its arguments, and what the program does until it is ended.

The first line on standard output is JSON and tells the ports; every later line is JSON news.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from counter_app.devices.simulators.foreground import (
    DONE,
    News,
    Orders,
    add_common_arguments,
    cannot_listen,
    vietnamese,
)
from counter_app.devices.simulators.paper import Receipt
from counter_app.devices.simulators.printer import PrinterSimulator
from counter_app.devices.simulators.printer_state import switch_names
from counter_app.i18n import Wording


def add_printer_arguments(parser: argparse.ArgumentParser, words: Wording | None = None) -> None:
    """Add the printer's arguments; ``words`` gives the language of the help (Vietnamese when not given)."""
    say = words or vietnamese()
    add_common_arguments(parser, say, port=9100)
    parser.add_argument(
        "--paper-dir", type=Path, default=None, metavar="DIR", help=say.text("device.simulator.paper_dir")
    )
    parser.add_argument("--width-dots", type=int, default=576, help=say.text("device.simulator.width_dots"))
    parser.add_argument("--speed-mm-s", type=float, default=150.0, help=say.text("device.simulator.speed"))
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        choices=[name for name in switch_names() if name not in ("answer_delay_s", "cut_line_after")],
        help=say.text("device.simulator.fault"),
    )
    parser.add_argument(
        "--paper-left-mm", type=float, default=None, help=say.text("device.simulator.paper_left")
    )


def printer_from_arguments(arguments: argparse.Namespace) -> int:
    """Run the printer with parsed arguments; returns the exit code."""
    return run_printer(
        arguments.port,
        arguments.paper_dir,
        host=arguments.host,
        control_port=arguments.control_port,
        width_dots=arguments.width_dots,
        speed_mm_s=arguments.speed_mm_s,
        faults=tuple(arguments.fault),
        paper_left_mm=arguments.paper_left_mm,
        read_stdin=arguments.read_stdin,
    )


def run_printer(
    port: int,
    paper_dir: Path | None,
    *,
    host: str = "127.0.0.1",
    control_port: int | None = None,
    width_dots: int = 576,
    speed_mm_s: float = 150.0,
    faults: tuple[str, ...] = (),
    paper_left_mm: float | None = None,
    read_stdin: bool = True,
) -> int:
    """Be a printer until the input ends or a signal comes; returns 0, or 2 when the port cannot be had.

    Lines of input: JSON orders as on the control port, or ``SWITCH on``, ``SWITCH off``, ``load_paper``,
    ``disconnect``, ``state``, ``quit``.
    """
    news = News()

    def tell(receipt: Receipt, path: Path | None) -> None:
        kept = str(path) if path else None
        news.tell({"event": "receipt", "kind": receipt.kind, "mm": round(receipt.length_mm, 1), "file": kept})

    printer = PrinterSimulator(
        port,
        host=host,
        paper_dir=paper_dir,
        width_dots=width_dots,
        speed_mm_s=speed_mm_s,
        control_port=control_port,
        on_receipt=tell,
    )

    def obey(line: str) -> bool:
        order = _printer_order(line)
        if order is not None:
            news.tell(printer.obey(order))
        return order is not None

    try:
        printer.start()
    except OSError as problem:
        return cannot_listen(news, problem)
    try:
        for name in faults:
            printer.set(name)
        printer.set("paper_left_mm", paper_left_mm)
        started = {
            "simulator": "printer",
            "host": host,
            "port": printer.port,
            "control_port": printer.control_port,
        }
        with Orders(read_stdin=read_stdin) as orders:
            news.tell(started | {"paper_dir": str(paper_dir) if paper_dir else None})
            orders.serve(obey)
    finally:
        printer.stop()
    return DONE


def _printer_order(line: str) -> str | None:
    """A line that a person typed, as JSON."""
    if line.startswith("{"):
        return line
    words = line.split()
    if words == ["quit"]:
        return None
    if words == ["state"]:
        return json.dumps({"get": "state"})
    if len(words) == 2 and words[1] in ("on", "off"):
        return json.dumps({"set": words[0], "on": words[1] == "on"})
    return json.dumps({"do": line})
