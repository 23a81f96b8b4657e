"""One call and its answer: sends it, remembers its status, counts it, says how long it took."""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from collections.abc import Mapping
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Scope, Send

from counter_app.central.logs import event, note
from counter_app.central.metrics import Metrics
from counter_app.central.problems import ProblemError
from counter_app.sync.wire import PROTOCOL, PROTOCOL_HEADER, Problem

_log = logging.getLogger(__name__)

REQUEST_HEADER: Final = "X-Request-Id"
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
_QUIET: Final = ("/health", "/metrics")


class Call:
    """``id`` is the caller's own if it gave a fitting one, so that a proxy's log and ours agree."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._status: int | None = None
        self._began = time.monotonic()
        given = Headers(scope=scope).get(REQUEST_HEADER, "")
        self.id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)

    async def send(self, message: Message) -> None:
        """Send a part of the answer; its head gets our headers."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = MutableHeaders(scope=message)
            headers[PROTOCOL_HEADER] = str(PROTOCOL)
            headers[REQUEST_HEADER] = self.id
        await self._send(message)

    async def answer(self, problem: ProblemError) -> None:
        """Answer with a problem, unless an answer has begun: the caller sees that one cut."""
        note(code=problem.code)
        if self._status is not None:
            return
        body = json.dumps(Problem(code=problem.code, params=dict(problem.params)).model_dump()).encode()
        named = {"content-type": "application/json", "content-length": str(len(body)), **problem.headers}
        if problem.status in (408, 413):
            named["connection"] = "close"  # what is left of the body is not waited for
        headers = [(name.lower().encode(), value.encode()) for name, value in named.items()]
        await self.send({"type": "http.response.start", "status": problem.status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})

    def count(self, metrics: Metrics, noted: Mapping[str, object]) -> None:
        """Count the call under its route, not under its path."""
        route = self._route()
        method = self._scope["method"] if route != "other" else ""  # anybody may invent methods
        metrics.calls.labels(route, method, str(self._status)).inc()
        if b"wait=" not in self._scope.get("query_string", b""):
            metrics.call_seconds.labels(route).observe(time.monotonic() - self._began)
        if "code" in noted:
            metrics.rejects.labels(str(noted["code"])).inc()

    def log(self, noted: Mapping[str, object]) -> None:
        """Method, route and status, the opaque ids and the code that were noted: never what was sent."""
        if self._status == 200 and self._scope["path"].startswith(_QUIET) and "code" not in noted:
            return
        event(
            _log,
            "call",
            method=self._scope["method"],
            path=self._route(),
            status=self._status,
            ms=round((time.monotonic() - self._began) * 1000),
        )

    def _route(self) -> str:
        route: Any = self._scope.get("route")
        path = getattr(route, "path", None)
        return path if isinstance(path, str) else "other"
