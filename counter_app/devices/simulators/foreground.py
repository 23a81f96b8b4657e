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
from typing import Any, Final, Self, TextIO

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


class Orders:
    """Lines of standard input, until its end, Ctrl-C or SIGTERM; a context manager of the main thread.

    Signals are caught from the beginning, so that whoever reads the first news can already end the program.
    Without ``read_stdin`` only signals end it.
    """

    def __init__(self, *, read_stdin: bool) -> None:
        self._read_stdin = read_stdin
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._before: dict[signal.Signals, Any] = {}
        self.ended = False

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._end) for number in _signals()}
        if self._read_stdin:
            threading.Thread(target=_read_lines, args=(self._lines,), name="orders", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def serve(self, handle: Callable[[str], bool]) -> None:
        """Hand each line to ``handle`` until it returns ``False`` or the orders end."""
        while (line := self._next()) is not _END:
            if line.strip() and not handle(line.strip()):
                return

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self.ended = True
        self._lines.put(_END)

    def _next(self) -> str | None:
        while True:
            try:
                # A limit, because on Windows an unlimited wait is not interrupted by Ctrl-C.
                return self._lines.get(timeout=_LOOK_S)
            except queue.Empty:
                continue


def _signals() -> list[signal.Signals]:
    names = ("SIGINT", "SIGTERM", "SIGBREAK")  # SIGBREAK: Windows only
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


def _read_lines(lines: queue.SimpleQueue[str | None]) -> None:
    # Unbuffered and apart from sys.stdin, whose lock a thread must not hold while the program ends.
    try:
        with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as stream:
            while line := stream.readline():
                lines.put(line.decode("utf-8", "replace"))
    except (OSError, ValueError):
        pass  # no usable input is the end of the input
    lines.put(_END)
