"""HTTP calls of uploads: bodies that are given out slowly, answers without a body, little in flight."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import Final, Protocol

import requests
from urllib3.exceptions import HTTPError

from counter_app.sync.breakable import BreakableLine, breakable_session
from counter_app.sync.chunk_body import ChunkBody
from counter_app.sync.http_calls import Answer, server_address, trouble_of, trusted_certificates
from counter_app.sync.link import LinkError
from counter_app.sync.wire import PROTOCOL, PROTOCOL_HEADER

_SEND_BUFFER: Final = 16 * 1024
"""Bytes that the system may take before the line does: what is in it stands before any entry."""
_CONNECT: Final = 10.0
_READ: Final = 60.0
"""A last chunk is answered once the whole file was read again and verified."""
_LARGEST_ANSWER: Final = 64 * 1024


class UploadCaller(Protocol):
    """Makes calls to one server."""

    def call(
        self, method: str, path: str, headers: Mapping[str, str], body: ChunkBody | None = None
    ) -> Answer:
        """Make one call, never twice by itself. Raises ``LinkError``; ``BrokenOffError`` passes through."""
        ...

    def break_off(self) -> None:
        """End the call in hand and let there be no other. From any thread."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class _NarrowLine(BreakableLine):
    """Sees to it that little waits in the system's own buffer."""

    def hold(self, used: socket.socket | None) -> None:
        """A connection was made."""
        super().hold(used)
        if used is not None:
            used.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)


class HttpUploadCaller:
    """``UploadCaller`` over the network. For one thread; TLS certificates are always verified.

    ``narrow``: keep little in flight.
    """

    def __init__(self, server: str, token: str, ca_file: str | None = None, *, narrow: bool = True) -> None:
        self._server = server_address(server)
        self._line = _NarrowLine() if narrow else BreakableLine()
        self._session = breakable_session(self._line)
        self._verify = trusted_certificates(ca_file)
        self._session.headers.update({PROTOCOL_HEADER: str(PROTOCOL), "User-Agent": "quay-mot-cua"})
        self._authorization = {"Authorization": f"Bearer {token}"} if token else {}

    def call(
        self, method: str, path: str, headers: Mapping[str, str], body: ChunkBody | None = None
    ) -> Answer:
        """As ``UploadCaller`` says."""
        try:
            response = self._session.request(
                method,
                self._server + path,
                data=body,
                headers={**headers, **self._authorization},
                auth=_keep,
                timeout=(_CONNECT, _READ),
                verify=self._verify,
                allow_redirects=False,
                stream=True,
            )
            with response:
                content = response.raw.read(_LARGEST_ANSWER, decode_content=True)
                return Answer(response.status_code, response.headers, content)
        except requests.RequestException as error:
            raise LinkError(trouble_of(error)) from None
        except (HTTPError, OSError) as error:
            raise LinkError(trouble_of(error)) from None

    def break_off(self) -> None:
        """End the call in hand and let there be no other. From any thread."""
        self._line.break_off()

    def close(self) -> None:
        """Close the connection."""
        self._session.close()


def _keep(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Stands where requests would look into the machine's ``.netrc`` and replace our token."""
    return request
