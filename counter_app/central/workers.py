"""Several processes that serve one port: begun, watched, begun again when one dies, ended together.

The processes share nothing but the listening socket and the database: any of them may die at any moment.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import FrameType
from typing import Final

from prometheus_client.multiprocess import mark_process_dead

from counter_app.central.logs import set_up_logs
from counter_app.central.metrics import FOLDER_VARIABLE
from counter_app.central.serve import Announce, address_of, end_cleanly_on_signals, make_server
from counter_app.central.settings import CentralSettings

_log = logging.getLogger(__name__)

_SPAWN: Final = multiprocessing.get_context("spawn")
_READY: Final = b"listening"
_SHORT_LIFE: Final = 5.0
_LONGEST_PAUSE: Final = 10.0
_END_WITHIN: Final = 20.0


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    line: Connection
    began: float
    ready: bool = False


class Workers:
    """``count`` processes on one port; ``announce`` is told the address once all of them listen."""

    def __init__(
        self, settings: CentralSettings, host: str, port: int, count: int, announce: Announce
    ) -> None:
        self._settings = settings
        self._address = (host, port)
        self._count = count
        self._announce = announce
        self._workers: list[_Worker] = []
        self._wake_in, self._wake_out = os.pipe()
        self._ending = False
        self._deaths_in_a_row = 0
        self._begin_at = 0.0

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT; returns the exit code: 1 if a process cannot even begin."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        with _listening(*self._address) as shared, _metrics_folder():
            try:
                for _ in range(self._count):
                    self._begin(shared)
                begun = self._until_all_listen()
                if begun and not self._ending:
                    self._announce(address_of(shared))
                while begun and not self._ending:
                    self._watch_over(shared)
            finally:
                self._end_all()
        _log.info("ended")
        return 0 if begun else 1

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self._ending = True
        os.write(self._wake_out, b".")

    # --- processes -------------------------------------------------------------------------------

    def _begin(self, shared: socket.socket) -> None:
        here, there = _SPAWN.Pipe()
        arguments = (self._settings, shared, there, self._count)
        process = _SPAWN.Process(target=work, args=arguments, name="central-worker")
        process.start()
        there.close()
        self._workers.append(_Worker(process, here, time.monotonic()))

    def _until_all_listen(self) -> bool:
        """Whether all processes came to listen; one that dies before means that none can."""
        while not self._ending:
            waiting = [worker for worker in self._workers if not worker.ready]
            if not waiting:
                return True
            wait([self._wake_in, *(worker.line for worker in waiting)])
            for worker in waiting:
                if worker.line.poll() and not _said_ready(worker):
                    _log.error("a process cannot begin")
                    return False
        return True

    def _watch_over(self, shared: socket.socket) -> None:
        """Wait until something happens, and put another process in the place of one that died."""
        missing = self._count - len(self._workers)
        now = time.monotonic()
        if missing and now >= self._begin_at:
            self._begin(shared)
            return
        until = max(0.0, self._begin_at - now) if missing else None
        wait([self._wake_in, *(worker.line for worker in self._workers)], until)
        for worker in list(self._workers):
            if worker.line.poll() and not _said_ready(worker):
                self._bury(worker)

    def _bury(self, worker: _Worker) -> None:
        worker.process.join()
        worker.line.close()
        self._workers.remove(worker)
        lived = time.monotonic() - worker.began
        self._deaths_in_a_row = self._deaths_in_a_row + 1 if lived < _SHORT_LIFE else 0
        pause = min(_LONGEST_PAUSE, 0.5 * 2.0 ** min(self._deaths_in_a_row, 10))
        self._begin_at = time.monotonic() + (pause if self._deaths_in_a_row else 0.0)
        fields = {"died": worker.process.pid, "exitcode": worker.process.exitcode, "lived_s": round(lived)}
        _log.error("a process died; another takes its place", extra={"fields": fields})
        if worker.process.pid is not None:
            mark_process_dead(worker.process.pid)  # type: ignore[no-untyped-call]

    def _end_all(self) -> None:
        for worker in self._workers:
            if worker.process.is_alive():
                worker.process.terminate()
        ends = time.monotonic() + _END_WITHIN
        for worker in self._workers:
            worker.process.join(max(0.0, ends - time.monotonic()))
            if worker.process.is_alive():
                _log.error("a process does not end and is killed")
                worker.process.kill()
                worker.process.join()
            worker.line.close()
        os.close(self._wake_in)
        os.close(self._wake_out)


def work(settings: CentralSettings, shared: socket.socket, line: Connection, count: int) -> None:
    """One process of several: serves the shared socket until it is told to end, or its parent is gone."""
    set_up_logs()
    server = make_server(settings, "", 0, lambda _url: line.send_bytes(_READY), workers=count)
    end_cleanly_on_signals()

    def end() -> None:
        server.should_exit = True

    threading.Thread(target=_when_closed, args=(line, end), name="parent", daemon=True).start()
    server.run(sockets=[shared])


def _when_closed(line: Connection, then: Callable[[], None]) -> None:
    """Nothing is ever said by the parent: whatever comes is the end of it."""
    try:
        line.poll(None)
    except OSError:
        _log.debug("the line to the parent is closed")
    then()


def _said_ready(worker: _Worker) -> bool:
    try:
        worker.ready = worker.line.recv_bytes() == _READY
    except (EOFError, OSError):
        return False
    return worker.ready


def _listening(host: str, port: int) -> socket.socket:
    """The socket that all share; bound once, so that port 0 is one port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    shared = socket.socket(family, socket.SOCK_STREAM)
    shared.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    shared.bind((host, port))
    return shared


@contextmanager
def _metrics_folder() -> Iterator[None]:
    """A folder in which the processes put their counts, as long as the server lives."""
    with tempfile.TemporaryDirectory(prefix="quay-mot-cua-metrics-") as folder:
        os.environ[FOLDER_VARIABLE] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER_VARIABLE]
