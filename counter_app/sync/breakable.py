"""A session whose call in hand can be broken off from another thread, however long its answer takes."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection


def _keep_alive() -> Iterator[tuple[int, int, int]]:
    """A line that died without a word is noticed within some ten seconds, by whoever waits on it too."""
    yield socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1
    for name, seconds_or_times in (("TCP_KEEPIDLE", 5), ("TCP_KEEPINTVL", 2), ("TCP_KEEPCNT", 3)):
        option = getattr(socket, name, None)  # where the system knows it
        if option is not None:
            yield socket.IPPROTO_TCP, option, seconds_or_times


_KEEP_ALIVE: Final = tuple(_keep_alive())


class BreakableLine:
    """Knows the socket in use; one call at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self.broken = False

    def hold(self, used: socket.socket | None) -> None:
        """A connection was made; raises ``ConnectionAbortedError`` when that comes too late."""
        with self._lock:
            if self.broken:
                raise ConnectionAbortedError
            self._socket = used
        if used is not None:
            for level, option, value in _KEEP_ALIVE:
                used.setsockopt(level, option, value)

    def break_off(self) -> None:
        """End the call in hand and refuse further ones. From any thread."""
        with self._lock:
            self.broken = True
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    # The base class's: TLS would want to say goodbye first, over a line that may be dead.
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def breakable_session(line: BreakableLine) -> requests.Session:
    """A session that tells ``line`` the socket of each connection that it makes."""
    session = requests.Session()
    for prefix in ("http://", "https://"):
        session.mount(prefix, _Adapter(line))
    return session


class _Adapter(HTTPAdapter):
    def __init__(self, line: BreakableLine) -> None:
        self._pools = _pools_that_tell(line)
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self._use(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **options: Any) -> ProxyManager:
        manager: ProxyManager = super().proxy_manager_for(proxy, **options)
        self._use(manager)
        return manager

    def _use(self, manager: PoolManager) -> None:
        manager.pool_classes_by_scheme = self._pools


def _pools_that_tell(line: BreakableLine) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            line.hold(self.sock)

    class Encrypted(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            line.hold(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": PlainPool, "https": EncryptedPool}
