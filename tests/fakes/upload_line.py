"""A line to an application in this process that uploads are sent over, and that breaks where it is told."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp, Message

from counter_app.sync.chunk_body import ChunkBody
from counter_app.sync.http_calls import Answer
from counter_app.sync.link import LinkError, Trouble


@dataclass(frozen=True)
class Fault:
    """What happens to the next call of a method: cut after so many bytes, or its answer lost or another."""

    method: str
    cut_after: int | None = None
    lose_answer: bool = False
    answer: Answer | None = None


class UploadLine:
    """``UploadCaller`` to ``app``; ``bytes_sent`` is all that went out in bodies."""

    def __init__(self, app: ASGIApp, token: str, protocol: str = "1") -> None:
        self.app = app
        self._headers = {"authorization": f"Bearer {token}", "sync-protocol": protocol}
        self.faults: deque[Fault] = deque()
        self.calls: list[tuple[str, str]] = []
        self.bytes_sent = 0

    def call(
        self, method: str, path: str, headers: Mapping[str, str], body: ChunkBody | None = None
    ) -> Answer:
        self.calls.append((method, path))
        fault = self.faults.popleft() if self.faults and self.faults[0].method == method else Fault(method)
        if fault.answer is not None:
            return fault.answer
        pieces = [] if body is None else list(body)
        sent = b"".join(pieces)
        length = len(sent)
        if fault.cut_after is not None:
            sent = sent[: fault.cut_after]
        self.bytes_sent += len(sent)
        answer = asyncio.run(self._run(method, path, headers, sent, length))
        if fault.lose_answer or fault.cut_after is not None:
            raise LinkError(Trouble.CUT)
        return answer

    def break_off(self) -> None:
        pass

    def close(self) -> None:
        pass

    def methods(self) -> list[str]:
        return [method for method, _ in self.calls]

    async def _run(
        self, method: str, path: str, headers: Mapping[str, str], sent: bytes, length: int
    ) -> Answer:
        waiting: deque[Message] = deque()
        step = 1500
        for start in range(0, len(sent), step):
            waiting.append({"type": "http.request", "body": sent[start : start + step], "more_body": True})
        if len(sent) < length:
            waiting.append({"type": "http.disconnect"})
        else:
            waiting.append({"type": "http.request", "body": b"", "more_body": False})
        answered: list[Message] = []

        async def receive() -> Message:
            return waiting.popleft() if waiting else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            answered.append(message)

        given = {"content-length": str(length), **self._headers, **headers}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "scheme": "http",
            "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
            "client": ("station", 1),
            "server": ("central", 80),
        }
        await self.app(scope, receive, send)
        status = next((m["status"] for m in answered if m["type"] == "http.response.start"), 0)
        head = {
            name.decode().title(): value.decode()
            for m in answered
            if m["type"] == "http.response.start"
            for name, value in m["headers"]
        }
        content = b"".join(m.get("body", b"") for m in answered if m["type"] == "http.response.body")
        return Answer(status, head, content)
