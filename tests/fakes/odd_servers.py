"""Servers that do what networks do: answer nonsense, answer nothing, or break off in the middle."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Handler = Callable[[socket.socket], None]


class SocketServer:
    """Accepts connections on loopback and hands each to ``handler``, which may be changed at any time."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._closed = False
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Close the port and every connection."""
        self._closed = True
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.drop_all()

    def drop_all(self) -> None:
        """Cut every connection."""
        with self._lock:
            waiting = list(self._open)
        for connection in waiting:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self._closed:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self._open.add(connection)
            threading.Thread(target=self._handle, args=(connection,), daemon=True).start()

    def _handle(self, connection: socket.socket) -> None:
        try:
            with connection, contextlib.suppress(OSError):
                self.handler(connection)
        finally:
            with self._lock:
                self._open.discard(connection)


@contextmanager
def serving(handler: Handler) -> Iterator[SocketServer]:
    """A server for the length of a block."""
    server = SocketServer(handler)
    try:
        yield server
    finally:
        server.close()


def read_request(connection: socket.socket) -> bytes:
    """One request's head and body; empty when the caller is gone."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        piece = connection.recv(65536)
        if not piece:
            return b""
        body += piece
    return head + b"\r\n\r\n" + body


def answering(status: str, content_type: str, body: bytes, *, claimed: int | None = None) -> Handler:
    """Gives every request the same answer; ``claimed`` is a ``Content-Length`` that may not be true."""

    def handle(connection: socket.socket) -> None:
        while read_request(connection):
            head = (
                f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n"
                f"Content-Length: {len(body) if claimed is None else claimed}\r\n\r\n"
            )
            connection.sendall(head.encode() + body)
            if claimed is not None:
                return

    return handle


def silent(connection: socket.socket) -> None:
    """Takes the request and never answers."""
    while read_request(connection):
        pass


class CuttingProxy:
    """Passes calls on to a real server; cuts the answers to some requests after ``keep`` bytes.

    ``cut_next`` arms it: the next ``times`` answers to a request that contains ``request`` are cut, after the
    real server answered, so after whatever it committed.
    """

    def __init__(self, port: int, keep: int = 40) -> None:
        self._port = port
        self._keep = keep
        self._armed = 0
        self._request = b""
        self.cuts = threading.Semaphore(0)
        self._server = SocketServer(self._pass)

    @property
    def url(self) -> str:
        return self._server.url

    def cut_next(self, request: bytes, times: int) -> None:
        self._request, self._armed = request, times

    def close(self) -> None:
        self._server.close()

    def _pass(self, client: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", self._port), timeout=20) as server:
            watch = selectors.DefaultSelector()
            watch.register(client, selectors.EVENT_READ, server)
            watch.register(server, selectors.EVENT_READ, client)
            cut_here = False
            while True:
                for key, _ in watch.select(timeout=20):
                    source, target = key.fileobj, key.data
                    assert isinstance(source, socket.socket)
                    data = source.recv(65536)
                    if not data:
                        return
                    if source is client:
                        cut_here = cut_here or (self._armed > 0 and self._request in data)
                    elif cut_here:
                        self._armed -= 1
                        client.sendall(data[: self._keep])
                        self.cuts.release()
                        return
                    target.sendall(data)
