"""Runs the central system with uvicorn: one process on one port, TLS in front of it by a reverse proxy."""

from __future__ import annotations

import json
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn

from counter_app.central.app import create_app
from counter_app.central.logs import set_up_logs
from counter_app.central.settings import CentralSettings

Announce = Callable[[str], None]


class AnnouncingServer(uvicorn.Server):
    """A server that says its address once it listens. ``config`` as uvicorn's."""

    def __init__(self, config: uvicorn.Config, announce: Announce) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then announce."""
        await super().startup(sockets)
        if self.started and self.servers and self.servers[0].sockets:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            self._announce(f"http://{f'[{host}]' if ':' in host else host}:{port}")


def make_server(settings: CentralSettings, host: str, port: int, announce: Announce) -> AnnouncingServer:
    """A server of the central system; ``port`` 0 takes a free one. ``run()`` serves until ``should_exit``."""
    config = uvicorn.Config(
        create_app(settings),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=10,
    )
    return AnnouncingServer(config, announce)


def serve(data_dir: Path, host: str = "127.0.0.1", port: int = 8080, *, database_url: str = "") -> int:
    """Serve until SIGTERM or SIGINT; returns the exit code.

    Prints one JSON line with the address on standard output once it listens; logs go to standard error.
    """
    set_up_logs()
    settings = CentralSettings(data_dir, database_url=database_url)
    server = make_server(settings, host, port, _print_address)
    _end_cleanly_on_signals()
    server.run()
    return 0 if server.started else 1


def _print_address(url: str) -> None:
    sys.stdout.write(json.dumps({"event": "listening", "url": url}) + "\n")
    sys.stdout.flush()


def _end_cleanly_on_signals() -> None:
    """Uvicorn raises the signal again after it has ended; by then it has been obeyed."""
    if threading.current_thread() is not threading.main_thread():
        return

    def obeyed(_number: int, _frame: FrameType | None) -> None:
        logging.getLogger(__name__).info("ended")

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, obeyed)
