"""What a simulator does while it runs in a terminal or under a test: read orders, tell news, end in order."""

from __future__ import annotations

import argparse
import json
import queue
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Final, TextIO

from counter_app.i18n import Wording
from counter_app.paths import resources

_LOOK_S: Final = 0.5
_END: Final = None
DONE: Final = 0
NOT_POSSIBLE: Final = 2


def vietnamese() -> Wording:
    """The language of the help when none is asked for."""
    return Wording("vi", resources() / "i18n")


def add_common_arguments(parser: argparse.ArgumentParser, say: Wording, *, port: int) -> None:
    """Add what every simulator has: ports, and where orders come from."""
    parser.add_argument("--port", type=int, default=port, help=say.text("device.simulator.port"))
    parser.add_argument("--host", default="127.0.0.1", help=say.text("device.simulator.host"))
    parser.add_argument(
        "--control-port", type=int, default=None, help=say.text("device.simulator.control_port")
    )
    parser.add_argument(
        "--no-stdin", dest="read_stdin", action="store_false", help=say.text("device.simulator.no_stdin")
    )


class News:
    """Writes one JSON object a line, from any thread."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._lock = threading.Lock()

    def tell(self, news: Mapping[str, object]) -> None:
        """Write and flush; a reader that went away is no reason to stop printing."""
        line = json.dumps(news, ensure_ascii=False) + "\n"
        try:
            with self._lock:
                self._out.write(line)
                self._out.flush()
        except (BrokenPipeError, ValueError):
            return


def cannot_listen(news: News, problem: OSError) -> int:
    """Tell that the port cannot be had; the exit code for that."""
    news.tell({"event": "cannot_listen", "error": str(problem)})
    return NOT_POSSIBLE


def serve_orders(handle: Callable[[str], bool], *, read_stdin: bool) -> None:
    """Hand each line of standard input to ``handle`` until it returns ``False``.

    Ends as well at the end of the input, at Ctrl-C and at SIGTERM. Without ``read_stdin`` only the signals
    end it. To be called on the main thread.
    """
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    before = {number: signal.signal(number, _ender(lines)) for number in _signals()}
    if read_stdin:
        threading.Thread(target=_read_lines, args=(lines,), name="orders", daemon=True).start()
    try:
        while (line := _next(lines)) is not _END:
            if line.strip() and not handle(line.strip()):
                return
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _signals() -> list[signal.Signals]:
    names = ("SIGINT", "SIGTERM", "SIGBREAK")  # SIGBREAK: Windows only
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


def _ender(lines: queue.SimpleQueue[str | None]) -> Callable[[int, FrameType | None], None]:
    return lambda _number, _frame: lines.put(_END)


def _next(lines: queue.SimpleQueue[str | None]) -> str | None:
    while True:
        try:
            # A limit, because on Windows an unlimited wait is not interrupted by Ctrl-C.
            return lines.get(timeout=_LOOK_S)
        except queue.Empty:
            continue


def _read_lines(lines: queue.SimpleQueue[str | None]) -> None:
    # Unbuffered and apart from sys.stdin, whose lock a thread must not hold while the program ends.
    try:
        with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as stream:
            while line := stream.readline():
                lines.put(line.decode("utf-8", "replace"))
    except (OSError, ValueError):
        pass  # no usable input is the end of the input
    lines.put(_END)
