"""One HTTPS call on the event loop, with a connection of its own; cancelling it closes the connection.

Look-ups are few: a connection that is kept costs more in stale ones than a handshake does. What is asked and
answered is never logged, nor does any error carry it.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import h11

from counter_app.domain.errors import DomainError

_PIECE: Final = 16 * 1024
_LARGEST_ANSWER: Final = 64 * 1024


class CallError(Exception):
    """No answer came; ``reason`` is one word: ``unreachable``, ``cut``, ``tls`` or ``too_large``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, repr=False)
class HttpAnswer:
    """A whole answer; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class HttpServer:
    """One server and how its certificate is verified.

    Raises ``DomainError("sync.bad_address")``, or ``("sync.insecure_address")`` for plain HTTP to anywhere
    but this machine; ``("central.bad_file", file)`` for a file of authorities that cannot be used.
    """

    def __init__(self, url: str, *, ca_file: str = "", connect: float = 2.0) -> None:
        try:
            parts = urlsplit(url.strip())
            port = parts.port
        except ValueError:
            raise DomainError("sync.bad_address") from None
        encrypted = parts.scheme == "https"
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise DomainError("sync.bad_address")
        if not encrypted and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise DomainError("sync.insecure_address")
        self._host = parts.hostname
        self._port = port or (443 if encrypted else 80)
        self._named = parts.netloc.rpartition("@")[2]
        self._base = parts.path.rstrip("/")
        self._tls = _trusting(ca_file) if encrypted else None
        self._connect = connect

    async def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> HttpAnswer:
        """Send a body and read the answer, whatever its status; raises ``CallError``."""
        reader, writer = await self._connected()
        try:
            return await self._exchange(reader, writer, path, body, headers)
        except ssl.SSLError:
            raise CallError("tls") from None
        except (OSError, EOFError, h11.ProtocolError):
            raise CallError("cut") from None
        finally:
            writer.transport.abort()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            async with asyncio.timeout(self._connect):
                return await asyncio.open_connection(
                    self._host, self._port, ssl=self._tls, limit=_LARGEST_ANSWER
                )
        except ssl.SSLError:
            raise CallError("tls") from None
        except (OSError, TimeoutError):
            raise CallError("unreachable") from None

    async def _exchange(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        path: str,
        body: bytes,
        headers: Mapping[str, str],
    ) -> HttpAnswer:
        connection = h11.Connection(h11.CLIENT)
        sent = {"Host": self._named, "Content-Length": str(len(body)), "Connection": "close", **headers}
        request = h11.Request(method="POST", target=self._base + path, headers=list(sent.items()))
        for event in (request, h11.Data(body), h11.EndOfMessage()):
            writer.write(connection.send(event) or b"")
        await writer.drain()
        return await _answer(connection, reader)


async def _answer(connection: h11.Connection, reader: asyncio.StreamReader) -> HttpAnswer:
    head: h11.Response | None = None
    body = bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(_PIECE))
        elif isinstance(event, h11.Response):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > _LARGEST_ANSWER:
                raise CallError("too_large")
        elif isinstance(event, h11.EndOfMessage):
            break
        elif not isinstance(event, h11.InformationalResponse):
            raise CallError("cut")
    if head is None:
        raise CallError("cut")
    named = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in head.headers}
    return HttpAnswer(head.status_code, named, bytes(body))


def _trusting(ca_file: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except OSError as error:
        raise DomainError("central.bad_file", file=ca_file) from error
