"""One HTTP call and everything that it can end with, told apart; knows nothing of what is carried."""

from __future__ import annotations

import ipaddress
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Final, Protocol, cast
from urllib.parse import urlsplit

import requests
import zstandard
from requests.auth import AuthBase
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError, ReadTimeoutError

from counter_app.domain.errors import DomainError
from counter_app.sync.breakable import BreakableLine, breakable_session
from counter_app.sync.link import LinkError, Trouble
from counter_app.sync.policy import Pace
from counter_app.sync.wire import PROTOCOL, PROTOCOL_HEADER

LARGEST_ANSWER: Final = 32 * 1024 * 1024
"""Bytes of an unpacked answer beyond which it cannot be ours."""
_PIECE: Final = 64 * 1024
_LARGEST_WINDOW: Final = 8 * 1024 * 1024
"""Bytes that an unpacker has to keep in memory at most (RFC 8878, 3.1.1.1.2)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer of some server; ``body`` is unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Caller(Protocol):
    """Makes calls to one server."""

    def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,
    ) -> Answer:
        """Make a call and read the whole answer, whatever its status. Raises ``LinkError``."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class _Bearer(AuthBase):
    """Sets the token itself, so that no ``.netrc`` of the machine can replace it."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def server_address(text: str) -> str:
    """The server's address without a trailing slash.

    Raises ``DomainError("sync.bad_address")``, or ``("sync.insecure_address")`` for plain HTTP to anywhere
    but this machine: personal data travels encrypted or not at all.
    """
    parts = urlsplit(text.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise DomainError("sync.bad_address")
    if parts.scheme == "http" and not _is_this_machine(parts.hostname):
        raise DomainError("sync.insecure_address")
    return parts.geturl().rstrip("/")


def trusted_certificates(ca_file: str | None) -> str:
    """The file or folder of authorities that is believed: the station's own, the machine's, or requests'."""
    machine = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    return ca_file or machine or DEFAULT_CA_BUNDLE_PATH


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class HttpCaller:
    """Keeps one connection to one server. For one thread; TLS certificates are always verified."""

    def __init__(self, server: str, token: str, pace: Pace, ca_file: str | None = None) -> None:
        self._server = server_address(server)
        self._pace = pace
        self._auth = _Bearer(token)
        self._line = BreakableLine()
        self._session = breakable_session(self._line)
        # Given with each call: where only the session knew it, REQUESTS_CA_BUNDLE of the machine would win.
        self._verify = trusted_certificates(ca_file)
        self._session.headers.update({PROTOCOL_HEADER: str(PROTOCOL), "User-Agent": "quay-mot-cua"})
        self._session.headers["Accept-Encoding"] = "zstd, gzip"

    def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,
    ) -> Answer:
        """As ``Caller`` says.

        A kept connection that the server had closed meanwhile is opened anew, once.
        """
        try:
            return self._once(method, path, body, headers, read_timeout)
        except LinkError as error:
            if error.trouble is not Trouble.CUT or self._line.broken:
                raise
        return self._once(method, path, body, headers, read_timeout)

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def break_off(self) -> None:
        """End the call in hand, which raises ``LinkError``, and let there be no other. From any thread."""
        self._line.break_off()

    def _once(
        self,
        method: str,
        path: str,
        body: bytes | None,
        headers: Mapping[str, str] | None,
        read_timeout: float | None,
    ) -> Answer:
        try:
            response = self._session.request(
                method,
                self._server + path,
                data=body,
                headers=dict(headers or {}),
                auth=self._auth,
                timeout=(self._pace.connect, read_timeout or self._pace.read),
                verify=self._verify,
                allow_redirects=False,
                stream=True,
            )
            with response:
                content = b"".join(self._pieces(response))
                return Answer(response.status_code, response.headers, content)
        except requests.RequestException as error:
            raise LinkError(trouble_of(error)) from None
        except (HTTPError, OSError) as error:
            raise LinkError(trouble_of(error)) from None
        except zstandard.ZstdError:
            raise LinkError(Trouble.BAD_ANSWER) from None

    def _pieces(self, response: requests.Response) -> Iterator[bytes]:
        """The answer's content as it comes, within limits of size and of time as a whole."""
        ends = time.monotonic() + self._pace.whole_answer
        size = 0
        read = _unpacking(response)
        while piece := read():
            size += len(piece)
            if size > LARGEST_ANSWER:
                raise LinkError(Trouble.BAD_ANSWER)
            if time.monotonic() > ends:
                raise LinkError(Trouble.TIMEOUT)
            yield piece
        expected = response.headers.get("Content-Length")
        if expected is None and "Transfer-Encoding" not in response.headers and not size:
            # Cut off within the head: the standard library takes its end for the end of the headers.
            raise LinkError(Trouble.CUT)
        if expected is not None and response.raw.tell() < int(expected):
            raise LinkError(Trouble.CUT)


class _Packed:
    """The bytes of an answer as they come over the line."""

    def __init__(self, response: requests.Response) -> None:
        self._raw = response.raw

    def read(self, size: int = _PIECE) -> bytes:
        return bytes(self._raw.read1(size, decode_content=False))


def _unpacking(response: requests.Response) -> Callable[[], bytes]:
    """Reads the next piece of an answer unpacked, empty at its end; zstd is what urllib3 may not know."""
    if response.headers.get("Content-Encoding", "").strip().lower() != "zstd":
        return lambda: bytes(response.raw.read1(_PIECE, decode_content=True))
    unpacker = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
    reader = unpacker.stream_reader(cast("IO[bytes]", _Packed(response)), read_size=_PIECE)
    return lambda: reader.read1(_PIECE)


def trouble_of(error: BaseException) -> Trouble:
    """What a failed call ran into, from the exception and its causes."""
    causes = list(_causes(error))
    if any(isinstance(cause, requests.exceptions.SSLError) for cause in causes):
        return Trouble.TLS
    if any(isinstance(cause, requests.ConnectTimeout) for cause in causes):
        return Trouble.NO_ROUTE
    if any(isinstance(cause, requests.Timeout | ReadTimeoutError | TimeoutError) for cause in causes):
        return Trouble.TIMEOUT
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return Trouble.REFUSED
    if any(isinstance(cause, NameResolutionError | NewConnectionError) for cause in causes):
        return Trouble.NO_ROUTE
    if isinstance(error, requests.exceptions.ProxyError):
        return Trouble.NO_ROUTE
    if isinstance(error, requests.exceptions.ContentDecodingError):
        return Trouble.BAD_ANSWER
    return Trouble.CUT


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and everything that it wraps, as requests and urllib3 nest them."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        here = waiting.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        yield here
        inner = [here.__cause__, here.__context__, getattr(here, "reason", None), *here.args]
        waiting.extend(cause for cause in inner if isinstance(cause, BaseException))
