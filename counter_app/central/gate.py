"""What every call passes: size limits, unpacking, the protocol header, a log line, no error text out."""

from __future__ import annotations

import json
import logging
import time
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from counter_app.central.logs import event, trace_of
from counter_app.central.problems import ProblemError
from counter_app.central.settings import CentralSettings
from counter_app.central.unpacking import unpack
from counter_app.sync.wire import PROTOCOL, PROTOCOL_HEADER, Problem

_log = logging.getLogger(__name__)

OLDEST_PROTOCOL: Final = 1
"""The server understands this version and all up to its own; two back once there are that many."""


class Gate:
    """ASGI middleware around the application."""

    def __init__(self, app: ASGIApp, settings: CentralSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one call."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        call = _Call(scope, send)
        try:
            check_protocol(scope["path"], Headers(scope=scope))
            body = await self._body(scope, receive)
            if body is not None:
                await self._app(scope, _replay(body, receive), call.send)
        except ProblemError as problem:
            await call.answer(problem.status, Problem(code=problem.code, params=dict(problem.params)))
        except Exception as error:  # noqa: BLE001 - the caller gets a code, the log the place, nobody the data
            _log.error("a call failed", extra={"fields": {"path": scope["path"], "trace": trace_of(error)}})
            await call.answer(500, Problem(code="internal.error"))
        finally:
            call.log()

    async def _body(self, scope: Scope, receive: Receive) -> bytes | None:
        """The whole unpacked body; ``None`` when the caller went away."""
        headers, limit = Headers(scope=scope), self._settings.max_request_bytes
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > limit:
            raise ProblemError(413, "body.too_large", limit=limit)
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
        return unpack(b"".join(parts), headers.get("content-encoding", ""), self._settings.max_unpacked_bytes)


def check_protocol(path: str, headers: Headers) -> None:
    """Raise 426 ``protocol.unsupported`` for a call that speaks no version that is understood."""
    if not path.startswith("/v1/"):
        return
    spoken = headers.get(PROTOCOL_HEADER, "")
    if not (spoken.isdecimal() and OLDEST_PROTOCOL <= int(spoken) <= PROTOCOL):
        raise ProblemError(426, "protocol.unsupported", oldest=OLDEST_PROTOCOL, newest=PROTOCOL)


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


class _Call:
    """One call's answer: sends it, remembers its status, says how long it took."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._status: int | None = None
        self._began = time.monotonic()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            MutableHeaders(scope=message)[PROTOCOL_HEADER] = str(PROTOCOL)
        await self._send(message)

    async def answer(self, status: int, problem: Problem) -> None:
        if self._status is not None:
            return  # too late: the answer had begun, the caller sees it cut
        body = json.dumps(problem.model_dump()).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})

    def log(self) -> None:
        """Path and status: office and document names, never what was sent."""
        if self._scope["path"] == "/health" and self._status == 200:
            return
        event(
            _log,
            "call",
            method=self._scope["method"],
            path=self._scope["path"],
            status=self._status,
            ms=round((time.monotonic() - self._began) * 1000),
        )
