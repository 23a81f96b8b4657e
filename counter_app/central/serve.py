"""Runs the central system with uvicorn, in one process or several on one port; TLS is the reverse proxy's."""

from __future__ import annotations

import json
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn

from counter_app.central.app import create_app
from counter_app.central.database import connect_database
from counter_app.central.head_timeout import TimedHeads
from counter_app.central.logs import set_up_logs
from counter_app.central.settings import CentralSettings
from counter_app.central.waiting import WaitingRoom

_log = logging.getLogger(__name__)

Announce = Callable[[str], None]

LARGEST_HEAD = 32 * 1024
"""Bytes of a request's line and headers; longer ones are answered 400 by the HTTP layer."""


class AnnouncingServer(uvicorn.Server):
    """A server that says its address once it listens, and lets go who waits for news before it ends."""

    def __init__(self, config: uvicorn.Config, announce: Announce, room: WaitingRoom) -> None:
        super().__init__(config)
        self._announce = announce
        self._room = room

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then announce."""
        await super().startup(sockets)
        if self.started and self.servers and self.servers[0].sockets:
            self._announce(address_of(self.servers[0].sockets[0]))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End every wait, then everything else."""
        self._room.close()
        await super().shutdown(sockets)


def make_server(
    settings: CentralSettings, host: str, port: int, announce: Announce, *, workers: int = 1
) -> AnnouncingServer:
    """A server of the central system; ``port`` 0 takes a free one. ``run()`` serves until ``should_exit``.

    ``workers`` is how many processes share the socket that ``run`` is given.
    """
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=TimedHeads.within(settings.head_seconds),
        ws="none",
        workers=workers,
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=settings.most_connections,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=10,
    )
    return AnnouncingServer(config, announce, app.state.waiting_room)


def serve(settings: CentralSettings, host: str = "127.0.0.1", port: int = 8080, *, workers: int = 1) -> int:
    """Serve until SIGTERM or SIGINT; returns the exit code.

    Prints one JSON line with the address on standard output once every process listens; logs go to standard
    error. Where processes cannot share a socket (Windows), one serves.
    """
    connect_database(settings).close()  # an address that cannot be right is said here
    set_up_logs()
    if workers > 1 and not hasattr(signal, "SIGCHLD"):
        _log.warning("several processes cannot share a port on this system: one serves")
        workers = 1
    if workers > 1:
        from counter_app.central.workers import Workers  # noqa: PLC0415 - it needs multiprocessing

        return Workers(settings, host, port, workers, print_address).run()
    server = make_server(settings, host, port, print_address)
    end_cleanly_on_signals()
    server.run()
    return 0 if server.started else 1


def address_of(listening: socket.socket) -> str:
    """The address under which a socket listens."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def print_address(url: str) -> None:
    """Say on standard output that the server listens."""
    sys.stdout.write(json.dumps({"event": "listening", "url": url}) + "\n")
    sys.stdout.flush()


def end_cleanly_on_signals() -> None:
    """Uvicorn raises the signal again after it has ended; by then it has been obeyed."""
    if threading.current_thread() is not threading.main_thread():
        return

    def obeyed(_number: int, _frame: FrameType | None) -> None:
        _log.info("ended")

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, obeyed)
