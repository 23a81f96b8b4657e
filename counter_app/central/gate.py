"""What every call passes: size limits, unpacking, the protocol header, a log line, no error text out."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from counter_app.central.call import Call
from counter_app.central.logs import trace_of, within_call
from counter_app.central.metrics import Metrics
from counter_app.central.problems import ProblemError, database_away, is_database_away
from counter_app.central.settings import CentralSettings
from counter_app.central.unpacking import unpack
from counter_app.sync.wire import PROTOCOL, PROTOCOL_HEADER

_log = logging.getLogger(__name__)

OLDEST_PROTOCOL: Final = 1
"""The server understands this version and all up to its own; two back once there are that many."""

_STREAMED: Final = re.compile(r"/v1/offices/[^/]*/scans(/.*)?")
"""Bodies that are handed on as they come: their route has limits of its own."""


class Gate:
    """ASGI middleware around the application."""

    def __init__(self, app: ASGIApp, settings: CentralSettings, metrics: Metrics) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one call."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        call = Call(scope, send)
        with within_call(request=call.id) as noted:
            try:
                await self._pass(scope, receive, call)
            except ProblemError as problem:
                await call.answer(problem)
            except Exception as error:  # noqa: BLE001 - the caller gets a code, the log the place, nobody the data
                await call.answer(_unexpected(scope["path"], error))
            finally:
                call.count(self._metrics, noted)
                call.log(noted)

    async def _pass(self, scope: Scope, receive: Receive, call: Call) -> None:
        check_protocol(scope["path"], Headers(scope=scope))
        if _STREAMED.fullmatch(scope["path"]):
            await self._app(scope, receive, call.send)
            return
        body = await self._body(scope, receive)
        if body is not None:
            await self._app(scope, _replay(body, receive), call.send)

    async def _body(self, scope: Scope, receive: Receive) -> bytes | None:
        """The whole unpacked body; ``None`` when the caller went away."""
        headers = Headers(scope=scope)
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > self._settings.max_request_bytes:
            raise ProblemError(413, "body.too_large", limit=self._settings.max_request_bytes)
        try:
            async with asyncio.timeout(self._settings.body_seconds):
                packed = await self._packed(receive)
        except TimeoutError:
            raise ProblemError(408, "body.too_slow") from None
        if packed is None:
            return None
        body = unpack(packed, headers.get("content-encoding", ""), self._settings.max_unpacked_bytes)
        self._metrics.received_bytes.labels("packed").inc(len(packed))
        self._metrics.received_bytes.labels("unpacked").inc(len(body))
        return body

    async def _packed(self, receive: Receive) -> bytes | None:
        limit = self._settings.max_request_bytes
        parts: list[bytes] = []
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > limit:
                raise ProblemError(413, "body.too_large", limit=limit)
            more = message.get("more_body", False)
        return b"".join(parts)


def check_protocol(path: str, headers: Headers) -> None:
    """Raise 426 ``protocol.unsupported`` for a call that speaks no version that is understood."""
    if not path.startswith("/v1/"):
        return
    spoken = headers.get(PROTOCOL_HEADER, "")
    understood = spoken.isascii() and spoken.isdecimal() and len(spoken) < 6
    if not (understood and OLDEST_PROTOCOL <= int(spoken) <= PROTOCOL):
        raise ProblemError(426, "protocol.unsupported", oldest=OLDEST_PROTOCOL, newest=PROTOCOL)


def _unexpected(path: str, error: Exception) -> ProblemError:
    if is_database_away(error):
        _log.warning("the database is away", extra={"fields": {"trace": trace_of(error)}})
        return database_away()
    _log.error("a call failed", extra={"fields": {"path": path, "trace": trace_of(error)}})
    return ProblemError(500, "internal.error")


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body as one message; after it, whatever really comes (the caller going away)."""
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
